"""The dataset in the formats that other tools open: CSV, Excel, DuckDB, SDMX-CSV and JSON-stat.

>>> import civstats
>>> civstats.export.write(civstats.open(), ["csv", "duckdb"], "out")      # returns the files that it wrote

One module a format; each writes its files into a folder, and `write` puts them in their place all at once or not at
all. Which file is for which tool: ``docs/exports.md``.
"""

from __future__ import annotations

from civstats.export.write import FORMATS, write

__all__ = ["FORMATS", "write"]
