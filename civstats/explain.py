"""From a value back to the characters it was read from, and the relations it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from civstats import codelists, findings
from civstats.compatible import label
from civstats.errors import UsageError
from civstats.interval import Interval, plain
from civstats.reading import quantity, units

if TYPE_CHECKING:
    import duckdb


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
        "折合 / converted": _standards(sql, row),
        "关系 / relations": _findings(sql, row),
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
        reason = label("reasons", row["reason"])
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
        name: label(codelist, row[name])
        for name, codelist in (("measure", "measures"), ("residence", "residences"), ("breakdown", "breakdowns"))
    }
    group = [said for name, said in labels.items() if name == "measure" or row[name] != "total"]
    lines = [
        f"{row['indicator_zh']} / {row['indicator_en']}",
        f"{row['locality_zh']} / {row['locality_en']}, {row['year']}; "
        + ", ".join(f"{said['name_zh']} / {said['name_en']}" for said in group),
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
    return Interval.of_bound(lower, upper, row["bound"])


def _findings(sql: Sql, row: Row) -> list[str]:
    """What was found of the figure: its relations with their verdicts, and the rules that it breaks."""
    return findings.shown(findings.choose(sql, observation=row["observation_id"]))


def _standards(sql: Sql, row: Row) -> list[str]:
    """The monthly amount of a yearly standard."""
    found = sql(
        "select amount, unit, cny_per_person_month from subsidy_standards where observation_id = $id "
        "and cny_per_person_month_status = 'converted' and amount is not null",
        {"id": row["observation_id"]},
    ).fetchall()
    return [
        f"{_number(amount)} {unit} / {units.factor(unit).denominator} = {_number(monthly)} CNY/person/month"
        for amount, unit, monthly in found
    ]
