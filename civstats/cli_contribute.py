"""The commands for those who add a document: ``civstats new-source`` and ``civstats check-source``."""

from __future__ import annotations

import argparse
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import UsageError

if TYPE_CHECKING:
    from civstats.contribute.review import Review

_PAGE = "docs/contributing-data.md"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds both commands."""
    new = commands.add_parser(
        "new-source",
        help="a folder for a new document",
        description="Make the folder of a new document: source.toml with every key explained, and figures.csv with its "
        f"columns. How to go on: {_PAGE}.",
        epilog="Example: civstats new-source wushen-2023-tasks --text wushen-2023-tasks.txt",
    )
    new.add_argument("source_id", metavar="ID", help="small letters, digits and hyphens, place-year-kind")
    new.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="DIR", help="default: data/raw")
    new.add_argument("--text", type=Path, metavar="FILE", help="the document's text; fills in its hash and script")
    new.set_defaults(run=_new)

    check = commands.add_parser(
        "check-source",
        help="review one document before it is built",
        description="Read one document on its own and show how each figure was read, every problem as "
        "file:line:column what -> what to do, and what does not go together with the published figures. "
        "Exit code 1 where there is a problem; remarks are to be looked at.",
        epilog="Example: civstats check-source data/raw/wushen-2023-tasks --text wushen-2023-tasks.txt --fill",
    )
    check.add_argument("path", type=Path, metavar="PATH", help="the document's folder, or one of its two files")
    at_hand = check.add_mutually_exclusive_group()
    at_hand.add_argument("--text", type=Path, metavar="FILE", help="the document's text, to prove each position")
    at_hand.add_argument("--texts", type=Path, metavar="DIR", help="folder that holds it as <source_id>.txt")
    check.add_argument(
        "--fill", action="store_true", help="write the positions that the text leaves no doubt about into the sheet"
    )
    check.add_argument("--json", action="store_true", help="the review for machines")
    check.add_argument(
        "--data", default=None, metavar="DIR", help="published figures to compare with (default: the packaged dataset)"
    )
    check.set_defaults(run=_check)


def _new(options: argparse.Namespace) -> int:
    from civstats.contribute.scaffold import new_source

    folder = new_source(options.source_id, options.raw, options.text)
    document, text = (shlex.quote(str(path)) for path in (folder, options.text or Path(f"{options.source_id}.txt")))
    print(
        f"{folder}: source.toml, figures.csv\n"
        f"下一步：填写 source.toml；figures.csv 每个数字一行；再核对。\n"
        f"Next: fill in source.toml, write one row a figure into figures.csv, then review it:\n"
        f"  civstats check-source {document} --text {text} --fill\n"
        f"{_PAGE}"
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    from civstats.contribute.review import folder_of, review
    from civstats.dataset import open as open_dataset

    text = options.text
    if options.texts is not None:
        if not options.texts.is_dir():
            raise UsageError(f"{options.texts} is not a folder; name the folder of the texts, <source_id>.txt")
        text = options.texts / f"{folder_of(options.path).name}.txt"
    found = review(options.path, open_dataset(options.data), text, fill=options.fill)
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, default=str))
    else:
        _show(found)
    return 0 if found.ok else 1


def _show(found: Review) -> None:
    from civstats.contribute.readings import table
    from civstats.output import write_table

    if found.figures:
        print(f"{found.source_id}：各数字读作 / how each figure was read", flush=True)
        write_table(table(found.figures), "table", None)
    for title, lines in (
        ("已填入位置 / positions filled in", found.filled),
        ("须改正 / problems", found.problems),
        ("请查看 / remarks", found.remarks),
    ):
        if lines:
            print("\n".join([f"\n{title} ({len(lines)})", *map(str, lines)]))
    print(f"\n{_summary(found)}")


def _summary(found: Review) -> str:
    counted = {"figure": len(found.figures), "problem": len(found.problems), "remark": len(found.remarks)}
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counted.items()]
    if found.proven is not None:
        parts.append(f"{found.proven} proven against the text")
    if found.holding is not None:
        parts.append(f"{found.holding} relations between figures hold")
    elif found.problems:
        parts.append("relations between figures are looked at once there is no problem")
    return "; ".join(parts)
