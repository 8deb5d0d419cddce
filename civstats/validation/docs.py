"""Data Docs as a folder that opens without a network: GX's pages with their remote parts replaced by one stylesheet.

GX's pages take scripts, styles, icons and a picture from the network and are bare without them. What they say is in
their HTML; so the scripts go, and a stylesheet of civstats stands in each page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

from civstats.errors import LocationError
from civstats.schema import TABLES
from civstats.validation.report import Outcome, Validation

_DROPPED = (
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"<script\b.*?</script>", re.S),
    re.compile(r"<style\b.*?</style>", re.S),
    re.compile(r"<link\b[^>]*>"),
    re.compile(r"<title>.*?</title>", re.S),
    re.compile(r'<nav class="navbar.*?</nav>\s*</div>\s*</nav>', re.S),
    re.compile(r"<footer\b.*?</footer>", re.S),
    re.compile(r"<img\b[^>]*>"),
    # The buttons that hide what holds: they did so by script.
    re.compile(r'<div class="card mb-3">\s*<div[^>]*>\s*<strong>Actions</strong>.*?(?=<div class="card d-md)', re.S),
)  # fmt: skip
_ELSEWHERE = re.compile(r'<a\s[^>]*href="(?!#)[^"]*"[^>]*>(.*?)</a>', re.S)
_HEADS = {
    "Expectation Validation Result": "校验结果 Validation",
    "Evaluates whether a batch of data matches expectations.": "",
    "Table of Contents": "目录 Contents",
    "Table-Level Expectations": "整表 The table as a whole",
    "Overview": "概览 Overview",
    "Run Info": "运行 Run",
    "Observed Value": "结果 Result",
    "Expectation Suite:": "套件 Suite:",
    "<br> Data asset: None": "",
    "unknown % not null": "",
    "Statistics": "计数 Statistics",
}


def write(folder: Path, pages: Mapping[str, str], validation: Validation) -> None:
    """Write a page for each table and ``index.html`` to ``folder``; raises LocationError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table, page in pages.items():
            (folder / f"{table}.html").write_text(offline(page, table), encoding="utf-8")
        (folder / "index.html").write_text(_index(pages, validation), encoding="utf-8")
    except OSError as error:
        raise LocationError(f"cannot write {folder}: {error.strerror}; choose another folder") from None


def offline(page: str, table: str) -> str:
    """GX's ``page`` of ``table`` without anything that is elsewhere."""
    for dropped in _DROPPED:
        page = dropped.sub("", page)
    page = _ELSEWHERE.sub(r"\1", page)
    for head, ours in _HEADS.items():
        page = page.replace(head, ours)
    head = _head(f"{table} — civstats")
    top = f'<div class="civstats-top"><a href="index.html">civstats</a> / {escape(table)}</div>'
    page = re.sub(r"<html[^>]*>", '<html lang="zh-CN">', page, count=1)
    page = re.sub(r"<head>.*?</head>", lambda _: head, page, count=1, flags=re.S)
    return re.sub(r"<body[^>]*>", lambda found: found[0] + top, page, count=1)


def _head(title: str) -> str:
    style = files(__package__).joinpath("docs.css").read_text(encoding="utf-8")
    width = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return f'<head><meta charset="utf-8">{width}<title>{escape(title)}</title><style>{style}</style></head>'


def _index(pages: Mapping[str, str], validation: Validation) -> str:
    by_table: dict[str, list[Outcome]] = {}
    for outcome in validation.outcomes:
        by_table.setdefault(outcome.table, []).append(outcome)
    rows = "".join(_row(table, outcomes, table in pages) for table, outcomes in by_table.items())
    found = [line for one in (*validation.failures, *validation.warnings) for line in (*one.lines(), "")]
    return (
        f'<!DOCTYPE html><html lang="zh-CN">{_head("civstats — 数据质量 Data quality")}<body>'
        f'<div class="civstats-top">civstats</div><main><h1>数据质量 Data quality</h1>'
        f"<p>{escape(validation.closing())}</p>"
        "<table><thead><tr><th></th><th>表 Table</th><th class='number'>期望 Expectations</th>"
        "<th class='number'>错误 Failed</th><th class='number'>警告 Warn</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f'<pre style="white-space: pre-wrap">{escape(chr(10).join(found))}</pre></main></body></html>'
    )


def _row(table: str, outcomes: list[Outcome], has_page: bool) -> str:
    failed = sum(not one.holds and one.severity == "critical" for one in outcomes)
    odd = sum(not one.holds for one in outcomes) - failed
    mark = "fail" if failed else "warn" if odd else "ok"
    name = f'<a href="{escape(table)}.html">{escape(table)}</a>' if has_page else escape(table)
    about = f"{TABLES[table].zh} / {TABLES[table].en}" if table in TABLES else ""
    return (
        f'<tr><td class="{mark}"></td><td>{name} {escape(about)}</td><td class="number">{len(outcomes)}</td>'
        f'<td class="number">{failed}</td><td class="number">{odd}</td></tr>'
    )
