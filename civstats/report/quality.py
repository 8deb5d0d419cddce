"""The data-quality report: what the figures are worth, what is missing, and what to fill in first."""

from __future__ import annotations

from civstats import codelists
from civstats.analysis.claims import Claim
from civstats.dataset import Dataset
from civstats.report import quality_tables as tables
from civstats.report.frame import assemble
from civstats.report.model import NOTHING, KeyFigure, Point, Prose, Report, Section, Text
from civstats.report.quality_checks import checks, contradicting
from civstats.report.quality_coverage import STATES, coverage, gaps
from civstats.report.shown import count_cell
from civstats.report.words import say

FIRST_EDITION = "1.0.0"
_OF_FIGURES = {
    "exact": (f"count(*) filter ({tables.EXACT})", "value-states"),
    "official": ("count(*) filter (origin_class = 'official')", "origin"),
    "checked": ("count(*) filter (o.evidence in ('noted_twice', 'position'))", "origin"),
}
"""The parts of all figures that page one states: how they are counted, and the section that shows them."""
_FIGURES = "observations o left join sources s using (source_id)"


def quality(ds: Dataset) -> Report:
    """What the dataset holds and how sound it is: the report ``quality``.

    Page one says how many figures there are, how they are known, and the gaps that are worth most; the sections show
    coverage, states of the values, lag, checks, and origin. It is made of any dataset, of one without figures too.
    """
    [(figures, places, documents, first, last)] = ds.rows(
        "select count(*), count(distinct locality_id), (select count(*) from sources), min(year), max(year) "
        "from observations"
    )
    period = say("quality_years", first=first, last=last) if figures else NOTHING
    return assemble(
        ds,
        "quality",
        "quality",
        say("quality_title"),
        say(
            "quality_subtitle",
            figures=_count(figures),
            places=_count(places),
            documents=_count(documents),
            count=figures,
        ),
        keys=_keys(ds, {"figures": figures, "places": places, "documents": documents}, period),
        points=[*_of_figures(ds, figures), *_of_findings(ds)],
        front=(gaps(ds),),
        missing=_missing(ds),
        sections=(
            Section("coverage-section", say("quality_coverage"), tuple(coverage(ds))),
            Section(
                "value-states",
                say("quality_states"),
                (tables.bounds(ds), tables.measures(ds), tables.statuses(ds)),
            ),
            Section("lag", say("quality_lag"), (tables.lag(ds),)),
            Section("checks", say("quality_checks"), checks(ds)),
            Section("origin", say("quality_origin"), (tables.evidence(ds), tables.origins(ds))),
            Section("changes", say("quality_changes"), (Prose((_changes(ds),)),)),
        ),
        also=contradicting(ds),
    )


def _count(number: int) -> Text:
    return count_cell(number).text


def _parts(ds: Dataset) -> dict[str, int]:
    counted = ", ".join(count for count, _ in _OF_FIGURES.values())
    return dict(zip(_OF_FIGURES, ds.rows(f"select {counted} from {_FIGURES}")[0], strict=True))


def _keys(ds: Dataset, counts: dict[str, int], period: Text) -> list[KeyFigure]:
    def counted(name: str) -> KeyFigure:
        return KeyFigure(say(f"quality_key_{name}"), _count(counts[name]), say(f"quality_unit_{name}"), period)

    whole = counts["figures"]
    shares = [
        KeyFigure(
            say(f"quality_key_{name}"),
            tables.share_text(part, whole),
            say("quality_unit_percent"),
            say("quality_part_of", years=period, part=_count(part), whole=_count(whole)),
        )
        for name, part in _parts(ds).items()
        if whole
    ]
    return [counted("figures"), *shares, counted("places"), counted("documents")]


def _of_figures(ds: Dataset, whole: int) -> list[Point]:
    """How many of all figures are exact, official, checked; nothing where there are none."""
    if not whole:
        return []
    return [_share(name, *_OF_FIGURES[name], part, whole) for name, part in _parts(ds).items()]


def _share(name: str, count: str, to: str, part: int, whole: int) -> Point:
    """How many of all figures, with the share in percent, half up to one decimal."""
    said = say(f"quality_point_{name}", part=_count(part), whole=_count(whole), share=tables.share_text(part, whole))
    tenths = tables.TENTHS.format(part=count, whole="count(*)")
    query = f"select count(*) = $whole and {count} = $part and {tenths} = $tenths from {_FIGURES}"
    numbers = {"whole": whole, "part": part, "tenths": tables.tenths(part, whole)}
    return Point(
        Claim(said.zh, said.en, query, numbers, "so many figures are counted, and the share is rounded so"), to
    )


def _of_findings(ds: Dataset) -> list[Point]:
    """How many relations do not hold, and how many rules are broken."""
    relations = "finding_kind <> 'domain_rule'"
    [(whole, part, broken, cases)] = ds.rows(
        f"select count(*) filter ({relations}), count(*) filter ({relations} and verdict = 'conflict'), "
        "count(distinct rule), count(rule) from findings"
    )
    points = []
    if whole:
        said = say("quality_point_relations", whole=_count(whole), part=_count(part))
        conflicts = "count(*) filter (verdict = 'conflict')"
        query = f"select count(*) = $whole and {conflicts} = $part from findings where {relations}"
        points.append(_counted(said, query, {"whole": whole, "part": part}))
    rules = len(codelists.rows("rules"))
    said = say("quality_point_rules", whole=_count(rules), part=_count(broken), cases=_count(cases))
    query = (
        "select count(distinct rule) = $part and count(rule) = $cases "
        "and (select count(*) from codes where code_list = 'rules') = $whole from findings"
    )
    return [*points, _counted(said, query, {"whole": rules, "part": broken, "cases": cases})]


def _counted(said: Text, query: str, numbers: dict[str, int]) -> Point:
    return Point(Claim(said.zh, said.en, query, numbers, "so many rows are counted"), "checks")


def _missing(ds: Dataset) -> Text:
    counted = ", ".join(f"count(*) filter (coverage = '{state}')" for state in STATES)
    [(whole, *counts)] = ds.rows(f"select count(*), {counted} from coverage")
    if not whole:
        return say("quality_missing_none")
    return say("quality_missing", whole=_count(whole), **dict(zip(STATES, map(_count, counts), strict=True)))


def _changes(ds: Dataset) -> Text:
    if not ds.version:
        return say("quality_changes_own")
    name = "first" if ds.version == FIRST_EDITION else "later"
    return say(f"quality_changes_{name}", version=ds.version)
