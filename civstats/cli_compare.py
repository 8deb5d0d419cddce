"""The commands that compare places: compare, rank, peers, gaps. Each is a few lines over the methods of a dataset."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats.errors import UsageError

if TYPE_CHECKING:
    from civstats.analysis.result import Result
    from civstats.dataset import Dataset

OK = 0
_SHOWN = {
    "compare": "locality_id place_zh level value bound unit state rank_from rank_to reason_zh printed",
    "rank": "locality_id place_zh rank_zh rank_en value bound unit state reason_zh",
    "peers": "locality_id place_zh place_en step rule_zh rule_en value unit",
    "urban-rural": "locality_id place_zh year urban rural unit ratio difference state reason_zh",
    "dispersion": "group group_zh statistic statistic_zh value lower upper unit n n_places",
    "adequacy": "locality_id place_zh value unit income income_unit ratio ratio_unit state reason_zh",
    "convergence": "measure measure_zh year_from year_to from_value to_value unit n verdict verdict_zh",
}
"""The columns of a text table; the other formats have all."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands to those of the command line."""
    for name, what, example in (
        (
            "compare",
            "places beside each other on one indicator",
            "civstats compare dibao_standard 2023 -r urban --level prefecture",
        ),
        ("rank", "which rank each place may have", "civstats rank dibao_standard 2023 -r urban --level prefecture"),
    ):
        parser = commands.add_parser(
            name, help=what, epilog=f"Example: {example}",
            description=f"Show {what}, only among like with like; what does not compare is listed, or comes back "
            "set apart with --allow.",
        )  # fmt: skip
        _add_asked(parser)
        parser.add_argument("--kind", help="actual (standards in force, results) or target (plans)")
        _add_allow(parser)
        _add_output(parser, _compare if name == "compare" else _rank)

    peers = commands.add_parser(
        "peers", help="the places to compare a place with", epilog="Example: civstats peers 乌审旗 -n 8",
        description="Show the nearest places of the same level, by a rule that each row prints.",
    )  # fmt: skip
    peers.add_argument("locality", help="name or code of the place")
    peers.add_argument("--indicator", help="only places with comparable figures of this indicator, with --year")
    peers.add_argument("--year", type=int)
    peers.add_argument("-n", type=int, default=10, help="how many (default: 10)")
    _add_groups(peers)
    _add_output(peers, _peers)

    gaps = commands.add_parser(
        "gaps", help="how far apart places, town and country, or standards and incomes are",
        epilog="Example: civstats gaps urban-rural dibao_standard 2023 --level prefecture",
        description="Show gap measures as intervals, with the number of places.",
    )  # fmt: skip
    gaps.add_argument("measure", choices=("urban-rural", "dispersion", "adequacy", "convergence"))
    _add_asked(gaps, years=True)
    gaps.add_argument(
        "--incomes", type=Path, metavar="FILE", help="CSV with locality_id, year, value, unit; for adequacy"
    )
    _add_allow(gaps)
    _add_output(gaps, _gaps)


def _add_asked(parser: argparse.ArgumentParser, *, years: bool = False) -> None:
    parser.add_argument("indicator", help="code of the indicator, such as dibao_standard")
    if years:
        parser.add_argument("year", type=int, nargs="+", help="year; two for convergence")
    else:
        parser.add_argument("year", type=int)
    parser.add_argument("--place", action="append", metavar="PLACE", help="name or code; may be repeated")
    parser.add_argument("--level", help="province, prefecture, county, township or village")
    parser.add_argument("--within", metavar="PLACE", help="all places below this one")
    _add_groups(parser)


def _add_groups(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-r", "--residence", default="total", help="urban, rural or total (default)")
    parser.add_argument("--breakdown", default="total", help="a breakdown such as institutional (default: total)")


def _add_allow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow", action="append", default=[], metavar="DIFFERENCE",
        help="level, kind, definition, unit or period: figures that differ so come back set apart; may be repeated",
    )  # fmt: skip


def _add_output(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--format", choices=("table", "csv", "json", "parquet"), default="table")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    parser.set_defaults(run=run)


def _compare(options: argparse.Namespace) -> int:
    asked = _asked(options)
    return _show(
        options, "compare", _open(options).compare(options.indicator, options.year, kind=options.kind, **asked)
    )


def _rank(options: argparse.Namespace) -> int:
    asked = _asked(options)
    return _show(options, "rank", _open(options).rank(options.indicator, options.year, kind=options.kind, **asked))


def _peers(options: argparse.Namespace) -> int:
    dataset = _open(options)
    found = dataset.peers(
        options.locality, options.indicator, options.year, options.residence, options.breakdown, n=options.n
    )
    return _show(options, "peers", found)


def _gaps(options: argparse.Namespace) -> int:
    dataset, measure, years = _open(options), options.measure, options.year
    groups = {"residence": options.residence, "breakdown": options.breakdown, "within": options.within}
    if measure not in ("urban-rural", "convergence") and len(years) != 1:
        raise UsageError(f"{measure} takes one year")
    if measure in ("dispersion", "convergence") and not options.level:
        raise UsageError(f"{measure} needs --level: province, prefecture, county, township or village")
    if measure == "urban-rural":
        found = dataset.urban_rural(
            options.indicator, years, options.place, options.breakdown, level=options.level, within=options.within
        )
    elif measure == "dispersion":
        found = dataset.dispersion(options.indicator, years[0], options.level, **groups)
    elif measure == "convergence":
        found = dataset.convergence(options.indicator, years, options.level, **groups)
    else:
        found = dataset.adequacy(options.indicator, years[0], _incomes(options.incomes), **_asked(options))
    return _show(options, measure, found)


def _incomes(path: Path | None) -> Any:
    import pandas as pd

    if path is None:
        raise UsageError("adequacy needs --incomes: a CSV file with locality_id, year, value, unit")
    try:
        return pd.read_csv(path, dtype={"locality_id": str})
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None


def _open(options: argparse.Namespace) -> Dataset:
    from civstats.dataset import open as open_dataset

    return open_dataset(options.data)


def _asked(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "places": options.place, "residence": options.residence, "breakdown": options.breakdown, "level": options.level,
        "within": options.within, "allow": options.allow,
    }  # fmt: skip


def _show(options: argparse.Namespace, name: str, found: Result) -> int:
    """The rows, and below a text table the claims."""
    import pandas as pd
    import pyarrow as pa

    from civstats.output import write_table

    frame = pd.DataFrame(found)
    if options.format == "table":
        frame = frame[[column for column in _SHOWN[name].split() if column in frame.columns]]
    write_table(pa.Table.from_pandas(frame, preserve_index=False), options.format, options.output)
    if options.format == "table" and options.output is None:
        for claim in found.claims():
            sys.stdout.write(f"{claim}\n")
    return OK
