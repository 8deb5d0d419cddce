"""The guide for contributors, followed word by word in a fresh copy of the repository.

In the page, a block ``sh`` is run from the root of the clone; a block ``output`` shows lines that it prints (… stands
for what is left out); “Put this into `path`:” names the file that the next block is. A command may end with exit code 1
only where the words before it say so.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "contributing-data.md"
SOURCE_ID = "ejina-2023-example"
ONCE = "bash"
"""The language of what is done once on a machine, which CI does by itself."""


class Block(NamedTuple):
    words: str
    language: str
    text: str


def blocks() -> Iterator[Block]:
    end = 0
    page = PAGE.read_text(encoding="utf-8")
    for match in re.finditer(r"^```(\w+)\n(.*?)^```$", page, re.M | re.S):
        yield Block(page[end : match.start()].rstrip(), match[1], match[2])
        end = match.end()


def copy_of_the_repository(into: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


class Reader:
    """Someone who does what the page says."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        who = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        self.environment = {
            **os.environ, **who, "PYTHONPATH": str(repository), "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip
        self.printed = ""

    def run(self, script: str, exit_code: int = 0) -> None:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.repository, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == exit_code, f"{script}\n{done.stdout}\n{done.stderr}"
        self.printed = done.stdout

    def follow(self, block: Block) -> None:
        into = re.search(r"Put this into\s+`([^`]+)`:$", block.words)
        if into:
            (self.repository / into[1]).write_text(block.text, encoding="utf-8")
        elif block.language == "sh":
            self.run(block.text, exit_code="(exit code 1" in block.words)
        elif block.language == "output":
            for line in block.text.splitlines():
                pattern = ".*".join(map(re.escape, line.split("…")))
                found = any(re.fullmatch(pattern, printed) for printed in self.printed.splitlines())
                assert found, f"not printed: {line}\n{self.printed}"
        else:
            assert block.language == ONCE, f"nobody knows what to do with {block.language}: {block.text}"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    reader = Reader(copy_of_the_repository(tmp_path / "civstats"))
    reader.run("git init --quiet && git add --all && git commit --quiet --message before")
    return reader


def figures(reader: Reader) -> list[str]:
    columns = "figure_no, printed, value, unit, locality_id, indicator_id, year, char_start, char_end"
    query = f"select {columns} from observations where source_id = '{SOURCE_ID}' order by 1"
    reader.run(f'civstats query --format csv --data data/curated "{query}"')
    return [",".join(row) for row in csv.reader(reader.printed.splitlines())][1:]


def test_the_guide_leads_from_a_text_to_figures_in_the_dataset(reader: Reader) -> None:
    page = list(blocks())
    committed = next(number for number, block in enumerate(page) if "git commit" in block.text) + 1
    before = subprocess.check_output(["git", "ls-files", "-s", "data"], cwd=reader.repository)
    wrong = []
    for block in page[:committed]:
        reader.follow(block)
        wrong += re.findall(r"^\S+figures\.csv:\d+:\d+: printed: .*$", reader.printed, re.M)
    assert figures(reader) == [
        "1,6个,6,facilities,152923,care_stations,2023,39,41",
        "2,12个,12,facilities,152923,mutual_aid_homes,2023,51,54",
        "3,每人每月735元,735,CNY/person/month,152923,dibao_standard,2023,88,96",
    ]
    sheet = f"data/raw/{SOURCE_ID}/figures.csv"
    assert {line.partition(": ")[0] for line in wrong} == {f"{sheet}:4:7"}
    assert all("每人每月753元" in line for line in wrong)
    reader.run("git status --porcelain --untracked-files=all -- data docs")
    assert reader.printed == "", "the commit has all that the build changed"
    for block in page[committed:]:
        reader.follow(block)
    assert figures(reader) == []
    assert subprocess.check_output(["git", "ls-files", "-s", "data"], cwd=reader.repository) == before


def test_every_command_that_the_guide_names_is_run() -> None:
    run = "".join(block.text for block in blocks() if block.language == "sh")
    named = set(re.findall(r"civstats ([a-z-]+)", PAGE.read_text(encoding="utf-8")))
    assert named == set(re.findall(r"civstats ([a-z-]+)", run))
    assert {"new-source", "check-source", "build", "verify", "query", "diff"} <= named


def test_the_columns_are_explained_all() -> None:
    from civstats.reading.sheet import COLUMNS, OPTIONAL_COLUMNS

    table = PAGE.read_text(encoding="utf-8").partition("| column | what goes in |")[2].partition("\n\n")[0]
    named = [
        name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1] if "|" in row else "")
    ]
    assert sorted(named) == sorted([*COLUMNS, *OPTIONAL_COLUMNS])
