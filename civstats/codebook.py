"""The code book: what the columns, codes, indicators and units mean, and what documents call them.

The words of the documents are searchable: the terms under which figures were noted (table ``wordings``), the printed
forms of units, the words that make a number a bound, the short and former names of places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from civstats.dataset import Dataset

BETWEEN = "；"
"""Stands between the wordings of a row."""

Entry = dict[str, Any]
_EMPTY: Entry = {
    "kind": "",
    "list": "",
    "code": "",
    "name_zh": "",
    "name_en": "",
    "definition_zh": "",
    "definition_en": "",
    "unit": "",
    "wordings": "",
    "observations": None,
}


def columns(schema: pa.Schema, table: Table | None) -> pd.DataFrame:
    """A row for each column of ``schema``, described where ``table`` declares it."""
    import pandas as pd

    described = {column.name: column for column in table.fields} if table else {}
    rows = []
    for field in schema:
        column = described.get(field.name)
        rows.append(
            {
                "column": field.name,
                "type": str(field.type),
                "unit": column.unit if column else "",
                "description_zh": column.zh if column else "",
                "description_en": column.en if column else "",
                "codes": ", ".join(codelists.codes(column.codes)) if column and column.codes else "",
                "refers_to": table.references(column) if table and column else "",
                "may_be_empty": field.nullable,
            }
        )
    return pd.DataFrame(rows)


def book(dataset: Dataset) -> pd.DataFrame:
    """The whole code book: a row for each indicator, unit, code, place with an alias, table and column.

    ``kind`` says which of these a row is, ``list`` the table or code list that it is in. ``wordings`` are what
    documents call it, separated by `BETWEEN`; ``observations`` counts the figures with that code, and is null where no
    column of the observations holds such codes.
    """
    import pandas as pd

    made = [*_indicators(dataset), *_units(dataset), *_codes(dataset), *_places(dataset), *_tables(dataset)]
    found = pd.DataFrame([_EMPTY | one for one in made], columns=list(_EMPTY))
    return found.astype({"observations": "Int64"})


def search(found: pd.DataFrame, q: str) -> pd.DataFrame:
    """The rows that hold each word of ``q`` somewhere, Traditional characters taken for Simplified ones."""
    words = _plain(q).split()
    if not words:
        return found
    texts = [_plain(" ".join(map(str, row))) for row in found.drop(columns="observations", errors="ignore").to_numpy()]
    return found[[all(word in text for word in words) for text in texts]].reset_index(drop=True)


def matching(wordings: str, q: str) -> list[str]:
    """The single wordings of a row that hold a word of ``q``; all of them where none does."""
    every = [one for one in wordings.split(BETWEEN) if one]
    words = _plain(q).split()
    return [one for one in every if any(word in _plain(one) for word in words)] or every


def _plain(text: str) -> str:
    from civstats.reading.text import FULL_WIDTH, simplify

    return simplify(text).translate(FULL_WIDTH).lower()


def _counts(dataset: Dataset, column: str) -> dict[str, int]:
    """The number of observations by the codes in ``column``; empty where there is no such column."""
    if column not in dataset.sql("select * from observations limit 0").columns:
        return {}
    return dict(dataset.rows(f'select "{column}", count(*) from observations where "{column}" is not null group by 1'))


def _records(dataset: Dataset, table: str) -> list[dict[str, Any]]:
    """The rows of a table, with empty texts for nulls; none where an older dataset lacks it."""
    if table not in set(dataset.tables()["table"]):
        return []
    return [
        {key: "" if value is None else value for key, value in row.items()} for row in dataset.arrow(table).to_pylist()
    ]


def _indicators(dataset: Dataset) -> Iterator[Entry]:
    counts, wordings = _counts(dataset, "indicator_id"), defaultdict(list)
    for row in _records(dataset, "wordings"):
        wordings[row["indicator_id"]].append(row["wording"])
    for row in _records(dataset, "indicators"):
        code = row["indicator_id"]
        yield _named(row) | {
            "kind": "indicator",
            "list": "indicators",
            "code": code,
            "unit": row["unit"],
            "wordings": BETWEEN.join(wordings[code]),
            "observations": counts.get(code, 0),
        }


def _units(dataset: Dataset) -> Iterator[Entry]:
    counts, declared = _counts(dataset, "unit"), codelists.by_code("units")
    for row in _records(dataset, "units"):
        code = row["unit_id"]
        printed = declared[code]["printed"].split("|") if code in declared else []
        yield _named(row) | {
            "kind": "unit",
            "list": "units",
            "code": code,
            "wordings": _distinct(printed),
            "observations": counts.get(code, 0),
        }


def _codes(dataset: Dataset) -> Iterator[Entry]:
    column_of = {column.codes: column.name for column in TABLES["observations"].fields if column.codes}
    counts = {name: _counts(dataset, column) for name, column in column_of.items()}
    for row in _records(dataset, "codes"):
        name, code = row["code_list"], row["code"]
        declared: Mapping[str, str] = codelists.by_code(name).get(code, {}) if name in _listed() else {}
        said = [word for key in ("before", "after") for word in declared.get(key, "").split("|")]
        yield _named({**declared, **row}) | {
            "kind": "code",
            "list": name,
            "code": code,
            "wordings": _distinct(said),
            "observations": counts[name].get(code, 0) if counts.get(name) else None,
        }


def _listed() -> set[str]:
    """The code lists that this version of the package has; a newer dataset may have others."""
    return {column.codes for table in TABLES.values() for column in table.fields if column.codes}


def _places(dataset: Dataset) -> Iterator[Entry]:
    """Places that documents call by another name than the list does."""
    aliases = defaultdict(list)
    for row in codelists.rows("aliases"):
        aliases[row["locality_id"]].append(row["alias"])
    counts = _counts(dataset, "locality_id")
    for row in _records(dataset, "localities"):
        if row["locality_id"] in aliases:
            yield _named(row) | {
                "kind": "place",
                "list": "localities",
                "code": row["locality_id"],
                "wordings": _distinct(aliases[row["locality_id"]]),
                "observations": counts.get(row["locality_id"], 0),
            }


def _tables(dataset: Dataset) -> Iterator[Entry]:
    """Tables and their columns, a row each; what is not declared here has its name alone."""
    for name in dataset.tables()["table"]:
        table = TABLES.get(name)
        yield {"kind": "table", "list": name, "code": name} | _described(table)
        declared = {column.name: column for column in table.fields} if table else {}
        for column in dataset.sql(f'select * from "{name}" limit 0').columns:
            found = declared.get(column)
            unit = {"unit": found.unit} if found else {}
            yield {"kind": "column", "list": name, "code": column} | _described(found) | unit


def _described(declared: Any) -> Entry:
    return {"name_zh": declared.zh, "name_en": declared.en} if declared else {}


def _named(row: Mapping[str, Any]) -> Entry:
    keys = ("name_zh", "name_en", "definition_zh", "definition_en")
    return {key: row[key] for key in keys if key in row}


def _distinct(words: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(word for word in words if word))
