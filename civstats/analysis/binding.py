"""Which standard applied in a place on a day, and which documents say so.

A standard may be a place's own, set by the prefecture (or the province) for all its counties, or a floor under which
no county may go. The nearest standard of a place and the places above it that was in force on the day is the binding
one; a floor only bounds it from below. A standard counts as in force from its day of effect (where only the year is
known, from 1 January, and the answer says so) until the next known one, and at most until the end of its year or
twelve months after its effect, whichever is later: standards are adjusted about once a year, so nothing is known of a
later day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from civstats import codelists, lookup
from civstats.codelists.localities import ancestors, localities, path

if TYPE_CHECKING:
    import duckdb

Sql = Callable[[str, dict[str, object]], "duckdb.DuckDBPyRelation"]
PROGRAMME_INDICATORS = {"dibao": "dibao_standard", "tekun": "tekun_standard", "children": "child_subsidy_standard"}
_FLOORS = {"dibao": "dibao_minimum_standard", "tekun": "tekun_minimum_standard"}


@dataclass(frozen=True)
class Standard:
    """One standard that was looked at: what it says, for whom, since when, and by which document."""

    observation_id: str
    source_id: str
    title_zh: str
    set_for: str
    set_by: str
    set_kind: str
    residence: str
    amount: float
    unit: str
    cny_per_person_month: float
    since: date
    since_known: bool
    until: date

    def __str__(self) -> str:
        since = f"{self.since}" if self.since_known else f"{self.since.year} (day not known)"
        places = localities()
        set_by = places[self.set_by].name_zh
        return (
            f"{self.set_kind} {self.amount:g} {self.unit} for {places[self.set_for].name_zh}, set by {set_by}, "
            f"since {since}: {self.title_zh} [{self.observation_id}]"
        )


@dataclass(frozen=True)
class Binding:
    """The answer: ``state`` is known, disputed (documents differ), floor (only a lower bound is known) or unknown.

    ``cny_per_person_month`` is the amount, or for ``floor`` its lower bound; None where unknown or disputed.
    ``standards`` are those that say so; ``chain`` tells place by place, from the nearest, what was found.
    """

    locality_id: str
    programme: str
    residence: str
    on: date
    state: str
    cny_per_person_month: float | None
    standards: tuple[Standard, ...] = ()
    chain: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        bound = {"known": "", "floor": "at least "}
        answer = self.state
        if self.cny_per_person_month is not None:
            answer = f"{self.state}: {bound[self.state]}{self.cny_per_person_month:g} CNY/person/month"
        head = (
            f"{path(self.locality_id)} ({self.locality_id}), {self.programme}, {self.residence}, on {self.on}: {answer}"
        )
        return "\n".join([head, *(f"  {line}" for line in self.chain)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head, *chain = str(self).splitlines()
        return f"<p>{escape(head)}</p><ol>{''.join(f'<li>{escape(line)}</li>' for line in chain)}</ol>"


def binding_standard(sql: Sql, locality: str, programme: str, residence: str, on: date, tier: str) -> Binding:
    """The standard that applied; see `Dataset.binding_standard`."""
    locality_id = lookup.locality(locality)
    lookup.code("programme", programme, PROGRAMME_INDICATORS)
    lookup.code("residence", residence, codelists.codes("residences"))
    lookup.code("tier", tier, codelists.codes("breakdowns"))
    chain: list[str] = []
    floors: list[Standard] = []
    for area in ancestors(locality_id):
        series = _series(sql, area, programme, residence, tier)
        current = [standard for standard in series if standard.since <= on <= standard.until]
        own = _latest([standard for standard in current if standard.set_kind == "own"])
        floors += _latest([standard for standard in current if standard.set_kind == "floor"])
        chain += [str(standard) for standard in (*own, *(floor for floor in floors if floor.set_for == area))]
        if own:
            amounts = {standard.cny_per_person_month for standard in own}
            state, amount = ("known", amounts.pop()) if len(amounts) == 1 else ("disputed", None)
            return Binding(locality_id, programme, residence, on, state, amount, tuple(own), tuple(chain))
        if not current:
            chain.append(_nothing(area, series, on))
    if floors:
        least = max(standard.cny_per_person_month for standard in floors)
        return Binding(locality_id, programme, residence, on, "floor", least, tuple(floors), tuple(chain))
    return Binding(locality_id, programme, residence, on, "unknown", None, (), tuple(chain))


def _series(sql: Sql, area: str, programme: str, residence: str, tier: str) -> list[Standard]:
    """All standards of one place, oldest first, each with its last day; those of the residence before unified ones."""
    indicators = [PROGRAMME_INDICATORS[programme], _FLOORS.get(programme, "")]
    relation = sql(
        "select t.observation_id, t.source_id, s.title_zh, t.locality_id, t.set_by, t.set_kind, t.residence, t.amount, "
        "t.unit, t.cny_per_person_month, t.effective_from, t.year "
        "from subsidy_standards t join sources s using (source_id) "
        "where t.locality_id = $area and t.indicator_id in ($own, $floor) and t.tier = $tier and t.area is null "
        "and t.measure in ('standard', 'previous') and t.residence in ($residence, 'total') "
        "and t.cny_per_person_month is not null and t.set_kind in ('own', 'floor')",
        {"area": area, "own": indicators[0], "floor": indicators[1], "tier": tier, "residence": residence},
    )
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    if any(row["residence"] == residence for row in rows):
        rows = [row for row in rows if row["residence"] == residence]
    starts = sorted({_start(row) for row in rows})
    return [_standard(row, starts) for row in sorted(rows, key=_start)]


def _start(row: dict[str, Any]) -> date:
    start: date = row["effective_from"] or date(row["year"], 1, 1)
    return start


def _standard(row: dict[str, Any], starts: list[date]) -> Standard:
    since = _start(row)
    following = [start for start in starts if start > since]
    year_later = date(since.year + 1, since.month, min(since.day, 28)) - timedelta(days=1)
    until = max(date(row["year"], 12, 31), year_later)
    if following:
        until = min(until, following[0] - timedelta(days=1))
    return Standard(
        row["observation_id"], row["source_id"], row["title_zh"], row["locality_id"], row["set_by"], row["set_kind"],
        row["residence"], row["amount"], row["unit"], row["cny_per_person_month"], since,
        row["effective_from"] is not None, until,
    )  # fmt: skip


def _latest(standards: list[Standard]) -> list[Standard]:
    """Those of the latest day of effect: several documents may state the same standard."""
    if not standards:
        return []
    last = max(standard.since for standard in standards)
    return [standard for standard in standards if standard.since == last]


def _nothing(area: str, series: list[Standard], on: date) -> str:
    name = localities()[area].name_zh
    before = [standard for standard in series if standard.since <= on]
    if before:
        return f"{name}: none known for that day; the last one before is {before[-1]}"
    return f"{name}: no document says"
