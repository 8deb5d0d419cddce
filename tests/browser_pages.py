"""Pages opened in a browser: what they load, what they say with and without scripts, and who could not read them.

`check` needs Chromium, Node.js, and what ``npm install --no-package-lock --prefix tests/browser`` installs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "browser"
SECONDS = 600


@dataclass(frozen=True)
class Searched:
    """What a page shows once a query is typed: its entries, its headings, and what it announces."""

    shown: tuple[str, ...]
    headings: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Checked:
    """A page as the browser found it.

    ``requests`` are the addresses that it loaded (without ``data:``), ``errors`` those of console and scripts, dialogs
    too. ``words`` are those that can be seen, ``all_words`` those hidden until they are asked for as well.
    ``broken`` are anchors that are missing or there twice, ``reordered`` what text from right to left has moved.
    ``overflowing`` names the elements that are wider than a phone, ``overflowing_in_print`` those wider than A4 has
    room; ``closed_in_print`` what would be missing on paper; ``violations`` what axe-core says on a desk and a phone.
    """

    page: Path
    address: str
    requests: tuple[str, ...]
    errors: tuple[str, ...]
    words: str
    all_words: str
    words_without_script: str
    all_words_without_script: str
    broken: tuple[str, ...]
    reordered: tuple[str, ...]
    overflowing: tuple[str, ...]
    overflowing_in_print: tuple[str, ...]
    closed_in_print: tuple[str, ...]
    violations: tuple[str, ...]
    searches: tuple[Searched, ...]

    def problems(self) -> list[str]:
        """All that no page may have, in words; nothing where the page is sound."""
        found = [f"loads {address}" for address in self.requests if address != self.address]
        if self.all_words.split() != self.all_words_without_script.split():
            found.append("says something else without scripts")
        kinds = (
            "errors",
            "broken",
            "reordered",
            "overflowing",
            "overflowing_in_print",
            "closed_in_print",
            "violations",
        )
        for what in kinds:
            found += [f"{what}: {one}" for one in getattr(self, what)]
        return found


def lacking() -> str:
    """What `check` needs and is not there; empty where all of it is."""
    missing = [name for name in ("chromium", "node") if shutil.which(name) is None]
    missing += [f"tests/browser/node_modules/{name}" for name in ("puppeteer-core", "axe-core") if not _module(name)]
    return ", ".join(missing)


def _module(name: str) -> bool:
    return (FOLDER / "node_modules" / name).is_dir()


def need_browser() -> None:
    """Skips the test where a browser is lacking, and fails it in CI, where it may not be."""
    if missing := lacking():
        reason = f"pages are not opened in a browser: no {missing}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def check(pages: Sequence[Path], queries: Mapping[Path, Sequence[str]] | None = None) -> list[Checked]:
    """The pages as one browser finds them, in their order; ``queries`` are typed into the search of a page.

    Raises CalledProcessError, with what the browser said in ``stderr``, where it could not open them.
    """
    asked = queries or {}
    jobs = [{"page": str(page.resolve()), "queries": list(asked.get(page, ()))} for page in pages]
    done = subprocess.run(
        ["node", str(FOLDER / "check.js")],
        input=json.dumps({"browser": shutil.which("chromium"), "jobs": jobs}),
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS,
    )
    return [_checked(found) for found in json.loads(done.stdout)]


def _checked(found: dict[str, Any]) -> Checked:
    made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    made["page"] = Path(found["page"])
    made["searches"] = tuple(
        Searched(tuple(one["shown"]), tuple(one["headings"]), one["said"]) for one in made["searches"]
    )
    return Checked(**made)
