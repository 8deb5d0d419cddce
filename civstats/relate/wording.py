"""The arithmetic of a relation as a sentence, in Chinese and in English, with the tokens as they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from civstats import codelists
from civstats.interval import Interval, plain
from civstats.relate.arithmetic import DIFFERENCE, GROWTH, RATIO, SUM, Arithmetic
from civstats.relate.figure import Figure, Reading
from civstats.relate.relations import Relation
from civstats.relate.suggest import Suggestion

Sentence = tuple[str, str]
_DIGITS = Decimal("0.0001")


def label(row: Mapping[str, Any]) -> Sentence:
    """Whose figure it is: place, year, residence, indicator, group."""
    residence = codelists.by_code("residences")[row["residence"]]
    breakdown = codelists.by_code("breakdowns")[row["breakdown"]]
    both = row["residence"] == "total"
    place, year, group = row["place_zh"], row["year"], "" if both else residence["short_zh"]
    zh = f"{place}{year}年{group}{row['indicator_zh']}"
    en = f"{row['place_en']}, {row['year']}, {row['indicator_en']}{'' if both else ', ' + residence['name_en'].lower()}"
    if row["breakdown"] != "total":
        zh, en = f"{zh}（{breakdown['name_zh']}）", f"{en} ({breakdown['name_en']})"
    return zh, en


def arithmetic(relation: Relation) -> Sentence:
    """The whole sentence: whose figure, and how it stands to the others."""
    zh, en = label(relation.figures[0].row)
    said_zh, said_en = _SAID[relation.kind.name](relation)
    return f"{zh}：{said_zh}", f"{en}: {said_en}"


def suggestion(found: Suggestion) -> Sentence:
    """What would make the relation hold."""
    slip = codelists.by_code("slips")[found.slip]
    token, value = found.figure.token, number(found.value)
    if found.slip == "share_of_new_level":
        return f"{token}似{slip['name_zh']}（{value}）", f"{token}: perhaps {slip['name_en']} ({value})"
    unit = found.figure.unit_zh
    return (
        f"{token}若为{slip['name_zh']}，应作{value}{unit}，则成立",
        f"it would hold if {token} were {value}: {slip['name_en']}",
    )


def supported(figure: Figure) -> Sentence:
    """That a relation that holds supports the reading of a damaged token."""
    printed, token, note = figure.row["printed"], figure.token, figure.row["note"]
    return (
        f"原印{printed}，读作{token}{f'（{note}）' if note else ''}；本关系支持这一读法",
        f"printed {printed}, read as {token}; this relation supports the reading",
    )


def number(value: Decimal) -> str:
    """A number with at most four decimals."""
    return plain(value.quantize(_DIGITS, ROUND_HALF_EVEN)) if value.as_tuple().exponent < -4 else plain(value)  # type: ignore[operator]


def interval(values: Interval) -> str:
    """The values as one number, or as an interval."""
    if values.is_exact and values.lower is not None:
        return number(values.lower)
    left = "(" if values.lower_open or values.lower is None else "["
    right = ")" if values.upper_open or values.upper is None else "]"
    lower = "-∞" if values.lower is None else number(values.lower)
    upper = "∞" if values.upper is None else number(values.upper)
    return f"{left}{lower}, {upper}{right}"


def _implied(arithmetic: Arithmetic, relation: Relation) -> str:
    try:
        return interval(arithmetic.implied(0, [figure.interval for figure in relation.figures]))
    except ValueError:
        return "?"


def _tokens(relation: Relation) -> tuple[str, list[str]]:
    result, *terms = (figure.token for figure in relation.figures)
    return result, terms


def _sum(relation: Relation) -> Sentence:
    result, terms = _tokens(relation)
    total, unit = _implied(SUM, relation), relation.figures[0].unit_zh
    many = len(terms) > 8
    zh, en = ("＋".join(terms), " + ".join(terms)) if not many else (f"{len(terms)}项之和", f"the sum of {len(terms)}")
    return f"{zh}＝{total}{unit}，所印合计{result}", f"{en} = {total}; the printed total is {result}"


def _children(relation: Relation) -> Sentence:
    result, terms = _tokens(relation)
    total = _implied(SUM, relation)
    return (
        f"所见{len(terms)}个下级地区合计{total}，本级印{result}",
        f"the {len(terms)} places below it that are known sum to {total}; printed {result}",
    )


def _subset(relation: Relation) -> Sentence:
    whole, [part] = _tokens(relation)
    zh, en = label(relation.figures[1].row)
    return f"全体印{whole}，其中{zh}印{part}", f"the whole is printed as {whole}, the part {en} as {part}"


def _rates(relation: Relation) -> Sentence:
    whole, parts = _tokens(relation)
    return (
        f"合计印{whole}，各部分印{'、'.join(parts)}",
        f"the whole is printed as {whole}, its parts as {', '.join(parts)}",
    )


def _same(relation: Relation) -> Sentence:
    figures = relation.figures
    tokens = list(dict.fromkeys(figure.token for figure in figures))
    documents = len({figure.row["source_id"] for figure in figures})
    alike = len({figure.interval for figure in figures}) == 1
    return (
        f"{documents}份文件印{'同一' if alike else ''}数值{'、'.join(tokens)}",
        f"{documents} documents print {'the same value ' if alike else ''}{', '.join(tokens)}",
    )


def _two_levels(relation: Relation) -> Sentence:
    own, [above] = _tokens(relation)
    zh, en = label(relation.figures[1].row)
    converted = [
        f"{figure.token}÷12＝{interval(figure.interval)}" for figure in relation.figures if figure.is_converted
    ]
    note = f"（{'，'.join(converted)}）" if converted else ""
    return f"本级印{own}，{zh}印{above}{note}", f"printed {own}; {en} is printed as {above}{note}"


def _months(relation: Relation) -> Sentence:
    month, [year] = _tokens(relation)
    twelfth = interval(relation.figures[1].interval)
    return f"{year}÷12＝{twelfth}，所印{month}", f"{year} / 12 = {twelfth}; printed {month}"


def _change(relation: Relation) -> Sentence:
    change, [level, earlier] = _tokens(relation)
    difference = _implied(DIFFERENCE, relation)
    return (
        f"由{earlier}到{level}为{difference}，所印{change}",
        f"from {earlier} to {level} is {difference}; printed {change}",
    )


def _growth(relation: Relation) -> Sentence:
    rate, [level, earlier] = _tokens(relation)
    grown = _implied(GROWTH, relation)
    return f"由{earlier}到{level}增{grown}%，所印{rate}", f"from {earlier} to {level} is {grown} %; printed {rate}"


def _base(relation: Relation) -> Sentence:
    rate, [level, *base] = _tokens(relation)
    ways = []
    for how in (Reading.ROUNDED, Reading.TRUNCATED):
        figures = [figure.reading(how) for figure in relation.figures[:2]]
        ways.append(interval(GROWTH.implied(2, [*figures, figures[1]])))
    zh = f"{level}增{rate}，推得上期数值：四舍五入则{ways[0]}，截尾则{ways[1]}；"
    en = f"{level} after {rate} implies an earlier level in {ways[0]} if rounded, {ways[1]} if truncated; "
    if not base:
        return f"{zh}未见文件印出", f"{en}no document prints it"
    source = relation.figures[2].row["source_id"]
    return f"{zh}{source}印{base[0]}", f"{en}{source} prints {base[0]}"


def _share(relation: Relation) -> Sentence:
    share, [part, whole] = _tokens(relation)
    computed = _implied(RATIO, relation)
    return f"{part}÷{whole}＝{computed}%，所印{share}", f"{part} / {whole} = {computed} %; printed {share}"


def _answered(relation: Relation) -> Sentence:
    target, [actual] = _tokens(relation)
    source = relation.figures[1].row["source_id"]
    return f"目标{target}，{source}印实际{actual}", f"target {target}; {source} prints {actual} as reached"


_SAID: Mapping[str, Callable[[Relation], Sentence]] = {
    "sum_of_parts": _sum,
    "subset_of_whole": _subset,
    "rate_of_parts": _rates,
    "urban_and_rural": _sum,
    "children_of_parent": _children,
    "same_quantity": _same,
    "two_levels": _two_levels,
    "year_of_months": _months,
    "printed_change": _change,
    "printed_growth": _growth,
    "implied_base": _base,
    "share_of_whole": _share,
    "target_answered": _answered,
}
