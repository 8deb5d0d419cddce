"""Great Expectations, behind a few functions: the only module that imports it.

Suites run in an ephemeral context, which keeps nothing on disk. The curated files are read by DuckDB through GX's SQL
engine, frames by its pandas and Spark engines. What tells row by row GX counts in one scan of the table; keys,
references and rules are one query each, the same SQL on every engine (see `conditions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import literal_column
from sqlalchemy.pool import StaticPool

from civstats.validation import conditions
from civstats.validation.dialect import URL, Connection
from civstats.validation.quiet import quiet_import
from civstats.validation.report import Outcome, Verdict
from civstats.validation.tables import CuratedTables, Tables, first_line, key_of

with quiet_import():
    import great_expectations as gx
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )
    from great_expectations.core.metric_domain_types import MetricDomainTypes
    from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
    from great_expectations.execution_engine import (
        PandasExecutionEngine,
        SparkDFExecutionEngine,
        SqlAlchemyExecutionEngine,
    )
    from great_expectations.expectations.expectation import BatchExpectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.metrics.metric_provider import metric_partial, metric_value
    from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView
    from great_expectations.validator.metric_configuration import MetricConfiguration

Expectation = Mapping[str, Any]
"""An expectation as it stands in the JSON of a suite."""

_ASKED: ContextVar[tuple[Tables, str]] = ContextVar("the tables that are validated, and the table that is asked")
"""A metric of GX knows its batch only; keys, references and rules ask the other tables too."""


@contextmanager
def _asking(tables: Tables, table: str) -> Iterator[None]:
    """Let the expectations that run inside ask ``tables``, as expectations of ``table``."""
    token = _ASKED.set((tables, table))
    try:
        yield
    finally:
        _ASKED.reset(token)


def _selected(*, metric_value_kwargs: Mapping[str, Any], **_: Any) -> int:
    [(count,)] = _ASKED.get()[0].rows(metric_value_kwargs["sql"])
    return int(count)


class CountSelected(TableMetricProvider):
    """How many rows fail, by a SELECT that counts them."""

    metric_name = "civstats.count_selected"
    value_keys = ("sql",)
    _pandas = metric_value(engine=PandasExecutionEngine)(_selected)
    _sqlalchemy = metric_value(engine=SqlAlchemyExecutionEngine)(_selected)
    _spark = metric_value(engine=SparkDFExecutionEngine)(_selected)


def _sum(kwargs: Mapping[str, Any]) -> str:
    return f"coalesce(sum(case when {kwargs['sql']} then 1 else 0 end), 0)"


def _where_in_duckdb(*, metric_value_kwargs: Mapping[str, Any], **_: Any) -> int:
    tables, table = _ASKED.get()
    [(count,)] = tables.rows(f"select {_sum(metric_value_kwargs)} from {tables.dialect.name(table)}")
    return int(count)


def _where_in_sql(*, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:
    return literal_column(_sum(metric_value_kwargs)), metric_domain_kwargs, {}


def _where_in_spark(*, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:
    from pyspark.sql import functions

    return functions.expr(_sum(metric_value_kwargs)), metric_domain_kwargs, {}


class CountWhere(TableMetricProvider):
    """How many rows meet a condition: on SQL and Spark an aggregate, which GX computes in one scan with all others."""

    metric_name = "civstats.count_where"
    value_keys = ("sql",)
    _partial: ClassVar[Any] = {
        "partial_fn_type": MetricPartialFunctionTypes.AGGREGATE_FN,
        "domain_type": MetricDomainTypes.TABLE,
    }
    _pandas = metric_value(engine=PandasExecutionEngine)(_where_in_duckdb)
    _sqlalchemy = metric_partial(engine=SqlAlchemyExecutionEngine, **_partial)(_where_in_sql)
    _spark = metric_partial(engine=SparkDFExecutionEngine, **_partial)(_where_in_spark)


class AskedExpectation(BatchExpectation):
    """An expectation that is asked in SQL: it holds where no row fails."""

    @classmethod
    def is_abstract(cls) -> bool:
        return not cls.success_keys

    def get_validation_dependencies(self, execution_engine: Any = None, runtime_configuration: Any = None) -> Any:
        dependencies = super().get_validation_dependencies(execution_engine, runtime_configuration)
        tables, table = _ASKED.get()
        kwargs = {name: getattr(self, name) for name in self.success_keys}
        question = conditions.ask(self.expectation_type, kwargs, table, key_of(tables, table), tables.dialect)
        if question is not None:
            metric, sql = (CountWhere, question.where) if question.where else (CountSelected, question.count)
            configuration = MetricConfiguration(metric.metric_name, {"batch_id": self.batch_id}, {"sql": sql})
            dependencies.set_metric_configuration("failing", configuration)
        return dependencies

    def _validate(self, metrics: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {"success": metrics["failing"] == 0, "result": {"observed_value": metrics["failing"]}}


class ExpectColumnValuesToMatchPattern(AskedExpectation):
    """The regular expression ``pattern`` matches the whole of every value."""

    column: str
    pattern: str
    success_keys: ClassVar[tuple[str, ...]] = ("column", "pattern")


class ExpectColumnValuesToBeInCodeList(AskedExpectation):
    """Every value is a code of the list ``code_list`` of civstats."""

    column: str
    code_list: str
    success_keys: ClassVar[tuple[str, ...]] = ("column", "code_list")


class ExpectKeyToBeUnique(AskedExpectation):
    """No two rows are alike in ``columns``; fails for each row beyond the first."""

    columns: list[str]
    success_keys: ClassVar[tuple[str, ...]] = ("columns",)


class ExpectColumnValuesToReferTo(AskedExpectation):
    """Every value stands in the column ``key`` of ``table``."""

    column: str
    table: str
    key: str
    success_keys: ClassVar[tuple[str, ...]] = ("column", "table", "key")


class ExpectRuleToHold(AskedExpectation):
    """No row breaks the domain rule ``rule``, its ``parameters`` in the place of the declared ones."""

    rule: str
    parameters: dict[str, float] = {}  # noqa: RUF012  (a field of pydantic, which copies it)
    success_keys: ClassVar[tuple[str, ...]] = ("rule", "parameters")


class ExpectColumnsToHaveTypes(AskedExpectation):
    """The columns that are there have the declared ``types``."""

    types: dict[str, str]
    success_keys: ClassVar[tuple[str, ...]] = ("types",)

    def _validate(self, metrics: Mapping[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ARG002
        tables, table = _ASKED.get()
        wrong = conditions.wrong_types(self.types, tables.columns[table])
        return {"success": not wrong, "result": {"observed_value": len(wrong)}}


class Run:
    """The suites of one dataset, run in an ephemeral context. To be closed, with the tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        stores = InMemoryStoreBackendDefaults()
        stores.data_docs_sites = {}
        config = DataContextConfig(store_backend_defaults=stores, progress_bars={"globally": False})
        self._context = gx.get_context(mode="ephemeral", project_config=config)
        self._connection = Connection(tables) if isinstance(tables, CuratedTables) else None
        self._source = self._open()

    def close(self) -> None:
        """Let go of the tables: GX keeps the last context for itself."""
        self._tables.close()
        if self._connection is not None:
            self._connection.close()

    def _open(self) -> Any:
        sources = self._context.data_sources
        if self._connection is not None:
            engine = {"creator": lambda: self._connection, "poolclass": StaticPool}
            return sources.add_sql("curated", connection_string=URL, kwargs=engine)
        return sources.add_pandas("frames") if self._tables.engine == "pandas" else sources.add_spark("frames")

    def _batch(self, table: str) -> Any:
        if self._connection is not None:
            return self._source.add_table_asset(table).add_batch_definition_whole_table("all").get_batch()
        definition = self._source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        return definition.get_batch({"dataframe": self._tables.frames[table]})

    def verdicts(self, table: str, expectations: Sequence[Expectation]) -> list[Verdict]:
        """Run ``expectations`` on ``table``: all at once for the verdicts alone, then again each that did not hold.

        The second run counts the failing rows; and where one expectation could not be asked and took the others of
        its scan along, it tells them apart.
        """
        with _asking(self._tables, table):
            batch = self._batch(table)
            suite = gx.ExpectationSuite(name=table, expectations=[made(one) for one in expectations])
            for number, expectation in enumerate(suite.expectations):
                expectation.id = str(UUID(int=number))  # the results come in another order
            results = batch.validate(suite, result_format="BOOLEAN_ONLY").results
            found = {UUID(result.expectation_config.id).int: result for result in results}
            for number, result in found.items():
                if not result.success:
                    found[number] = batch.validate(made(expectations[number]), result_format="BASIC")
        return [_verdict(found[number]) for number in range(len(expectations))]


def made(expectation: Expectation) -> Any:
    """``expectation`` as an object of GX; raises ValueError where GX does not take it."""
    try:
        return ExpectationConfiguration(**expectation).to_domain_obj()
    except (gx.exceptions.GreatExpectationsError, TypeError) as error:
        raise ValueError(first_line(error)) from None


def _verdict(result: Any) -> Verdict:
    problem = next(_raised(result.exception_info), "")
    counts = [result.result.get(name) for name in ("unexpected_count", "observed_value")]
    return Verdict(bool(result.success), next((n for n in counts if isinstance(n, int)), None), problem)


def _raised(info: Mapping[str, Any]) -> Iterator[str]:
    """The first lines of what was raised: GX gives them for the expectation, or for each metric of it."""
    if isinstance(info.get("exception_message"), str):
        yield first_line(Exception(info["exception_message"]))
    for value in info.values():
        if isinstance(value, dict):
            yield from _raised(value)


def page(table: str, outcomes: Sequence[tuple[Expectation, Outcome]], columns: Sequence[str]) -> str:
    """GX's Data Docs page of what validating ``table``, whose columns are ``columns``, found; as HTML.

    GX puts texts into its pages as they are, so what comes of a dataset is escaped here.
    """
    results = []
    for expectation, outcome in outcomes:
        configuration = ExpectationConfiguration(**expectation)
        said, wrong = [escape(str(outcome.sentence))], [escape(line) for line in outcome.wrong()]
        if configuration.type == conditions.FILLED:
            said += wrong  # GX has a result of its own for it: how much is filled, in percent
        configuration.description = "; ".join(said).replace("$", "$$")
        seen: Any = "\n".join(wrong) or "符合 / holds"
        if configuration.type == "expect_table_columns_to_match_ordered_list":
            seen = wrong or [escape(name) for name in columns]  # GX puts the sections of the page into this order
        found = {"observed_value": seen} | ({"unexpected_percent": 0} if outcome.holds else {})
        results.append(ExpectationValidationResult(outcome.holds, configuration, result=found))
    held = sum(bool(result.success) for result in results)
    validated = ExpectationSuiteValidationResult(
        success=all(one.holds or one.severity != "critical" for _, one in outcomes),
        results=results,
        suite_name=table,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": held,
            "unsuccessful_expectations": len(results) - held,
            "success_percent": 100 * held / len(results) if results else None,
        },
        meta={"great_expectations_version": gx.__version__},
    )
    document = ValidationResultsPageRenderer(run_info_at_end=True).render(validated)
    rendered: str = DefaultJinjaPageView().render(document, show_how_to_buttons=False, show_cta_footer=False)
    return rendered
