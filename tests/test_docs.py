"""What README and docs show is true: every block of code runs, tables of readings and rules, generated pages, links."""

from __future__ import annotations

import operator
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from analysis_tables import DIBAO, GRAVES, SHARE, level, target, targets
from doc_blocks import ROOT, Block, Reader, blocks, command, commands

from civstats import __version__
from civstats.analysis.attainment import PRESETS
from civstats.interval import Interval
from civstats.reading import period, quantity
from civstats.reading.period import Reference

README = [name for name in ("README.md", "README.zh.md") if (ROOT / name).exists()]
PAGES = README + sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
LINKED = [*PAGES, "CHANGELOG.md", "benchmarks/README.md", "data/LICENSE.md", "data/raw/README.md"]
MADE = ("cli.md", "api/", "indicators/")
"""Pages that the build of the site makes; tests/test_site.py follows links to them."""

FOLLOWED = {
    "docs/contributing-data.md": "tests/test_contributing.py",
    "docs/releasing.md": "tests/test_releasing.py",
}
"""Pages whose blocks another test follows, since they need a repository of their own."""
SKIPPED = {
    "make": "the first step of .ci/run",
    "make test": "the last step of .ci/run",
    "civstats report": "takes minutes; `make` runs it in .ci/run",
    "civstats verify --texts DIR": "the texts are not in the repository; .ci/run has them where they are at hand",
    "python3 -m venv .venv": "tools/check_wheel.py installs the wheel in an empty environment",
    "source .venv/bin/activate": "the same",
    f"pip install './civstats-{__version__}-py3-none-any.whl[report]'": "the same",
}
"""Commands of ``sh`` blocks that are not run here, each with the reason."""


@pytest.mark.parametrize("page", [page for page in PAGES if page not in FOLLOWED])
def test_every_block_of_the_page_runs(page: str, tmp_path: Path) -> None:
    found = blocks(page)
    reader = Reader(tmp_path / "reader", frozenset(SKIPPED)) if found else None
    wrong = {block.place: problem for block in found if reader and (problem := reader.follow(block))}
    assert not wrong, "\n".join(f"{place}: {problem}" for place, problem in wrong.items())


@pytest.mark.parametrize(("page", "test"), FOLLOWED.items())
def test_the_page_is_followed_by_its_own_test(page: str, test: str) -> None:
    assert blocks(page)
    assert Path(page).name in (ROOT / test).read_text(encoding="utf-8")


def test_every_command_that_is_skipped_is_shown_and_its_reason_holds() -> None:
    shown = {one for page in PAGES if page not in FOLLOWED for one in commands(page)}
    assert set(SKIPPED) - shown == set()
    ci, makefile = ((ROOT / name).read_text(encoding="utf-8") for name in (".ci/run", "Makefile"))
    assert re.search(r"^make$", ci, re.M)
    assert "make test" in ci
    assert "civstats verify --texts" in ci
    assert re.search(r"^all:.*\breports\b", makefile, re.M)
    assert re.search(r"civstats report\b", makefile)
    assert "venv" in (ROOT / "tools" / "check_wheel.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "text", "problem"),
    [
        ("console", "$ echo a\na\n", ""),
        ("console", "$ echo a\nb\n", "printed:\na\n\nshown:\nb\n"),
        ("sh", "true\n", ""),
        ("sh", "false\ntrue\n", "exit code 1"),
        ("sh", "false | true\n", "exit code 1"),
        ("sh", "never  # to be run\n", ""),
        ("output", "a…\n", "not printed"),
        ("python", ">>> 1 + 1\n2\n", ""),
        ("python", ">>> 1 + 1\n3\n", "Expected"),
        ("py", "x = 1\n", ""),
        ("py", "x = 1 / 0\n", "ZeroDivisionError"),
        ("sql", "select 1", ""),
        ("sql", "select nothing from observations", "nothing"),
        ("sql", "drop table observations", "SELECT"),
        ("toml", "a = 1\n", ""),
        ("toml", "a = \n", "Invalid"),
        ("json", "{}", ""),
        ("json", "{", "Expecting"),
        ("{toctree}", "", ""),
        ("cobol", "STOP RUN.", "nobody knows"),
    ],
)
def test_the_reader_notices_what_is_wrong(language: str, text: str, problem: str, tmp_path: Path) -> None:
    found = Reader(tmp_path / "reader", frozenset({"never"})).follow(Block("page.md", 1, language, text))
    assert (problem in found) if problem else found == ""


def test_names_and_files_stay_from_block_to_block(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "reader")
    writing = "from pathlib import Path\nPath('made').write_text(str(y))\n"
    page = [("py", "x = 1\n"), ("python", ">>> y = x + 1\n"), ("py", writing), ("sh", "cat made\n"), ("output", "2\n")]
    assert [reader.follow(Block("page.md", 1, *block)) for block in page] == [""] * len(page)


def table_rows(page: str, header: str) -> list[list[str]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    body = text.partition(f"| {header}")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in body]


def test_the_table_of_quantities_is_true() -> None:
    rows = table_rows("docs/how-a-figure-is-read.md", "printed | value")
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
    rows = table_rows("docs/how-a-figure-is-read.md", "printed (document")
    assert len(rows) == 8
    for phrase, shown in rows:
        span = period.read(phrase, Reference(date(2023, 12, 29), 2023))
        text = {(True, False): f"from {span.start}", (False, True): f"by {span.end}"}.get(
            (span.start is not None, span.end is not None)
        )
        accepted = {text, f"{span.start} to {span.end}", f"up to {span.end}", f"by {span.end}"}
        assert shown.partition(":")[0] in accepted


def interval(text: str) -> Interval:
    """An interval as it is written: ``[735, ∞)``."""
    lower, upper = (None if "∞" in end else Decimal(end) for end in text[1:-1].split(", "))
    return Interval(lower, upper, text[0] == "(", text[-1] == ")")


def test_the_rules_of_intervals_are_true() -> None:
    rows = table_rows("docs/intervals.md", "calculation | result")
    operators = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    seen = set()
    for calculation, result in rows:
        one, sign, other = re.split(r"(?<=[\])]) ([-+*/]) (?=[\[(])", calculation)
        assert str(operators[sign](interval(one), interval(other))) == result
        seen.add(sign)
    assert seen == set(operators)


def test_the_orders_of_intervals_are_true() -> None:
    rows = table_rows("docs/intervals.md", "one | other")
    assert {order for *_, order in rows} == {"above", "below", "open"}
    for one, other, order in rows:
        assert interval(one).overlaps(interval(other)) == (order == "open"), (one, other)
        if order != "open":
            low, high = (one, other) if order == "below" else (other, one)
            difference = interval(high) - interval(low)
            assert difference.lower is not None
            assert difference.lower >= 0


SERIES: dict[str, dict[str, Any]] = {"a standard": dict(DIBAO), "graves to be remediated": dict(GRAVES)}


def on_last_day(text: str, **cells: Any) -> dict[str, Any]:
    """``700 (2021)`` as a state at the end of that year, or of the whole year for a standard."""
    value, year = (int(number) for number in re.findall(r"\d+", text))
    end = date(year, 12, 31)
    return level(year, value, **({} if cells.get("measure") == "standard" else {"period_start": end}), **cells)


def test_the_worked_cases_of_attainment_are_true() -> None:
    rows = table_rows("docs/attainment.md", "case | base")
    assert len(rows) == 4
    for name, base, state, goal, better, *numbers in rows:
        series = SERIES.get(name, dict(SHARE))
        value, due = (int(number) for number in re.findall(r"\d+", goal))
        begin = date(int(re.findall(r"\d+", base)[1]) + 1, 1, 1)
        asked = {**series, "measure": "target", "period_start": begin}
        aim = target(date(due, 12, 31), value, "le" if better == "less" else "eq", **asked)
        [row] = targets([aim, on_last_day(base, **series), on_last_day(state, **series)], date(2024, 12, 31)).to_dict(
            "records"
        )
        for column, shown in zip(("way_gone", "time_gone", "pace", "ratio", "projection"), numbers, strict=True):
            found = row["time_gone"] if column == "time_gone" else row[f"{column}_lower"]
            assert shown == ("–" if found != found or found is None else f"{found:.3f}"), (name, column)


def test_the_table_of_grades_is_true() -> None:
    shown = table_rows("docs/attainment.md", "method | thresholds")
    assert shown == [
        [name, ", ".join(f"{one:g}" for one in preset.thresholds), "`, `".join(preset.grades)]
        for name, preset in PRESETS.items()
    ]


def texts(pages: list[str]) -> Iterator[tuple[Path, str]]:
    return ((ROOT / page, (ROOT / page).read_text(encoding="utf-8")) for page in pages)


def test_everything_public_is_in_the_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and every method of a dataset is shown or named on a page that people write."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    import site_reference

    shown = "\n".join(text for _, text in texts(PAGES))
    assert [name for name in site_reference.commands() if f"civstats {name}" not in shown] == []
    assert [name for name in site_reference.methods() if not re.search(rf"\b{name}\b", shown)] == []


@pytest.mark.parametrize("page", README)
def test_every_table_is_in_the_readme(page: str) -> None:
    from civstats.schema import TABLES

    readme = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in TABLES if f"`{name}`" not in readme] == []


def test_links_between_pages_lead_somewhere() -> None:
    links = [(page, link) for page, text in texts(LINKED) for link in re.findall(r"\]\(([^)#\s]+)", text)]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page, link in links
        if "://" not in link and not link.startswith(MADE) and not (page.parent / link).exists()
    ]
    assert links
    assert broken == []


def test_generated_pages_are_up_to_date() -> None:
    run = subprocess.run([sys.executable, "tools/build_docs.py", "--check"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, f"{run.stdout} run `make docs`"


def test_the_readme_states_the_size_of_the_dataset() -> None:
    import civstats

    [(figures, documents)] = civstats.open().rows("select count(*), count(distinct source_id) from observations")
    assert f"{figures:,} figures of {documents} documents" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_comment_is_no_part_of_a_command() -> None:
    assert command("make test    # runs the tests") == "make test"
