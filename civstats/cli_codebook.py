"""The command that explains words: ``civstats codebook [TABLE] [-q WORDS]``, a few lines over `civstats.codebook`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_NONE = "没有找到；换一个词，或看全部 / nothing found; try another word, or look at the whole: civstats codebook"


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds ``codebook`` to the commands."""
    parser = commands.add_parser(
        "codebook",
        help="what columns, codes and indicators mean, and what documents call them",
        description="Show the code book: indicators, units, codes, tables and columns with their names, definitions, "
        "the wordings of the documents and the number of observations. With TABLE the columns of that table.",
        epilog="Example: civstats codebook -q 集中供养",
    )
    parser.add_argument("table", nargs="?", default="", metavar="TABLE", help="a table, such as observations")
    parser.add_argument(
        "-q", "--query", default="", metavar="WORDS",
        help="only what holds each of these words: Chinese in either script, English, or a code",
    )  # fmt: skip
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="table is for reading")
    parser.add_argument(
        "--data", default=None, metavar="DIR", help="folder or URL of curated Parquet (default: the packaged dataset)"
    )
    parser.set_defaults(run=_codebook)


def _codebook(options: argparse.Namespace) -> int:
    import pyarrow as pa

    from civstats.dataset import open as open_dataset
    from civstats.output import write_table

    found = open_dataset(options.data).codebook(options.table, options.query)
    if options.format != "table" or options.table:
        write_table(pa.Table.from_pandas(found, preserve_index=False), options.format, None)
    else:
        print("\n".join(_shown(found, options.query)) or _NONE)
    return 0


def _shown(found: pd.DataFrame, q: str) -> Iterator[str]:
    """The rows of a code book as lines: names, definitions, and of the wordings those that hold a word of ``q``."""
    import pandas as pd

    from civstats.codebook import BETWEEN, matching

    for row in found.to_dict("records"):
        number = row["observations"]
        count = "" if pd.isna(number) else f"  ({number} observation{'' if number == 1 else 's'})"
        unit = f"  [{row['unit']}]" if row["unit"] else ""
        yield f"{row['kind']} {row['list']}: {row['code']}{unit}{count}"
        yield from (
            f"  {text}"
            for text in (
                " / ".join(filter(None, (row["name_zh"], row["name_en"]))),
                row["definition_zh"],
                row["definition_en"],
                f"用语 wordings: {BETWEEN.join(matching(row['wordings'], q))}" if row["wordings"] else "",
            )
            if text
        )
