"""Proof against the texts: all figures of the founding documents stand, and any change is told."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from conftest import MakeRaw

from civstats import cli
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import UsageError
from civstats.verify import Verification, verify

PROVEN = {
    "ordos-2023-summary": 92,
    "wushen-2022-plan": 25,
    "wushen-2023-tasks": 79,
    "xincheng-2023-tasks": 31,
    "xuanzhou-2023-tasks": 17,
}


@pytest.fixture
def mine(texts: Path, tmp_path: Path) -> Path:
    """The texts in a folder of their own, to be changed."""
    return Path(shutil.copytree(texts, tmp_path / "texts"))


def change(folder: Path, source_id: str, position: int, new: str) -> None:
    path = folder / f"{source_id}.txt"
    text = path.read_bytes().decode("utf-8")
    path.write_bytes((text[:position] + new + text[position + 1 :]).encode("utf-8"))


def figures(ds: Dataset, source_id: str) -> list[tuple[str, str, int, int]]:
    columns = "observation_id, printed, char_start, char_end"
    return ds.sql(f"select {columns} from observations where source_id = ? order by 3", [source_id]).fetchall()


def test_every_figure_of_the_founding_documents_is_proven(ds: Dataset, texts: Path) -> None:
    found = verify(ds, texts)
    assert {name: found.proven[name] for name in PROVEN} == PROVEN
    assert (found.wrong, found.ok) == ([], True)
    assert not PROVEN.keys() & {*found.missing, *found.unplaced}


@pytest.mark.parametrize("source_id", PROVEN)
def test_each_character_of_a_figure_is_proven(ds: Dataset, mine: Path, source_id: str) -> None:
    """Every character of every figure is replaced, one in each round, and every figure is then told."""
    rows = figures(ds, source_id)
    whole = (mine / f"{source_id}.txt").read_bytes()
    text = whole.decode("utf-8")
    for offset in range(max(end - start for _, _, start, end in rows)):
        changed = list(text)
        expected = set()
        for observation_id, _, start, end in rows:
            if start + offset < end and not text[start + offset].isspace():
                changed[start + offset] = "■"
                expected.add(observation_id)
        (mine / f"{source_id}.txt").write_bytes("".join(changed).encode("utf-8"))
        wrong = verify(ds, mine).wrong
        assert wrong[0].startswith(f"{source_id}: the text has SHA-256 ")
        assert {line.partition(": ")[0] for line in wrong[1:]} == expected


def test_a_change_inside_a_figure_ends_with_1_and_names_it(
    ds: Dataset, curated: Path, mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(mine, "ordos-2023-summary", 519, "7")
    assert cli.main(["verify", "--texts", str(mine), "--data", str(curated)]) == 1
    out, err = capsys.readouterr()
    assert "ordos-2023-summary:21: '1.04人次' is not at 517–523; there stands '1.74人次'" in err
    assert "ordos-2023-summary: the text has SHA-256 " in err
    assert "   91 figures proven  ordos-2023-summary" in out
    assert "243 figures proven; 2 things do not agree" in out


def test_a_change_outside_every_figure_is_told_by_the_hash(ds: Dataset, mine: Path) -> None:
    change(mine, "wushen-2022-plan", 0, "x")
    found = verify(ds, mine)
    actual = hashlib.sha256((mine / "wushen-2022-plan.txt").read_bytes()).hexdigest()[:12]
    assert found.wrong == [f"wushen-2022-plan: the text has SHA-256 {actual}…, recorded is 41bc21095c47…"]
    assert (found.proven["wushen-2022-plan"], found.ok) == (25, False)


def test_a_text_with_a_character_more_proves_nothing_behind_it(ds: Dataset, mine: Path) -> None:
    change(mine, "xuanzhou-2023-tasks", 700, "xx")
    found = verify(ds, mine)
    assert found.proven["xuanzhou-2023-tasks"] == 1
    assert len(found.wrong) == 1 + 16


def test_a_text_in_another_encoding_is_told(ds: Dataset, mine: Path) -> None:
    path = mine / "wushen-2023-tasks.txt"
    path.write_bytes(path.read_bytes().decode("utf-8").encode("gb18030"))
    assert "wushen-2023-tasks: the text is not UTF-8" in verify(ds, mine).wrong


def test_a_missing_text_is_named(ds: Dataset, curated: Path, mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mine / "xincheng-2023-tasks.txt").unlink()
    found = verify(ds, mine)
    assert "xincheng-2023-tasks" in found.missing
    assert (len(found.proven), found.ok) == (4, True)
    assert cli.main(["verify", "--texts", str(mine), "--data", str(curated)]) == 0
    assert re.search("no text at hand for .* documents", capsys.readouterr().out)


@pytest.mark.parametrize("name", ["no such folder", "empty", "others", "file.txt"])
def test_a_folder_without_texts_is_a_usage_error(
    ds: Dataset, curated: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "letter.txt").touch()
    (tmp_path / "file.txt").touch()
    with pytest.raises(UsageError, match=r"<source_id>\.txt"):
        verify(ds, tmp_path / name)
    assert cli.main(["verify", "--texts", str(tmp_path / name), "--data", str(curated)]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "start", "end", "proven"),
    [
        pytest.param("有6個站", 1, 3, 1, id="as printed"),
        pytest.param("有6 \u3000\n\t個站", 1, 7, 1, id="white space aside"),
        pytest.param("有6个站", 1, 3, 0, id="not in the other script"),
        pytest.param("有6個站", 0, 2, 0, id="not one before"),
        pytest.param("有6個站", 1, 4, 0, id="not one more"),
        pytest.param("有16個站", 2, 4, 0, id="not a part of a longer number"),
        pytest.param("有1.6個站", 3, 5, 0, id="not what stands behind a point"),
        pytest.param("\U0001f3e06個", 1, 3, 1, id="positions are code points"),
        pytest.param("\U0001f3e06個", 2, 4, 0, id="not UTF-16 units"),
        pytest.param("一\r\n6個", 3, 5, 1, id="line ends are as in the file"),
        pytest.param("有6個站", 2_000_000_000, 2_000_000_002, 0, id="not behind the end"),
    ],
)
def test_a_figure_is_proven_by_its_characters(make_raw: MakeRaw, text: str, start: int, end: int, proven: int) -> None:
    content = text.encode("utf-8")
    cells = {"printed": "6個", "start": str(start), "end": str(end)}
    raw = make_raw([cells, {}], text_sha256=hashlib.sha256(content).hexdigest())
    build(raw, raw.parent / "out")
    (raw.parent / "wushen-2023-test.txt").write_bytes(content)
    found = verify(open_dataset(raw.parent / "out"), raw.parent)
    assert (found.proven, found.unplaced) == ({"wushen-2023-test": proven}, {"wushen-2023-test": 1})
    assert found.ok == bool(proven)


@pytest.mark.parametrize("command", [("verify", "--texts", "."), ("query", "from observations")])
def test_a_damaged_dataset_ends_with_1(
    command: tuple[str, ...],
    curated: Path,
    mine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(mine)
    shutil.copytree(curated, "damaged")
    path = Path("damaged/observations.parquet")
    path.write_bytes(path.read_bytes()[:200] + bytes(2800) + path.read_bytes()[3000:])
    assert cli.main([*command, "--data", "damaged"]) == 1
    assert "observations" in capsys.readouterr().err


def test_nothing_proven_is_not_well() -> None:
    assert not Verification().ok
