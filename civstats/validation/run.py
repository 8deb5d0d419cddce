"""Validating a dataset: put it before an engine, run the suites, and say what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats import location, parquet, recorded
from civstats.errors import DatasetError, UsageError, ValidationError
from civstats.validation import docs
from civstats.validation import suites as suites_
from civstats.validation.examples import explained
from civstats.validation.report import Outcome, Sentence, Validation
from civstats.validation.suites import Suite
from civstats.validation.tables import CuratedTables, EngineError, PandasTables, SparkTables, Tables, first_line
from civstats.validation.unaskable import unaskable

if TYPE_CHECKING:
    from types import ModuleType

_FETCH = Sentence(
    "重新取得数据集，或以 civstats build 重建", "fetch the dataset again, or rebuild it with civstats build"
)

_PRESENT = "present"


def validate(
    where: str | Path | None = None,
    suites: str | Path | None = None,
    *,
    tables: Mapping[str, Any] | None = None,
    data_docs: str | Path | None = None,
) -> Validation:
    """Validate the dataset at ``where`` (None: the packaged one; a folder or URL) against the expectation suites.

    ``tables`` takes the place of ``where``: pandas or Spark frames by the names of the tables, all of one kind.
    ``suites`` is a folder of suites of one's own (``<table>.json``). With ``data_docs``, Great Expectations' Data Docs
    are written to that folder, to be opened without a network.

    A table that is missing, damaged, or of other columns or types is a failure like any other. Raises DatasetError
    where there is no dataset at all, UsageError for suites or frames that cannot be used, and where Great Expectations
    is not installed.
    """
    require_engine()
    loaded = suites_.load(Path(suites) if suites is not None else None)
    from civstats.validation import gx

    _refuse_unknown(gx, loaded)
    opened, label, outcomes = _frames(tables) if tables is not None else _curated(where)
    pages: dict[str, str] = {}
    with closing(gx.Run(opened)) as run:
        for suite in loaded.values():
            found = _outcomes(run, opened, suite)
            outcomes += found
            if data_docs is not None and suite.table in opened.columns:
                asked = list(zip(suite.expectations, found, strict=True))
                pages[suite.table] = gx.page(suite.table, asked, list(opened.columns[suite.table]))
    outcomes.sort(key=lambda one: one.rule != _PRESENT)  # a table that is not there comes before what follows of it
    present = opened.columns.keys() | opened.damaged.keys()
    validation = Validation(label, tuple(outcomes), tuple(sorted(present - loaded.keys())))
    if data_docs is not None:
        docs.write(Path(data_docs), pages, validation)
    return validation


def gate(folder: Path) -> None:
    """Raise ValidationError where the dataset in ``folder`` is not valid; what only warns passes."""
    found = validate(folder)
    if not found.ok:
        raise ValidationError([line for one in found.failures for line in one.lines()], len(found.failures))


def require_engine() -> None:
    """Raise UsageError where Great Expectations is not installed; it is not imported, which takes seconds."""
    for module in ("great_expectations", "sqlalchemy"):
        if find_spec(module) is None:
            raise UsageError("validating needs an extra: pip install 'civstats[validation]'")


def _refuse_unknown(gx: ModuleType, loaded: Mapping[str, Suite]) -> None:
    """Raise UsageError for an expectation that Great Expectations does not know or take."""
    for suite in loaded.values():
        for number, expectation in enumerate(suite.expectations, 1):
            try:
                gx.made(expectation)
            except ValueError as error:
                raise UsageError(f"suite {suite.table}: expectation {number}: {error}") from None


def _curated(where: str | Path | None) -> tuple[Tables, str, list[Outcome]]:
    found = location.locate(where)
    manifest = location.manifest(found)
    tables = CuratedTables(found, location.files(manifest))
    return tables, found.label, list(_recorded(found, manifest, tables))


def _frames(frames: Mapping[str, Any]) -> tuple[Tables, str, list[Outcome]]:
    kinds = {type(frame).__module__.partition(".")[0] for frame in frames.values()}
    if kinds == {"pandas"}:
        return PandasTables(frames), "pandas", []
    if kinds == {"pyspark"}:
        return SparkTables(frames), "Spark", []
    raise UsageError("tables are pandas or Spark DataFrames by the names of the tables, all of one kind")


def _recorded(where: location.Location, manifest: Mapping[str, Any], tables: Tables) -> Iterator[Outcome]:
    """Whether each file is the one that the manifest records; a difference in rows fails, one in bytes warns."""
    for resource in manifest["resources"]:
        if not isinstance(resource, dict) or (name := str(resource.get("name", ""))) not in tables.columns:
            continue
        wanted, problem, severity = resource.get("civstats:rows"), None, "critical"
        try:
            [(rows,)] = tables.rows(f"select count(*) from {tables.dialect.name(name)}")
            if wanted is not None and rows != wanted:
                problem = Sentence(f"有 {rows} 行，所记为 {wanted} 行", f"has {rows} rows, recorded are {wanted}")
            elif not recorded.is_recorded(where, resource):
                severity = "warning"
                problem = Sentence("文件内容与所记不同", "the content of the file is not the recorded one")
                tables.read_whole(name)
                parquet.read_whole(where, str(resource["path"]))
        except (EngineError, OSError, DatasetError) as error:
            tables.lose(name, first_line(error))
            continue
        yield Outcome(
            name,
            "recorded",
            severity,
            Sentence("文件与 datapackage.json 所记相符", "The file is the one that datapackage.json records"),
            problem is None,
            problems=(problem,) if problem else (),
            todo=_FETCH,
        )


def _outcomes(run: Any, tables: Tables, suite: Suite) -> list[Outcome]:
    """An outcome for every expectation of ``suite``; one alone where there is no table to ask."""
    table = suite.table
    if table not in tables.columns:
        lost = table in tables.damaged
        problems = [
            Sentence("表已损坏", "the table is damaged") if lost else Sentence("缺少此表", "the table is missing")
        ]
        problems += [Sentence("", tables.damaged[table])] if lost else []
        sentence = Sentence("此表存在且可读", "The table is there and can be read")
        return [Outcome(table, _PRESENT, "critical", sentence, False, problems=tuple(problems), todo=_FETCH)]
    reasons = [unaskable(expectation, table, tables) for expectation in suite.expectations]
    askable = [expectation for expectation, why in zip(suite.expectations, reasons, strict=True) if why is None]
    verdicts = iter(run.verdicts(table, askable))
    return [
        explained(tables, table, expectation, why or next(verdicts))
        for expectation, why in zip(suite.expectations, reasons, strict=True)
    ]
