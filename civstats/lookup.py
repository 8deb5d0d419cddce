"""What a user's words mean: names of places and codes, or an error that names the nearest."""

from __future__ import annotations

from collections.abc import Iterable

from civstats import codelists
from civstats.errors import UnreadableError, UsageError
from civstats.reading import place


def locality(name: str) -> str:
    """The code of the place ``name`` (a name or a code); raises UsageError for an unknown or ambiguous one."""
    try:
        return place.resolve(name)
    except UnreadableError as error:
        raise UsageError(str(error)) from None


def code(what: str, given: str, known: Iterable[str]) -> str:
    """``given``, which must be among ``known``; raises UsageError, naming the nearest, where it is not."""
    known = tuple(known)
    if given not in known:
        raise UsageError(f"unknown {what} {given!r}; {codelists.nearest(given, known)}")
    return given
