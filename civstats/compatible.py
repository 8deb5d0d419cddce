"""Datasets of other minor schema versions: a newer one holds codes that this version has no words for, an older one
lacks tables and columns.

Whatever a dataset holds can be read. An analysis that needs what an older one lacks is refused, never done by halves:
a column filled up with nulls would make incomparable figures look comparable.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from civstats import codelists
from civstats.schema import SCHEMA_VERSION, TABLES


def label(codelist: str, code: str) -> Mapping[str, str]:
    """The names of a code; the code itself where a newer dataset has one that is not in the list."""
    return codelists.by_code(codelist).get(code) or {"name_zh": code, "name_en": code}


def told(error: str, schema_version: str, tables: Mapping[str, Collection[str]]) -> str:
    """The message of a query that failed; where it asked for what an older dataset lacks, with that first.

    ``tables`` are the columns of the tables that the dataset has.
    """
    named = set(re.findall(r"\w+", error.partition("Candidate bindings")[0].partition("Did you mean")[0]))
    lacking = [
        f"{table}.{column}" if column else table for table, column in _lacking(tables) if (column or table) in named
    ]
    if not lacking:
        return error
    if _minor(schema_version) < _minor(SCHEMA_VERSION):
        todo = "open a newer release of the dataset, or install the civstats version that goes with it"
    else:  # a whole one would have it
        todo = "fetch the dataset again or rebuild it with civstats build"
    return (
        f"this dataset has schema version {schema_version} and lacks {', '.join(lacking)}, which this civstats (schema "
        f"version {SCHEMA_VERSION}) asks for -> {todo}\n{error}"
    )


def _minor(schema_version: str) -> int:
    """The second number of a version; 0 where it has none."""
    minor = schema_version.split(".")[1:2]
    return int(minor[0]) if minor and minor[0].isdecimal() else 0


def _lacking(tables: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    for name, table in TABLES.items():
        if name not in tables:
            yield name, ""
        else:
            yield from ((name, column.name) for column in table.fields if column.name not in tables[name])
