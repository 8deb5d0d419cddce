"""The command that writes reports: ``civstats report``, a few lines over `civstats.report`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import UsageError

if TYPE_CHECKING:
    from civstats.dataset import Dataset

_ALL = "all"


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``report`` to the commands."""
    parser = commands.add_parser(
        "report",
        help="reports to read, print and hand on",
        description="Write reports as HTML, PDF and Excel, in Chinese and English: of places, of indicators, of the "
        "targets, of the quality of the data. Without a choice all of them, with index.html, which leads to each.",
        epilog="Example: civstats report --locality 乌审旗 --lang zh --format pdf -o out",
    )
    parser.add_argument("--all", action="store_true", help="all reports and their index (default)")
    parser.add_argument(
        "--locality", action="append", default=[], metavar="PLACE", help="name or code; may be repeated"
    )
    parser.add_argument("--indicator", action="append", default=[], metavar="CODE", help="such as dibao_standard")
    parser.add_argument("--targets", action="store_true", help="the target scorecard")
    parser.add_argument("--quality", action="store_true", help="the data-quality report")
    parser.add_argument("--lang", default=_ALL, help="zh, en or all (default)")
    parser.add_argument("--format", default=_ALL, help="html, pdf, xlsx or all (default)")
    parser.add_argument("-o", "--output", type=Path, default=Path("reports"), metavar="DIR", help="default: reports")
    parser.add_argument("--workers", type=int, metavar="N", help="processes for all reports (default: processors)")
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from civstats import report
    from civstats.catalogue import LANGUAGES
    from civstats.dataset import open as open_dataset

    chosen = report.kinds(
        LANGUAGES if options.lang == _ALL else [options.lang],
        report.FORMATS if options.format == _ALL else [options.format],
    )
    single = [*options.locality, *options.indicator, *filter(None, (options.targets, options.quality))]
    if single and options.all:
        raise UsageError("--all makes every report; leave out the choice of single ones, or --all")
    if options.workers is not None and options.workers < 1:
        raise UsageError(f"--workers {options.workers}: at least one process is needed")
    if single:
        dataset = open_dataset(options.data)
        for path in report.write_reports(dataset, _names(dataset, options), options.output, chosen):
            print(path)
    else:
        workers = options.workers or os.cpu_count() or 1
        print(report.write_all(options.data, options.output, chosen, workers=workers, progress=_progress))
    return 0


def _names(dataset: Dataset, options: argparse.Namespace) -> list[str]:
    """The names of the single reports that are asked for; unknown places and indicators are refused before any work."""
    from civstats import lookup
    from civstats.analysis.standing import read_indicator

    places = [f"place-{lookup.locality(name)}" for name in options.locality]
    indicators = [f"indicator-{read_indicator(dataset.sql, code).indicator_id}" for code in options.indicator]
    whole = [name for name in ("targets", "quality") if getattr(options, name)]
    return list(dict.fromkeys([*places, *indicators, *whole]))


def _progress(text: str) -> None:
    """On a terminal one line that counts up; elsewhere nothing, so that logs stay short."""
    if sys.stderr.isatty():
        number, _, rest = text.partition("/")
        end = "\n" if number == rest.split()[0] else ""
        print(f"\r\x1b[K{text}", end=end, file=sys.stderr, flush=True)
