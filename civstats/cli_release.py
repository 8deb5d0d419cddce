"""The commands ``civstats diff`` and ``civstats release``, a few lines over `civstats.release`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civstats.release import Diff

OK, DIFFERS = 0, 1


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``diff`` and ``release`` to the commands."""
    diff = commands.add_parser(
        "diff",
        help="what differs between two versions of the dataset",
        description="Compare two versions of the dataset row by row: what was added, revised (old -> new, with the "
        "reason), renumbered, withdrawn; changes of the structure; and what follows from these in derived tables.",
        epilog="Example: civstats diff civstats-1.0.0.zip data/curated --format html -o diff.html. Exit code 0 also "
        "where they differ, except with --exit-code.",
    )
    diff.add_argument("old", metavar="OLD", help="folder, zip of a release, or URL")
    diff.add_argument("new", metavar="NEW", help="folder, zip of a release, or URL")
    diff.add_argument("--format", choices=("text", "json", "html"), default="text")
    diff.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    diff.add_argument(
        "--revisions", type=Path, metavar="FILE", help="reasons (default: the revisions.csv that comes with NEW)"
    )
    diff.add_argument("--exit-code", action="store_true", help="end with 1 where they differ")
    diff.set_defaults(run=_diff)

    release = commands.add_parser(
        "release",
        help="make a release of the dataset",
        description="Make a release, the folder civstats-<version> with zip and SHA256SUMS. Refuses, with every reason "
        "at once, unless it can be compared with the previous release, the version rises as the difference demands, "
        "revised and withdrawn figures have reasons, the changelog has an entry, the dataset is valid, and it is what "
        "the raw folder makes.",
        epilog="Example: civstats release --previous civstats-1.0.0.zip -o dist",
    )
    before = release.add_mutually_exclusive_group(required=True)
    before.add_argument("--previous", metavar="OLD", help="the release before: folder, zip or URL")
    before.add_argument("--first", action="store_true", help="there is no release before; only for 1.0.0")
    release.add_argument("--data", type=Path, default=Path("data/curated"), metavar="DIR", help="default: data/curated")
    release.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="DIR", help="default: data/raw")
    release.add_argument(
        "--changelog", type=Path, default=Path("CHANGELOG.md"), metavar="FILE", help="default: CHANGELOG.md"
    )
    release.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="where the folder goes")
    release.set_defaults(run=_release)


def _diff(options: argparse.Namespace) -> int:
    from civstats.dataset import open as open_dataset
    from civstats.output import replace
    from civstats.release import diff, reasons
    from civstats.release.plain import line

    given = reasons.read(options.revisions) if options.revisions else None
    write = _writer(options.format)
    old, new = open_dataset(options.old), open_dataset(options.new)
    found = diff(old, new, given)
    if given is not None and not reasons.between(given, old.version, new.version):
        print(
            f"civstats: {options.revisions} has no reason for a version after {line(old.version)} up to "
            f"{line(new.version)}, so none was used -> its column version names the release that brings a change",
            file=sys.stderr,
        )
    if options.output is not None:
        replace(options.output, b"".join(write(found)))
    else:
        sys.stdout.flush()
        for part in write(found):
            sys.stdout.buffer.write(part)
    return DIFFERS if options.exit_code and found.differs else OK


def _writer(format_: str) -> Callable[[Diff], Iterable[bytes]]:
    """What writes a difference; for HTML it needs an extra, which is told before the work."""
    if format_ == "html":
        from civstats.release.page import page

        return lambda found: [page(found)]
    from civstats.release import jsonfile
    from civstats.release.text import text

    def encoded(found: Diff) -> Iterator[bytes]:
        yield from (line.encode() for line in jsonfile.lines(found))

    return encoded if format_ == "json" else lambda found: [text(found).encode()]


def _release(options: argparse.Namespace) -> int:
    from civstats.release.make import release

    made = release(
        None if options.first else options.previous,
        options.output,
        data=options.data,
        raw=options.raw,
        log=options.changelog,
        progress=lambda text: print(text, file=sys.stderr),
    )
    for name in made.files:
        print(made.folder / name)
    return OK
