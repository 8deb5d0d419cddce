"""The main job: raw documents to a published dataset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civstats import __version__, codelists
from civstats.curate import observations, tables
from civstats.errors import DataError
from civstats.publish import publication
from civstats.reading import raw
from civstats.schema import TABLES, arrow, croissant, datapackage

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Summary:
    """What a build made: the figures for its closing words."""

    out: Path
    sources: int
    localities: int
    themes: dict[str, int]
    corrected: list[tuple[str, str, str, str]]
    """Observation, printed token, what it was read as, why: one of each damaged figure."""
    rows: dict[str, int]


Gate = Callable[[Path], None]
"""Looks at a dataset that is about to be published, and raises where it must not be."""


def build(
    raw_folder: Path, out: Path, progress: Callable[[str], None] = lambda _: None, gate: Gate | None = None
) -> Summary:
    """Read the documents of ``raw_folder`` and publish the dataset at ``out``, all or nothing.

    The dataset passes ``gate`` before anyone sees it; without one, it is held against the expectation suites.

    Raises DataError with every problem of the raw data, ValidationError where an expectation of severity critical
    fails, UsageError where ``raw_folder`` holds no documents or Great Expectations is not installed, and LocationError
    where ``out`` cannot be written; in each case ``out`` stays as it was.
    """
    gate = gate or suites_gate()
    made, sources = derive(raw_folder, progress)
    with publication(out, owns=is_dataset) as staging:
        rows = {name: table.num_rows for name, table in made.items()}
        for name, table in made.items():
            arrow.write(table, TABLES[name], staging / f"{name}.parquet")
        described = datapackage.describe(staging, __version__, rows, made["sources"].to_pylist())
        descriptor = datapackage.with_content(described, made)
        (staging / datapackage.FILE_NAME).write_text(datapackage.to_json(descriptor), encoding="utf-8")
        (staging / croissant.FILE_NAME).write_text(croissant.to_json(descriptor), encoding="utf-8")
        gate(staging)
    progress(f"published {len(made)} tables")
    return _summary(out, made, sources)


def suites_gate() -> Gate:
    """The gate that holds a dataset against the expectation suites; raises UsageError where it cannot be used."""
    from civstats.validation.run import gate, require_engine

    require_engine()  # before the documents are read, which may take minutes
    return gate


def derive(raw_folder: Path, progress: Callable[[str], None] = lambda _: None) -> tuple[dict[str, pa.Table], int]:
    """All tables of the dataset, and the number of documents; raises as `build` does."""
    documents = raw.read(raw_folder, progress)
    if documents.rows is None:
        raise DataError(documents.problems)
    observed, problems = observations.build(documents)
    if observed is None or documents.problems:
        raise DataError([*documents.problems, *problems])
    progress(f"read {observed.num_rows} figures")
    sources = documents.sources
    del documents  # a million raw rows are not needed any more
    made = tables.build(sources, observed)
    progress(f"derived {len(made)} tables")
    return made, len(sources)


def is_dataset(folder: Path) -> bool:
    """Whether ``folder`` holds a dataset that a build may replace."""
    manifest = folder / datapackage.FILE_NAME
    return manifest.is_file() and f'"name": "{datapackage.NAME}"' in manifest.read_text(
        encoding="utf-8", errors="replace"
    )


def _summary(out: Path, made: dict[str, pa.Table], sources: int) -> Summary:
    import pyarrow.compute as pc

    observed = made["observations"]
    theme_of = {row["indicator_id"]: row["theme"] for row in codelists.rows("indicators")}
    themes = dict.fromkeys(codelists.codes("themes"), 0)
    for count in pc.value_counts(observed["indicator_id"]).to_pylist():
        themes[theme_of[count["values"]]] += count["counts"]
    corrected = observed.filter(pc.equal(observed["status"], "corrected"))
    columns = [corrected[name].to_pylist() for name in ("observation_id", "printed", "read_as", "note")]
    return Summary(
        out,
        sources,
        len(observed["locality_id"].unique()),
        {theme: count for theme, count in themes.items() if count},
        list(zip(*columns, strict=True)),
        {name: table.num_rows for name, table in made.items()},
    )
