"""The notebooks run from a clean kernel, every number of their prose is asserted, and their pages are whole."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

jupytext = pytest.importorskip("jupytext")

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.py"))
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("render_notebooks", ROOT / "tools" / "render_notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def passages(path: Path) -> Iterator[tuple[str, str]]:
    """Each stretch of prose with the assertions of the cells behind it."""
    prose: list[str] = []
    code: list[str] = []
    for cell in jupytext.read(path).cells:
        if cell.cell_type == "markdown" and code:
            yield "\n".join(prose), "\n".join(code)
            prose, code = [], []
        (prose if cell.cell_type == "markdown" else code).append(cell.source)
    yield "\n".join(prose), "\n".join(code)


def numbers(text: str) -> set[float]:
    return {float(number) for number in NUMBER.findall(text)}


def asserted(code: str) -> set[float]:
    """The numbers in the assertions of some code."""
    tests = [ast.unparse(node) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assert)]
    return numbers("\n".join(tests))


def said(prose: str) -> set[float]:
    """The numbers of the prose; what stands in `code` claims nothing."""
    return numbers(re.sub(r"`[^`]*`", "", prose))


def test_there_are_seven() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"0{number}" for number in range(1, 8)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_of_the_prose_is_asserted_behind_it(path: Path) -> None:
    missing = {prose: said(prose) - asserted(code) for prose, code in passages(path)}
    assert {prose: gone for prose, gone in missing.items() if gone} == {}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_as_text_that_survives_an_editor(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    config = jupytext.config.load_jupytext_configuration_file(str(path.with_name("jupytext.toml")))
    notebook.metadata["jupytext"] = {
        "notebook_metadata_filter": config.notebook_metadata_filter,
        "cell_metadata_filter": config.cell_metadata_filter,
    }
    assert jupytext.writes(notebook, fmt="py:percent") == text


@pytest.mark.filterwarnings("default")  # what Jupyter's own packages warn of is theirs
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_a_clean_kernel_and_its_page_is_whole(path: Path) -> None:
    render = tool()
    notebook = render.executed(path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []  # warnings: missing glyphs too

    html = render.page(notebook)
    assert '<html lang="zh-CN">' in html
    assert html.count("<h1") == 1
    assert "<script" not in html
    assert 'class="input' not in html
    assert re.findall(r"""(?:src|srcset|data)\s*=\s*["']?https?:|<link|@import|url\(\s*["']?https?:""", html) == []
    pictures = re.findall(r"<img[^>]*>", html)
    assert all(re.search(r'src="data:image/png;base64,', picture) for picture in pictures)
    assert all(re.search(r'alt="[^"]{40,}"', picture) for picture in pictures)
    assert "No description has been provided" not in html
