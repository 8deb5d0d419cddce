"""Partial ranks: which ranks a place may have, as far as its interval and those of the others leave them open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from civstats import codelists, lookup
from civstats.analysis.claims import Claim, Sql
from civstats.analysis.order import Ends, ends, ranks
from civstats.analysis.order_claims import Proof, Ranked, claims
from civstats.analysis.standing import DIFFERENCES, Scope
from civstats.errors import IncomparableError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from civstats.analysis.result import Result

_LIKE = {
    "level": ("level",), "kind": ("measure", "kind"), "unit": ("unit",), "period": ("year", "part_of_year"),
    "definition": ("indicator_id", "residence", "breakdown", "set_kind", "area", "subject_zh"),
}  # fmt: skip
"""In which columns the rows of a frame must be alike, by the difference that it is if they are not."""
_SAME_KIND = {"standard": "actual", "previous": "actual", "interim_target": "target"}
_RANKED = ("published", "converted", "disputed")
_KNOWN = (
    "known as (select unnest($ids::varchar[]) as locality_id, unnest($lows::double[]) as low, "
    "unnest($highs::double[]) as high, unnest($low_opens::boolean[]) as low_open, "
    "unnest($high_opens::boolean[]) as high_open)"
)


def rank_standings(sql: Sql, asked: Scope) -> Result:
    """The comparison with its ranks in words; see `civstats.dataset.Dataset.rank`."""
    from civstats.analysis.compare import compare
    from civstats.analysis.result import result

    made = compare(sql, asked)
    rows = made.astype(object).where(made.notna(), None).to_dict("records")
    known = [ends(row["lower"], row["upper"], row["bound"] or "eq", row["precision"] or 0.0) for row in rows]
    frame = _worded(made, [(row["rank_from"], row["rank_to"]) for row in rows], known)
    return result(frame, made.sql, made.params, lambda _: made.claims())


def rank(data: pd.DataFrame, *, direction: str | None = None, allow: Sequence[str] | str = ()) -> Result:
    """A frame of your own with ``rank_from, rank_to, rank_zh, rank_en``, the best first and rows without rank last.

    ``data`` has one row a place: ``locality_id`` (or ``place_zh``), ``unit``, and ``value`` or ``lower`` and ``upper``
    (with ``bound`` and ``precision`` as in the dataset, if it has them). Rows must be alike in whichever of level,
    measure, indicator_id, residence, breakdown, set_kind, year it has. Rows with a ``state`` other than published,
    converted or disputed are not ranked. ``direction`` is more, less or neither; without it, the indicator's.

    Raises IncomparableError for rows that differ, amounts a year beside amounts a month among them. With
    ``allow="unit"`` those of one quantity are converted to the unit that most rows have; what else is allowed is set
    apart (``state`` not_comparable or other_level). Raises UsageError where columns are missing or a place comes twice.
    """
    from civstats.analysis.result import result

    accepted = [allow] if isinstance(allow, str) else list(allow)
    for code in accepted:
        lookup.code("difference to allow", code, DIFFERENCES)
    rows = _read(data)
    apart = _apart(rows, accepted)
    ranked = [number for number, row in enumerate(rows) if number not in apart and row["_state"] in _RANKED]
    known = [_ends(row) for row in rows]
    chosen = direction or _direction(rows)
    lookup.code("direction", chosen, ("more", "less", "neither"))
    found: list[tuple[int | None, int | None]] = [(None, None)] * len(rows)
    for number, places in zip(ranked, ranks([known[number] for number in ranked], chosen), strict=True):
        found[number] = places
    made = _worded(data.reset_index(drop=True), found, known)
    made["state"] = [apart.get(number, row["_state"]) for number, row in enumerate(rows)]
    made["rank_from"], made["rank_to"] = (made[name].astype("Int32") for name in ("rank_from", "rank_to"))
    for column in ("value", "lower", "upper", "unit"):
        if any(row["_converted"] for row in rows) and (column in data.columns):
            made[column] = [row[column] for row in rows]
    made["_place"] = [row["_place"] for row in rows]
    made = made.sort_values(["rank_from", "rank_to", "_place"], na_position="last", kind="stable").reset_index(
        drop=True
    )
    compared = [_ranked(rows[number], known[number]) for number in ranked]
    proof = Proof(_KNOWN, _parameters(compared))
    return result(
        made.drop(columns="_place"), f"with {_KNOWN} select * from known", proof.params,
        lambda _: _claims(compared, proof, chosen),
    )  # fmt: skip


def _claims(rows: Sequence[Ranked], proof: Proof, direction: str) -> list[Claim]:
    def words(lang: str) -> str:
        return f"可比的{len(rows)}个地方中，" if lang == "zh" else f"of the {len(rows)} comparable places, "

    return claims(rows, words, proof, direction)


def _read(data: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows as dictionaries with ``_place``, ``_state`` and their ends; empty cells are None."""
    place = next((name for name in ("locality_id", "place_zh") if name in data.columns), None)
    has_value = "value" in data.columns or {"lower", "upper"} <= set(data.columns)
    if place is None or "unit" not in data.columns or not has_value:
        raise UsageError(
            "rank needs the columns locality_id (or place_zh), unit, and value (or lower and upper); "
            f"the frame has {', '.join(map(str, data.columns))}"
        )
    rows: list[dict[Any, Any]] = data.astype(object).where(data.notna(), None).to_dict("records")
    twice = [name for name, count in Counter(str(row[place]) for row in rows).items() if count > 1]
    if twice:
        raise UsageError(f"{', '.join(sorted(twice)[:5])}: more than one row; rank takes one row a place")
    bounds = codelists.codes("bounds")
    for row in rows:
        row["_place"], row["_converted"] = str(row[place]), False
        row["bound"] = lookup.code("bound", str(row.get("bound") or "eq"), bounds)
        if "lower" not in data.columns and "upper" not in data.columns:
            value = row["value"]
            row["lower"] = None if row["bound"] in ("le", "lt") else value
            row["upper"] = None if row["bound"] in ("ge", "gt", "more_than") else value
        has_figure = row.get("value") is not None or row["lower"] is not None or row["upper"] is not None
        row["_state"] = str(row.get("state") or ("published" if has_figure else "not_published"))
    return rows


def _apart(rows: list[dict[Any, Any]], accepted: Sequence[str]) -> dict[int, str]:
    """The rows that do not compare, with their state; converts units where that is accepted."""
    ranked = [number for number, row in enumerate(rows) if row["_state"] in _RANKED]
    unlike: dict[int, set[str]] = {}
    for name, columns in _LIKE.items():
        for column in columns:
            shown = {
                number: _SAME_KIND.get(str(rows[number].get(column)), rows[number].get(column)) for number in ranked
            }
            counted = Counter(shown.values())
            basis = max(counted, key=lambda value: (counted[value], value is None, str(value)), default=None)
            for number, value in shown.items():
                if value == basis:
                    continue
                if name == "unit" and "unit" in accepted and _convert(rows[number], str(basis)):
                    continue
                unlike.setdefault(number, set()).add(name)
    refused = sorted(number for number, names in unlike.items() if names - set(accepted))
    if refused:
        found = {name for number in refused for name in unlike[number]}
        needed = [name for name in DIFFERENCES if name in found or name in accepted]
        lines = [f"{rows[number]['_place']}: {_token(rows[number])} differs in {', '.join(sorted(unlike[number]))}"
                 for number in refused]  # fmt: skip
        raise IncomparableError(
            f"{len(refused)} of {len(ranked)} rows cannot be ranked with the others:", lines, needed
        )
    return {number: "other_level" if "level" in names else "not_comparable" for number, names in unlike.items()}


def _token(row: dict[Any, Any]) -> str:
    shown = row.get("printed") or row.get("value") or f"{row['lower']}—{row['upper']}"
    about = ", ".join(
        str(row[column]) for column in ("unit", "level", "measure", "set_kind", "year") if row.get(column)
    )
    observation = f" [{row['observation_id']}]" if row.get("observation_id") else ""
    return f"{shown} ({about}){observation}"


def _convert(row: dict[Any, Any], unit: str) -> bool:
    """Converts the figure to ``unit`` in place where both are units of one quantity."""
    units = codelists.by_code("units")
    own, other = units.get(str(row["unit"])), units.get(unit)
    if own is None or other is None or own["quantity"] != other["quantity"]:
        return False
    factor = Fraction(own["factor"]) / Fraction(other["factor"])
    for column in ("value", "lower", "upper", "precision"):
        if row.get(column) is not None:
            row[column] = round(row[column] * factor.numerator / factor.denominator, 6)
    row["unit"], row["_state"], row["_converted"] = unit, "converted", True
    return True


def _ends(row: dict[Any, Any]) -> Ends:
    return ends(row["lower"], row["upper"], row["bound"], row.get("precision") or 0.0)


def _direction(rows: Sequence[dict[Any, Any]]) -> str:
    indicators = codelists.by_code("indicators")
    known = {indicators[code]["direction"] for row in rows if (code := str(row.get("indicator_id"))) in indicators}
    return known.pop() if len(known) == 1 else "more"


def _ranked(row: dict[Any, Any], known: Ends) -> Ranked:
    name = str(row.get("place_zh") or row["_place"])
    value, lower, upper = row.get("value"), row["lower"], row["upper"]
    if value is None and lower == upper:
        value = lower
    english, unit = str(row.get("place_en") or name), str(row["unit"])
    return Ranked(row["_place"], name, english, known, value, lower, upper, row["bound"], unit)


def _parameters(rows: Sequence[Ranked]) -> dict[str, object]:
    return {
        "ids": [row.place_id for row in rows],
        "lows": [row.ends.lower[0] for row in rows],
        "highs": [row.ends.upper[0] for row in rows],
        "low_opens": [row.ends.lower[1] != 0 for row in rows],
        "high_opens": [row.ends.upper[1] != 0 for row in rows],
    }


def _worded(frame: pd.DataFrame, found: Sequence[tuple[Any, Any]], known: Sequence[Ends]) -> pd.DataFrame:
    """The frame with the ranks, also in words."""
    import pandas as pd

    equal = Counter(
        figure for figure, (first, _) in zip(known, found, strict=True) if first is not None and figure.exact
    )
    words = list(_words(found, known, equal))
    made = pd.DataFrame(frame).copy()
    made["rank_from"], made["rank_to"] = ([pair[side] for pair in found] for side in (0, 1))
    made["rank_from"], made["rank_to"] = (made[name].astype("Int32") for name in ("rank_from", "rank_to"))
    made["rank_zh"], made["rank_en"] = ([pair[side] for pair in words] for side in (0, 1))
    return made


def _words(found: Sequence[tuple[Any, Any]], known: Sequence[Ends], equal: Counter[Ends]) -> Iterator[tuple[str, str]]:
    for (first, last), figure in zip(found, known, strict=True):
        if first is None:
            yield "", ""
        elif first == last:
            yield f"第{first}位", f"rank {first}"
        elif equal[figure] == last - first + 1:
            yield f"并列第{first}位", f"rank {first} (tied)"
        else:
            yield f"第{first}—{last}位", f"ranks {first}–{last}"
