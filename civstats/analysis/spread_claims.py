"""The claims on how far apart places are, each with the query over the tables that proves it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from civstats.analysis.claims import Claim
from civstats.analysis.order_claims import Proof, known
from civstats.analysis.standing import Scope
from civstats.analysis.wording import LEVELS_EN, LEVELS_ZH, amount, number, quality, subject
from civstats.codelists.localities import localities

if TYPE_CHECKING:
    import pandas as pd

_SPREAD = (
    "(select min(low) = min(high) and max(low) = max(high) and abs(min(low) - $least) <= 0.000001 "
    "and abs(max(high) - $greatest) <= 0.000001 and abs(max(high) / min(low) - $ratio) <= 0.000001 from known)"
)
_RATIOS = "max(low) / min(high) as low, max(high) / min(low) as high"
_VARIATIONS = (
    "if(bool_and(low = high), stddev_pop(low) / avg(low) * 100, 0) as low, "
    "if(bool_and(low = high), stddev_pop(low) / avg(low) * 100, 'infinity'::double) as high"
)


def dispersion(frame: pd.DataFrame, asked: Scope, ids: Mapping[str, str]) -> list[Claim]:
    """Of each group of two places or more: the extremes and their ratio, where they are certain; all places first."""
    made = []
    for group in dict.fromkeys(frame["group"]):
        rows = frame[frame["group"] == group].set_index("statistic")
        values = rows["value"]
        count, total = int(rows["n"].iloc[0]), int(rows["n_places"].iloc[0])
        least, greatest, ratio = (values[name] for name in ("minimum", "maximum", "ratio_of_extremes"))
        if group == "between" or count < 2 or any(math.isnan(value) for value in (least, greatest, ratio)):
            continue
        members = str(rows["places"].iloc[0]).split()
        proof = Proof(known(), {"known_ids": _ids(members, ids), "unit": asked.indicator.unit})
        said = {name: [amount(value, value, value, "eq", asked.indicator.unit, lang) for lang in ("zh", "en")]
                for name, value in (("least", least), ("greatest", greatest))}  # fmt: skip
        most, fewest = quality(asked.indicator.unit)
        near = "" if float(number(ratio)) == ratio else "约"
        if least == greatest:
            said_zh, said_en = f"各地相同，均为{said['least'][0]}。", f"all have the same: {said['least'][1]}."
        else:
            times = f"{most}的{near}为{fewest}的{number(ratio)}倍"
            said_zh = f"{most}{said['greatest'][0]}，{fewest}{said['least'][0]}，{times}。"
            said_en = (
                f"the highest is {said['greatest'][1]} and the lowest {said['least'][1]}, "
                f"a ratio of {'about ' if near else ''}{number(ratio)}."
            )
        made.append(
            Claim(
                f"{_zh(asked, str(group), total, count)}{said_zh}",
                f"{_en(asked, str(group), total, count)}{said_en}",
                proof.query(_SPREAD),
                {**proof.params, "n": count, "least": least, "greatest": greatest, "ratio": ratio},
                "the least and the greatest value, and their ratio, are those",
            )
        )
    return made


def convergence(frame: pd.DataFrame, asked: Scope, ids: Sequence[Mapping[str, str]]) -> list[Claim]:
    """Whether the gap became narrower or wider, where that is certain."""
    made = []
    for row in frame.to_dict("records"):
        if row["verdict"] not in ("narrower", "wider"):
            continue
        values = [amount(None if math.isnan(row[f"{side}_value"]) else row[f"{side}_value"], *_ends(row, side), "eq"
                         if not math.isnan(row[f"{side}_value"]) else "range", row["unit"], lang)
                  for side in ("from", "to") for lang in ("zh", "en")]  # fmt: skip
        places = str(row["places"]).split()
        measure = _RATIOS if row["measure"] == "ratio_of_extremes" else _VARIATIONS
        both = f"{known('earlier')},\n{known('later')},\n"
        both += f"before as (select {measure} from earlier),\nafter as (select {measure} from later)"
        certain = "a.high < b.low" if row["verdict"] == "narrower" else "a.low > b.high"
        query = (
            f"with {both}\nselect (select count(*) from earlier) = $n and (select count(*) from later) = $n "
            f"and (select {certain} from before b, after a)"
        )
        params = {"earlier_ids": _ids(places, ids[0]), "later_ids": _ids(places, ids[1]), "unit": asked.indicator.unit}
        what_zh, what_en = (
            subject(
                asked.indicator.name_zh if lang == "zh" else asked.indicator.name_en,
                asked.residence,
                asked.breakdown,
                lang,
            )
            for lang in ("zh", "en")
        )
        years = f"{row['year_from']}", f"{row['year_to']}"
        made.append(
            Claim(
                f"{what_zh}：{years[0]}年和{years[1]}年都有可比数的{row['n']}个{LEVELS_ZH[row['level']]}中，"
                f"{row['measure_zh']}由{values[0]}变为{values[2]}，{row['verdict_zh']}。",
                f"{what_en}: among the {row['n']} {LEVELS_EN[row['level']]} with comparable figures in {years[0]} and "
                f"{years[1]}, the {row['measure_en']} went from {values[1]} to {values[3]}: {row['verdict_en']}.",
                query, {**params, "n": row["n"]}, "the intervals of the two years do not meet",
            )
        )  # fmt: skip
    return made


def _ends(row: Mapping[Any, Any], side: str) -> tuple[float | None, float | None]:
    low, high = (None if math.isnan(row[f"{side}_{end}"]) else row[f"{side}_{end}"] for end in ("lower", "upper"))
    return low, high


def _ids(places: Sequence[str], ids: Mapping[str, str]) -> list[str]:
    return [code for place in places for code in ids[place].split()]


def _zh(asked: Scope, group: str, total: int, count: int) -> str:
    what = subject(asked.indicator.name_zh, asked.residence, asked.breakdown, "zh")
    where = (
        localities()[group].name_zh
        if group != "all"
        else localities()[asked.within].name_zh
        if asked.within
        else "全国"
    )
    return f"{asked.year}年{what}：{where}{total}个{LEVELS_ZH[asked.level]}中可比的{count}个里，"


def _en(asked: Scope, group: str, total: int, count: int) -> str:
    what = subject(asked.indicator.name_en, asked.residence, asked.breakdown, "en")
    where = (
        localities()[group].name_en
        if group != "all"
        else localities()[asked.within].name_en
        if asked.within
        else "China"
    )
    return f"{what}, {asked.year}: of the {count} that compare among the {total} {LEVELS_EN[asked.level]} of {where}, "
