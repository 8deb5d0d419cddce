"""The command line. Each command is a few lines over the Python interface.

Exit codes: 0 all is well, 1 a problem of the data, 2 a command that cannot be carried out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from civstats import (
    __version__,
    cli_analysis,
    cli_codebook,
    cli_compare,
    cli_contribute,
    cli_export,
    cli_plot,
    cli_release,
    cli_report,
    shell,
)
from civstats.errors import CivstatsError, UsageError
from civstats.location import Location
from civstats.reads import unreadable

OK, DATA_PROBLEM, USAGE = 0, 1, 2
INTERRUPTED = 130
"""What a shell gives for a command that was ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    shell.to_utf8()
    try:
        try:
            options = parser().parse_args(shell.arguments() if arguments is None else arguments)
            code: int = options.run(options)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, not at the end of the process, where a reader that has gone cannot be caught
    except BrokenPipeError:
        shell.reader_gone()
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _complain(UsageError(f"cannot write the output: {error.strerror}"), USAGE)
    except UsageError as error:
        return _complain(error, USAGE)
    except CivstatsError as error:
        return _complain(error, DATA_PROBLEM)
    except Exception as error:
        if isinstance(error, RuntimeError) and str(error) == "Query interrupted":  # how DuckDB passes Ctrl-C on
            return INTERRUPTED
        if (what := unreadable(error, Location("the dataset"))) is None:
            raise
        return _complain(what, DATA_PROBLEM)
    return code


def _complain(error: CivstatsError, code: int) -> int:
    print(f"civstats: {error}", file=sys.stderr)
    return code


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; the reference of the site is made from it."""
    parser = argparse.ArgumentParser(
        prog="civstats",
        description="Figures of Chinese civil affairs (民政), each traced to the characters it was read from.",
        epilog="Exit codes: 0 all is well, 1 a problem of the data, 2 a command that cannot be carried out.",
    )
    parser.add_argument("--version", action="version", version=f"civstats {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    build = commands.add_parser(
        "build",
        help="raw documents to curated tables",
        description="Read every document of the raw folder and publish the curated tables, all or nothing. "
        "All problems are listed together as file:line:column what -> what to do.",
    )
    build.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="DIR", help="default: data/raw")
    build.add_argument("--out", type=Path, default=Path("data/curated"), metavar="DIR", help="default: data/curated")
    build.set_defaults(run=_build)

    query = commands.add_parser(
        "query",
        help="one SELECT over the tables",
        description="Run one SELECT in DuckDB's SQL over views of the tables and print the result.",
        epilog='Example: civstats query "select locality_id, year, cny_per_person_month from subsidy_standards"',
    )
    query.add_argument("sql", help="the SELECT")
    query.add_argument("--format", choices=("table", "csv", "json", "parquet"), default="table")
    query.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    _add_data(query)
    query.set_defaults(run=_query)

    explain = commands.add_parser(
        "explain",
        help="from a value back to its document",
        description="Show the printed token of an observation, its place, each step of its reading, its relations.",
    )
    explain.add_argument("observation_id", metavar="OBSERVATION_ID", help="such as ordos-2023-summary:21")
    _add_data(explain)
    explain.set_defaults(run=_explain)

    check = commands.add_parser(
        "check",
        help="what does not add up",
        description="Show the findings: sums, growth rates, standards at two levels, targets and their results, and "
        "rules of the field, each with its arithmetic, its verdict and the observations.",
        epilog="Example: civstats check --locality 鄂尔多斯市 --severity info",
    )
    check.add_argument("--locality", default="", metavar="PLACE", help="name or code: this place and those below it")
    check.add_argument("--severity", default="warn", help="warn (default), info or all")
    check.add_argument("--verdict", default="", help="holds, holds_rounded, holds_truncated, conflict, unverifiable")
    check.add_argument("--kind", default="", help="kind of finding, such as printed_growth")
    _add_data(check)
    check.set_defaults(run=_check)

    validate = commands.add_parser(
        "validate",
        help="whether a dataset is valid",
        description="Hold a dataset against the expectation suites: structure, codes, references, rules of the field. "
        "Exit code 1 where an expectation of severity critical fails; warnings are shown.",
        epilog="Example: civstats validate data/curated --data-docs quality",
    )
    validate.add_argument(
        "data", nargs="?", metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    validate.add_argument("--suites", type=Path, metavar="DIR", help="folder of suites of your own, <table>.json")
    validate.add_argument("--json", action="store_true", help="the result for machines")
    validate.add_argument("--data-docs", type=Path, metavar="DIR", help="write Great Expectations' Data Docs to DIR")
    validate.set_defaults(run=_validate)

    verify = commands.add_parser(
        "verify",
        help="prove every figure against the texts",
        description="Check that every figure stands at its position and that each text is the recorded one.",
    )
    verify.add_argument("--texts", type=Path, required=True, metavar="DIR", help="folder of <source_id>.txt")
    _add_data(verify)
    verify.set_defaults(run=_verify)

    batch = commands.add_parser(
        "import",
        help="a batch of noted figures to raw documents",
        description="Make a raw document of each row of BATCH/sources.csv and its figures BATCH/<source_id>.csv, to be "
        "reviewed like one entered by hand. Documents that are there already are kept.",
    )
    batch.add_argument("batch", type=Path, metavar="BATCH", help="folder with sources.csv and <source_id>.csv")
    batch.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="DIR", help="default: data/raw")
    batch.add_argument("--replace", action="store_true", help="make documents anew that are there already")
    batch.set_defaults(run=_import)

    standard = commands.add_parser(
        "standard",
        help="which standard applied in a place on a day",
        description="Show which subsidy standard applied in a place on a day, with the documents that say so.",
        epilog="Example: civstats standard 乌审旗 dibao rural --on 2023-09-01",
    )
    standard.add_argument("locality", help="name or code of the place")
    standard.add_argument("programme", help="dibao, tekun or children")
    standard.add_argument("residence", nargs="?", default="total", help="urban, rural or total (default)")
    standard.add_argument("--on", type=_day, required=True, metavar="DAY", help="as 2023-09-01")
    standard.add_argument("--tier", default="total", help="a breakdown such as institutional (default: total)")
    _add_data(standard)
    standard.set_defaults(run=_standard)

    cli_analysis.add_commands(commands)
    cli_compare.add_commands(commands)
    cli_plot.add_command(commands)
    cli_report.add_command(commands)
    cli_release.add_commands(commands)
    cli_contribute.add_commands(commands)
    cli_export.add_command(commands)
    cli_codebook.add_command(commands)

    tables = commands.add_parser("tables", help="list the tables", description="List the tables with their rows.")
    _add_data(tables)
    tables.set_defaults(run=_tables)
    return parser


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )


def _build(options: argparse.Namespace) -> int:
    from civstats.curate.build import build
    from civstats.messages import summary

    print(summary(build(options.raw, options.out, progress=lambda text: print(text, file=sys.stderr))))
    return OK


def _query(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset
    from civstats.output import write

    write(open_dataset(options.data), options.sql, options.format, options.output)
    return OK


def _explain(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset

    print(open_dataset(options.data).explain(options.observation_id))
    return OK


def _check(options: argparse.Namespace) -> int:
    from civstats import findings
    from civstats.dataset import open as open_dataset

    severity = "" if options.severity == "all" else options.severity
    dataset = open_dataset(options.data)
    found = dataset.findings(options.locality, severity, options.verdict, options.kind)
    print("\n".join([*findings.shown(found), f"{len(found)} findings", *findings.summary(found)]))
    return OK


def _validate(options: argparse.Namespace) -> int:
    from civstats.validation.run import validate

    found = validate(options.data, options.suites, data_docs=options.data_docs)
    print(found.to_json() if options.json else found)
    return OK if found.ok else DATA_PROBLEM


def _verify(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset
    from civstats.messages import verification
    from civstats.verify import verify

    found = verify(open_dataset(options.data), options.texts)
    print(verification(found))
    for line in found.wrong:
        print(f"civstats: {line}", file=sys.stderr)
    return OK if found.ok else DATA_PROBLEM


def _import(options: argparse.Namespace) -> int:
    from civstats.importing import import_folder
    from civstats.messages import imported

    print(imported(import_folder(options.batch, options.raw, replace=options.replace), options.raw))
    return OK


def _standard(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset

    dataset = open_dataset(options.data)
    print(
        dataset.binding_standard(
            options.locality, options.programme, options.residence, on=options.on, tier=options.tier
        )
    )
    return OK


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2023-09-01") from None


def _tables(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset

    print(repr(open_dataset(options.data)))
    return OK
