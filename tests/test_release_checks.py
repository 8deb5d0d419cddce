"""What keeps a dataset from being released, question by question: day, citation, changelog, reasons, a first one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from civstats.errors import DataError, UsageError
from civstats.release import changelog, checks, reasons


@pytest.mark.parametrize(
    ("version", "log", "beside", "wanted"),
    [
        ("1.0.0", "## 1.0.0 (2026-11-30)\n\n## 0.9.0 (2026-01-01)\n", [], []),
        ("0.9.0", "", [], ["0.9.0 is no first release, which is 1.0.0"]),
        ("x", "", [], ["x is no first release, which is 1.0.0"]),
        ("", "", [], ["no version is no first release, which is 1.0.0"]),
        ("1.1.0", "## 1.1.0\n## 1.0.0 (2026-11-30)\n", ["civstats-1.0.0"], [
            "1.1.0 is no first release, which is 1.0.0", "LOG has the release 1.0.0",
            "civstats-1.0.0 lies where the release goes"]),
        ("1.0.0", "## 1.0.0\n## 1.2.0 (2026-12-30)\n", [], ["LOG has the release 1.2.0"]),
    ],
)  # fmt: skip
def test_a_first_release_is_the_first(version: str, log: str, beside: list[str], wanted: list[str]) -> None:
    found = list(checks.first(version, log, "LOG", beside))
    assert [line.partition(" -> ")[0] for line in found] == wanted
    assert all("--previous" in line for line in found)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("version: 1.0.1\ndate-released: 2026-11-30\n", []),
        ("version: \"1.0.1\"\ndate-released: '2026-11-30'\n", []),
        ("cff-version: 1.0.1\n", ["LOG has version none", "LOG has date-released none"]),
        ("version: 1.0.1\ndate-released: 2026-11-22\n", ["LOG has date-released 2026-11-22"]),
    ],
)
def test_the_citation_names_version_and_day(content: str, wanted: list[str]) -> None:
    found = checks.cited(content, "1.0.1", date(2026, 11, 30), "LOG")
    assert [line.partition(" -> ")[0] for line in found] == wanted
    undated = [line for line in checks.cited(content, "1.0.1", None, "LOG") if "date" in line]
    assert not undated, "the changelog is told to name a day first"


@pytest.mark.parametrize(
    ("manifest", "count"),
    [({}, 0), ({"created": "2026-11-30T00:00:00Z"}, 0), ({"created": "2026-12-01T00:00:00Z"}, 1)],
)
def test_one_day_everywhere(manifest: dict[str, str], count: int) -> None:
    assert len(list(checks.dated(manifest, date(2026, 11, 30)))) == count
    assert not list(checks.dated(manifest, None)), "the changelog is told to name a day first"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("## 1.0.1 (2026-11-30)\n\nText.\n\n## Unreleased\n", ""),
        ("## 1.0.0 (2026-11-30)\n\nText.\n", "has no entry for 1.0.1"),
        ("## 1.0.1\n\nText.\n", "has no day"),
        ("## 1.0.1 (2026-02-30)\n\nText.\n", "has no day"),
        ("## 1.0.1 (2026-11-30)\n", "is empty"),
        ("## 1.0.1 (2026-11-30)\n\n### Added\n\n## 1.0.0\n\nText.\n", "is empty"),
        ("## 1.0.1 (2026-11-30)\n\n<!-- what\nis new -->\n", "is empty"),
        ("<!--\n## 1.0.1 (2026-11-30)\n\nText.\n-->\n", "has no entry for 1.0.1"),
        ("## [Unreleased]\n\nMore.\n\n## 1.0.1 (2026-11-30)\n\nText.\n", "still has text under Unreleased"),
        ("## unreleased\n\nMore.\n\n## 1.0.1 (2026-11-30)\n\nText.\n", "still has text under Unreleased"),
        ("## 1.0.1 (2026-11-30)\n\n#12 is mended.\n", ""),
        ("## [Unreleased]\n\n### Added\n\n## 1.0.1 (2026-11-30)\n\nText.\n", ""),
        ("## Unreleased\n\nMore.\n\n## 1.0.1 (2026-11-30)\n\nText.\n", "still has text under Unreleased"),
    ],
)
def test_the_changelog_has_its_entry(content: str, wanted: str) -> None:
    found = changelog.problems(content, "1.0.1", "CHANGELOG.md")
    assert len(found) == bool(wanted)
    assert wanted in "".join(found)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("version,table,key\n", "why.csv:1:1: the header is version,table,key"),
        ("version,table,key,reason\n1.0.0,observations,x\n", "why.csv:2:1: 3 cells, not 4"),
        ("version,table,key,reason\nnext,observations,x,y\n", "why.csv:2:1: next is not a version"),
        ("version,table,key,reason\n1.0.0,observations,x, \n", "why.csv:2:22: reason is empty"),
        ("version,table,key,reason\n1.0.0,a,b,c\n1.0.0,a,b,d\n", "why.csv:3:1: a b has a reason in line 2"),
    ],
)
def test_reasons_that_cannot_be_read(content: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "why.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError, match="1 problem") as caught:
        reasons.read(path)
    assert problem in str(caught.value)
    path.write_bytes(b"version\xff")
    with pytest.raises(DataError, match="is not CSV in UTF-8"):
        reasons.read(path)
    with pytest.raises(UsageError, match="cannot read"):
        reasons.read(tmp_path / "none.csv")
