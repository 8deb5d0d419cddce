"""What README and docs show is true: commands with their output, sessions, tables of readings, generated pages."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from civstats.reading import period, quantity
from civstats.reading.period import Reference

ROOT = Path(__file__).parent.parent
GUIDES = ("how-a-figure-is-read", "adding-a-source", "importing-a-batch")
PAGES = ["README.md", *(f"docs/{name}.md" for name in GUIDES)]


def blocks(language: str) -> list[str]:
    found = [
        re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)
        for page in PAGES
    ]
    return [block for page in found for block in page]


def table_rows(page: str, header: str) -> Iterator[list[str]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    body = text.partition(f"| {header}")[2].partition("\n\n")[0].splitlines()[2:]
    return ([cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in body)


@pytest.mark.parametrize("block", blocks("console"))
def test_commands_print_what_is_shown(block: str) -> None:
    command, _, expected = block.removeprefix("$ ").partition("\n")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PATH": path}
    )
    assert (run.stdout, run.stderr) == (expected, "")


@pytest.mark.parametrize("block", blocks("python"))
def test_python_sessions_print_what_is_shown(block: str) -> None:
    session = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    assert session.examples
    assert doctest.DocTestRunner().run(session).failed == 0


def test_the_table_of_quantities_is_true() -> None:
    rows = list(table_rows("docs/how-a-figure-is-read.md", "printed | value"))
    assert len(rows) == 9
    for token, value, interval, bound, unit in rows:
        read = quantity.read(token)
        shown = (
            "none" if read.value is None else f"{read.value:f}".partition(".")[0],
            str(read.interval),
            read.bound,
            str(read.unit),
        )
        assert shown == (value, interval, bound, unit)


def test_the_table_of_periods_is_true() -> None:
    rows = list(table_rows("docs/how-a-figure-is-read.md", "printed (document"))
    assert len(rows) == 8
    for phrase, shown in rows:
        span = period.read(phrase, Reference(date(2023, 12, 29), 2023))
        text = {(True, False): f"from {span.start}", (False, True): f"by {span.end}"}.get(
            (span.start is not None, span.end is not None)
        )
        accepted = {text, f"{span.start} to {span.end}", f"up to {span.end}", f"by {span.end}"}
        assert shown.partition(":")[0] in accepted


def test_every_command_and_table_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    from civstats.schema import TABLES

    missing = [
        name
        for name in [*(f"`{table}`" for table in TABLES), "civstats query", "civstats explain", "civstats verify"]
        if name not in readme
    ]
    assert missing == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / page for page in [*PAGES, "data/raw/README.md", "benchmarks/README.md"]]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))]
    broken = [link for page, link in links if "://" not in link and not (page.parent / link).exists()]
    assert links
    assert broken == []


def test_generated_pages_are_up_to_date() -> None:
    run = subprocess.run([sys.executable, "tools/build_docs.py", "--check"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, f"{run.stdout} run `make docs`"


def test_the_readme_states_the_size_of_the_dataset() -> None:
    import civstats

    [(figures, documents)] = (
        civstats.open().sql("select count(*), count(distinct source_id) from observations").fetchall()
    )
    assert f"{figures:,} figures of {documents} documents" in (ROOT / "README.md").read_text(encoding="utf-8")
