"""The blocks of code of a page, and a reader who types in what they show, from the top of the page to its end.

The language of a block says what is done with it:

- ``console``: one command behind ``$``, run in the root of the repository; it prints exactly what stands below it.
- ``sh``: commands that end with exit code 0, in a folder of its own with copies of data/curated and expectations.
- ``output``: lines that the last ``sh`` block printed, among others; … stands for what is left out.
- ``python``, ``py``: a session (``>>>``) or statements. Names of earlier blocks of the page are there.
- ``sql``: one SELECT over the packaged dataset. ``r``: a script for Rscript, in the folder of ``sh``.
- ``toml``, ``json``: can be read. ``{…}``: a directive, which the build of the site follows.

A block in any other language is an error, so that none is forgotten.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
_FENCE = re.compile(r"^( *)```(\S+)\n(.*?)^\1```$", re.M | re.S)


class Block(NamedTuple):
    """A block of code: its page (a path in the repository), the line where its text begins, its language, its text."""

    page: str
    line: int
    language: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: str) -> list[Block]:
    """The blocks of a page of the repository, in their order; raises ValueError where a fence belongs to no block."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = [
        Block(page, text.count("\n", 0, match.start()) + 2, match[2], textwrap.dedent(match[3]))
        for match in _FENCE.finditer(text)
    ]
    fences = len(re.findall(r"^\s*(?:```|~~~)", text, re.M))
    if fences != 2 * len(found):
        raise ValueError(f"{page}: {fences} fences, {len(found)} blocks: a block is open or has no language")
    return found


class Reader:
    """Someone who reads one page and types in its blocks; ``skipped`` are commands that are not for here."""

    def __init__(self, folder: Path, skipped: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self._skipped = skipped
        self._printed: list[str] = []
        shutil.copytree(ROOT / "data" / "curated", folder / "data" / "curated")
        shutil.copytree(ROOT / "expectations", folder / "expectations")
        self._ways: dict[str, Callable[[Block], str]] = {
            "console": self._console, "sh": self._sh, "output": self._output, "python": self._python,
            "py": self._python, "sql": self._sql, "r": self._r, "toml": self._toml, "json": self._json,
        }  # fmt: skip

    def follow(self, block: Block) -> str:
        """What is wrong with a block; nothing where it does what it shows."""
        if block.language.startswith("{"):
            return ""
        way = self._ways.get(block.language)
        return way(block) if way else f"nobody knows how to run a block of {block.language!r}"

    def _run(self, command: list[str], where: Path) -> subprocess.CompletedProcess[str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path}
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", cwd=where, env=environment, check=False
        )

    def _console(self, block: Block) -> str:
        command, _, expected = block.text.removeprefix("$ ").partition("\n")
        run = self._run(["bash", "-c", command], ROOT)
        found = run.stdout + run.stderr
        return "" if found == expected else f"printed:\n{found}\nshown:\n{expected}"

    def _sh(self, block: Block) -> str:
        lines = [line for line in block.text.splitlines() if command(line) not in self._skipped]
        run = self._run(["bash", "-euo", "pipefail", "-c", "\n".join(lines)], self.folder)
        self._printed = (run.stdout + run.stderr).splitlines()
        return "" if run.returncode == 0 else f"exit code {run.returncode}:\n{run.stdout}{run.stderr}"

    def _output(self, block: Block) -> str:
        missing = []
        for line in block.text.splitlines():
            pattern = ".*".join(map(re.escape, line.split("…")))
            if not any(re.fullmatch(pattern, printed) for printed in self._printed):
                missing.append(line)
        return "\n".join(["not printed:", *missing, "but:", *self._printed]) if missing else ""

    def _python(self, block: Block) -> str:
        with contextlib.chdir(self.folder):
            return self._session(block) if block.text.startswith(">>>") else self._statements(block)

    def _session(self, block: Block) -> str:
        session = doctest.DocTestParser().get_doctest(block.text, self.names, block.page, block.page, block.line)
        said = io.StringIO()
        failed = doctest.DocTestRunner().run(session, out=said.write, clear_globs=False).failed
        self.names = session.globs
        return said.getvalue() if failed else ""

    def _statements(self, block: Block) -> str:
        try:
            exec(compile(block.text, block.place, "exec"), self.names)
        except Exception:
            return traceback.format_exc()
        return ""

    def _sql(self, block: Block) -> str:
        import civstats

        try:
            civstats.open().rows(block.text)
        except civstats.errors.CivstatsError as error:
            return str(error)
        return ""

    def _r(self, block: Block) -> str:
        if shutil.which("Rscript") is None:
            return "Rscript is not there" if os.environ.get("CI") == "true" else ""
        run = self._run(["Rscript", "-e", block.text], self.folder)
        return "" if run.returncode == 0 else run.stderr

    def _toml(self, block: Block) -> str:
        try:
            tomllib.loads(block.text)
        except tomllib.TOMLDecodeError as error:
            return str(error)
        return ""

    def _json(self, block: Block) -> str:
        try:
            json.loads(block.text)
        except ValueError as error:
            return str(error)
        return ""


def command(line: str) -> str:
    """A line of a shell without the comment behind it."""
    return line.partition(" #")[0].strip()


def commands(page: str) -> Iterator[str]:
    """The commands of a page's ``sh`` blocks."""
    for block in blocks(page):
        if block.language == "sh":
            yield from filter(None, map(command, block.text.splitlines()))
