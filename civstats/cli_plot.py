"""The command that draws: ``civstats plot KIND …  -o FILE``, a few lines over `civstats.plot`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civstats.errors import LocationError, UsageError

_SUFFIXES = (".svg", ".png", ".pdf")


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``plot`` to the commands."""
    parser = commands.add_parser(
        "plot",
        help="a chart of one of the answers",
        description="Draw a chart to FILE (.svg, .png or .pdf), with its headline, unit, sources and notes.",
        epilog="Example: civstats plot compare --indicator dibao_standard --year 2023 -r urban --level prefecture "
        "-o compare.svg",
    )
    parser.add_argument("kind", choices=tuple(_DRAWN), help="what to draw")
    parser.add_argument("--indicator", default="", help="code of the indicator, such as dibao_standard")
    parser.add_argument("--locality", default="", metavar="PLACE", help="name or code; for growth, targets, coverage")
    parser.add_argument("--place", action="append", metavar="PLACE", help="for compare; may be repeated")
    parser.add_argument("--year", type=int, help="for compare and change")
    parser.add_argument("--level", help="province, prefecture, county …")
    parser.add_argument("-r", "--residence", default="", help="urban, rural or total")
    parser.add_argument("--allow", action="append", default=[], metavar="DIFFERENCE", help="for compare; see compare")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    parser.set_defaults(run=_plot)


def _plot(options: argparse.Namespace) -> int:
    from civstats import plot
    from civstats.dataset import open as open_dataset

    if options.output.suffix not in _SUFFIXES:
        raise UsageError(f"{options.output.name} ends in none of {', '.join(_SUFFIXES)}")
    dataset = open_dataset(options.data)
    draw, frame = _DRAWN[options.kind](dataset, options)
    if not len(frame):
        raise UsageError("the dataset holds nothing of the kind to draw; see civstats tables and civstats query")
    axes = draw(frame, sources=dataset.table("sources"), lang=options.lang)
    try:
        plot.save(axes, options.output)
    except OSError as error:
        raise LocationError(f"cannot write {options.output}: {error.strerror}") from None
    print(f"{options.output}: {plot.alt(axes, options.lang)}")
    return 0


def _compare(dataset: Any, options: argparse.Namespace) -> tuple[Any, Any]:
    from civstats import plot

    if not options.indicator or options.year is None:
        raise UsageError("compare needs --indicator and --year")
    frame = dataset.compare(
        options.indicator,
        options.year,
        options.place,
        options.residence or "total",
        level=options.level,
        allow=tuple(options.allow),
    )
    return plot.compare, frame


def _grown(dataset: Any, options: argparse.Namespace) -> Any:
    """The pairs of levels to draw; places of two levels of government never stand in one chart of changes."""
    frame = dataset.growth(options.locality, options.indicator, options.residence)
    if options.year is not None:
        frame = frame[frame["year"] == options.year]
    level = frame["locality_id"].map(dataset.table("localities").set_index("locality_id")["level"])
    if options.level:
        return frame[level == options.level]
    if options.kind == "change" and level.nunique() > 1:
        levels = " | ".join(level.unique())
        raise UsageError(f"places of several levels do not stand in one chart: choose one with --level {levels}")
    return frame


def _growth(dataset: Any, options: argparse.Namespace) -> tuple[Any, Any]:
    from civstats import plot

    return plot.growth, _grown(dataset, options)


def _change(dataset: Any, options: argparse.Namespace) -> tuple[Any, Any]:
    from civstats import plot

    return plot.change, _grown(dataset, options)


def _targets(dataset: Any, options: argparse.Namespace) -> tuple[Any, Any]:
    from civstats import plot

    frame = dataset.targets(options.locality, options.indicator)
    return plot.attainment, frame if options.year is None else frame[frame["deadline"].dt.year == options.year]


def _coverage(dataset: Any, options: argparse.Namespace) -> tuple[Any, Any]:
    from civstats import lookup, plot

    place = lookup.locality(options.locality) if options.locality else ""
    frame = dataset.sql(
        "select * from coverage where ($place = '' or locality_id = $place) "
        "and ($indicator = '' or indicator_id = $indicator)",
        {"place": place, "indicator": options.indicator},
    ).df()
    return plot.coverage, frame


_DRAWN = {
    "compare": _compare,
    "change": _change,
    "growth": _growth,
    "attainment": _targets,
    "coverage": _coverage,
}
