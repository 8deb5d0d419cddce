"""The relations of a dataset: claims that its figures make of each other, found by one query a kind.

Each kind is a row of the code list ``finding_kinds`` and a query of its name in the folder ``sql``, which gives the
observation that states the result, and the terms in the order that the arithmetic wants. Some relations are declared in
the raw sheets (``part_of``, ``subset_of``), the others follow from the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

from civstats.interval import Interval
from civstats.reading import units
from civstats.relate import verdict
from civstats.relate.arithmetic import DIFFERENCE, EQUAL, GROWTH, RATIO, SUM, Arithmetic
from civstats.relate.figure import Figure

if TYPE_CHECKING:
    import duckdb

Verdict = Callable[[Sequence[Figure]], str]
_YUAN = Decimal(1)
_SHARED = ("comparable", "beside")


@dataclass(frozen=True)
class Kind:
    """A kind of relation: how its verdict is reached, and the arithmetic where one figure follows from the others."""

    name: str
    verdict: Verdict
    arithmetic: Arithmetic | None = None


@dataclass(frozen=True)
class Relation:
    """One relation: the result first, then its terms. ``way`` tells apart several of one kind with one result."""

    kind: Kind
    figures: tuple[Figure, ...]
    verdict: str
    way: str = ""

    def corrected(self) -> list[Figure]:
        """The figures whose printed token is damaged, each once."""
        found = {figure.observation_id: figure for figure in self.figures if figure.is_corrected}
        return list(found.values())


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables that the queries share; ``connection`` holds the observations and the code lists."""
    for name in _SHARED:
        connection.execute(f"create temp table {name} as {query(name)}")


def relations(connection: duckdb.DuckDBPyConnection) -> Iterator[Relation]:
    """All relations, kind by kind, each with its verdict; ``connection`` is prepared and holds the dataset."""
    for kind in KINDS:
        found = connection.sql(f"select * from ({query(kind.name)}) order by all").to_arrow_table()
        for batch in found.to_batches(_BATCH):
            rows: list[dict[str, Any]] = batch.to_pylist()
            known = figures(connection, {name for row in rows for name in (row["result_id"], *row["term_ids"])})
            for row in rows:
                result, *terms = in_one_unit([known[name] for name in (row["result_id"], *row["term_ids"])])
                if kind.name == "sum_of_parts":
                    yield from _sums(kind, result, terms, row["ways"])
                    continue
                chosen = kind if row.get("is_complete", True) else _PARTIAL[kind.name]
                yield _judged(chosen, (result, *terms), row.get("way", ""))


def _judged(kind: Kind, figures: tuple[Figure, ...], way: str = "") -> Relation:
    return Relation(kind, figures, kind.verdict(figures), way)


def _sums(kind: Kind, total: Figure, parts: Sequence[Figure], ways: Sequence[str]) -> Iterator[Relation]:
    """The parts of a total as one sum; as several where it is divided in several ways and each adds up by itself."""
    whole = _judged(kind, (total, *parts))
    if whole.verdict == verdict.CONFLICT and len(set(ways)) > 1:
        each = [
            _judged(kind, (total, *(part for part, its in zip(parts, ways, strict=True) if its == way)), way)
            for way in dict.fromkeys(ways)
        ]
        if all(sum_.verdict != verdict.CONFLICT for sum_ in each):
            yield from each
            return
    yield whole


def in_one_unit(figures: Sequence[Figure]) -> list[Figure]:
    """The figures in the units in which they are printed, or in base units where those of one quantity differ."""
    units_of: dict[str, set[str]] = {}
    for figure in figures:
        units_of.setdefault(figure.row["unit_quantity"], set()).add(figure.row["unit"])
    mixed = {quantity for quantity, found in units_of.items() if len(found) > 1 or quantity == "share"}
    return [figure.in_base_units() if figure.row["unit_quantity"] in mixed else figure for figure in figures]


def figures(connection: duckdb.DuckDBPyConnection, observation_ids: Iterable[str]) -> dict[str, Figure]:
    """The figures of observations by their code."""
    found = connection.sql(query("figures"), params={"ids": sorted(observation_ids)})
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return {row["observation_id"]: Figure.of(row, units.factor(row["unit"])) for row in rows}


def query(name: str) -> str:
    """The text of the query ``name``."""
    return files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _by(arithmetic: Arithmetic) -> Verdict:
    return lambda figures: verdict.judge(arithmetic, figures)


def _same(figures: Sequence[Figure]) -> str:
    """All figures are one: of each two, the finer may have been shortened to the coarser."""
    shown = [shortened(figure, figures) for figure in figures]
    distinct = {(figure.interval, figure.precision): figure for figure in shown}
    coarse_first = sorted(
        distinct.values(),
        key=lambda figure: (figure.interval.is_exact, -figure.precision, figure.observation_id),
    )
    verdicts = [verdict.judge(EQUAL, pair) for pair in combinations(coarse_first, 2)]
    return verdict.worst([verdict.HOLDS, *verdicts])


def shortened(figure: Figure, beside: Sequence[Figure]) -> Figure:
    """A monthly amount beside a yearly one, which is divided by twelve and printed to the yuan."""
    mixed = any(other.is_converted for other in beside)
    return figure.printed_to(_YUAN) if mixed and not figure.is_converted else figure


def _implied_base(figures: Sequence[Figure]) -> str:
    return verdict.judge(GROWTH, figures) if len(figures) > 2 else verdict.UNVERIFIABLE


def _two_levels(figures: Sequence[Figure]) -> str:
    """Two levels may set their own standards: that they differ is no conflict."""
    found = _same(figures)
    return verdict.UNVERIFIABLE if found == verdict.CONFLICT else found


def _answered(figures: Sequence[Figure]) -> str:
    """Whether the actual lies on the good side of the target."""
    target, actual = figures
    asked = target.interval
    if asked.lower is not None and asked.upper is not None and target.row["direction"] != "neither":
        more = target.row["direction"] == "more"
        asked = (
            Interval(asked.lower, None, asked.lower_open)
            if more
            else Interval(None, asked.upper, False, asked.upper_open)
        )
    if asked.contains(actual.interval):
        return verdict.HOLDS
    return verdict.UNVERIFIABLE if asked.overlaps(actual.interval) else verdict.CONFLICT


_BATCH = 10_000
KINDS = (
    Kind("sum_of_parts", _by(SUM), SUM),
    Kind("subset_of_whole", verdict.at_most),
    Kind("rate_of_parts", verdict.within),
    Kind("urban_and_rural", _by(SUM), SUM),
    Kind("children_of_parent", _by(SUM), SUM),
    Kind("same_quantity", _same, EQUAL),
    Kind("two_levels", _two_levels),
    Kind("year_of_months", _same, EQUAL),
    Kind("printed_change", _by(DIFFERENCE), DIFFERENCE),
    Kind("printed_growth", _by(GROWTH), GROWTH),
    Kind("implied_base", _implied_base, GROWTH),
    Kind("share_of_whole", _by(RATIO), RATIO),
    Kind("target_answered", _answered),
)
"""The kinds in the order of the findings; each is declared in the code list ``finding_kinds``."""

_PARTIAL = {"children_of_parent": Kind("children_of_parent", verdict.at_most)}
"""What holds where not all terms are known."""
