"""What may be claimed of growth: how many levels certainly rose, which place certainly rose fastest, which always rose.

Each claim is a comparison of interval ends that all lie on the safe side, so a wider interval can only take it away:
counts say 至少 (at least), the fastest of a group is claimed only where the growth of every place of the group can be
computed and no other upper end reaches its lower end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from civstats.analysis import labels, wording
from civstats.analysis.claims import Claim
from civstats.codelists.localities import localities

if TYPE_CHECKING:
    import pandas as pd

MANY = 1000
"""Of more rows than this, nothing is said of a single one."""
_KIND = ["indicator_id", "residence", "breakdown", "set_kind", "subject_zh", "part_of_year", "unit"]
_GROUP = [*_KIND, "previous_year", "year"]
_SERIES = ["locality_id", "area", *_KIND]
_BY_WIDTH = ("base_not_positive", "level_may_be_negative")
"""Reasons against a percentage that a narrower interval might take away."""


def claims(sql: str, params: Mapping[str, object], rows: pd.DataFrame) -> list[Claim]:
    """The claims of the ``rows`` that the SELECT ``sql`` with its ``params`` gave, the most general first."""
    rows = rows[rows["change_unit"] != "rank"]  # a rank that rises is a worse one
    if rows.empty:
        return []
    asked = _Asked(sql, params)
    counts = _counts(asked, rows)
    found = [*([counts] if counts else []), *_extremes(asked, rows), *_always(asked, rows)]
    if len(rows) <= MANY:
        found += _each(asked, rows)
    return found


class _Asked:
    """Makes a claim that is proven by one comparison over the rows of the SELECT."""

    def __init__(self, sql: str, params: Mapping[str, object]) -> None:
        self.sql, self.params = sql, params

    def claim(self, zh: str, en: str, condition: str, holds_if: str, where: str = "true", **params: object) -> Claim:
        query = f"select coalesce({condition}, false) from ({self.sql}) where change_unit <> 'rank' and {where}"
        return Claim(zh, en, query, {**self.params, **params}, holds_if)


def _counts(asked: _Asked, rows: pd.DataFrame) -> Claim | None:
    """How many levels rose, fell, stayed; 至少 unless every pair is certain, and nothing where no pair is."""
    rose, fell = int((rows["change_lower"] > 0).sum()), int((rows["change_upper"] < 0).sum())
    same = int(((rows["change_lower"] == 0) & (rows["change_upper"] == 0)).sum())
    pairs = len(rows)
    said = wording.counted(
        pairs, ((rose, "对上升", "rose"), (fell, "对下降", "fell"), (same, "对不变", "stayed as they were"))
    )
    if said is None:
        return None
    return asked.claim(
        f"可比的{pairs}对数值中，{said[0]}",
        f"Of {pairs} comparable pairs of levels {said[1]}",
        "count(*) = $pairs and count(*) filter (change_lower > 0) >= $rose "
        "and count(*) filter (change_upper < 0) >= $fell "
        "and count(*) filter (change_lower = 0 and change_upper = 0) >= $same",
        "so many changes lie above, below and at zero with both ends",
        pairs=pairs, rose=rose, fell=fell, same=same,
    )  # fmt: skip


def _extremes(asked: _Asked, rows: pd.DataFrame) -> Iterator[Claim]:
    """The fastest and the slowest of the places of one level that have both years."""
    whole = rows[rows["area"].isna()]
    levels = [localities()[code].level if code in localities() else "" for code in whole["locality_id"]]
    for _, group in whole.assign(level=levels).groupby([*_GROUP, "level"], dropna=False, sort=True):
        if len(group) < 2 or group["locality_id"].duplicated().any() or group["no_percent"].isin(_BY_WIDTH).any():
            continue
        able = [row for row in labels.records(group) if not labels.given(row["no_percent"])]
        for row in able:
            others = [other for other in able if other is not row]
            if others and all(_above(row, other) for other in others):
                yield _extreme(asked, row, others, fastest=True)
            if others and all(_above(other, row) for other in others):
                yield _extreme(asked, row, others, fastest=False)


def _above(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the growth here is certainly above the growth there; an end that is not there compares as false."""
    return bool(row["computed_growth_lower"] > other["computed_growth_upper"])


def _extreme(asked: _Asked, row: Mapping[str, Any], others: Sequence[Mapping[str, Any]], *, fastest: bool) -> Claim:
    (place_zh, place_en), (zh, en) = labels.place(row), labels.thing(row)
    if fastest:
        rate, rival = (
            labels.least(row["computed_growth_lower"]),
            max(other["computed_growth_upper"] for other in others),
        )
        here, there = (
            "computed_growth_lower > $rival and computed_growth_lower >= $rate",
            "computed_growth_upper <= $rival",
        )
        most_zh, most_en, bound_zh, bound_en = "最高", "highest", "至少", "at least"
    else:
        rate, rival = labels.most(row["computed_growth_upper"]), min(other["computed_growth_lower"] for other in others)
        here, there = (
            "computed_growth_upper < $rival and computed_growth_upper <= $rate",
            "computed_growth_lower >= $rival",
        )
        most_zh, most_en, bound_zh, bound_en = "最低", "lowest", "至多", "at most"
    count, since, year = len(others) + 1, int(row["previous_year"]), int(row["year"])
    return asked.claim(
        f"{since}—{year}年可算增幅的{count}个{wording.LEVELS_ZH.get(row['level'], '地区')}中，"
        f"{place_zh}{zh}增幅{most_zh}，{bound_zh}{rate}%",
        f"Of {count} {wording.LEVELS_EN.get(row['level'], 'places')} whose growth from {since} to {year} can be "
        f"computed, {place_en} has the {most_en}: {bound_en} {rate}% ({en})",
        f"count(*) = $count and count(*) filter (observation_id = $id and {here}) = 1 "
        f"and count(*) filter (observation_id <> $id and {there}) = $count - 1",
        "no other interval of growth reaches this one",
        where="list_contains($ids, observation_id)",
        id=row["observation_id"], ids=[other["observation_id"] for other in (row, *others)], count=count, rival=rival,
        rate=float(rate),
    )  # fmt: skip


def _always(asked: _Asked, rows: pd.DataFrame) -> Iterator[Claim]:
    """Series that rose from each year to the next over three levels or more."""
    for _, series in rows.groupby(_SERIES, dropna=False, sort=True):
        ordered = series.sort_values("year")
        unbroken = (ordered["previous_year"].iloc[1:].to_numpy() == ordered["year"].iloc[:-1].to_numpy()).all()
        if len(ordered) < 2 or not unbroken or not (ordered["change_lower"] > 0).all():
            continue
        row = labels.records(ordered)[-1]
        first, last = int(ordered["previous_year"].iloc[0]), int(row["year"])
        (place_zh, place_en), (zh, en) = labels.place(row), labels.thing(row)
        yield asked.claim(
            f"{first}—{last}年，{place_zh}{zh}在有数的{len(ordered) + 1}年间每次都上升",
            f"{place_en}, {en}: rose at every step of {len(ordered) + 1} known years from {first} to {last}",
            "count(*) = $count and bool_and(change_lower > 0)",
            "each change of the series lies above zero",
            where="list_contains($ids, observation_id)",
            ids=ordered["observation_id"].tolist(), count=len(ordered),
        )  # fmt: skip


def _each(asked: _Asked, rows: pd.DataFrame) -> Iterator[Claim]:
    """Each level that certainly rose or fell, by how much at least."""
    for row in labels.records(rows):
        rises = row["change_lower"] > 0
        if not rises and not row["change_upper"] < 0:
            continue
        (place_zh, place_en), (zh, en) = labels.place(row), labels.thing(row)
        (by_zh, by_en), how_much, more = _by(row, row["change_lower"] if rises else -row["change_upper"])
        (rate_zh, rate_en), how_fast, rate = _rate(row)
        since, year = int(row["previous_year"]), int(row["year"])
        side = "change_lower > 0 and change_lower >= $by" if rises else "change_upper < 0 and change_upper <= -$by"
        yield asked.claim(
            f"{since}—{year}年，{place_zh}{zh}{'上升' if rises else '下降'}{by_zh}{rate_zh}",
            f"{place_en}, {en}: {'rose' if rises else 'fell'}{by_en} from {since} to {year}{rate_en}",
            f"{side} and {how_much} and {how_fast}",
            "the interval of the change lies on this side of the number",
            where="observation_id = $id and previous_year = $previous_year",
            **{"id": row["observation_id"], "previous_year": since, **more, **rate},
        )


def _by(row: labels.Row, by: float) -> tuple[labels.Sentence, str, dict[str, object]]:
    """By how much, in units: exactly where two decimals say it, else at least; nothing where they would say zero."""
    exact = labels.given(row["change"]) and not wording.is_shortened(by)
    told = wording.number(by) if exact else labels.least(by)
    if told == "0":
        return ("", ""), "true", {"by": 0.0}
    unit_zh, unit_en = wording.unit(row["change_unit"], "zh"), wording.unit(row["change_unit"], "en")
    said = (f"{'' if exact else '至少'}{told}{unit_zh}", f" by {'' if exact else 'at least '}{told}{unit_en}")
    return said, "abs(change) = $by" if exact else "true", {"by": float(told)}


def _rate(row: labels.Row) -> tuple[labels.Sentence, str, dict[str, object]]:
    """The growth rate, where it is one number: about where it has more than two decimals."""
    rate = row["computed_growth_percent"]
    if not labels.given(rate):
        return ("", ""), "true", {}
    told, shortened = wording.number(rate), wording.is_shortened(rate)
    said = (f"（{'约' if shortened else ''}{told}%）", f" ({'about ' if shortened else ''}{told}%)")
    return said, "abs(computed_growth_percent - $rate) <= $rounding", {
        "rate": float(told), "rounding": 0.005001 if shortened else 0.0,
    }  # fmt: skip
