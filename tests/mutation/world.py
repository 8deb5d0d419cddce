"""The unmutated dataset: its raw sheets row by row, its tables, and what the checks say of it before any fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.curate import observations, tables
from civstats.reading import raw
from civstats.reading.raw import Raw
from civstats.reading.source import Source
from civstats.relate.relations import KINDS
from civstats.relate.rules import rules
from civstats.relate.violations import violations

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, str]
Observation = dict[str, Any]

RAW = Path(__file__).parent.parent.parent / "data" / "raw"
CHECKABLE = frozenset(kind.name for kind in KINDS if kind.arithmetic is not None)
"""The kinds of relation in which a figure follows from the others; the other kinds only bound it."""


@dataclass(frozen=True)
class Document:
    """A document with the rows of its sheet, each by column."""

    source: Source
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Site:
    """A row of a raw sheet, into which a fault may be put."""

    world: World
    document: Document
    index: int

    @property
    def row(self) -> Row:
        return self.document.rows[self.index]

    @property
    def observation_id(self) -> str:
        return f"{self.document.source.source_id}:{self.row['no']}"

    @property
    def observed(self) -> Observation:
        """The observation that the row gives."""
        return self.world.by_id[self.observation_id]

    def others(self) -> Iterator[tuple[int, Observation]]:
        """The other rows of the document by their index, the nearest first."""
        near = sorted(range(len(self.document.rows)), key=lambda index: (abs(index - self.index), index))
        for index in near[1:]:
            yield index, Site(self.world, self.document, index).observed


@dataclass(frozen=True)
class Said:
    """What the checks say of a dataset: the findings of severity ``warn`` and the broken rules of severity ``fail``.

    Each is known by its code and its sentence, and has the observations that it involves.
    """

    findings: Mapping[tuple[str, str], frozenset[str]]

    def beyond(self, base: Said) -> list[tuple[str, frozenset[str]]]:
        """What is said here and was not said of ``base``: the codes, and the observations involved."""
        return [(known[0], involved) for known, involved in self.findings.items() if known not in base.findings]


class World:
    """The dataset as it is."""

    def __init__(self, folder: Path = RAW) -> None:
        read = raw.read(folder)
        self.sources: Sequence[Source] = read.sources
        self.documents = tuple(
            Document(source, tuple(rows)) for source, rows in zip(read.sources, _rows(read), strict=True)
        )
        observed, problems = observations.build(read)
        assert observed is not None, problems
        self.observed: pa.Table = observed
        self.made = tables.build(self.sources, observed)
        self.said = said(self.made)
        self.by_id: dict[str, Observation] = {
            row["observation_id"]: row for row in self.made["observations"].to_pylist()
        }

    def document(self, source_id: str) -> Document:
        return self._by_source[source_id]

    @cached_property
    def _by_source(self) -> Mapping[str, Document]:
        return {document.source.source_id: document for document in self.documents}

    def sites(self) -> Iterator[Site]:
        for document in self.documents:
            for index in range(len(document.rows)):
                yield Site(self, document, index)

    @cached_property
    def starts(self) -> Mapping[str, int]:
        """The number of the first observation of each document in `observed`."""
        found: dict[str, int] = {}
        for number, name in enumerate(self.observed["source_id"].to_pylist()):
            found.setdefault(name, number)
        return found

    def of_document(self, document: Document) -> pa.Table:
        """The observations of a document, as they were read."""
        return self.observed.slice(self.starts[document.source.source_id], len(document.rows))

    def _in_relations(self, kinds: Iterable[str]) -> frozenset[str]:
        held = [
            row["observation_ids"].split()
            for row in self.made["findings"].to_pylist()
            if row["finding_kind"] in kinds and row["verdict"] != "unverifiable"
        ]
        return frozenset(name for names in held for name in names)

    @cached_property
    def related(self) -> frozenset[str]:
        """The figures that take part in a relation in which one follows from the others, and which is decided."""
        return self._in_relations(CHECKABLE)

    @cached_property
    def beside(self) -> Mapping[str, frozenset[str]]:
        """The figures that stand in a finding with each figure."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.made["findings"].to_pylist():
            names = row["observation_ids"].split()
            for name in names:
                found[name].update(names)
        return {name: frozenset(names) for name, names in found.items()}

    @cached_property
    def series(self) -> Mapping[tuple[Any, ...], list[Observation]]:
        """The levels of one thing in all documents, by place, indicator, residence, breakdown and unit."""
        found: defaultdict[tuple[Any, ...], list[Observation]] = defaultdict(list)
        for row in self.by_id.values():
            if row["measure"] in ("standard", "actual", "previous"):
                found[series_of(row)].append(row)
        return found

    @cached_property
    def places(self) -> Mapping[tuple[str, ...], int]:
        """How many places have a figure of an indicator, residence and breakdown."""
        found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in self.by_id.values():
            found[row["indicator_id"], row["residence"], row["breakdown"]].add(row["locality_id"])
        return {key: len(names) for key, names in found.items()}

    @cached_property
    def totals(self) -> Mapping[str, list[str]]:
        """The parts of each total."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.by_id.values():
            if row["part_of"]:
                found[row["part_of"]].append(row["observation_id"])
        return found


def series_of(row: Observation) -> tuple[Any, ...]:
    """What an observation is a level of."""
    return tuple(
        row[name] for name in ("locality_id", "area", "indicator_id", "residence", "breakdown", "unit", "subject_zh")
    )


def said(made: Mapping[str, pa.Table]) -> Said:
    """What the checks say of the dataset ``made``."""
    import duckdb

    found = {
        (row["finding_id"], row["arithmetic_zh"]): frozenset(row["observation_ids"].split())
        for row in made["findings"].to_pylist()
        if row["severity"] == "warn"
    }
    with duckdb.connect(":memory:") as connection:
        for name, table in made.items():
            connection.register(name, table)
        for broken in violations(connection, [rule for rule in rules().values() if rule.severity == "fail"]):
            involved = frozenset(name for name in (broken.observation_id, broken.beside_id) if name)
            found[f"{broken.rule}:{broken.observation_id}", broken.detail("zh")] = involved
    return Said(found)


def family_of(indicator: str) -> str:
    """What an indicator is held against: rates of a programme against rates, all else against what is of its theme."""
    row = codelists.by_code("indicators").get(indicator)
    if row is None:
        return indicator
    programme = indicator.partition("_")[0].replace("tekun", "dibao")
    return f"rates of {programme}" if row["unit"].startswith("CNY/person") else row["theme"]


def _rows(read: Raw) -> list[list[Row]]:
    found: list[list[Row]] = [[] for _ in read.sources]
    for row in read.rows.to_pylist():
        index = row.pop("source")
        del row["line"]
        found[index].append(row)
    return found
