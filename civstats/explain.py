"""From a value back to the characters it was read from, and the relations it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.errors import UsageError
from civstats.interval import Interval, plain
from civstats.reading import quantity, units

if TYPE_CHECKING:
    import duckdb

_OPEN = {"gt": (True, False), "lt": (False, True), "more_than": (True, True), "nearly": (True, True)}


@dataclass(frozen=True)
class Explanation:
    """An observation explained: ``sections`` are headings with their lines."""

    observation_id: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        lines = [self.observation_id]
        for heading, content in self.sections:
            lines += [heading, *(f"  {line}" for line in content)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        sections = "".join(
            f"<dt>{escape(heading)}</dt>" + "".join(f"<dd>{escape(line)}</dd>" for line in content)
            for heading, content in self.sections
        )
        return f"<p><code>{escape(self.observation_id)}</code></p><dl>{sections}</dl>"


Row = dict[str, Any]
Sql = Callable[[str, dict[str, object]], "duckdb.DuckDBPyRelation"]


def explain(sql: Sql, observation_id: str) -> Explanation:
    """Explain one observation of the dataset that ``sql`` asks; see `Dataset.explain`."""
    found = _rows(sql, "observation_id = $id", {"id": observation_id})
    if not found:
        known = [row[0] for row in sql("select observation_id from observations order by 1", {}).fetchall()]
        near = codelists.nearest(observation_id, known)
        raise UsageError(f"no observation {observation_id!r}; {near}; they are named source_id:figure_no")
    row = found[0]
    sections = {
        "印作 / printed": _printed(row),
        "出处 / document": _document(row),
        "读法 / reading": _reading(row),
        "读作 / read as": _result(row),
        "关系 / relations": [*_totals(sql, row), *_standards(sql, row)],
    }
    return Explanation(observation_id, tuple((heading, tuple(lines)) for heading, lines in sections.items() if lines))


def _rows(sql: Sql, where: str, params: dict[str, object]) -> list[Row]:
    relation = sql(
        "select o.*, s.title_zh, s.issuer, s.issued, l.name_zh as locality_zh, l.name_en as locality_en, "
        "i.name_zh as indicator_zh, i.name_en as indicator_en from observations o join sources s using (source_id) "
        f"join localities l on l.locality_id = o.locality_id join indicators i using (indicator_id) where {where} "
        "order by o.source_id, o.figure_no",
        params,
    )
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def _printed(row: Row) -> list[str]:
    place = row["locator"]
    if row["char_start"] is not None:
        place += f", characters {row['char_start']}–{row['char_end']}"
    return [row["printed"], place]


def _document(row: Row) -> list[str]:
    return [f"{row['title_zh']} ({row['source_id']})", f"{row['issuer']}, {row['issued']}"]


def _reading(row: Row) -> list[str]:
    steps = []
    if row["read_as"]:
        reason = codelists.by_code("reasons")[row["reason"]]
        steps.append(f"{row['printed']} is read as {row['read_as']}: {reason['name_zh']} / {reason['name_en']}")
    if row["note"]:
        steps.append(f"note: {row['note']}")
    read = quantity.read(row["read_as"] or row["printed"])
    steps += read.steps()
    if read.unit.numerator and str(read.unit) != row["unit"]:
        steps.append(f"{read.unit} for {row['indicator_id']} is the unit {row['unit']}")
    elif not read.unit.numerator:
        steps.append(f"{row['indicator_id']} is counted in {row['unit']}")
    for name, result in (
        ("place", f"{row['locality_zh']} ({row['locality_id']})"),
        ("period", f"{row['period_start'] or '…'} to {row['period_end'] or '…'}"),
        ("effective", f"from {row['effective_from']}"),
        ("due", f"by {row['due']}"),
    ):
        if row[f"{name}_printed"]:
            steps.append(f"{name} {row[f'{name}_printed']} is {result}")
    return steps


def _result(row: Row) -> list[str]:
    labels = {
        name: codelists.by_code(codelist)[row[name]]
        for name, codelist in (("measure", "measures"), ("residence", "residences"), ("breakdown", "breakdowns"))
    }
    group = [label for name, label in labels.items() if name == "measure" or row[name] != "total"]
    lines = [
        f"{row['indicator_zh']} / {row['indicator_en']}",
        f"{row['locality_zh']} / {row['locality_en']}, {row['year']}; "
        + ", ".join(f"{label['name_zh']} / {label['name_en']}" for label in group),
        shown(row),
        f"status: {row['status']}",
    ]
    return lines if not row["subject_zh"] else [*lines, f"counts: {row['subject_zh']}"]


def shown(row: Row) -> str:
    """The value of an observation with its bound and unit, as text."""
    unit = row["unit"]
    if row["bound"] == "eq":
        return f"{_number(row['value'])} {unit}"
    return (
        f"{row['bound']} {_number(row['value'])} {unit}, that is {interval_of(row)}"
        if row["value"] is not None
        else f"{interval_of(row)} {unit}"
    )


def _number(value: float) -> str:
    return plain(Decimal(repr(value)))


def interval_of(row: Row) -> Interval:
    """The interval that an observation leaves open."""
    lower, upper = (None if row[side] is None else Decimal(repr(row[side])) for side in ("lower", "upper"))
    return Interval(lower, upper, *_OPEN.get(row["bound"], (False, False)))


def _totals(sql: Sql, row: Row) -> list[str]:
    """The sums in which the figure is a part or the total, worked out."""
    return [line for total_id in (row["part_of"], row["observation_id"]) if total_id for line in _total(sql, total_id)]


def _total(sql: Sql, total_id: str) -> list[str]:
    parts = _rows(sql, "o.part_of = $total", {"total": total_id})
    if not parts:
        return []
    total = _rows(sql, "observation_id = $total", {"total": total_id})[0]
    summed = interval_of(parts[0])
    for part in parts[1:]:
        summed += interval_of(part)
    terms = " + ".join(_term(part) for part in parts)
    equal = summed == interval_of(total)
    sums = f"the parts sum to {_plain_interval(summed)} beside {_plain_interval(interval_of(total))}"
    verdict = "the parts add up" if equal else sums
    return [f"{_term(total)} = {terms}: {verdict}"]


def _term(row: Row) -> str:
    return f"{row['read_as'] or row['printed']} [{row['figure_no']}]"


def _plain_interval(interval: Interval) -> str:
    return plain(interval.lower) if interval.is_exact and interval.lower is not None else str(interval)


def _standards(sql: Sql, row: Row) -> list[str]:
    """The subsidy standards that the figure is a level, a previous level or a growth rate of."""
    relation = sql(
        "select * from subsidy_standards where $id in (observation_id, previous_observation_id, growth_observation_id) "
        "and measure <> 'previous' order by observation_id",
        {"id": row["observation_id"]},
    )
    lines = []
    for values in relation.fetchall():
        found = dict(zip(relation.columns, values, strict=True))
        lines += _standard(found)
    return lines


def _standard(found: Row) -> list[str]:
    lines = []
    if found["cny_per_person_month_status"] == "converted" and found["amount"] is not None:
        per = units.factor(found["unit"]).denominator
        monthly = _number(found["cny_per_person_month"])
        lines.append(f"{_number(found['amount'])} {found['unit']} / {per} = {monthly} CNY/person/month")
    if found["previous_amount"] is not None and found["computed_growth_percent"] is not None:
        lines.append(
            f"from {_number(found['previous_amount'])} to {_number(found['amount'])} is "
            f"{found['computed_growth_percent']:+.2f} %"
        )
    if found["printed_growth_percent"] is not None:
        lines.append(f"the document prints a growth of {_number(found['printed_growth_percent'])} %")
    return lines
