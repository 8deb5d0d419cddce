"""Reports as files: which ones there are, all of them or none, the same bytes again, and what the command says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from own_figures import ORDOS, own, places

from civstats.cli import main
from civstats.dataset import Dataset
from civstats.errors import DatasetError, LocationError, UsageError
from civstats.report import write
from civstats.report.contents import ENOUGH, entries, make
from civstats.report.write import FORMATS, Kinds, kinds, write_all, write_reports

WEB = Kinds(formats=("html",))


@pytest.fixture(scope="module")
def own_dataset() -> Dataset:
    """Two places with figures enough for a profile, and one without."""
    rows = [
        row for year in range(2019, 2019 + ENOUGH) for row in places(ORDOS[:2], [500 + year, 480 + year], year=year)
    ]
    return own([*rows, *places(ORDOS[2:3], [700], year=2023)])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_reports_are_those_of_the_index_in_every_language_and_format(own_dataset: Dataset, tmp_path: Path) -> None:
    said: list[str] = []
    first = write_all(own_dataset, tmp_path / "out", progress=said.append)
    assert first == tmp_path / "out" / "index.html"
    names = ["targets", "quality", "indicator-dibao_standard", f"place-{ORDOS[0]}", f"place-{ORDOS[1]}"]
    assert [entry.name for entry in entries(own_dataset, FORMATS)] == names
    files = {f"{name}.{lang}.{kind}" for name in names for lang in ("zh", "en") for kind in FORMATS}
    assert {path.name for path in first.parent.iterdir()} == {*files, "index.html", "index.en.html"}
    assert said[-1].startswith("5/5 place-")
    for page in ("index.html", "index.en.html"):
        linked = set(re.findall(r'href="([^"#]+)"', first.with_name(page).read_text(encoding="utf-8")))
        assert {file for file in files if f".{'en' if '.en.' in page else 'zh'}." in file} <= linked
        assert linked <= {*files, "index.html", "index.en.html"}


def test_the_same_bytes_again_and_old_reports_leave_but_nothing_else(own_dataset: Dataset, tmp_path: Path) -> None:
    write_all(own_dataset, tmp_path, WEB)
    before = content(tmp_path)
    kept = {"notes.txt": b"mine", "place-150626.zh.pdf": b"of another run", "place-150626.zh.html.bak": b"mine too"}
    for name, text in {**kept, "place-150626.zh.html": b"no report any more"}.items():
        tmp_path.joinpath(name).write_bytes(text)
    write_all(own_dataset, tmp_path, WEB)
    assert content(tmp_path) == before | kept


@pytest.mark.parametrize("error", [DatasetError("broken"), ValueError("a defect")])
def test_if_one_report_fails_nothing_is_written(
    own_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    write_all(own_dataset, tmp_path, WEB)
    tmp_path.joinpath("targets.zh.html").write_bytes(b"as it was")
    before = content(tmp_path)

    def fails(ds: Dataset, name: str) -> object:
        if name.startswith("place-"):
            raise error
        return make(ds, name)

    monkeypatch.setattr(write, "make", fails)
    with pytest.raises(type(error), match=r"report place-\d+: broken" if isinstance(error, DatasetError) else "defect"):
        write_all(own_dataset, tmp_path, WEB)
    assert content(tmp_path) == before


def test_processes_write_the_same_bytes(small: Path, tmp_path: Path) -> None:
    alone, shared = (write_all(small, tmp_path / name, WEB, workers=count) for name, count in (("one", 1), ("two", 2)))
    assert content(alone.parent) == content(shared.parent)
    assert {"targets.zh.html", "quality.en.html", "index.html"} <= content(shared.parent).keys()


def test_a_process_that_fails_says_which_report(small: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "data"
    damaged.mkdir()
    for path in small.iterdir():
        damaged.joinpath(path.name).write_bytes(path.read_bytes())
    damaged.joinpath("targets.parquet").write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(DatasetError, match="targets"):
        write_all(damaged, tmp_path / "out", WEB, workers=2)
    assert list(tmp_path.joinpath("out").glob("*")) == [] or not tmp_path.joinpath("out").exists()


def test_single_reports_link_only_to_what_is_written_beside_them(own_dataset: Dataset, tmp_path: Path) -> None:
    paths = write_reports(
        own_dataset, [f"place-{ORDOS[0]}", "quality"], tmp_path / "a" / "b", Kinds(("zh",), ("html",))
    )
    assert [path.name for path in paths] == [f"place-{ORDOS[0]}.zh.html", "quality.zh.html"]
    assert all(path.is_file() for path in paths)
    for path in paths:
        page = path.read_text(encoding="utf-8")
        assert set(re.findall(r'href="([\w.-]+\.(?:html|pdf|xlsx))"', page)) <= {other.name for other in paths}


@pytest.mark.parametrize("name", ["place-999999", "indicator-none", "place", "", "../targets"])
def test_an_unknown_report_is_refused(own_dataset: Dataset, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        write_reports(own_dataset, [name], tmp_path / "out", WEB)
    assert list(tmp_path.glob("out/*")) == []


def test_a_folder_that_cannot_be_written_is_told(own_dataset: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(LocationError, match="cannot write into"):
        write_reports(own_dataset, ["quality"], file, WEB)
    assert file.read_text() == "not a folder"


def test_languages_and_formats_are_known_and_keep_their_order() -> None:
    assert kinds(["en", "zh"], ["xlsx", "html"]) == Kinds(("zh", "en"), ("html", "xlsx"))
    for langs, formats, wrong in ((["fr"], ["html"], "fr"), (["zh"], ["doc"], "doc"), ([], ["html"], "language")):
        with pytest.raises(UsageError, match=wrong):
            kinds(langs, formats)


def test_the_command_writes_one_report(curated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--locality", "乌审旗", "--lang", "zh", "--format", "pdf", "-o", str(tmp_path / "out")]
    assert main(["report", *asked, "--data", str(curated)]) == 0
    made = tmp_path / "out" / "place-150626.zh.pdf"
    assert capsys.readouterr().out.split() == [str(made)]
    assert made.read_bytes().startswith(b"%PDF")
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_the_command_writes_several_kinds_of_one_dataset(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--quality", "--targets", "--indicator", "dibao_standard", "--locality", "150626", "--locality", "乌审旗"]
    assert main(["report", *asked, "--lang", "en", "--format", "html", "--data", str(small), "-o", str(tmp_path)]) == 0
    names = [Path(line).name for line in capsys.readouterr().out.splitlines()]
    stems = ("place-150626", "indicator-dibao_standard", "targets", "quality")
    assert names == [f"{stem}.en.html" for stem in stems]


def test_the_command_without_a_choice_writes_all_and_names_the_index(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--format", "html", "--workers", "1", "--data", str(small), "-o", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out.split() == [str(tmp_path / "index.html")]
    assert said.err == ""  # progress is for terminals


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--locality", "无此县"], "无此县"),
        (["--indicator", "dibao_standart"], "dibao_standard"),
        (["--format", "doc"], "known: html, pdf, xlsx"),
        (["--lang", "fr"], "known: zh, en"),
        (["--all", "--quality"], "--all"),
        (["--workers", "0"], "--workers 0"),
    ],
)
def test_a_command_that_cannot_be_carried_out_is_one_line(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], wrong: str
) -> None:
    assert main(["report", *arguments, "--data", str(small), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr()
    assert wrong in said.err
    assert said.out == ""
    assert not tmp_path.joinpath("out").exists()


def test_without_its_extra_the_command_says_what_to_install(small: Path, tmp_path: Path) -> None:
    lines = (
        "import sys",
        "sys.modules['typst'] = None",  # as if it were not installed
        "from civstats.cli import main",
        f"sys.exit(main(['report', '--quality', '--data', {str(small)!r}, '-o', {str(tmp_path / 'out')!r}]))",
    )
    run = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True)
    assert run.returncode != 0
    assert "pip install 'civstats[report]'" in run.stderr
    assert "Traceback" not in run.stderr
    assert not tmp_path.joinpath("out").exists()
