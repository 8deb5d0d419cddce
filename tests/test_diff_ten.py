"""Ten changes of all kinds between a first release and a second are reported as exactly these ten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from release_datasets import describe, unrecorded
from release_ten import DATED, SOURCE, TEN, new, old

import civstats
from civstats.cli import main
from civstats.release import Diff, diff, required_bump
from civstats.release.jsonfile import lines
from civstats.release.text import text


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[civstats.Dataset, civstats.Dataset, Path]]:
    folder = tmp_path_factory.mktemp("ten")
    with pytest.MonkeyPatch.context() as patch:
        one, _ = old(folder / "old"), new(folder / "new", patch)
        describe(folder / "new", unrecorded)  # one of the ten is a column that was put into a file by hand
        yield one, civstats.open(folder / "new"), folder


@pytest.fixture(scope="module")
def found(versions: tuple[civstats.Dataset, civstats.Dataset, Path]) -> Diff:
    return diff(versions[0], versions[1])


def test_exactly_the_ten(found: Diff) -> None:
    rows = {(change.table, change.kind, change.key) for change in found.changes(primary=True)}
    structure = {("schema", change.what, f"{change.tables[0]}.{change.column}") for change in found.schema}
    assert rows | structure == TEN
    assert found.total(primary=True) == 10
    assert required_bump(found) == "minor"
    assert found.unused == ()


def test_what_was_and_what_is_and_why(found: Diff) -> None:
    changes = {(change.table, change.key): change for change in found.changes(primary=True)}
    level = changes["observations", f"{SOURCE}:2"]
    assert level.values["value"] == (900, 910)
    assert level.values["printed"] == ("900元/月·人", "910元/月·人")
    assert (level.reason, level.reason_from) == ("录入时看错一行 / the wrong line was typed", "revisions")
    interval = changes["observations", f"{SOURCE}:43"]
    assert (interval.values["lower"], interval.values["upper"]) == ((8000, 8500), (9000, 8600))
    note = changes["observations", f"{SOURCE}:12"]
    assert set(note.values) == {"note"}
    assert (note.reason, note.reason_from) == ("百分数按原文 / as printed", "note")
    gone = changes["observations", f"{SOURCE}:22"]
    assert gone.values["printed"] == ("人均1000元", None)
    assert gone.reason.startswith("不是数字, 而是编号")
    assert changes["codes", "statuses/implied"].reason == ""
    assert set(changes["sources", DATED].values) == {"period_start", "period_end"}
    assert not list(found.unexplained())


def test_consequences_lead_back_to_a_change(found: Diff) -> None:
    following = list(found.changes(primary=False))
    changed = {f"{table} {key}" for table, _, key in TEN}
    assert len(following) == found.total(primary=False) > 5
    assert all(change.because and set(change.because) <= changed for change in following)
    assert {change.table for change in following} >= {"subsidy_standards", "growth", "findings", "facility_counts"}
    growth = [change for change in following if change.table == "growth"]
    assert growth
    assert all(change.because == (f"observations {SOURCE}:2",) for change in growth)


def test_text(found: Diff) -> None:
    shown = text(found)
    assert "changes: 10, consequences:" in shown
    made = shown.partition("由此引起 / consequences")[0]
    marked = re.findall(r"^  [+~>-] (\S+)", made, re.MULTILINE)
    assert sorted(marked) == sorted(key for table, _, key in TEN if table != "schema")
    assert "新增列 / column added: units.symbol (minor)" in made
    assert f"  ~ {SOURCE}:2\n      printed: 900元/月·人 → 910元/月·人\n      value: 900 → 910\n" in made


def test_json(found: Diff) -> None:
    content = json.loads("".join(lines(found)))
    assert content["format"] == "civstats-diff/1"
    assert content["totals"]["changes"] == 10
    assert content["required_bump"] == "minor"
    rows = {(row["table"], row["kind"], row["key"]) for row in content["changes"]}
    structure = {("schema", row["what"], f"{row['tables'][0]}.{row['column']}") for row in content["schema"]}
    assert rows | structure == TEN
    assert len(content["consequences"]) == content["totals"]["consequences"]
    counted = sum(row["rows"] for row in content["counts"])
    assert counted == len(content["changes"]) + len(content["consequences"])


class _Page(HTMLParser):
    """The keys of rows under Changes and Schema, and the tags of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.part, self._in_key = "", False
        self.keys: list[tuple[str, str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if tag == "h2":
            self.part = given.get("id") or ""
        self._in_key = (tag == "code" and self._in_key) or (tag == "th" and given.get("scope") == "row")

    def handle_data(self, data: str) -> None:
        if self._in_key and data.strip():
            self.keys.append((self.part, data.strip()))
            self._in_key = False


def test_page(versions: tuple[civstats.Dataset, civstats.Dataset, Path], tmp_path: Path) -> None:
    folder = versions[2]
    target = tmp_path / "diff.html"
    arguments = ["diff", str(folder / "old"), str(folder / "new"), "--format", "html", "-o", str(target)]
    assert main(arguments) == 0
    content = target.read_text(encoding="utf-8")
    page = _Page()
    page.feed(content)
    shown = {key for part, key in page.keys if part in ("changes", "schema")}
    assert shown == {key for _, _, key in TEN}
    assert not page.tags & {"script", "link", "img", "iframe", "form"}
    assert "default-src 'none'" in content
    assert "http" not in content.replace("http-equiv", "")
    assert main(arguments) == 0
    assert target.read_text(encoding="utf-8") == content


def test_exit_codes(
    versions: tuple[civstats.Dataset, civstats.Dataset, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = str(versions[2] / "old"), str(versions[2] / "new")
    assert main(["diff", one, other]) == 0
    assert main(["diff", one, other, "--exit-code", "--format", "json"]) == 1
    assert main(["diff", one, one, "--exit-code"]) == 0
    assert main(["diff", one, str(versions[2] / "nowhere")]) == 1
    assert "is not a folder" in capsys.readouterr().err


def test_reasons_may_lie_elsewhere(
    versions: tuple[civstats.Dataset, civstats.Dataset, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "why.csv"
    given.write_text(f"version,table,key,reason\n1.0.1,observations,{SOURCE}:*,全表重录 / typed again\n", "utf-8")
    one, other = str(versions[2] / "old"), str(versions[2] / "new")
    assert main(["diff", one, other, "--revisions", str(given), "--format", "json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {row.get("reason") for row in changes if row["key"].startswith(SOURCE) and row["kind"] != "added"} == {
        "全表重录 / typed again"
    }
