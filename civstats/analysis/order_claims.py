"""What is certain of the order of places: which is highest and lowest, how far apart, and the one in the middle.

A claim is made only where all that the intervals leave open makes it true, and says of how many places it is true.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from civstats.analysis import queries
from civstats.analysis.claims import Claim
from civstats.analysis.order import Ends, ranks
from civstats.analysis.wording import amount, listed, number, quality


@dataclass(frozen=True)
class Ranked:
    """A place with what is known of it."""

    place_id: str
    name_zh: str
    name_en: str
    ends: Ends
    value: float | None
    lower: float | None
    upper: float | None
    bound: str
    unit: str

    def said(self, lang: str) -> str:
        return amount(self.value, self.lower, self.upper, self.bound, self.unit, lang)


@dataclass(frozen=True)
class Proof:
    """How claims of a group are proven.

    ``known`` are the CTEs that end in a table of that name; ``complete`` is a condition that holds where no place is
    left out.
    """

    known: str
    params: Mapping[str, object]
    complete: str = "true"

    def query(self, condition: str) -> str:
        return f"with {self.known}\nselect (select count(*) from known) = $n and {self.complete} and ({condition})"


FEW = 20
"""Of more places than this, nothing is said of the place of each."""
Words = Callable[[str], str]
"""The beginning of a sentence in a language, up to the place: 2023年…可比的5个县区中，"""

_BEYOND = (
    "not exists (select 1 from known o, known t where list_contains($named::varchar[], t.locality_id) "
    "and not list_contains($named::varchar[], o.locality_id) and not ({beyond})) "
    "and (select count(*) from known where list_contains($named::varchar[], locality_id)) = len($named::varchar[]) "
    "and (select count(distinct low) = 1 and bool_and(low = high or len($named::varchar[]) = 1) "
    "from known where list_contains($named::varchar[], locality_id))"
)
_ABOVE = _BEYOND.format(beyond="t.low > o.high or (t.low = o.high and (t.low_open or o.high_open))")
_BELOW = _BEYOND.format(beyond="t.high < o.low or (t.high = o.low and (t.high_open or o.low_open))")

_HIGHER = "o.low > t.high or (o.low = t.high and (o.low_open or t.high_open))"
_LOWER = "o.high < t.low or (o.high = t.low and (o.high_open or t.low_open))"
_COUNT = "(select count(*) from known o, known t where t.locality_id = $place and o.locality_id <> $place and ({}))"


def known(to: str = "known") -> str:
    """The CTEs that end in the table ``to``: what the observations ``${to}_ids`` leave open, one row a place."""
    return queries.text("known").replace("{to}", to).rstrip()


def claims(rows: Sequence[Ranked], words: Words, proof: Proof, direction: str, *, apart: bool = True) -> list[Claim]:
    """The claims of comparable places, the better end of the order first; ``apart``: also how far apart they are."""
    if len(rows) < 2:
        return []
    most, least = quality(rows[0].unit)
    top = first(rows, lambda one, other: one.ends.above(other.ends))
    bottom = first(rows, lambda one, other: other.ends.above(one.ends))
    if len(top) == len(rows):
        return [_all_equal(rows, words, proof)]
    made = []
    if top:
        made.append(_end(top, most, "highest", words, proof, len(rows), _ABOVE))
    if bottom:
        made.append(_end(bottom, least, "lowest", words, proof, len(rows), _BELOW))
    if direction == "less":
        made.reverse()
    if apart:
        made += _apart(top, bottom, rows, words, proof)
    made += _middle(rows, words, proof)
    if len(rows) <= FEW:
        made += _placed(rows, words, proof, direction)
    return made


def first(rows: Sequence[Ranked], beyond: Callable[[Ranked, Ranked], bool]) -> list[Ranked]:
    """The row that lies beyond all others, or the rows, exactly equal, that do; none where that is uncertain."""
    best = rows[0]
    for row in rows[1:]:
        if beyond(row, best):
            best = row
    tied = [row for row in rows if row is best or (row.ends == best.ends and row.ends.exact)]
    certain = all(row in tied or beyond(best, row) for row in rows)
    return sorted(tied, key=lambda row: row.place_id) if certain else []


def _placed(rows: Sequence[Ranked], words: Words, proof: Proof, direction: str) -> Iterator[Claim]:
    """The ranks that each place may have, where that is not all of them; rank 1 is the better end."""
    most, least = quality(rows[0].unit)
    zh, en = (f"由{least[1]}到{most[1]}", "from the lowest") if direction == "less" else (
        f"由{most[1]}到{least[1]}", "from the highest")  # fmt: skip
    better, worse = (_LOWER, _HIGHER) if direction == "less" else (_HIGHER, _LOWER)
    found = zip(rows, ranks([row.ends for row in rows], direction), strict=True)
    for row, (best, last) in sorted(found, key=lambda one: (one[1], one[0].place_id)):
        if (best, last) == (1, len(rows)):
            continue
        which = f"{best}" if best == last else f"{best}—{last}"
        english = f"rank {best}" if best == last else f"ranks {best}–{last}"
        yield Claim(
            f"{words('zh')}{row.name_zh}{zh}居第{which}位，{_is('为' + row.said('zh'))}。",
            f"{words('en')}{row.name_en} has {english} {en}: {row.said('en')}.",
            proof.query(
                f"(select count(*) from known t where t.locality_id = $place) = 1 "
                f"and {_COUNT.format(better)} >= $before and {_COUNT.format(worse)} >= $after"
            ),
            {**proof.params, "n": len(rows), "place": row.place_id, "before": best - 1, "after": len(rows) - last},
            "at least so many places lie certainly before it, and so many certainly after it",
        )


def _is(said: str) -> str:
    """为约416.67 is said 约为416.67, 为不低于465 is 不低于465."""
    return said.replace("为约", "约为").replace("为不", "不")


def _end(named: Sequence[Ranked], zh: str, en: str, words: Words, proof: Proof, count: int, condition: str) -> Claim:
    tied = len(named) > 1
    shown_zh, shown_en = named[0].said("zh"), named[0].said("en")
    names_zh = listed([row.name_zh for row in named], "zh")
    names_en = listed([row.name_en for row in named], "en")
    return Claim(
        f"{words('zh')}{names_zh}{'并列' if tied else ''}{zh}，{_is(('均' if tied else '') + '为' + shown_zh)}。",
        f"{words('en')}{names_en} {'are tied for' if tied else 'is'} the {en}: {shown_en}.",
        proof.query(condition),
        {**proof.params, "n": count, "named": [row.place_id for row in named]},
        f"every value left open for the places named lies {'above' if condition == _ABOVE else 'below'} all others",
    )


def _all_equal(rows: Sequence[Ranked], words: Words, proof: Proof) -> Claim:
    return Claim(
        f"{words('zh')}各地相同，{_is('均为' + rows[0].said('zh'))}。",
        f"{words('en')}all have the same: {rows[0].said('en')}.",
        proof.query("(select min(low) = max(high) from known)"),
        {**proof.params, "n": len(rows)},
        "the least and the greatest value left open are one",
    )


def _apart(
    top: Sequence[Ranked], bottom: Sequence[Ranked], rows: Sequence[Ranked], words: Words, proof: Proof
) -> list[Claim]:
    """How many times the lowest the highest is, where both are numbers."""
    if not top or not bottom or not (top[0].ends.exact and bottom[0].ends.exact) or bottom[0].ends.lower[0] <= 0:
        return []
    most, least = quality(rows[0].unit)
    times = top[0].ends.lower[0] / bottom[0].ends.lower[0]
    shown = number(times)
    near = "" if float(shown) == times else "约"
    return [
        Claim(
            f"{words('zh')}{most}的是{least}的{near}{shown}倍。",
            f"{words('en')}the highest is {'about ' if near else ''}{shown} times the lowest.",
            proof.query("(select abs(max(high) / min(low) - $times) <= 0.005000001 and "
                        "max(high) = max(low) and min(low) = min(high) from known)"),
            {**proof.params, "n": len(rows), "times": float(shown)},
            "the greatest value over the least is that number, to two decimals",
        )
    ]  # fmt: skip


def _middle(rows: Sequence[Ranked], words: Words, proof: Proof) -> list[Claim]:
    """The median of three places or more, or between what it lies."""
    low = median(row.ends.lower[0] for row in rows)
    high = median(row.ends.upper[0] for row in rows)
    if len(rows) < 3 or not (math.isfinite(low) and math.isfinite(high)):
        return []
    exact = low == high
    if not exact and (float(number(low)) > low or float(number(high)) < high):
        return []
    said = [
        amount(low if exact else None, low, high, "eq" if exact else "range", rows[0].unit, x) for x in ("zh", "en")
    ]
    return [
        Claim(
            f"{words('zh')}中位数{_is('为' + said[0]) if exact else '在' + said[0]}{'' if exact else '之间'}。",
            f"{words('en')}the median is {said[1]}.",
            proof.query("(select abs(median(low) - $low) <= 0.005000001 and abs(median(high) - $high) <= 0.005000001 "
                        "from known)"),
            {**proof.params, "n": len(rows), "low": low, "high": high},
            "the medians of the lower and of the upper ends are those",
        )
    ]  # fmt: skip
