"""The command that exports: ``civstats export --format FORMAT -o DIR``, a few lines over `civstats.export`."""

from __future__ import annotations

import argparse

_FORMATS = ("csv", "xlsx", "duckdb", "sdmx-csv", "json-stat")  # those of civstats.export; a test holds them equal


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``export`` to the commands."""
    parser = commands.add_parser(
        "export",
        help="the dataset as CSV, Excel, DuckDB, SDMX-CSV or JSON-stat",
        description="Write the dataset in formats that other tools open, and print the files written: all of them are "
        "written or none. Which file is for which tool: docs/exports.md.",
        epilog="Example: civstats export --format csv xlsx -o out",
    )
    parser.add_argument(
        "--format", nargs="+", action="extend", required=True, choices=_FORMATS, metavar="FORMAT",
        help=f"one or several of {', '.join(_FORMATS)}",
    )  # fmt: skip
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="folder, made if need be")
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from civstats import export
    from civstats.dataset import open as open_dataset

    for path in export.write(open_dataset(options.data), options.format, options.output):
        print(path)
    return 0
