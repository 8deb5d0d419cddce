"""The commands growth and targets. Each is a few lines over the methods of a dataset."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from civstats.analysis.result import Result

OK = 0
_SHOWN = {
    "growth": "locality_id indicator_id residence breakdown previous_year year unit previous_lower previous_upper "
    "lower upper change_lower change_upper computed_growth_lower computed_growth_upper "
    "printed_growth_percent growth_verdict",
    "targets": "observation_id locality_id indicator_id residence goal goal_lower unit deadline attainment "
    "attainment_reason actual_lower actual_upper progress_lower progress_date",
}
"""The columns of a text table; the other formats have all."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands to those of the command line."""
    growth = commands.add_parser(
        "growth",
        help="how levels grew from year to year",
        description="Show pairs of levels of every series, the change between them as intervals, and printed growth "
        "beside computed growth.",
        epilog="Example: civstats growth 鄂尔多斯市 --indicator dibao_standard --claims",
    )
    _add_chosen(growth)
    growth.add_argument("-r", "--residence", default="", help="urban, rural or total")
    growth.add_argument("--breakdown", default="", help="a breakdown such as institutional")
    growth.add_argument("--span", type=int, default=1, metavar="YEARS", help="years between the levels (default: 1)")
    growth.add_argument("--rule", default="year_end", help="standard of a year: year_end (default) or day_weighted")
    _add_output(growth, _growth)

    targets = commands.add_parser(
        "targets",
        help="which targets were met",
        description="Show every target with what answers it: met, not met, cannot tell (and why), not yet due.",
        epilog="Example: civstats targets 乌审旗 --as-of 2023-06-30",
    )
    _add_chosen(targets)
    targets.add_argument(
        "--as-of", type=_day, metavar="DAY", help="what could be told on this day (default: day of the last document)"
    )
    _add_output(targets, _targets)


def _add_chosen(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("locality", nargs="?", default="", help="name or code: this place and those below it")
    parser.add_argument("--indicator", default="", help="code of an indicator, such as dibao_standard")


def _add_output(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--format", choices=("table", "csv", "json", "parquet"), default="table")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--claims", action="store_true", help="show what is certain of the rows, in sentences")
    shown.add_argument("--sql", action="store_true", help="show the query that makes the rows")
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    parser.set_defaults(run=run)


def _growth(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset

    dataset = open_dataset(options.data)
    found = dataset.growth(
        options.locality, options.indicator, options.residence, options.breakdown, span=options.span, rule=options.rule
    )
    return _show(options, "growth", found)


def _targets(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset

    found = open_dataset(options.data).targets(options.locality, options.indicator, as_of=options.as_of)
    return _show(options, "targets", found)


def _show(options: argparse.Namespace, command: str, found: Result) -> int:
    import pyarrow as pa

    from civstats.output import write_table

    if options.claims:
        print("\n".join(str(claim) for claim in found.claims()))
        return OK
    if options.sql:
        print(found.sql)
        return OK
    table = _days(pa.Table.from_pandas(found, preserve_index=False))
    if options.format == "table":
        table = table.select(_SHOWN[command].split())
    write_table(table, options.format, options.output)
    return OK


def _days(table: pa.Table) -> pa.Table:
    """The table with days as days, which pandas holds as moments."""
    import pyarrow as pa

    fields = [field.with_type(pa.date32()) if pa.types.is_timestamp(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2023-09-01") from None
