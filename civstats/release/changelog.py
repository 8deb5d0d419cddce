"""The changelog, as far as a release asks it: whether a version has its entry, with a day and a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TITLE = re.compile(r"^#{1,6}(?: .*)?$", re.MULTILINE)
_VERSION = re.compile(r"((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2})(?: \((.+)\))?")


@dataclass(frozen=True)
class Entry:
    """One section of the changelog; ``day`` is None where the heading has none or one that is no day.

    ``text`` is what it says: no comments, and no headings.
    """

    version: str
    day: date | None
    text: str


def entries(content: str) -> list[Entry]:
    """The sections ``## 1.0.0 (2026-11-30)`` and ``## Unreleased`` of a changelog, as they stand."""
    parts = _HEADING.split(_COMMENT.sub("", content))
    found = []
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        match = _VERSION.fullmatch(heading)
        version = match[1] if match else heading.strip("[]").capitalize()
        found.append(Entry(version, _day(match[2]) if match else None, _TITLE.sub("", text).strip()))
    return found


def numbered(content: str) -> list[str]:
    """The versions that have a section, as they stand."""
    return [entry.version for entry in entries(content) if _VERSION.fullmatch(entry.version)]


def problems(content: str, version: str, name: str) -> list[str]:
    """What keeps ``version`` from being released with this changelog, each with what to do."""
    found = entries(content)
    own = [entry for entry in found if entry.version == version]
    wanted = f"## {version} (YYYY-MM-DD)"
    if not own:
        return [f"{name} has no entry for {version} -> write what a user has to know under the heading {wanted}"]
    problems = []
    if own[0].day is None:
        problems.append(f"the entry for {version} in {name} has no day -> write the heading {wanted}")
    if not own[0].text:
        problems.append(f"the entry for {version} in {name} is empty -> write what a user has to know")
    if any(entry.version == "Unreleased" and entry.text for entry in found):
        problems.append(f"{name} still has text under Unreleased -> move it under {version}, or out of the release")
    return problems


def day_of(content: str, version: str) -> date | None:
    """The day of the release ``version``."""
    return next((entry.day for entry in entries(content) if entry.version == version), None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
