"""How far apart places are (minimum, maximum, median, range, ratio of extremes), and whether that changes over years.

Each statistic is the interval of all values that it may have while every place keeps within its own interval. (Where
the range of a bounded group is widest, the highest and the lowest place are two places, never one.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, median, pstdev
from typing import TYPE_CHECKING, Any, NamedTuple

from civstats.analysis import queries, spread_claims
from civstats.analysis.alike import Basis, choose
from civstats.analysis.claims import Sql
from civstats.analysis.order import Ends
from civstats.analysis.standing import Place, Scope, Standing, read_places, scope, standings
from civstats.codelists.localities import localities
from civstats.errors import IncomparableError, UsageError

if TYPE_CHECKING:
    from civstats.analysis.result import Result

STATISTICS = {
    "minimum": ("最小值", "minimum"), "maximum": ("最大值", "maximum"), "median": ("中位数", "median"),
    "range": ("极差", "range"), "ratio_of_extremes": ("最大值与最小值之比", "ratio of extremes"),
    "coefficient_of_variation": ("变异系数", "coefficient of variation"),
}  # fmt: skip
VERDICTS = {
    "narrower": ("差距缩小", "narrower"), "wider": ("差距扩大", "wider"), "same": ("差距未变", "the same"),
    "cannot_tell": ("无法判断", "cannot tell"),
}  # fmt: skip
_FACTS = ("indicator_id", "indicator_zh", "indicator_en", "residence", "breakdown", "level")


class Known(NamedTuple):
    """A closed interval, infinite where unbounded."""

    low: float
    high: float


def statistics(known: Sequence[Known]) -> dict[str, Known]:
    """The statistics of a group of one place or more; a ratio where the least value may be zero has no upper end."""
    lows, highs = sorted(one.low for one in known), sorted(one.high for one in known)
    least, greatest = Known(lows[0], highs[0]), Known(lows[-1], highs[-1])
    return {
        "minimum": least,
        "maximum": greatest,
        "median": Known(median(lows), median(highs)),
        "range": Known(max(0.0, greatest.low - least.high), _widest(known)),
        "ratio_of_extremes": _ratio(known, least, greatest),
    }


def _widest(known: Sequence[Known]) -> float:
    """The most by which one place may lie above another one."""
    pairs = _far_pairs(known)
    return max((high - low for high, low in pairs), default=0.0)


def _ratio(known: Sequence[Known], least: Known, greatest: Known) -> Known:
    low = greatest.low / least.high if 0 < least.high < math.inf else 1.0
    ratios = [high / low_end if low_end > 0 else math.inf for high, low_end in _far_pairs(known)]
    return Known(max(1.0, low), max(1.0, *ratios) if ratios else 1.0)


def _far_pairs(known: Sequence[Known]) -> list[tuple[float, float]]:
    """The greatest upper end with the least lower end of another place, both ways round where one place has both."""
    by_high = sorted(range(len(known)), key=lambda number: known[number].high, reverse=True)[:2]
    by_low = sorted(range(len(known)), key=lambda number: known[number].low)[:2]
    return [(known[one].high, known[other].low) for one in by_high for other in by_low if one != other]


def variation(known: Sequence[Known]) -> Known:
    """The coefficient of variation in percent; nothing is known of it where a place is not known exactly."""
    if any(one.low != one.high for one in known) or fmean(one.low for one in known) <= 0:
        return Known(0.0, math.inf)
    values = [one.low for one in known]
    share = pstdev(values) / fmean(values) * 100
    return Known(share, share)


def dispersion(
    sql: Sql, indicator: str, year: int, level: str, residence: str, breakdown: str, within: str | None
) -> Result:
    """One row a group and statistic; see `civstats.dataset.Dataset.dispersion`."""
    import pandas as pd

    from civstats.analysis.result import result

    asked = scope(sql, indicator, year, None, residence, breakdown, level, within, "actual", ())
    _, alike = comparable(sql, asked)
    every = read_places(sql, asked, level=level)
    groups = {"all": sorted(alike)}
    if level != "province":
        for code in sorted(alike):
            groups.setdefault(f"{code[:2]}0000", []).append(code)
    rows: list[dict[str, Any]] = []
    for name, members in groups.items():
        known = [closed(alike[code].ends) for code in members]
        total = sum(1 for code in every if name == "all" or code.startswith(name[:2]))
        rows += _rows(asked, name, known, members, total) if len(known) > (name != "all") else []
    provinces = [name for name in groups if name != "all"]
    if len(provinces) > 1:
        known = [statistics([closed(alike[code].ends) for code in groups[name]])["median"] for name in provinces]
        total = len({code[:2] for code in every})
        rows += _rows(asked, "between", known, provinces, total)
    frame = pd.DataFrame(rows, columns=_columns())
    for column in ("value", "lower", "upper"):
        frame[column] = frame[column].astype("float64")
    ids = {code: figure.basis_ids for code, figure in alike.items()}
    return result(
        frame.astype({"year": "int32", "n": "int32", "n_places": "int32"}), queries.standing(), asked.parameters(),
        lambda made: spread_claims.dispersion(made, asked, ids),
    )  # fmt: skip


def _columns() -> list[str]:
    statistic = ("statistic", "statistic_zh", "statistic_en", "value", "lower", "upper", "unit")
    return ["group", "group_zh", "group_en", *_FACTS, "year", *statistic, "n", "n_places", "places"]


def _rows(asked: Scope, group: str, known: Sequence[Known], members: Sequence[str], total: int) -> list[dict[str, Any]]:
    names = {"all": ("全部", "all"), "between": ("各省中位数之间", "between the medians of provinces")}
    place = localities().get(group)
    zh, en = names.get(group, (place.name_zh, place.name_en) if place else (group, group))
    rows = []
    for name, found in statistics(known).items():
        low, high = finite(found)
        rows.append(
            {
                **facts(asked), "group": group, "group_zh": zh, "group_en": en, "year": asked.year, "statistic": name,
                "statistic_zh": STATISTICS[name][0], "statistic_en": STATISTICS[name][1],
                "value": low if low is not None and low == high else None, "lower": low, "upper": high,
                "unit": "multiple" if name == "ratio_of_extremes" else asked.indicator.unit, "n": len(known),
                "n_places": total, "places": " ".join(members),
            }
        )  # fmt: skip
    return rows


def convergence(
    sql: Sql, indicator: str, years: Sequence[int], level: str, residence: str, breakdown: str, within: str | None
) -> Result:
    """One row a measure; see `civstats.dataset.Dataset.convergence`."""
    import pandas as pd

    from civstats.analysis.result import result

    if len(years) != 2 or years[0] == years[1]:
        raise UsageError(f"years={list(years)}: convergence compares two different years")
    asked = [
        scope(sql, indicator, year, None, residence, breakdown, level, within, "actual", ()) for year in sorted(years)
    ]
    (first_basis, first), (last_basis, last) = (comparable(sql, one) for one in asked)
    both = sorted(set(first) & set(last))
    if both and first_basis != last_basis:
        rows = [f"{one.year}: {basis.definition[0] or 'as counted'}, {basis.quantity}, {basis.part_of_year}"
                for one, basis in zip(asked, (first_basis, last_basis), strict=True)]  # fmt: skip
        raise IncomparableError(
            "the figures of the two years differ in definition, unit or part of the year:", rows, ()
        )
    made = []
    for name, measure, unit in (
        ("ratio_of_extremes", lambda known: statistics(known)["ratio_of_extremes"], "multiple"),
        ("coefficient_of_variation", variation, "percent"),
    ):
        before, after = (
            measure([closed(found[code].ends) for code in both]) if len(both) > 1 else Known(0.0, math.inf)
            for found in (first, last)
        )
        made.append({**facts(asked[0]), **_change(name, before, after, unit, asked, both)})
    frame = pd.DataFrame(made)
    for column in (f"{side}_{end}" for side in ("from", "to") for end in ("value", "lower", "upper")):
        frame[column] = frame[column].astype("float64")
    ids = [{code: found[code].basis_ids for code in both} for found in (first, last)]
    return result(
        frame.astype({"year_from": "int32", "year_to": "int32", "n": "int32"}), queries.standing(),
        asked[1].parameters(), lambda made: spread_claims.convergence(made, asked[0], ids),
    )  # fmt: skip


def _change(
    name: str, before: Known, after: Known, unit: str, asked: Sequence[Scope], both: Sequence[str]
) -> dict[str, Any]:
    found = verdict(before, after)
    cells: dict[str, Any] = {
        "measure": name, "measure_zh": STATISTICS[name][0], "measure_en": STATISTICS[name][1],
        "year_from": asked[0].year, "year_to": asked[1].year,
    }  # fmt: skip
    for side, known in (("from", before), ("to", after)):
        low, high = finite(known)
        cells |= {f"{side}_value": low if low == high else None, f"{side}_lower": low, f"{side}_upper": high}
    return cells | {
        "unit": unit, "n": len(both), "verdict": found, "verdict_zh": VERDICTS[found][0],
        "verdict_en": VERDICTS[found][1], "places": " ".join(both),
    }  # fmt: skip


def verdict(before: Known, after: Known) -> str:
    """Whether a spread became narrower or wider, as far as the intervals say; what differs by rounding is the same."""
    if after.high < before.low - 1e-6:
        return "narrower"
    if after.low > before.high + 1e-6:
        return "wider"
    exact = before.low == before.high and after.low == after.high
    return "same" if exact else "cannot_tell"


def comparable(sql: Sql, asked: Scope) -> tuple[Basis, dict[str, Standing]]:
    """The basis, and the comparable figure of each place of the level; what differs is left out."""
    figures = standings(sql, asked)
    every: Mapping[str, Place] = {}
    if figures:
        every = read_places(sql, asked, level=asked.level, places=sorted({figure.locality_id for figure in figures}))
    basis, chosen = choose([figure for figure in figures if figure.locality_id in every], every, asked)
    return basis, {code: one.standing for code, one in chosen.items() if not one.differences and code != asked.within}


def closed(known: Ends) -> Known:
    """The interval with its ends, whether or not they belong to it: what holds of it holds of the open one."""
    return Known(known.lower[0], known.upper[0])


def finite(known: Known) -> tuple[float | None, float | None]:
    low, high = (None if math.isinf(end) else round(end, 6) for end in known)
    return low, high


def facts(asked: Scope) -> dict[str, Any]:
    return {
        "indicator_id": asked.indicator.indicator_id, "indicator_zh": asked.indicator.name_zh,
        "indicator_en": asked.indicator.name_en, "residence": asked.residence, "breakdown": asked.breakdown,
        "level": asked.level,
    }  # fmt: skip
