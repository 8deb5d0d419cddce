"""A difference as a page to read and print: one HTML file without script, Chinese first, English beside it.

It wears the style of the reports, and its words are shown as theirs are: as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from civstats.errors import MissingExtraError

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
except ImportError as _error:
    raise MissingExtraError(f"the page needs an extra: pip install 'civstats[report]' ({_error})") from None

from civstats.release import words
from civstats.release.compare import KINDS, Change, Diff
from civstats.release.version import required_bump
from civstats.report.html import TAGS, asset, shown

_ROWS, _FOLLOWING = 200, 30
"""So many rows of a table and kind are shown: of changes, of consequences. The counts are of all."""


@dataclass(frozen=True)
class Group:
    """The changed rows of one table and kind: their number, and the first of them."""

    table: str
    kind: str
    count: int
    rows: list[Change]


def page(diff: Diff) -> bytes:
    """The page in UTF-8; the same difference gives the same bytes."""
    made = Environment(
        loader=PackageLoader("civstats.release"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["shown"] = lambda text: shown(text, "zh")
    template = made.get_template("diff.html.j2")
    return template.render(
        diff=diff,
        words=words,
        tag=TAGS["zh"],
        english=TAGS["en"],
        style=asset("report.css"),
        level=required_bump(diff),
        made=diff.total(primary=True),
        following=diff.total(primary=False),
        changes=list(_groups(diff, _ROWS, primary=True)),
        consequences=list(_groups(diff, _FOLLOWING, primary=False)),
    ).encode()


def _groups(diff: Diff, most: int, *, primary: bool) -> Iterator[Group]:
    for table in diff.rows:
        for kind in KINDS:
            if count := diff.counts.get((primary, table, kind), 0):
                found = diff.changes(primary=primary, table=table, kind=kind)
                yield Group(table, kind, count, list(islice(found, most)))
