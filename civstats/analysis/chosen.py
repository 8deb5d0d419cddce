"""What part of the dataset an analysis is asked for, as conditions of a query and their parameters."""

from __future__ import annotations

from dataclasses import dataclass

from civstats import codelists, lookup

_COLUMNS = {"indicator": "indicator_id", "residence": "residence", "breakdown": "breakdown"}


@dataclass(frozen=True)
class Chosen:
    """Conditions on the observations ``o``, and the values of the ``$name`` in them."""

    conditions: tuple[str, ...]
    params: dict[str, object]


def choose(locality: str = "", *, below: bool = True, **codes: str) -> Chosen:
    """``locality`` (name or code) chooses a place, and all places ``below`` it; ``codes``: indicator, residence, ….

    Raises UsageError, naming the nearest, for an unknown name or code.
    """
    conditions: list[str] = []
    params: dict[str, object] = {}
    if locality:
        # The code of a province or prefecture without its zeros begins the codes of all places below it.
        begins = "starts_with(o.locality_id, regexp_replace($locality, '(00)+$', ''))"
        conditions.append(begins if below else "o.locality_id = $locality")
        params["locality"] = lookup.locality(locality)
    for what, given in codes.items():
        if given:
            conditions.append(f"o.{_COLUMNS[what]} = ${what}")
            params[what] = lookup.code(what, given, codelists.codes(f"{what}s"))
    return Chosen(tuple(conditions), params)
