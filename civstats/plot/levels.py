"""A series of levels over years, as `growth` draws it, and labels that must not lie on each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from civstats.catalogue import Lang
from civstats.errors import UsageError
from civstats.plot.frame import Level, Row


@dataclass(frozen=True)
class One:
    """A series: its name, its pairs in the order of years, and the level of each year."""

    name: dict[Lang, str]
    pairs: Sequence[Row]

    @property
    def levels(self) -> dict[int, Level]:
        found: dict[int, Level] = {}
        for row in self.pairs:
            found.setdefault(int(row["from_year"]), row.level("from_"))
            found[int(row["to_year"])] = row.level("to_")
        return dict(sorted(found.items()))

    @property
    def ends(self) -> tuple[Level, Level] | None:
        """The first and the last level, if any."""
        levels = list(self.levels.values())
        return (levels[0], levels[-1]) if levels else None


def refuse_twice(name: str, rows: Sequence[Row]) -> None:
    """A series has one row for two years; raises UsageError where it has two."""
    pairs = Counter((int(row["from_year"]), int(row["to_year"])) for row in rows)
    for (first, last), count in pairs.items():
        if count > 1:
            raise UsageError(
                f"plot.growth: {name} has {count} rows for {first} to {last}; choose one part of the year, one rule or "
                "one kind of standard"
            )


def first_the_ends(years: Iterable[int]) -> list[int]:
    """The last year, the first, then the others: the order in which they get room for a label."""
    left = sorted(years)
    return [*left[-1:], *left[:1], *left[1:-1]] if len(left) > 1 else left


def apart(wanted: Sequence[float], tall: Sequence[float], height: float) -> dict[int, float]:
    """The middles of labels ``tall`` points high, as near to those wanted as they go without overlap."""
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    middles: dict[int, float] = {}
    floor = 0.0
    for number in order:
        middles[number] = max(wanted[number], floor + tall[number] / 2)
        floor = middles[number] + tall[number] / 2
    over = max(0.0, floor - height)
    return {number: middle - over for number, middle in middles.items()}
