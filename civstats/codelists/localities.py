"""The places of China with their codes: provinces, prefectures, counties, townships, and the villages named so far.

The list is made by `tools/build_localities.py`; the README of this folder tells its origin and date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Locality:
    """A place: ``locality_id`` is its GB/T 2260 code (6 digits) or statistical code (township 9, village 12)."""

    locality_id: str
    name_zh: str
    name_en: str
    level: str
    parent_id: str | None
    code_standard: str


@cache
def localities() -> Mapping[str, Locality]:
    """All places of the code list by code."""
    import pyarrow.parquet as pq

    with files("civstats.codelists").joinpath("localities.parquet").open("rb") as file:
        columns = pq.read_table(file).to_pydict()
    names = Locality.__slots__
    rows = zip(*(columns[name] for name in names), strict=True)
    return {row[0]: Locality(*row) for row in rows}


def ancestors(locality_id: str) -> list[str]:
    """The place itself, its parent, and so on up to the province."""
    chain: list[str] = []
    current: str | None = locality_id
    while current is not None:
        chain.append(current)
        current = localities()[current].parent_id
    return chain


def path(locality_id: str) -> str:
    """The full Chinese name from the province down: 内蒙古自治区鄂尔多斯市乌审旗."""
    return "".join(localities()[code].name_zh for code in reversed(ancestors(locality_id)))
