"""Importing Great Expectations without what its import brings along."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_CONNECT = "pyspark.sql.connect"


@contextmanager
def quiet_import() -> Iterator[None]:
    """Import Great Expectations inside: without a warning about Python's own modules, and without Spark Connect.

    GX tries Spark Connect, which is not used here. Where PySpark is installed without gRPC, that module takes a
    ``python -c`` for a run of its own tests and ends the process, code 0; where gRPC is there, it warns of pandas 3.
    """
    unused = _CONNECT not in sys.modules
    if unused:
        sys.modules[_CONNECT] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "module 'sre_(constants|parse)' is deprecated", DeprecationWarning)
            yield
    finally:
        if unused:
            del sys.modules[_CONNECT]
    # GX logs what it also returns; without a handler Python would print it.
    logging.getLogger("great_expectations").addHandler(logging.NullHandler())
