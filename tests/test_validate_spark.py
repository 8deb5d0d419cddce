"""The suites on Spark give the verdicts that they give on the files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from validation_cases import BROKEN, changed, verdicts

import civstats
from civstats.schema import TABLES

pytestmark = pytest.mark.filterwarnings(
    # PySpark says so at its first use, whatever is done with it; no pandas frame passes between the two here.
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session for tables of a few rows: one thread, and nothing compiled."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'civstats[spark]'")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = sql.SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_spark_frames_get_the_verdicts_of_the_files(spark: Any, small: Path, tmp_path: Path) -> None:
    spark.range(1).createOrReplaceTempView("observations")
    folder = changed(small, tmp_path / "broken", BROKEN)
    frames = {table: spark.read.parquet(str(folder / f"{table}.parquet")) for table in TABLES}
    by_spark = civstats.validate(tables=frames)
    assert verdicts(by_spark) == verdicts(civstats.validate(folder))
    assert {one.table for one in by_spark.failures} >= BROKEN.keys()
    assert spark.table("observations").columns == ["id"], "views of the user stay"
    assert not spark.catalog.tableExists("civstats_validation_observations"), "those of the validation go"
