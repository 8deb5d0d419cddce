"""Runs the notebooks, each in a fresh kernel, and writes it as one HTML page without its code.

    python tools/render_notebooks.py [NAME …] [--out build/notebooks]

A page holds all that it shows: no script, font, style or picture is fetched from elsewhere.
"""

from __future__ import annotations

import argparse
import re
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import jupytext
from nbclient import NotebookClient
from nbconvert import HTMLExporter

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.py"))
SECONDS = 30
"""A cell that takes longer is an error."""


def executed(path: Path) -> NotebookNode:
    """The notebook with its outputs; raises nbclient's CellExecutionError for a cell that fails.

    It runs in an empty folder and in the Python that runs this.
    """
    notebook: NotebookNode = jupytext.read(path)
    with TemporaryDirectory() as folder:
        resources = {"metadata": {"path": folder}}
        NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources=resources).execute()
    return notebook


def page(notebook: NotebookNode) -> str:
    """An executed notebook as a page without code."""
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic", exclude_input=True, exclude_output_prompt=True, exclude_anchor_links=True
    )
    body, _ = exporter.from_notebook_node(notebook)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body)
    if heading is None:
        raise ValueError("the notebook has no heading of the first level")
    style = Path(__file__).with_name("notebook.css").read_text(encoding="utf-8")
    title = escape(re.sub(r"<[^>]+>", "", heading.group(1)))
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Run notebooks and write each as one HTML page without its code.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as 01_quickstart (default: all)")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "notebooks", metavar="DIR")
    given = parser.parse_args()
    known = {path.stem: path for path in NOTEBOOKS}
    strange = [name for name in given.names if name not in known]
    if strange:
        parser.error(f"no notebook {', '.join(strange)}; the notebooks are {', '.join(known)}")
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.names or known:
        target = given.out / f"{name}.html"
        target.write_text(page(executed(known[name])), encoding="utf-8")
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
