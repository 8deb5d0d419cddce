"""Releases of a small copy of the project: what is refused, with every reason at once, and what a release holds."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.dataset as pads
import pytest
from release_datasets import ROOT, edited, real, sheet

import civstats
from civstats import own
from civstats.cli import main
from civstats.curate import build as builder
from civstats.dataset import Dataset
from civstats.errors import DataError, LocationError, UsageError
from civstats.release import Diff, changelog, checks, diff, make, reasons
from civstats.release.make import ReleaseError, release
from civstats.schema import TABLES, croissant
from civstats.schema.about import about

SOURCES = ("ordos-2023-summary", "wushen-2022-plan", "ordos-2022-summary")
FIGURE, GONE = "ordos-2023-summary:2", "ordos-2023-summary:22"
DAY = about().released
LOG = "# Changelog\n\n## {version} ({day})\n\nWhat is new.\n\n## Unreleased\n"


class Project:
    """A project folder with raw documents, the dataset built from them, changelog and file for citing."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch
        self.raw, self.data, self.log = folder / "raw", folder / "curated", folder / "CHANGELOG.md"
        self.first = folder / "dist" / "civstats-1.0.0" / "civstats-1.0.0.zip"

    def version(self, version: str) -> None:
        """Give the package this version, the changelog and the citation too, and build."""
        self.patch.setattr(builder, "__version__", version)
        self.log.write_text(LOG.format(version=version, day=DAY), "utf-8")
        (self.folder / "CITATION.cff").write_text(f"cff-version: 1.2.0\nversion: {version}\n", "utf-8")
        builder.build(self.raw, self.data, gate=lambda _: None)

    def revise(self, printed: str, drop: str = "") -> None:
        def change(rows: list[dict[str, str]]) -> None:
            next(row for row in rows if row["no"] == "2")["printed"] = printed
            rows[:] = [row for row in rows if row["no"] != drop]

        sheet(self.raw, SOURCES[0], change)

    def explain(self, *lines: str) -> None:
        (self.raw / reasons.FILE).write_text("\n".join(["version,table,key,reason", *lines, ""]), "utf-8")

    def release(self, previous: Path | None = None, out: str = "dist") -> make.Release:
        return release(previous, self.folder / out, data=self.data, raw=self.raw, log=self.log)

    def refused(self, previous: Path | None = None) -> list[str]:
        """The reasons against a release; nothing is written."""
        with pytest.raises(ReleaseError) as caught:
            self.release(previous, "refused")
        assert not (self.folder / "refused").exists()
        assert all(" -> " in reason for reason in caught.value.reasons)
        return caught.value.reasons


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project that has made its first release, in earnest."""
    folder = tmp_path_factory.mktemp("project")
    for source in SOURCES:
        shutil.copytree(ROOT / "data" / "raw" / source, folder / "raw" / source)
    with pytest.MonkeyPatch.context() as patch:
        project = Project(folder, patch)
        project.version("1.0.0")
        made = project.release()
    assert (made.folder, made.files) == (project.first.parent, ("SHA256SUMS", "civstats-1.0.0.zip"))
    return folder


@pytest.fixture
def project(released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(builder, "__version__", "1.0.0")
    return Project(Path(shutil.copytree(released, tmp_path / "project")), monkeypatch)


@pytest.fixture
def unvalidated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validation takes seconds; where it is not the question, it is answered."""
    monkeypatch.setattr(checks, "valid", lambda where: [])


def test_a_first_release(project: Project) -> None:
    with zipfile.ZipFile(project.first) as archive:
        members = archive.infolist()
        assert archive.read("CHANGELOG.md") == project.log.read_bytes()
        assert b"CC-BY-4.0" in archive.read("LICENSE")
        assert b"| `observations` |" in archive.read("README.md")
    tables = sorted(f"{name}.parquet" for name in TABLES)
    assert [member.filename for member in members] == [
        "datapackage.json", "CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md",
        *sorted([croissant.FILE_NAME, *tables]),
    ]  # fmt: skip
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert {member.date_time[:3] for member in members} == {(DAY.year, DAY.month, DAY.day)}
    sums = (project.first.parent / "SHA256SUMS").read_text("utf-8")
    assert sums == f"{hashlib.sha256(project.first.read_bytes()).hexdigest()}  civstats-1.0.0.zip\n"
    assert not diff(civstats.open(project.first), civstats.open(project.data)).differs


def test_a_second_release(project: Project, unvalidated: None) -> None:
    project.revise("910元/月·人", drop="22")
    project.explain(f"1.1.0,observations,{FIGURE},看错 / misread", f"1.1.0,observations,{GONE},无 / none")
    project.version("1.1.0")
    made = project.release(project.first)
    assert made.difference is not None
    assert made.difference.total(primary=True) == 2
    assert made.files == ("SHA256SUMS", "civstats-1.1.0.zip", "diff.html", "diff.json")
    assert len((made.folder / "SHA256SUMS").read_text("utf-8").splitlines()) == 3
    told = (made.folder / "diff.json").read_text("utf-8")
    assert {row["reason"] for row in json.loads(told)["changes"]} == {"看错 / misread", "无 / none"}
    assert str(project.folder) not in told
    # The reasons travel in the zip: whoever has both releases sees them.
    second = civstats.open(made.folder / "civstats-1.1.0.zip")
    again = {change.reason for change in diff(civstats.open(project.first), second).changes(primary=True)}
    assert again == {"看错 / misread", "无 / none"}
    same = project.release(project.first, "again")
    assert [(same.folder / name).read_bytes() for name in same.files] == [
        (made.folder / name).read_bytes() for name in made.files
    ]
    before = {path.name: path.stat().st_mtime_ns for path in made.folder.iterdir()}
    with pytest.raises(LocationError, match="a release is made once"):
        project.release(project.first)
    assert {path.name: path.stat().st_mtime_ns for path in made.folder.iterdir()} == before


def test_every_reason_at_once(project: Project) -> None:
    def wrong(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["no"] == "91")["printed"] = "500%以上"

    project.revise("910元/月·人", drop="22")
    sheet(project.raw, SOURCES[0], wrong)
    project.explain("1.0.0,observations,ordos-2023-summary:4,x", "9.0.0,observations,ordos-2023-summary:6,x")
    project.version("1.0.0")
    project.log.write_text("# Changelog\n\n## Unreleased\n\nSomething.\n", "utf-8")
    (project.folder / "CITATION.cff").write_text("version: 0.9.0\n", "utf-8")
    project.revise("920元/月·人")
    found = project.refused(project.first)
    for wanted in (
        "1.0.0 to 1.0.0 is no rise for a minor difference -> make it at least 1.1.0",
        f"no reason is given for observations {FIGURE} (revised), observations {GONE} (withdrawn), "
        f"observations {SOURCES[0]}:91 (revised) -> ",
        "revisions.csv, line 3: 9.0.0 is later than 1.0.0",
        "CHANGELOG.md has no entry for 1.0.0",
        "CITATION.cff cites version 0.9.0",
        "the dataset is not what",
        "rules of the dataset are broken",
    ):
        assert any(wanted in reason for reason in found), wanted
    assert len(found) == 7


def test_raw_documents_that_cannot_be_built(project: Project, unvalidated: None) -> None:
    (project.raw / "x y").mkdir()
    [reason] = project.refused()
    assert "cannot be built" in reason


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("1.0.0", "1.0.1", ""),
        ("1.9.0", "1.10.0", ""),
        ("1.0.1", "2.0.0", ""),
        ("0.1.0", "0.2.0", ""),
        ("1.0.0", "1.0.0", "1.0.0 to 1.0.0 is no rise for a patch difference -> make it at least 1.0.1"),
        ("1.10.0", "1.9.0", "no rise"),
        ("1.0.0", "1.0", "1.0 is not a version"),
        ("1.0.0", "", "no version is not a version"),
    ],
)
def test_the_version_rises(patched: Diff, old: str, new: str, wanted: str) -> None:
    found = list(checks.raised(replace(patched, versions=(old, new))))
    assert len(found) == bool(wanted)
    assert wanted in "".join(found)


@pytest.fixture(scope="module")
def patched() -> Diff:
    """A difference of one revised figure."""
    known = real()["observations"]
    one, other = (
        Dataset(own.where(), {"observations": pads.dataset(edited(known, "observation_id", FIGURE, value=value))})
        for value in (1.0, 2.0)
    )  # fmt: skip
    return diff(one, other, [])


def test_figures_and_reasons_belong_together(patched: Diff) -> None:
    [line] = checks.explained(patched)
    assert line.startswith(f"no reason is given for observations {FIGURE} (revised) -> write one into revisions.csv")
    unused = reasons.Reason("1.0.1", "units", "CNY", "x", 3)
    lines = checks.explained(replace(patched, versions=("1.0.0", "1.0.1"), unused=(unused,)))
    assert "revisions.csv, line 3: units CNY was neither revised nor withdrawn" in "".join(lines)


def test_nothing_new_is_no_release(patched: Diff) -> None:
    same = replace(patched, versions=("1.0.0", "1.1.0"), changed=patched.changed.slice(0, 0))
    assert list(checks.raised(same)) == ["nothing differs from 1.0.0 -> there is nothing to release"]


def test_a_first_release_promises_something() -> None:
    assert list(checks.proper("1.0.0")) == []
    assert [line.partition(" -> ")[0] for line in checks.proper("0.9.0")] == ["0.9.0 promises nothing"]
    assert len(list(checks.proper("x"))) == 1


@pytest.mark.parametrize(
    ("manifest", "count"),
    [({}, 0), ({"created": "2026-11-30T00:00:00Z"}, 0), ({"created": "2026-12-01T00:00:00Z"}, 1)],
)
def test_one_day_everywhere(manifest: dict[str, str], count: int) -> None:
    assert len(list(checks.dated(manifest, date(2026, 11, 30)))) == count
    assert not list(checks.dated(manifest, None)), "the changelog is told to name a day first"


def test_the_command(project: Project, unvalidated: None, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["release", "--data", str(project.data), "--raw", str(project.raw), "--changelog", str(project.log),
                 "-o", str(project.folder / "elsewhere")]  # fmt: skip
    for wrong in ([], ["--first", "--previous", "x"]):
        with pytest.raises(SystemExit):
            main([*arguments, *wrong])
    assert main([*arguments, "--previous", str(project.folder / "none.zip")]) == 1
    assert main([*arguments, "--first"]) == 0
    printed = capsys.readouterr().out.split()
    assert [Path(line).name for line in printed] == ["SHA256SUMS", "civstats-1.0.0.zip"]
    project.log.unlink()
    assert main([*arguments[:-1], str(project.folder / "third"), "--first"]) == 2
    assert "CHANGELOG.md" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("## 1.0.1 (2026-11-30)\n\nText.\n\n## Unreleased\n", ""),
        ("## 1.0.0 (2026-11-30)\n\nText.\n", "has no entry for 1.0.1"),
        ("## 1.0.1\n\nText.\n", "has no day"),
        ("## 1.0.1 (2026-02-30)\n\nText.\n", "has no day"),
        ("## 1.0.1 (2026-11-30)\n", "is empty"),
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
