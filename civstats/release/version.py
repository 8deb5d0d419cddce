"""Versions of the dataset: what a number promises, and how far it has to rise for a given difference.

Package and dataset carry one number, MAJOR.MINOR.PATCH. Within a major version a query that ran runs still, and a code,
a column and an observation_id mean what they meant.

=====  ======================================================================================================
major  table, column or code removed (renamed); type, key, unit or code list of a column changed; a column that was
       never null may be; unit, direction or summability of an indicator, or factor of a unit, changed; an
       observation_id that names another figure than before; the licence; a new major schema version
minor  rows added or withdrawn; table, column or code added; a new minor schema version
patch  values of existing rows revised; labels and notes; whatever only follows in derived tables
=====  ======================================================================================================

The number computed is the least that the difference shows. People may raise it further: a program that now reads a word
otherwise, with the same tables, changes a meaning that no comparison of tables can see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civstats.errors import UsageError
from civstats.release.origin import ANOTHER_FIGURE, MEANING, PRIMARY
from civstats.release.plain import line
from civstats.release.shape import Level

if TYPE_CHECKING:
    from civstats.release.compare import Diff

LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


@dataclass(frozen=True, order=True)
class Version:
    """A version number; versions compare by their numbers, not as text."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def raised(self, level: Level) -> Version:
        """The next version that is higher by ``level``."""
        if level == "major":
            return Version(self.major + 1, 0, 0)
        if level == "minor":
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1) if level == "patch" else self


def read(text: str) -> Version:
    """Raises UsageError for what is no MAJOR.MINOR.PATCH."""
    match = _VERSION.fullmatch(text)
    if match is None:
        raise UsageError(f"{line(text) or 'no version'} is not a version MAJOR.MINOR.PATCH such as 1.2.0")
    return Version(*map(int, match.groups()))


def bump(old: Version, new: Version) -> Level:
    """Which part of the number rose from ``old`` to ``new``; ``none`` where the number is the same or lower.

    Before 1.0.0 nothing is promised: a higher minor number may break what it likes and counts as major, as semantic
    versioning has it.
    """
    if new <= old:
        return "none"
    if new.major > old.major or (new.major == 0 and new.minor > old.minor):
        return "major"
    return "minor" if new.minor > old.minor else "patch"


def highest(levels: list[Level]) -> Level:
    return max(levels, key=LEVELS.index, default="none")


def required_bump(diff: Diff) -> Level:
    """The least part of the version number that has to rise for ``diff``; see the table above."""
    levels: list[Level] = [change.level for change in diff.schema]
    old, new = (version.partition(".")[0] for version in diff.schema_versions)
    if diff.schema_versions[0] != diff.schema_versions[1]:
        levels.append("major" if old != new else "minor")
    levels += [_rows_level(*row) for row in diff.levels()]
    if diff.bag_rows:
        levels.append("minor")
    return highest(levels)


def _rows_level(table: str, kind: str, columns: frozenset[str], primary: bool, traced: bool, reused: bool) -> Level:
    """The level of one sort of changed rows; the same for all that share table, kind and changed columns."""
    if reused:
        return "major"
    if not primary and (traced or kind == "revised"):
        return "patch"  # what follows never asks for more than what it follows from
    if kind == "withdrawn" and table in PRIMARY and table not in ("sources", "observations"):
        return "major"  # a code is gone
    if kind == "revised" and table == "observations" and all(columns & {*names} for names in ANOTHER_FIGURE):
        return "major"
    if kind == "revised":
        return "major" if columns & set(MEANING.get(table, ())) else "patch"
    return "minor"
