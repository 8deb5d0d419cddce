"""A Spark session for tables of a few thousand rows: one thread, and nothing compiled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from export_files import missing


@contextmanager
def session() -> Iterator[Any]:
    """The session; the test is skipped where Java or PySpark is lacking, and fails so in CI."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        missing("pip install 'civstats[spark]': Spark is not tested")
    if shutil.which("java") is None:
        missing("Spark needs Java, which is not installed: it is not tested")
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
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()
