"""How fast and how rightly printed figures are read: civstats, JioNLP and Recognizers-Text on the same tokens.

    pip install -r benchmarks/requirements.txt
    python benchmarks/reading.py [--rounds 5]

The tokens are all figures of the first five documents, and then of every document, as the curated dataset reads them.
A peer that is not installed is left out. Every reader is called in every round, so that all of them share what else
the machine does; times are medians of the rounds.

A peer has a token right where it gives the value, or both ends of a range; that it gives no unit, and 不低于 no bound,
is not held against it. civstats has it right only where value and both ends of the interval are the curated ones.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import synthetic

from civstats.reading import quantity, units

Ends = tuple[float | None, ...]
"""What a reader says that a token states: nothing, a value, or the two ends of an interval."""


@dataclass(frozen=True)
class Figure:
    """A token with what the curated dataset says that it states."""

    source: str
    token: str
    value: float | None
    lower: float | None
    upper: float | None

    @property
    def answers(self) -> tuple[Ends, ...]:
        """The answers that are right for a reader that knows values and ranges."""
        return ((self.value,), (self.lower, self.upper))


@dataclass
class Reader:
    """A reader: ``read`` is what is timed, ``ends`` makes its result comparable, ``prepare`` comes before a round."""

    name: str
    read: Callable[[str], Any]
    ends: Callable[[Any], Ends]
    is_right: Callable[[Figure, Ends], bool] = lambda figure, ends: ends in figure.answers
    prepare: Callable[[], None] = lambda: None
    seconds: list[list[float]] = field(default_factory=list)

    def right(self, figures: Sequence[Figure]) -> list[bool]:
        return [self.is_right(figure, self.ends(self.read(figure.token))) for figure in figures]

    def time(self, tokens: Sequence[str]) -> None:
        """Read every token once and note the seconds of each."""
        self.prepare()
        clock, noted = time.perf_counter, []
        for token in tokens:
            start = clock()
            self.read(token)
            noted.append(clock() - start)
        self.seconds.append(noted)

    def micros(self, chosen: Sequence[int]) -> float:
        """Microseconds per token over the tokens with the numbers ``chosen``."""
        return median(sum(noted[i] for i in chosen) for noted in self.seconds) / len(chosen) * 1e6


def civstats() -> list[Reader]:
    def ends(read: quantity.Quantity) -> Ends:
        return tuple(
            None if end is None else float(end) for end in (read.value, read.interval.lower, read.interval.upper)
        )

    def is_right(figure: Figure, ends: Ends) -> bool:
        return ends == (figure.value, figure.lower, figure.upper)

    def afresh(token: str) -> quantity.Quantity:
        units.unit_text.cache_clear()
        return quantity.read(token)

    forget = units.unit_text.cache_clear
    return [
        Reader("civstats", quantity.read, ends, is_right, forget),
        Reader("civstats, no unit remembered", afresh, ends, is_right),
    ]


def jionlp() -> list[Reader]:
    with contextlib.redirect_stdout(io.StringIO()):  # it greets
        peer = importlib.import_module("jionlp")

    def parse(token: str) -> Any:
        try:
            return peer.parse_money(token)
        except ValueError:
            return None

    def detail(found: Any) -> Ends:
        number = found["num"] if found else []
        return tuple(map(float, number)) if isinstance(number, list) else (float(number),)

    def extracted(found: Any) -> Ends:
        return detail(found[0]["detail"]) if len(found) == 1 else ()

    return [
        Reader("JioNLP extract_money", peer.ner.extract_money, extracted),
        Reader("JioNLP parse_money", parse, detail),
    ]


def recognizers() -> list[Reader]:
    number = importlib.import_module("recognizers_number")
    unit = importlib.import_module("recognizers_number_with_unit")
    chinese = number.Culture.Chinese
    numbers = number.NumberRecognizer(chinese).get_number_model()
    with_units = [
        unit.NumberWithUnitRecognizer(chinese).get_currency_model(),
        unit.NumberWithUnitRecognizer(chinese).get_dimension_model(),
        number.NumberRecognizer(chinese).get_percentage_model(),
    ]

    def read_with_unit(token: str) -> Any:
        for model in with_units:
            if found := model.parse(token):
                return found
        return []

    def ends(found: Any) -> Ends:
        values = [one.resolution["value"] for one in found]
        return tuple(float(value.rstrip("%")) for value in values if value)

    return [
        Reader("Recognizers-Text number", numbers.parse, ends),
        Reader("Recognizers-Text number with unit", read_with_unit, ends),
    ]


def curated() -> list[Figure]:
    """Every token as the documents' sheets have it (the repaired one where one is given), with its curated reading."""
    import pyarrow.parquet as pq

    columns = ["observation_id", "value", "lower", "upper"]
    table = pq.read_table(synthetic.ROOT / "data" / "curated" / "observations.parquet", columns=columns)
    read = {row["observation_id"]: row for row in table.to_pylist()}
    return [
        Figure(source, row["read_as"] or row["printed"], *(read[f"{source}:{row['no']}"][name] for name in columns[1:]))
        for source, row in synthetic.printed_figures()
    ]


def report(title: str, readers: list[Reader], figures: list[Figure], rounds: int) -> None:
    """Time the readers on ``figures`` and print the table."""
    tokens = [figure.token for figure in figures]
    right = {reader.name: reader.right(figures) for reader in readers}
    for reader in readers:
        reader.seconds.clear()
    for _ in range(rounds):
        for reader in readers:
            reader.time(tokens)
    every = range(len(figures))
    ours = readers[0]
    print(f"{title}: {len(tokens)} tokens, {len(set(tokens))} distinct; median of {rounds} rounds\n")
    print(f"{'':<34} {'all tokens':^21} {'read right':^33} {'tokens it reads right':^21}")
    print(f"{'':<34} µs/token  civstats=1   tokens per second  civstats=1 µs/token  civstats=1")
    for reader in readers:
        good = [index for index in every if right[reader.name][index]]
        per_second = len(good) / (reader.micros(every) * len(every)) * 1e6
        ours_per_second = sum(right[ours.name]) / (ours.micros(every) * len(every)) * 1e6
        print(
            f"{reader.name:<34} {reader.micros(every):>8.1f} {reader.micros(every) / ours.micros(every):>12.2f}"
            f" {len(good):>8} {per_second:>11,.0f} {ours_per_second / per_second:>12.2f}"
            f" {reader.micros(good):>10.1f} {reader.micros(good) / ours.micros(good):>12.2f}"
        )
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    readers = civstats()
    for name, peer in (("JioNLP", jionlp), ("Recognizers-Text", recognizers)):
        try:
            readers += peer()
        except ImportError as error:
            print(f"{name} is left out: {error}; pip install -r benchmarks/requirements.txt")
    figures = curated()
    five = [figure for figure in figures if figure.source in synthetic.FIVE]
    report("Five documents", readers, five, rounds)
    report("Five documents, each token once", readers, list({figure.token: figure for figure in five}.values()), rounds)
    report("All documents", readers, figures, rounds)


if __name__ == "__main__":
    main()
