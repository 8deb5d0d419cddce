"""All tables of the dataset: documents, code lists, and what SQL derives from them and the observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from civstats import codelists
from civstats.codelists.localities import Locality, ancestors, localities
from civstats.curate.derive import derive
from civstats.reading.source import Source
from civstats.schema import COLUMNS, TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import pyarrow as pa

_FLAGS = ("summable", "core")
_LISTED_LEVELS = ("province", "prefecture", "county")


def build(sources: Iterable[Source], observations: pa.Table) -> dict[str, pa.Table]:
    """All tables of the dataset by name, each in its declared order."""
    sources = tuple(sources)
    spoken_of = {*observations["locality_id"].unique().to_pylist(), *(source.locality for source in sources)}
    made = {"sources": documents(sources, observations), "observations": observations, **listed(spoken_of)}
    made |= derive(made)
    return {name: made[name] for name in TABLES}


def listed(places: Iterable[str]) -> dict[str, pa.Table]:
    """The tables that are code lists; of the smaller localities those that ``places`` (codes) need."""
    return {
        "localities": _localities(places),
        "indicators": _codelist("indicators"),
        "units": _codelist("units"),
        "codes": _codes(),
        "wordings": _wordings(),
    }


def _rows(name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    import pyarrow as pa

    table, schema = TABLES[name], schema_of(TABLES[name])
    wanted = [{field.name: row[field.name] for field in table.fields} for row in rows]
    return pa.Table.from_pylist(wanted, schema).sort_by([(column, "ascending") for column in table.key])


def _codelist(name: str) -> pa.Table:
    def cell(column: str, text: str) -> object:
        return text == "yes" if column in _FLAGS else text or None

    return _rows(name, ({key: cell(key, value) for key, value in row.items()} for row in codelists.rows(name)))


def _codes() -> pa.Table:
    """Every code list that a column names, in one table."""
    lists = sorted({column.codes for column in COLUMNS.values() if column.codes})
    names = ("name_zh", "name_en")
    return _rows(
        "codes",
        (
            {"code_list": name, "code": code, **{key: row[key] for key in names}}
            for name in lists
            for code, row in codelists.by_code(name).items()
        ),
    )


def _wordings() -> pa.Table:
    """What documents call the indicators: the list of terms, less those that are no observations."""
    return _rows(
        "wordings",
        (
            {
                "wording": row["term"],
                "indicator_id": row["indicator"],
                "residence": row["residence"] or "total",
                "breakdown": row["breakdown"] or "total",
                "measure": row["measure"],
                "set_kind": row["set_kind"] or None,
            }
            for row in codelists.rows("terms")
            if row["indicator"] != "EXCEPTION"
        ),
    )


def documents(sources: Iterable[Source], observations: pa.Table) -> pa.Table:
    """The table ``sources``: a row for each of ``sources``, with the number of its ``observations``."""
    counted = observations.group_by("source_id").aggregate([("figure_no", "count")]).to_pydict()
    counts = dict(zip(counted["source_id"], counted["figure_no_count"], strict=True))
    rows = []
    for source in sources:
        facts = {field.name: getattr(source, field.name) or None for field in fields(Source)}
        span = source.span
        derived = {
            "locality_id": source.locality,
            "effective_from": source.in_force,
            "period_start": span.start,
            "period_end": span.end,
            "figure_count": counts.get(source.source_id, 0),
        }
        rows.append(facts | derived)
    return _rows("sources", rows)


def _localities(spoken_of: Iterable[str]) -> pa.Table:
    """Every province, prefecture and county, and of the smaller places those that are spoken of."""
    needed = {code for place in spoken_of for code in ancestors(place)}
    chosen = [place for place in localities().values() if place.level in _LISTED_LEVELS or place.locality_id in needed]
    return _rows("localities", ({name: getattr(place, name) for name in Locality.__slots__} for place in chosen))
