"""A page for each indicator: what it counts, in what words documents say it, how far it is known, what to beware of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from site_markdown import table, text

from civstats import codelists
from civstats.dataset import Dataset

Row = Mapping[str, Any]

_DIRECTIONS = {"more": "越多越好 more is better", "less": "越少越好 less is better", "neither": "无好坏之分 neither"}
_COVERAGE = """
select indicator_id, year, count(*) as figures, count(distinct locality_id) as places,
  count(distinct source_id) as documents, count(*) filter (measure in ('target', 'interim_target')) as targets
from observations group by all order by indicator_id, year"""
_TOTALS = """
select indicator_id, count(*) as figures, count(distinct locality_id) as places,
  count(distinct source_id) as documents, min(year) as first, max(year) as last
from observations group by all"""
_PROVINCES = """
select indicator_id, coalesce(p.name_zh, '全国') as zh, coalesce(p.name_en, 'the nation') as en, count(*) as figures
from observations o left join localities p on p.locality_id = left(o.locality_id, 2) || '0000'
group by indicator_id, p.locality_id, p.name_zh, p.name_en order by indicator_id, p.locality_id nulls first"""
_NOTES = """
select indicator_id, {column} as code, count(*) as figures from observations
where {column} <> '{usual}' group by all order by all"""
_FINDINGS = """
select indicator_id, verdict, finding_kind, severity, arithmetic_zh, arithmetic_en, suggestion_zh, suggestion_en
from findings order by indicator_id, finding_id"""
_SEARCHED = """
select indicator_id, coverage, count(*) as pairs from coverage group by all order by all"""


def pages(ds: Dataset) -> Iterator[tuple[str, str]]:
    """The pages of all indicators and their index by theme, as (name of the file, text)."""
    found = _Found(ds)
    indicators = {str(row["indicator_id"]): row for row in codelists.rows("indicators")}
    yield "indicators/index.md", _index(indicators, found)
    for code, row in indicators.items():
        yield f"indicators/{code}.md", _page(code, row, indicators, found)


class _Found:
    """What the dataset holds of each indicator."""

    def __init__(self, ds: Dataset) -> None:
        self._ds = ds
        self.totals = {row["indicator_id"]: row for row in self._rows(_TOTALS)}
        self.years = self._by_indicator(_COVERAGE)
        self.provinces = self._by_indicator(_PROVINCES)
        self.findings = self._by_indicator(_FINDINGS)
        self.searched = self._by_indicator(_SEARCHED)
        self.bounds = self._by_indicator(_NOTES.format(column="bound", usual="eq"))
        self.statuses = self._by_indicator(_NOTES.format(column="status", usual="as_printed"))
        self.evidence = self._by_indicator(_NOTES.format(column="evidence", usual="text"))
        self.terms: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        for term in codelists.rows("terms"):
            self.terms[term["indicator"]].append(term)

    def _rows(self, query: str) -> list[Row]:
        relation = self._ds.sql(query)
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def _by_indicator(self, query: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(query):
            found[str(row["indicator_id"])].append(row)
        return found


def _index(indicators: Mapping[str, Mapping[str, str]], found: _Found) -> str:
    parts = [
        "# 指标 Indicators",
        f"全部{len(indicators)}项指标，按主题排列。All {len(indicators)} indicators, by theme. "
        "*n* 为数据集中的数字个数。*n*: figures in the dataset.",
    ]
    for theme in codelists.rows("themes"):
        of_theme = [(code, row) for code, row in indicators.items() if row["theme"] == theme["theme"]]
        parts.append(f"(theme-{theme['theme']})=\n## {text(theme['name_zh'])} {text(theme['name_en'])}")
        rows = (
            (
                f"[{text(row['name_zh'])}]({code}.md)",
                text(row["name_en"]),
                f"`{code}`",
                _unit(row["unit"]),
                str(found.totals.get(code, {}).get("figures", 0)),
            )
            for code, row in of_theme
        )
        parts.append(table(("指标", "Indicator", "code", "unit", "n"), rows))
    return "\n\n".join(parts) + "\n"


def _page(code: str, row: Mapping[str, str], indicators: Mapping[str, Mapping[str, str]], found: _Found) -> str:
    theme = codelists.by_code("themes")[row["theme"]]
    of_theme = f"[{text(theme['name_zh'])} {text(theme['name_en'])}](index.md#theme-{row['theme']})"
    summable = {"yes": "可以 yes", "no": "不可以 no"}[row["summable"]]
    facts = [
        ("代码 Code", f"`{code}`"),
        ("主题 Theme", of_theme),
        ("单位 Unit", f"{_unit(row['unit'])} (`{row['unit']}`)"),
        ("方向 Direction", _DIRECTIONS[row["direction"]]),
        ("各地能否相加 Sum over places", summable),
    ]
    parts = [
        "---\norphan: true\n---",
        f"# {text(row['name_zh'])} {text(row['name_en'])}",
        f"[指标 Indicators](index.md) / {of_theme}",
        table(("项目 Item", "内容 Content"), facts),
        "## 定义 Definition",
        text(row["definition_zh"]),
        text(row["definition_en"]),
        *_wordings(found.terms[code]),
        "## 覆盖 Coverage",
        *_coverage(code, found),
        "## 注意 Caveats",
        *_caveats(code, row, indicators, found),
        *_findings(found.findings[code]),
    ]
    return "\n\n".join(parts) + "\n"


def _unit(code: str) -> str:
    unit = codelists.by_code("units")[code]
    return f"{text(unit['name_zh'])} {text(unit['name_en'])}"


def _wordings(terms: list[Mapping[str, str]]) -> Iterator[str]:
    if not terms:
        return
    yield "## 文件中的说法 Official wordings"
    yield table(
        ("说法 Wording", "城乡 Residence", "分组 Breakdown", "性质 Measure"),
        ((text(term["term"]), *(_named(name, term[column]) for name, column in _TERM_CODES)) for term in terms),
    )


_TERM_CODES = (("residences", "residence"), ("breakdowns", "breakdown"), ("measures", "measure"))


def _named(codelist: str, code: str) -> str:
    """The names of a code; nothing where nothing is set apart."""
    if code == "total":
        return ""
    row = codelists.by_code(codelist).get(code)
    return f"{text(row['name_zh'])} {text(row['name_en'])}" if row else text(code)


def _coverage(code: str, found: _Found) -> Iterator[str]:
    total = found.totals.get(code)
    if total is None:
        yield "数据集中还没有这项指标的数字。The dataset has no figure of this indicator yet."
        return
    figures, places, documents, first, last = (
        total[name] for name in ("figures", "places", "documents", "first", "last")
    )
    span = str(first) if first == last else f"{first}–{last}"
    yield (
        f"{figures}个数字，{places}个地区，{documents}份文件，{span}年。"
        f"Figures: {figures}; places: {places}; documents: {documents}; years: {span}."
    )
    provinces = [f"{text(row['zh'])} {text(row['en'])} ({row['figures']})" for row in found.provinces[code]]
    yield f"**省份 Provinces** {'; '.join(provinces)}"
    columns = ("year", "figures", "places", "documents", "targets")
    yield table(
        ("年 Year", "数字 Figures", "地区 Places", "文件 Documents", "其中目标 of which targets"),
        ([str(row[name]) for name in columns] for row in found.years[code]),
    )
    if searched := found.searched[code]:
        counts = "; ".join(f"{_named('coverages', row['coverage'])} {row['pairs']}" for row in searched)
        yield f"核心指标，逐地逐年记录是否公布。A core indicator; places and years, by whether published: {counts}."


def _caveats(
    code: str, row: Mapping[str, str], indicators: Mapping[str, Mapping[str, str]], found: _Found
) -> Iterator[str]:
    said = []
    if others := row["not_comparable_with"].split():
        said.append(f"**不可与之比较 Not comparable with** {_links(others, indicators)}. {text(row['why_not'])}")
    if others := row["compare_with"].split():
        said.append(f"**可与之比较 May be compared with** {_links(others, indicators)}.")
    for rows, codelist, label in (
        (found.bounds[code], "bounds", "只是限定而非确数 Bounds, not exact"),
        (found.statuses[code], "statuses", "并非照录 Not as printed"),
        (found.evidence[code], "evidence", "未对照文本 Not read from a text"),
    ):
        if rows:
            counts = "; ".join(f"{_named(codelist, one['code'])}: {one['figures']}" for one in rows)
            said.append(f"**{label}** {counts}.")
    yield "\n".join(f"- {one}" for one in said) if said else "没有特别之处。Nothing in particular."


def _links(codes: list[str], indicators: Mapping[str, Mapping[str, str]]) -> str:
    return ", ".join(
        f"[{text(indicators[code]['name_zh'])} {text(indicators[code]['name_en'])}]({code}.md)" for code in codes
    )


def _findings(findings: list[Row]) -> Iterator[str]:
    """How often the documents agree, and each place where they do not."""
    if not findings:
        return
    yield "## 核对 Findings"
    counts: dict[str, int] = defaultdict(int)
    for row in findings:
        counts[row["verdict"]] += 1
    listed = "; ".join(f"{_named('verdicts', verdict)}: {count}" for verdict, count in sorted(counts.items()))
    yield f"{listed}. [怎样核对 How figures are checked](../how-figures-are-checked.md)"
    disputed = [row for row in findings if row["severity"] == "warn"]
    if disputed:
        yield "不成立的 What does not hold:"
        yield "\n".join(f"- {_disputed(row)}" for row in disputed)


def _disputed(row: Row) -> str:
    parts = [
        text(row[name]) for name in ("arithmetic_zh", "arithmetic_en", "suggestion_zh", "suggestion_en") if row[name]
    ]
    return "<br>".join(parts)
