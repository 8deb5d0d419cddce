"""Small made-up documents, and the findings of the dataset that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conftest import MakeRaw

from civstats.curate.build import derive

Row = dict[str, Any]
Rows = Sequence[Mapping[str, str]]
CITY = {
    "locality": "内蒙古自治区鄂尔多斯市", "issuer": "鄂尔多斯市民政局", "kind": "summary", "issued": "2023-12-29",
}  # fmt: skip
REPORT = {"kind": "report", "issued": "2024-01-20", "period": "2023年"}
HOMES = {"indicator": "care_homes", "measure": "actual"}
DIBAO = {"indicator": "dibao_standard", "residence": "rural", "measure": "standard"}
WAS = {"measure": "previous", "period": "上年度"}


@dataclass(frozen=True)
class Document:
    """A made-up document: its rows, and what differs from the usual source."""

    rows: Rows
    facts: Mapping[str, str] = field(default_factory=dict)


def rows(common: Mapping[str, str], *cells: Mapping[str, str] | str) -> list[dict[str, str]]:
    """Rows that share cells; a text is only the printed token."""
    return [{**common, **({"printed": cell} if isinstance(cell, str) else cell)} for cell in cells]


def with_parts(total: str, *parts: Mapping[str, str] | str, **common: str) -> list[dict[str, str]]:
    """A total, the parts that its document adds up to it, and what all rows share."""
    return [{**HOMES, "printed": total, **common}, *rows({**HOMES, "part_of": "1", **common}, *parts)]


def growth(rate: str, level: str, earlier: str = "") -> list[dict[str, str]]:
    """A standard, the one before where it is printed, and the printed rise."""
    last = [{"printed": earlier, **WAS}] if earlier else []
    return rows(DIBAO, level, *last, {"printed": rate, "measure": "growth" if rate.endswith("%") else "change"})


def findings(make_raw: MakeRaw, *documents: Document) -> list[Row]:
    """The findings, less domain rules, of a dataset of ``documents`` (sources a, b, …)."""
    for name, document in zip("abcdefgh", documents, strict=False):
        raw = make_raw(document.rows, source_id=f"{name}-2023-test", **document.facts)
    tables, _ = derive(raw)
    return [row for row in tables["findings"].to_pylist() if row["finding_kind"] != "domain_rule"]


def of_kind(found: Sequence[Row], kind: str) -> list[tuple[str, str]]:
    """Verdict and observations (a1 for a-2023-test:1) of the findings of ``kind``."""
    chosen = [row for row in found if row["finding_kind"] == kind]
    return [(row["verdict"], row["observation_ids"].replace("-2023-test:", "")) for row in chosen]
