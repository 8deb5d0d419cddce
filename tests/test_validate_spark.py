"""The suites on Spark give the verdicts that they give on the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spark_session import session
from validation_cases import BROKEN, changed, verdicts

import civstats
from civstats.schema import TABLES

pytestmark = pytest.mark.filterwarnings(
    # PySpark says so at its first use, whatever is done with it; no pandas frame passes between the two here.
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with session() as found:
        yield found


def test_spark_frames_get_the_verdicts_of_the_files(spark: Any, small: Path, tmp_path: Path) -> None:
    spark.range(1).createOrReplaceTempView("observations")
    folder = changed(small, tmp_path / "broken", BROKEN)
    frames = {table: spark.read.parquet(str(folder / f"{table}.parquet")) for table in TABLES}
    by_spark = civstats.validate(tables=frames)
    assert verdicts(by_spark) == verdicts(civstats.validate(folder))
    assert {one.table for one in by_spark.failures} >= BROKEN.keys()
    assert spark.table("observations").columns == ["id"], "views of the user stay"
    assert not spark.catalog.tableExists("civstats_validation_observations"), "those of the validation go"
