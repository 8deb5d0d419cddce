"""The queries of the analysis, put together from the files in the folder ``sql``.

Each is one SELECT over the tables of the dataset. They share the macros of ``intervals.sql`` and ``attainment.sql``,
which are the rules of `civstats.interval.Interval` and of target attainment for SQL; `install` makes them known to a
connection (`Dataset.connect` does so).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

RULES = ("year_end", "day_weighted")
"""What the level of a standard in a year is: what was in force at its end, or the mean over its days."""
GROWTH_OF_A_YEAR: Mapping[str, object] = MappingProxyType({"span": 1, "rule": "year_end"})
"""The parameters of the query of growth for the curated table."""
_MACROS = ("intervals", "attainment")
_YEAR = ("series", "year")
_OF_ONE_YEAR = "(is_standard or coalesce(year(o.period_start) = year(o.period_end), true))"
"""A figure over several years belongs to no year."""
_IN_FORCE = (
    "coalesce(effective_from, period_end, make_date(year, 12, 31)) "
    ">= coalesce(max(effective_from) over w, make_date(year, 1, 1))"
)
"""Of the figures of a year: those that may speak of its end."""
_FITTING = "(fits or (not bool_or(fits) over w and period_start = max(period_start) over w))"
"""Of what answers a target: what is of the target's own period, else what begins last."""


@cache
def text(name: str) -> str:
    """The text of the file ``name``.sql."""
    return files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def install(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macros that the queries use in ``connection``."""
    for name in _MACROS:
        connection.execute(text(name))


def growth(rule: str = "year_end", conditions: Sequence[str] = ()) -> str:
    """Pairs of levels; its parameters are ``$span``, ``$rule``, and what the ``conditions`` on observations name."""
    levels = [_levels("year_end", "figures", _YEAR, _IN_FORCE)]
    if rule == "day_weighted":
        levels += [_levels("dated", "figures", (*_YEAR, "effective_from")), text("day_weighted")]
    return _filled(
        "growth",
        figures=_figures((_OF_ONE_YEAR, *conditions)),
        levels=",\n".join(part.rstrip() for part in levels),
        rule=rule,
    )


def targets(conditions: Sequence[str] = ()) -> str:
    """Targets and what answers them; the parameters are ``$as_of`` (null: the day of the last document), those of
    `civstats.analysis.attainment.parameters`, and what the ``conditions`` on targets name."""
    one = ("aim",)
    first = f"on_day = min(on_day) over w and {_FITTING} and {_IN_FORCE}"
    last = f"on_day = max(on_day) over w and {_IN_FORCE}"
    return _filled(
        "targets",
        figures=_figures(()),
        chosen=_chosen(conditions),
        answers=_levels("answers", "candidates", one, first),
        progress=_levels("progress", "underway", one, last),
        bases=_levels("bases", "before", one, "(is_own, on_day) = max((is_own, on_day)) over w"),
        parents=_levels("parents", "above", one, last),
    )


def standing() -> str:
    """What is stated for a year; its parameters are ``$year, $indicators, $places`` (null: all) and ``$beginning``."""
    return _filled("standing", levels=_levels("year_end", "figures", _YEAR, _IN_FORCE))


def _figures(conditions: Sequence[str]) -> str:
    return _filled("figures", chosen=_chosen(conditions)).rstrip()


def _chosen(conditions: Sequence[str]) -> str:
    return "".join(f"\n        and {condition}" for condition in conditions)


def _levels(to: str, of: str, key: Sequence[str], kept: str = "true") -> str:
    """The levels ``to`` of the figures ``of``, one for each ``key``; of several figures, those that are ``kept``."""
    same = " and ".join(f"r.{column} is not distinct from {of}.{column}" for column in key)
    return _filled("levels", to=to, of=of, key=", ".join(key), same=same, kept=kept).rstrip()


def _filled(name: str, **parts: str) -> str:
    filled = text(name)
    for part, by in parts.items():
        filled = filled.replace(f"{{{part}}}", by)
    return filled
