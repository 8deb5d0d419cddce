"""What every report has beside its own figures: edition, evidence, sources, what contradicts, terms, how to cite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from civstats import codelists
from civstats.analysis.labels import given
from civstats.analysis.standing import records
from civstats.dataset import Dataset
from civstats.report import evidence as ev
from civstats.report.model import Block, KeyFigure, Point, Prose, Report, Section, Table, Text, referred
from civstats.report.shown import code, day, refs_cell, table, text_cell, unit_text
from civstats.report.words import say

MOST_POINTS = 6


def edition(ds: Dataset) -> tuple[tuple[Text, Text], ...]:
    """The labelled facts under a title: edition, contents, data cut-off, number of documents."""
    [(last, count)] = ds.rows("select max(issued), count(*) from sources")
    version = Text.same(ds.version) if ds.version else say("frame_own_data")
    facts = [("frame_edition", version)]
    if ds.fingerprint:
        facts.append(("frame_fingerprint", Text.same(ds.fingerprint[:12])))
    facts += [
        ("frame_cutoff", day(last)),
        ("frame_documents", say("frame_documents_count", count=count)),
        ("frame_next", say("frame_next_update")),
    ]
    return tuple((say(label), fact) for label, fact in facts)


def assemble(
    ds: Dataset,
    name: str,
    kind: str,
    title: Text,
    subtitle: Text,
    *,
    keys: Sequence[KeyFigure] = (),
    points: Sequence[Point] = (),
    front: Sequence[Block] = (),
    missing: Text,
    sections: Sequence[Section],
    also: Sequence[str] = (),
) -> Report:
    """The report of these parts, with the sections that every report ends with.

    ``also`` are observations that belong to the data of the report though nothing refers to them.
    """
    ids = [one for key in keys for one in key.refs]
    for blocks in (tuple(front), *(section.blocks for section in sections)):
        ids += referred(blocks)
    found = ev.observations(ds.sql, [*ids, *also])
    sources = ev.documents(ds.sql, found)
    ends = [
        Section("definitions-section", say("frame_definitions"), (_definitions(found),)),
        Section("contradictions-section", say("frame_contradictions"), _contradictions(ds, found)),
        Section("evidence-section", say("frame_evidence"), (ev.evidence(found, sources), ev.source_table(sources))),
        Section("reading", say("frame_reading"), (_states(), _glossary())),
        Section("about", say("frame_about"), (_about(ds, title, subtitle),)),
    ]
    return Report(
        name,
        kind,
        title,
        subtitle,
        edition(ds),
        tuple(keys),
        tuple(points)[:MOST_POINTS],
        tuple(front),
        missing,
        (*sections, *ends),
        ev.data(found, sources),
        tuple(str(row["observation_id"]) for row in found),
    )


def _definitions(found: Sequence[ev.Observation]) -> Table:
    """The indicators of the report: what each means, and what it must not be compared with."""
    indicators = codelists.by_code("indicators")
    rows = []
    for indicator_id in sorted({str(row["indicator_id"]) for row in found}):
        row = indicators.get(indicator_id)
        if row is None:
            continue
        others = [indicators[one] for one in row["not_comparable_with"].split() if one in indicators]
        unlike = Text("、".join(one["name_zh"] for one in others), "; ".join(one["name_en"] for one in others))
        rows.append(
            (
                text_cell(Text(row["name_zh"], row["name_en"])),
                text_cell(unit_text(row["unit"])),
                text_cell(Text(row["definition_zh"], row["definition_en"])),
                text_cell(unlike),
            )
        )
    return table("definitions", "indicator unit definition unlike", rows)


def _contradictions(ds: Dataset, found: Sequence[ev.Observation]) -> tuple[Block, ...]:
    """What does not hold or is to be looked at among the figures of the report, and the tokens that were mended."""
    ids = {str(row["observation_id"]) for row in found}
    query = (
        "select * from findings where (verdict = 'conflict' or severity = 'warn') and "
        "list_has_any(string_split(observation_ids, ' '), $ids::varchar[]) order by severity desc, year, finding_id"
    )
    rows = []
    for row in records(ds.sql, query, {"ids": sorted(ids)}):
        inside = " ".join(one for one in str(row["observation_ids"]).split() if one in ids)
        suggestion = Text(row["suggestion_zh"] or "", row["suggestion_en"] or "")
        rows.append(
            [
                text_cell(code("verdicts", row["verdict"])),
                text_cell(Text(row["arithmetic_zh"], row["arithmetic_en"])),
                text_cell(suggestion),
                refs_cell(inside),
            ]
        )
    wrong = table(
        "contradictions",
        "verdict arithmetic suggestion refs",
        rows,
        empty=say("contradictions_none", count=len(ids)),
        notes=(say("contradictions_note"),),
    )
    mended = [
        [text_cell(str(row["printed"])), text_cell(str(row["read_as"])), text_cell(ev.remark(row)),
         refs_cell(row["observation_id"])]
        for row in found
        if given(row["read_as"])
    ]  # fmt: skip
    return wrong, table("corrections", "printed read_as reason refs", mended, empty=say("corrections_none"))


_STATES = (
    "exact", "ge", "le", "more_than", "approx", "range", "target", "converted", "disputed", "not_published",
    "not_searched", "not_comparable", "rank",
)  # fmt: skip


def _states() -> Table:
    rows = [(text_cell(say(f"states_{name}")), text_cell(say(f"states_{name}_means"))) for name in _STATES]
    return table("states", "sign meaning", rows)


_TERMS = (
    "dibao", "tekun", "standard", "residence", "scattered", "year_on_year", "points", "care_home", "beds", "plan",
    "prefecture", "banner",
)  # fmt: skip


def _glossary() -> Table:
    rows = [
        (text_cell(Text.same(word.zh)), text_cell(Text.same(word.en)), text_cell(say(f"terms_{name}_means")))
        for name, word in ((name, say(f"terms_{name}")) for name in _TERMS)
    ]
    return table("terms", "zh en meaning", rows)


def _about(ds: Dataset, title: Text, subtitle: Text) -> Prose:
    version = Text.same(ds.version) if ds.version else say("frame_own_data")
    [(last,)] = ds.rows("select max(issued) from sources")
    facts: Mapping[str, object] = {"title": title, "subtitle": subtitle, "version": version, "day": day(last)}
    return Prose(
        (
            say("about_rounding"),
            say("about_comparing"),
            say("about_revision", **facts, fingerprint=ds.fingerprint[:12] or "—"),
            say("about_cite", **facts),
        )
    )
