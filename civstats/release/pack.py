"""A release as one zip, the same bytes wherever and whenever it is made.

Nothing in it is compressed: Parquet is already, and a reader from afar fetches the parts that it needs out of the
middle of the zip. Names are sorted, the manifest first; every file bears the day of the release.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from civstats.schema import TABLES
from civstats.schema.datapackage import FILE_NAME

_PLAIN_FILE = 0o644 << 16
_CHANGES = (
    "与上一版的差异及理由 / what differs from the version before, with reasons: "
    "`diff.html`, `diff.json`, `revisions.csv`。"
)


def zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """The zip of ``files`` (content by name), all at its top."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != FILE_NAME, name)):
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.create_system, info.external_attr = 3, _PLAIN_FILE  # as on Unix, also where it is made on Windows
            archive.writestr(info, files[name])
    return target.getvalue()


def readme(manifest: Mapping[str, Any], day: date, *, differs: bool) -> str:
    """A README for people who have the zip and nothing else."""
    version = manifest["version"]
    rows = {resource["name"]: resource.get("civstats:rows", "") for resource in manifest["resources"]}
    content = {name: f"{table.zh} / {table.en}" for name, table in TABLES.items()}
    tables = [f"| `{name}` | {count} | {content.get(name, '')} |" for name, count in rows.items()]
    return "\n".join(
        [
            f"# civstats {version} ({day.isoformat()})",
            "",
            manifest.get("description", manifest.get("title", "")),
            "",
            "| 表 / table | 行 / rows | 内容 / content |",
            "|---|---:|---|",
            *tables,
            "",
            "`datapackage.json` 说明各列的类型、单位、代码、主键。 / describes every column: type, unit, codes, keys.",
            "",
            "打开 / to open:",
            "",
            "```python",
            "import civstats  # pip install civstats",
            f'ds = civstats.open("civstats-{version}.zip")',
            "```",
            "",
            "或解压后用任何能读 Parquet 的工具 / or unzip it and use whatever reads Parquet:",
            "",
            "```sql",
            "select locality_id, year, cny_per_person_month from 'subsidy_standards.parquet';  -- DuckDB",
            "```",
            "",
            *([_CHANGES, ""] if differs else []),
            "所有版本 / all versions: `CHANGELOG.md`; 许可 / licence: `LICENSE`; 引用 / to cite it: `CITATION.cff`。",
            "",
        ]
    )


def licence(manifest: Mapping[str, Any]) -> str:
    """The terms of the data, as the manifest states them."""
    lines = [f"The data of civstats {manifest['version']} are licensed under:", ""]
    for each in manifest["licenses"]:
        lines += [each.get("name", ""), each.get("title", ""), each.get("path", ""), ""]
    return "\n".join(lines)
