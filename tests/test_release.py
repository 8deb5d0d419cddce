"""Releases of a small copy of the project: what is refused, with every reason at once, and what a release holds."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.dataset as pads
import pytest
from release_datasets import ROOT, describe, edited, real, sheet
from test_diff_files import flipped

import civstats
from civstats import own
from civstats.cli import main
from civstats.curate import build as builder
from civstats.dataset import Dataset
from civstats.errors import DatasetError, LocationError
from civstats.release import Diff, checks, diff, make, reasons
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
        self.cite(version, DAY.isoformat())
        builder.build(self.raw, self.data, gate=lambda _: None)

    def cite(self, version: str, day: str) -> None:
        text = f"cff-version: 1.2.0\nversion: {version}\ndate-released: {day}\n"
        (self.folder / "CITATION.cff").write_text(text, "utf-8")

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
    project.cite("0.9.0", "2020-01-01")
    project.revise("920元/月·人")
    found = project.refused(project.first)
    for wanted in (
        "1.0.0 to 1.0.0 is no rise for a minor difference -> make it at least 1.1.0",
        f"no reason is given for observations {FIGURE} (revised), observations {GONE} (withdrawn), "
        f"observations {SOURCES[0]}:91 (revised) -> ",
        "revisions.csv, line 3: 9.0.0 is later than 1.0.0",
        "CHANGELOG.md has no entry for 1.0.0",
        "CITATION.cff has version 0.9.0 -> write version: 1.0.0",
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


def test_a_first_release_beside_another(project: Project, unvalidated: None) -> None:
    project.version("1.1.0")
    for name in ("civstats-0.9.0.zip", "civstats-1.0.0-py3-none-any.whl", "civstats-1.0.0.tar.gz"):
        (project.folder / "dist" / name).touch()
    with pytest.raises(ReleaseError) as caught:
        project.release()
    assert [line.partition(" -> ")[0] for line in caught.value.reasons] == [
        "1.1.0 is no first release, which is 1.0.0",
        "civstats-0.9.0.zip lies where the release goes",
        "civstats-1.0.0 lies where the release goes",
    ]
    assert not (project.folder / "dist" / "civstats-1.1.0").exists()


@pytest.mark.parametrize(
    "wrong", [{"hash": "sha256:000"}, {"bytes": 7}, {"hash": None}, {"hash": "sha256:000", "bytes": 7}]
)
def test_a_manifest_with_wrong_hashes(wrong: dict[str, object], project: Project, unvalidated: None) -> None:
    alter(project.data, wrong)
    assert project.refused() == [
        "codes.parquet has not the bytes and hash that datapackage.json records -> run civstats build"
    ]


def test_a_manifest_with_a_wrong_content_hash(project: Project, unvalidated: None) -> None:
    alter(project.data, {"civstats:contentHash": "sha256:000"})
    [reason] = project.refused()
    assert reason.startswith("datapackage.json is not what ")


def alter(folder: Path, values: dict[str, object]) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        next(resource for resource in descriptor["resources"] if resource["name"] == "codes").update(values)

    describe(folder, change)


@pytest.mark.parametrize("first", [True, False])
def test_damaged_data_are_not_released(first: bool, project: Project, unvalidated: None) -> None:
    good = (project.data / "observations.parquet").read_bytes()
    if not first:
        project.revise("910元/月·人")
        project.version("1.0.1")
    damaged = project.data / "observations.parquet" if first else project.first
    damaged.write_bytes(damaged.read_bytes().replace(good, flipped(good)))
    previous = None if first else project.first
    with pytest.raises(DatasetError, match=r"observations\.parquet in .*: damaged or edited"):
        project.release(previous, "refused")
    assert not (project.folder / "refused").exists()


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
