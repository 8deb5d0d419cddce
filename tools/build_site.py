"""Build the documentation site: ``python tools/build_site.py [--out DIR]``, by default into build/site.

The pages of docs/ and the README are gathered in a folder of their own with the pages that are made from code and
dataset (command line, Python interface, indicators), and Sphinx makes HTML of them that opens from a folder. A warning
is an error.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import re
import shutil
import sys
from pathlib import Path

import site_indicators
import site_reference

import civstats

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
OTHERS = {
    "README.md": "readme.md",
    "README.zh.md": "readme-zh.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
    "data/LICENSE.md": "data-licence.md",
    "data/raw/README.md": "data-raw.md",
}
"""Pages that stand elsewhere in the repository, and what they are called in the site."""
_FILES = "files"
_LINK = re.compile(r"(\]\()([^)\s#]+)(#[^)\s]*)?(\))")


def pages() -> dict[str, str]:
    """The pages of the repository: path there, path in the site."""
    docs = {path.relative_to(ROOT).as_posix(): path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md"))}
    return docs | {path: name for path, name in OTHERS.items() if (ROOT / path).exists()}


def gather(into: Path) -> None:
    """Write all pages, and what they show and offer, into the folder ``into``."""
    known = pages()
    for path, name in known.items():
        _write(into / name, _relinked((ROOT / path).read_text(encoding="utf-8"), path, name, known, into))
    made = [("cli.md", site_reference.command_line()), *site_reference.api(), *site_indicators.pages(civstats.open())]
    for name, text in made:
        _write(into / name, text)


def _relinked(text: str, path: str, name: str, known: dict[str, str], into: Path) -> str:
    """``text`` with its links as they are in the site; files that are no pages are copied there."""

    def link(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2]))
        if "://" in found[2] or found[2].startswith("mailto:") or not (ROOT / target).is_file():
            return found[0]  # the web, a page that is made, or a broken link, of which Sphinx warns
        if target not in known:
            known_as = target.removeprefix("docs/") if target.startswith("docs/") else f"{_FILES}/{target}"
            (into / known_as).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / target, into / known_as)
        else:
            known_as = known[target]
        return f"{found[1]}{posixpath.relpath(known_as, posixpath.dirname(name) or '.')}{found[3] or ''}{found[4]}"

    return _LINK.sub(link, text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def build(out: Path) -> int:
    """Build the site into ``out``, which is emptied before; returns Sphinx's exit code."""
    from sphinx.cmd.build import main as sphinx

    work = out.with_name(f"{out.name}-source")
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    gather(work)
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    options = ["-q", "-W", "--keep-going", "-j", "2", "-b", "html", "-c", str(DOCS), "-d", str(work / ".doctrees")]
    code = sphinx([*options, str(work), str(out)])
    (out / ".buildinfo").unlink(missing_ok=True)
    return code


def main() -> int:
    """Build the site and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site", metavar="DIR", help="default: build/site")
    out = parser.parse_args().out.resolve()
    code = build(out)
    if code == 0:
        print(f"{sum(1 for _ in out.rglob('*.html'))} pages: {out / 'index.html'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
