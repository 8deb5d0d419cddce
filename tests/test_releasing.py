"""The recipe for a release, followed: every command of docs/releasing.md, in a small copy of the project.

The three documents of the page's example are revised as it says, its list of reasons and its heading are taken as
shown, and every block ``sh`` is run in the order of the page; only the first release, which the second is compared
with, is made before.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from doc_blocks import ROOT, blocks

PAGE = "docs/releasing.md"
SOURCES = ("ordos-2023-summary", "wushen-2022-plan", "ordos-2022-summary")
FILES = ("civstats", "expectations", "tools", "CITATION.cff", "CHANGELOG.md")


class Maintainer:
    """Someone who releases a copy of the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FILES:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(ROOT / name, folder / name)
        for name in SOURCES:
            shutil.copytree(ROOT / "data" / "raw" / name, folder / "data" / "raw" / name)

    def run(self, script: str) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=self.folder, capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(self.folder)},
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"

    def edit(self, file: str, pattern: str, new: str) -> None:
        path = self.folder / file
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.M)
        assert count == 1, f"{file} has no {pattern}"
        path.write_text(text, encoding="utf-8")

    def version(self, version: str, heading: str) -> None:
        """Steps 3 and 4: the number and the day wherever they stand, and what a user has to know."""
        [day] = re.findall(r"\d{4}-\d\d-\d\d", heading)
        self.edit("civstats/__init__.py", r'^__version__ = ".*"', f'__version__ = "{version}"')
        self.edit("civstats/schema/about.toml", r"^released = .*", f"released = {day}")
        (self.folder / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n\nWhat is new.\n", encoding="utf-8")

    def revise(self, source: str, no: str, **cells: str) -> None:
        path = self.folder / "data" / "raw" / source / "figures.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), list(reader.fieldnames or ())
        next(row for row in rows if row["no"] == no).update(cells)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)


def test_the_recipe_leads_to_a_release(tmp_path: Path) -> None:
    page = blocks(PAGE)
    assert {block.language for block in page} == {"sh", "text"}
    steps = [block.text for block in page if block.language == "sh"]
    reasons, heading = (block.text for block in page if block.language == "text")
    first, citing = (next(step for step in steps if name in step) for name in ("--first", "build_metadata"))
    [old], [new] = (
        set(re.findall(r"--previous \S*civstats-([\d.]+)\.zip", "".join(steps))),
        re.findall(r"^## ([\d.]+)", heading),
    )

    maintainer = Maintainer(tmp_path)
    maintainer.version(old, f"## {old} (2026-12-01)")
    for step in (citing, "civstats build", first):
        maintainer.run(step)
    assert (tmp_path / "dist" / f"civstats-{old}" / f"civstats-{old}.zip").exists()

    maintainer.revise("ordos-2023-summary", "2", printed="910元/月·人")
    maintainer.revise("ordos-2022-summary", "1", printed="910元/人·月")
    maintainer.edit("data/raw/wushen-2022-plan/source.toml", "^issued = .*", "issued = 2022-04-16")
    (tmp_path / "data" / "raw" / "revisions.csv").write_text(reasons, encoding="utf-8")
    maintainer.version(new, heading.strip())
    for step in steps:
        if step != first:
            maintainer.run(step)
    made = {path.name for path in (tmp_path / "dist" / f"civstats-{new}").iterdir()}
    assert made == {"SHA256SUMS", f"civstats-{new}.zip", "diff.html", "diff.json"}
    told = (tmp_path / "dist" / f"civstats-{new}" / "diff.json").read_text(encoding="utf-8")
    assert all(row["reason"] in told for row in csv.DictReader(reasons.splitlines()))
