"""The way back: each observation of a report with its document, its place there, and its characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from civstats.analysis.claims import Sql
from civstats.analysis.labels import given
from civstats.analysis.standing import records
from civstats.report.model import NOTHING, Cell, Row, Table, Text
from civstats.report.shown import (
    code,
    day,
    level,
    number_cell,
    place,
    table,
    text_cell,
    thing,
    unit_text,
    with_unit,
)
from civstats.report.words import say

Observation = Mapping[str, Any]
Sources = Sequence[Observation]
_FIELDS = (
    "locality_id", "indicator_id", "residence", "breakdown", "subject_zh", "measure", "year", "period_start",
    "period_end", "effective_from", "due", "value", "lower", "upper", "bound", "unit", "status", "printed", "locator",
    "source_id",
)  # fmt: skip
_CODES = {
    "residence": "residences", "breakdown": "breakdowns", "measure": "measures", "status": "statuses",
    "bound": "bounds",
}  # fmt: skip
_NUMBERS = ("value", "lower", "upper")
_DAYS = ("period_start", "period_end", "effective_from", "due")
_KINDS = {
    **dict.fromkeys(("observation_id", "locality_id", "indicator_id", "source_id"), "code"),
    **dict.fromkeys((*_NUMBERS, "year"), "number"),
    **dict.fromkeys(_DAYS, "day"),
}


def observations(sql: Sql, ids: Sequence[str]) -> Sequence[Observation]:
    """The observations of these ids with the set kind of standards, by document and place in it."""
    query = (
        "select o.*, s.set_kind from observations o left join subsidy_standards s using (observation_id) "
        "where o.observation_id in (select unnest($ids::varchar[])) order by o.source_id, o.figure_no, o.observation_id"
    )
    return records(sql, query, {"ids": sorted(set(ids))})


def documents(sql: Sql, found: Sequence[Observation]) -> Sources:
    """The documents of the observations, by their codes, which number them: 1 first."""
    query = "select * from sources where source_id in (select unnest($ids::varchar[])) order by source_id"
    return records(sql, query, {"ids": sorted({str(row["source_id"]) for row in found})})


def evidence(found: Sequence[Observation], sources: Sources) -> Table:
    """One row an observation, with the anchor ``e`` and its number."""
    numbers = {row["source_id"]: number for number, row in enumerate(sources, 1)}
    issued = {row["source_id"]: row for row in sources}
    rows = []
    for number, row in enumerate(found, 1):
        source = issued[row["source_id"]]
        cited = say(
            "evidence_cited",
            number=numbers[row["source_id"]],
            issuer=source["issuer"] or source["title_zh"],
            day=day(source["issued"]),
        )
        cells = (
            Cell(Text.same(str(number)), float(number)),
            text_cell(about(row)),
            text_cell(with_unit(level(row, bound=row["bound"]), str(row["unit"]))),
            text_cell(str(row["printed"])),
            text_cell(where(row)),
            text_cell(cited, link=f"#s{numbers[row['source_id']]}"),
            text_cell(remark(row)),
        )
        rows.append(Row(cells, anchor=f"e{number}"))
    return table("evidence", "number:number about value printed place document remark", rows)


def about(row: Observation) -> Text:
    """What a figure speaks of: 乌审旗·农村最低生活保障标准·2022年（目标）."""
    parts = {"place": place(row), "thing": thing(row), "when": when(row)}
    if row["measure"] in ("standard", "actual"):
        return say("evidence_about_it", **parts)
    return say("evidence_about_measure", measure=code("measures", row["measure"]), **parts)


def when(row: Observation) -> Text:
    """The time of which a figure speaks: when a standard came into force, when a target is due, or its period."""
    if given(row.get("effective_from")):
        return say("evidence_from", day=day(row["effective_from"]))
    if given(row.get("due")):
        return say("evidence_due", day=day(row["due"]))
    start, end = day(row.get("period_start")), day(row.get("period_end"))
    if start and end and not (start.zh.endswith("01-01") and end.zh == f"{start.zh[:4]}-12-31"):
        return start if start == end else say("evidence_span", first=start, last=end)
    if end and not start:
        return say("evidence_until", day=end)
    return say("evidence_year", year=int(row["year"])) if given(row.get("year")) else NOTHING


def where(row: Observation) -> Text:
    """The place of a figure in its document: what the sheet says, and the characters where they are known."""
    if not given(row["char_start"]):
        return Text.same(str(row["locator"]))
    ends = {"first": int(row["char_start"]), "last": int(row["char_end"])}
    return say("evidence_characters", locator=str(row["locator"]), **ends)


def remark(row: Observation) -> Text:
    """Why a figure was not read as it is printed, how it was entered, and what the sheet notes."""
    parts = []
    if given(row["read_as"]):
        parts.append(say("evidence_read_as", token=row["read_as"], reason=code("reasons", row["reason"])))
    if given(row["note"]):
        parts.append(Text.same(str(row["note"])))
    if not given(row["char_start"]):
        parts.append(code("evidence", row["evidence"]))
    zh, en = "；".join(part.zh for part in parts), "; ".join(part.en for part in parts)
    return Text(zh, en)


def source_table(sources: Sources) -> Table:
    """One row a document, with the anchor ``s`` and its number."""
    rows = []
    for number, row in enumerate(sources, 1):
        title = Text(f"《{row['title_zh']}》", row["title_en"] or f"《{row['title_zh']}》")
        address = str(row["url"]) if given(row["url"]) else ""
        cells = (
            Cell(Text.same(str(number)), float(number)),
            text_cell(title, link=address if _leads(address) else ""),
            text_cell(str(row["issuer"] or "")),
            text_cell(day(row["issued"])),
            text_cell(str(row["document_number"] or "")),
            text_cell(
                say("evidence_kind", kind=code("kinds", row["kind"]), origin=code("origins", row["origin_class"]))
            ),
            text_cell(
                say("evidence_read", how=code("evidence", row["evidence"]), part=code("excerpts", row["excerpt"]))
            ),
            text_cell(str(row["source_id"])),
        )
        rows.append(Row(cells, anchor=f"s{number}"))
    return table("sources", "number:number title issuer issued:day document_number kind read source_id:code", rows)


def _leads(address: str) -> bool:
    """Whether an address is one of the web, without spaces and marks that cannot be seen."""
    return address.startswith(("http://", "https://")) and address.isprintable() and " " not in address


def data(found: Sequence[Observation], sources: Sources) -> Table:
    """The flat table: every observation of a report, one column a field."""
    titles = {row["source_id"]: Text.same(str(row["title_zh"])) for row in sources}
    rows = []
    for number, row in enumerate(found, 1):
        cells = [
            Cell(Text.same(str(row["observation_id"])), link=f"#e{number}"),
            text_cell(place(row)),
            text_cell(thing(row)),
        ]
        cells += [_field(row, name) for name in _FIELDS]
        rows.append((*cells, text_cell(titles[row["source_id"]])))
    columns = ("observation_id", "place", "thing", *_FIELDS, "title")
    return table("data", " ".join(f"{name}:{_KINDS.get(name, '')}" for name in columns), rows)


def _field(row: Observation, name: str) -> Cell:
    value = row[name]
    if not given(value):
        return Cell(NOTHING)
    if name in _NUMBERS:
        number = float(value)
        return Cell(number_cell(level({"value": number, "lower": number, "upper": number}), "").text, number)
    if name == "year":
        return Cell(Text.same(str(value)), float(value))
    if name in _CODES:
        return text_cell(code(_CODES[name], value))
    if name == "unit":
        return text_cell(unit_text(str(value)))
    return text_cell(day(value) if name in _DAYS else str(value))
