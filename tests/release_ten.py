"""Ten changes of all kinds, made where a person makes them: in raw sheets, a source.toml, code lists, a declaration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from release_datasets import code_lists, copy_of_raw, describe, put, real, sheet

if TYPE_CHECKING:
    import pytest

    import civstats

SOURCE = "ordos-2023-summary"
DATED = "xianju-2023-summary"

TEN = {
    ("observations", "revised", f"{SOURCE}:2"),
    ("observations", "revised", f"{SOURCE}:43"),
    ("observations", "revised", f"{SOURCE}:12"),
    ("observations", "added", f"{SOURCE}:9001"),
    ("observations", "withdrawn", f"{SOURCE}:22"),
    ("sources", "revised", DATED),
    ("codes", "revised", "statuses/implied"),
    ("indicators", "added", "seeded_indicator"),
    ("units", "added", "seeded_unit"),
    ("schema", "column_added", "units.symbol"),
}
"""Table (or schema), kind and key of each change."""

REVISIONS = f"""version,table,key,reason
1.1.0,observations,{SOURCE}:2,录入时看错一行 / the wrong line was typed
1.1.0,observations,{SOURCE}:22,"不是数字, 而是编号 / a number of a list, not a figure"
1.1.0,observations,{SOURCE}:43,重新核对原文 / read again in the document
1.1.0,sources,{DATED},题名所示年份有误 / the title names another year
"""


def old(folder: Path) -> civstats.Dataset:
    return put(real(), folder, "1.0.0")


def new(folder: Path, patch: pytest.MonkeyPatch) -> civstats.Dataset:
    """The dataset after the ten changes, rebuilt from altered raw documents and code lists; revisions.csv beside it."""
    from civstats.curate.build import derive

    raw = copy_of_raw(folder.parent / f"{folder.name}-raw")
    sheet(raw, SOURCE, _figures)
    facts = raw / DATED / "source.toml"
    facts.write_text(facts.read_text(encoding="utf-8").replace('period = "2023"', 'period = "2022"'), "utf-8")
    with code_lists(patch, statuses=_label, indicators=_indicator, units=_unit):
        put(derive(raw)[0], folder, "1.1.0")
    (raw / "revisions.csv").write_text(REVISIONS, encoding="utf-8")
    (folder / "revisions.csv").write_text(REVISIONS, encoding="utf-8")
    return with_symbol(folder)


def with_symbol(folder: Path) -> civstats.Dataset:
    """The dataset in ``folder`` with a column ``symbol`` more in the table ``units``."""
    import civstats

    units = pq.read_table(folder / "units.parquet")
    symbols = pa.array(units["unit_id"].to_pylist(), pa.string())
    pq.write_table(units.append_column("symbol", symbols), folder / "units.parquet")

    def declare(descriptor: dict[str, Any]) -> None:
        [resource] = [one for one in descriptor["resources"] if one["name"] == "units"]
        resource["schema"]["fields"].append({"name": "symbol", "type": "string", "title": "符号"})

    describe(folder, declare)
    return civstats.open(folder)


def _figures(rows: list[dict[str, str]]) -> None:
    by_number = {row["no"]: row for row in rows}
    by_number["2"]["printed"] = "910元/月·人"
    by_number["43"]["printed"] = "8500余名"
    by_number["12"]["note"] = "百分数按原文 / as printed"
    added = {
        "no": "9001",
        "printed": "7家",
        "indicator": "care_stations",
        "note": "补录",
        "start": "900000",
        "end": "900002",
    }
    rows.append(by_number["23"] | added)
    rows.remove(by_number["22"])


def _label(rows: list[dict[str, str]]) -> None:
    next(row for row in rows if row["status"] == "implied")["name_en"] = "worked out from other figures"


def _indicator(rows: list[dict[str, str]]) -> None:
    rows.append(rows[0] | {"indicator_id": "seeded_indicator", "name_zh": "新指标", "core": "no"})


def _unit(rows: list[dict[str, str]]) -> None:
    rows.append(rows[0] | {"unit_id": "seeded_unit", "name_zh": "新单位", "quantity": "seeded", "printed": "新单位"})
