"""Write the generated pages of docs/ from the declarations, and the schema of `source.toml`.

``python tools/build_docs.py [--check]``

With ``--check`` nothing is written; the exit code is 1 where a page is not up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_quality import data_quality

from civstats import codelists
from civstats.reading import source_schema
from civstats.schema import SCHEMA_VERSION, TABLES, Column, Table

DOCS = Path(__file__).parent.parent / "docs"
_CODELISTS = {
    "measures": "数值性质 Measures",
    "bounds": "限定 Bounds",
    "residences": "城乡 Residence",
    "breakdowns": "分组 Breakdowns",
    "statuses": "数据状态 Status",
    "reasons": "改读理由 Reasons for reading a token otherwise",
    "themes": "主题 Themes",
    "topics": "项目与设施 Programmes, facilities, things remediated",
    "kinds": "文件种类 Kinds of document",
    "origins": "文本出处 Origins of a text",
    "evidence": "数字的依据 Evidence",
    "excerpts": "全文或节选 Excerpts",
    "reliabilities": "可靠程度 Reliability",
    "areas": "所指部分 Parts of a place",
    "verdicts": "判定 Verdicts",
    "finding_kinds": "关系种类 Kinds of finding",
    "coverages": "覆盖状态 Coverage",
}


def data_dictionary() -> str:
    """The page that describes every table, column, indicator, unit and code."""
    parts = [
        "# 数据字典 Data dictionary",
        f"Made by `tools/build_docs.py` from the declarations; schema version {SCHEMA_VERSION}. Do not edit.",
        *(_table(table) for table in TABLES.values()),
        "## 指标 Indicators",
        _rows(
            (
                "indicator_id",
                "名称",
                "Name",
                "unit",
                "direction",
                "summable",
                "定义",
                "Definition",
                "not comparable with",
            ),
            (
                (
                    f"`{row['indicator_id']}`",
                    row["name_zh"],
                    row["name_en"],
                    row["unit"],
                    row["direction"],
                    row["summable"],
                    row["definition_zh"],
                    row["definition_en"],
                    row["not_comparable_with"] and f"{row['not_comparable_with']}: {row['why_not']}",
                )
                for row in codelists.rows("indicators")
            ),
        ),
        "## 单位 Units",
        "`factor` 为一个单位等于多少个该量的基准单位。 `factor`: how many base units of its quantity one unit is.",
        _rows(
            ("unit_id", "名称", "Name", "quantity", "factor"),
            (
                (f"`{row['unit_id']}`", row["name_zh"], row["name_en"], row["quantity"], row["factor"])
                for row in codelists.rows("units")
            ),
        ),
        *(_codelist(name, heading) for name, heading in _CODELISTS.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    head = f"## `{table.name}`\n\n{table.zh}。 {table.en}. Key: {', '.join(f'`{name}`' for name in table.key)}."
    columns = ((f"`{column.name}`", *_column(table, column)) for column in table.fields)
    return f"{head}\n\n" + _rows(("column", "type", "empty", "说明", "Description", "values"), columns)


def _column(table: Table, column: Column) -> Sequence[str]:
    values = []
    if column.unit:
        values.append(f"in {column.unit}")
    if column.codes:
        values.append("code list below" if column.codes in _CODELISTS else column.codes)
    if reference := table.references(column):
        values.append(f"key of `{reference}`")
    if column.minimum is not None:
        values.append(f"from {column.minimum:g}")
    if column.pattern:
        values.append(f"`{column.pattern.replace('|', chr(92) + '|')}`")
    empty = "may be" if column.name in table.nullable else "never"
    return column.type, empty, column.zh, column.en, "; ".join(values)


def _codelist(name: str, heading: str) -> str:
    rows = ((f"`{code}`", row["name_zh"], row["name_en"]) for code, row in codelists.by_code(name).items())
    return f"## {heading}\n\n" + _rows(("code", "名称", "Name"), rows)


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def exceptions() -> str:
    """The page that lists the noted terms which become no observation, with the reason."""
    left_out = ((row["term"], row["subject"]) for row in codelists.rows("terms") if row["indicator"] == "EXCEPTION")
    return (
        "\n\n".join(
            [
                "# Noted figures that are no observations",
                "Made by `tools/build_docs.py` from the list of terms; do not edit. All others are observations.",
                _rows(("term", "reason"), left_out),
            ]
        )
        + "\n"
    )


PAGES = {
    "data-dictionary.md": data_dictionary,
    "data-quality.md": data_quality,
    "exceptions.md": exceptions,
    f"../data/raw/{source_schema.FILE_NAME}": source_schema.to_json,
}


def main() -> int:
    """Write the pages, or check that they are up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a page is stale")
    check = parser.parse_args().check
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    print(f"{'stale' if check else 'written'}: {', '.join(stale)}" if stale else "all pages are up to date")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
