"""Places as documents name them to codes of the locality list.

A name resolves inside the county of the issuing office first, then inside its prefecture (where there is none, as in a
municipality, its province), then in the whole country. A name that is not unique there is an error that lists the
candidates, never a guess: 新城区 is in Hohhot and in Xi'an.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from civstats import codelists
from civstats.codelists.localities import ancestors, localities, path
from civstats.errors import UnreadableError
from civstats.reading.text import normalise

_LONGEST_NAME = 60


@cache
def _by_name() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for place in localities().values():
        found[normalise(place.name_zh)].append(place.locality_id)
    return found


@cache
def _aliases() -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in codelists.rows("aliases"):
        found[row["alias"]].append((row["within"], row["locality_id"]))
    return found


def area_of(name: str) -> str:
    """The part of a place that ``name`` means, a code of the list ``areas`` (兰州市五区: urban_districts), or empty."""
    wanted = normalise(name)
    return next((row["area"] for row in codelists.rows("aliases") if row["alias"] == wanted), "")


def _lies_within(locality_id: str, area: str) -> bool:
    return area in ancestors(locality_id)


def _named(name: str, area: str | None) -> list[str]:
    """The places with exactly this name, or an alias of it, inside ``area`` (None is the country)."""
    found = [code for code in _by_name().get(name, []) if area is None or _lies_within(code, area)]
    for within, code in _aliases().get(name, []):
        # An alias holds inside the area that it was reviewed for, for a document of that area.
        holds = not within or (area is not None and (_lies_within(area, within) or _lies_within(within, area)))
        if holds and code not in found and (area is None or _lies_within(code, area)):
            found.append(code)
    return found


def _search(name: str, area: str | None) -> list[str]:
    """The places that ``name``, one name or several from the larger to the smaller, stands for inside ``area``."""
    found = _named(name, area)
    if found:
        return found
    for cut in range(len(name) - 1, 1, -1):
        for outer in _named(name[:cut], area):
            found += [code for code in _search(name[cut:], outer) if code != outer]
        if found:
            return list(dict.fromkeys(found))
    return []


def _scopes(issuer: str | None) -> Iterable[str | None]:
    """Where to look, nearest first: the issuer's county, its prefecture (else its province), the country."""
    if issuer is not None:
        chain = {localities()[code].level: code for code in ancestors(issuer)}
        yield from filter(None, (chain.get("county"), chain.get("prefecture") or chain["province"]))
    yield None


def resolve(name: str, issuer: str | None = None) -> str:
    """The code of the place that ``name`` means in a document of ``issuer`` (a code; None where there is none).

    ``name`` may be one name (图克镇), several from the larger to the smaller (无定河镇排子湾村), or a code. Raises
    UnreadableError for a name that is unknown or not unique, with the candidates.
    """
    if len(name) > _LONGEST_NAME:
        raise UnreadableError(f"{name[:20]}… is no name of a place: it is longer than {_LONGEST_NAME} characters")
    wanted = normalise(name)
    if wanted.isdecimal():
        if wanted in localities():
            return wanted
        raise UnreadableError(f"{name} is not a code of the locality list")
    for scope in _scopes(issuer):
        found = _search(wanted, scope)
        if len(found) == 1:
            return found[0]
        if found:
            candidates = "; ".join(f"{path(code)} ({code})" for code in sorted(found)[:8])
            raise UnreadableError(f"{name} is not unique: {candidates}")
    raise UnreadableError(f"{name} is in no locality list; {codelists.nearest(wanted, _neighbours(issuer))}")


def _neighbours(issuer: str | None) -> list[str]:
    if issuer is None:
        return [place.name_zh for place in localities().values() if len(place.locality_id) == 6]
    area = next(iter(_scopes(issuer))) or issuer
    return [place.name_zh for place in localities().values() if _lies_within(place.locality_id, area)]
