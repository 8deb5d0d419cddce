"""What must hold of every report that is made of a dataset."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files

import pandas as pd
import pyarrow as pa
import pytest

from civstats.catalogue import LANGUAGES, words
from civstats.dataset import Dataset
from civstats.report import words as said
from civstats.report.model import Report, Table, Text, referred
from civstats.schema import TABLES

HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers(text: str) -> Counter[str]:
    """The numbers of a text without their grouping."""
    return Counter(found.replace(",", "").rstrip(".") for found in _NUMBER.findall(text))


def table(report: Report, name: str) -> Table:
    [found] = [one for one in report.tables() if one.id == name]
    return found


def column(of: Table, key: str) -> list[str]:
    """The texts of a column in Chinese, without the grouping of numbers."""
    at = [one.key for one in of.columns].index(key)
    return [row.cells[at].text.zh.replace(",", "") for row in of.rows]


def counts(of: Table, *keys: str) -> list[tuple[int, ...]]:
    """Some columns of whole numbers, as they are shown, row by row; what a workbook counts with is the same."""
    shown = [tuple(map(int, row)) for row in zip(*(column(of, key) for key in keys), strict=True)]
    at = [[one.key for one in of.columns].index(key) for key in keys]
    assert shown == [tuple(row.cells[place].number for place in at) for row in of.rows]
    return shown


def texts(report: Report, own: str) -> Iterator[Text]:
    """The words of a report outside the sections that every report has; tables by the beginnings of their names."""
    yield from (report.title, report.subtitle, report.missing)
    for key in report.keys:
        yield from (key.label, key.value, key.unit, key.period, key.state)
    yield from (point.text for point in report.points)
    for one in report.tables():
        if re.match(own, one.id):
            yield from (one.caption, *one.notes, *(label.label for label in one.columns))
            yield from (cell.text for row in one.rows for cell in row.cells)


def check_references(report: Report) -> None:
    """Every reference is numbered, every point leads somewhere, and no anchor stands twice."""
    used = {one for section in report.sections for one in referred(section.blocks)} | set(referred(report.front))
    assert used <= set(report.refs)
    named = [section.id for section in report.sections]
    named += [one.id for one in report.tables()] + [one.id for one in report.figures()]
    assert len(named) == len(set(named))
    assert {point.to for point in report.points} <= set(named)


def check_points(report: Report, ds: Dataset) -> None:
    assert len(report.points) <= 6
    for point in report.points:
        assert point.claim.proven(ds.sql), point.claim.zh


def kept(ds: Dataset, rows: pd.Series[bool]) -> Dataset:
    """The dataset with some of its observations alone; its other tables stay as they are, which takes no time."""
    made = {name: ds.arrow(name) for name in TABLES}
    return Dataset.of(made | {"observations": made["observations"].filter(pa.array(rows))})


class Spoken(dict[str, Mapping[str, str]]):
    """The words of the reports, which remember what was said."""

    def __init__(self) -> None:
        super().__init__(said.labels())
        self.keys_said: set[str] = set()

    def __getitem__(self, key: str) -> Mapping[str, str]:
        self.keys_said.add(key)
        return super().__getitem__(key)


def remembered(monkeypatch: pytest.MonkeyPatch) -> Spoken:
    spoken = Spoken()
    monkeypatch.setattr(said, "labels", lambda: spoken)
    return spoken


def declared(name: str) -> set[str]:
    """The keys of ``labels/{name}.csv``, whose English is checked to be English."""
    rows = words("civstats.report", f"labels/{name}.csv")
    for key, row in rows.items():
        assert key.startswith(f"{name}_")
        assert all(row[lang] for lang in LANGUAGES), key
        assert not HAN.search(row["en"]), key
    lines = files("civstats.report").joinpath(f"labels/{name}.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(rows) + 1
    return set(rows)
