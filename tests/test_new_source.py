"""civstats new-source: a folder that says what is to be filled in, or nothing at all."""

from __future__ import annotations

import hashlib
import os
import shlex
import tomllib
from pathlib import Path

import pytest
from conftest import SOURCE, MakeRaw

from civstats.cli import main
from civstats.contribute import text as texts
from civstats.contribute.scaffold import facts, new_source
from civstats.errors import LocationError, UsageError
from civstats.reading import raw, sheet, source
from civstats.reading.source import REQUIRED, Source
from civstats.reading.source_schema import DIRECTIVE, FILE_NAME, keys

HANS = "某旗民政工作要点：养老机构达到6个。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def text(root: Path, content: str | bytes = HANS) -> Path:
    path = root.parent / "text.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_what_is_to_be_filled_in_is_told_key_by_key(root: Path) -> None:
    folder = new_source("wushen-2023-x", root)
    path = folder / "source.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    found, problems = source.read(path)
    assert found is None
    assert {problem.what for problem in problems} == {f"{key} is not filled in yet" for key in REQUIRED}
    for problem in problems:
        line = lines[problem.line - 1]
        assert line == f'{problem.what.split()[0]} = ""'
        assert line[problem.column - 1 :] == '""'


def test_the_schema_is_named_and_lies_there(root: Path) -> None:
    folder = new_source("wushen-2023-x", root)
    first = (folder / "source.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first == DIRECTIVE == f"#:schema ../{FILE_NAME}"
    real = Path(__file__).parent.parent / "data" / "raw"
    assert (real / "any" / first.split()[1]).resolve() == (real / FILE_NAME).resolve()
    assert (real / FILE_NAME).is_file()


def test_every_key_and_code_is_there_and_explained() -> None:
    written = facts({})
    for key in keys():
        assert f"# {key.zh} / {key.en}\n" in written
        assert f"\n{'' if key.required else '# '}{key.name} = " in written
        for code, names in key.codes.items():
            assert f"#   {code}{f'  {names}' if names else ''}\n" in written
    assert set(tomllib.loads(written)) == REQUIRED


def test_with_each_mark_taken_away_the_examples_can_be_read(root: Path) -> None:
    """Whoever takes the # from an optional line gets a line that is right."""
    folder = new_source("wushen-2023-x", root, text(root))
    path = folder / "source.toml"
    lines = [
        line.removeprefix("# ") if any(line.startswith(f"# {key.name} = ") for key in keys()) else line
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    known = {**SOURCE, "period": "2022年"}
    lines = [f'{line[:-2]}"{known[line.split()[0]]}"' if line.endswith('= ""') else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")
    found, problems = source.read(path)
    assert problems == []
    assert found is not None
    assert all(getattr(found, name) for name in Source.__slots__)


def test_the_sheet_has_the_columns_and_a_mark_for_spreadsheets(root: Path) -> None:
    folder = new_source("wushen-2023-x", root)
    content = (folder / "figures.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfno,locator,")
    table, problems = sheet.read(folder / "figures.csv")
    assert table is not None
    assert (table.num_rows, problems) == (0, [])


def test_the_text_fills_in_its_hash_and_script(root: Path) -> None:
    folder = new_source("wushen-2023-x", root, text(root))
    written = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    assert written["text_sha256"] == hashlib.sha256(HANS.encode()).hexdigest()
    assert written["script"] == "Hans"


@pytest.mark.parametrize(
    ("characters", "script"),
    [
        (HANS, "Hans"),
        ("養老機構達到6個，農村低保標準提高。", "Hant"),
        ("二〇二三年六月", ""),
        ("plain", ""),
        ("养老机构：養老機構", ""),
    ],
)
def test_the_script_is_told_where_the_characters_tell_it(characters: str, script: str) -> None:
    assert texts.script_of(characters) == script


@pytest.mark.parametrize(
    "source_id",
    ["", "Wushen", "wushen_2023", "乌审-2023", "-a", "a-", "a--b", "a b", "../a", "a/b", ".a", "a\n", "x" * 300, "a.b"],
)
def test_what_is_no_code_is_refused(root: Path, source_id: str) -> None:
    with pytest.raises((UsageError, LocationError)):
        new_source(source_id, root)
    assert list(root.iterdir()) == []


def test_nothing_is_overwritten(root: Path) -> None:
    folder = new_source("wushen-2023-x", root)
    (folder / "figures.csv").write_text("mine", encoding="utf-8")
    (root / "file").touch()
    (root / "link").symlink_to("nowhere")
    for source_id in ("wushen-2023-x", "file", "link"):
        with pytest.raises(LocationError, match="is there already"):
            new_source(source_id, root)
    assert (folder / "figures.csv").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in root.iterdir()) == ["file", "link", "wushen-2023-x"]


@pytest.mark.parametrize(
    ("content", "what"),
    [(None, "cannot read"), (b"", "is empty"), (b" \n", "is empty"), ("养老".encode("gbk"), "is not UTF-8")],
)
def test_a_text_that_is_none_leaves_nothing(root: Path, content: bytes | None, what: str) -> None:
    path = root.parent / "missing.txt" if content is None else text(root, content)
    with pytest.raises(UsageError, match=what):
        new_source("wushen-2023-x", root, path)
    assert list(root.iterdir()) == []


def test_a_raw_folder_that_is_not_there_is_not_made(root: Path) -> None:
    with pytest.raises(UsageError, match="--raw"):
        new_source("wushen-2023-x", root / "no")
    assert list(root.iterdir()) == []


def test_a_write_that_fails_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *arguments: object, **options: object) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(LocationError, match="No space left"):
        new_source("wushen-2023-x", root)
    assert list(root.iterdir()) == []


def test_the_command_tells_the_next_steps(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = text(root)
    assert main(["new-source", "wushen-2023-x", "--raw", str(root), "--text", str(path)]) == 0
    printed = capsys.readouterr().out
    assert f"civstats check-source {root / 'wushen-2023-x'} --text {path} --fill" in printed
    assert "下一步" in printed
    page = Path(__file__).parent.parent / printed.strip().splitlines()[-1]
    assert page.is_file()
    assert main(["new-source", "wushen-2023-x", "--raw", str(root)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_the_commands_that_are_told_run_with_any_file_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, path = root / "my documents", root / "the text's copy.txt"
    folder.mkdir()
    path.write_text(HANS, encoding="utf-8")
    assert main(["new-source", "wushen-2023-x", "--raw", str(folder), "--text", str(path)]) == 0
    told = next(line for line in capsys.readouterr().out.splitlines() if "check-source" in line)
    assert shlex.split(told)[2:5] == [str(folder / "wushen-2023-x"), "--text", str(path)]
    path.write_bytes("养老".encode("gbk"))
    with pytest.raises(UsageError) as caught:
        new_source("wushen-2023-y", folder, path)
    assert str(path) in shlex.split(str(caught.value).partition("convert it: ")[2])
    sheet_file = folder / "wushen-2023-x" / "figures.csv"
    sheet_file.write_bytes("养老".encode("gbk"))
    [problem] = sheet.read(sheet_file)[1]
    assert str(sheet_file) in shlex.split(problem.todo.partition(" (in Excel")[0])


def test_a_new_folder_does_not_hide_the_others(root: Path, make_raw: MakeRaw) -> None:
    root.rmdir()
    folder = make_raw()
    new_source("a-new-one", folder)
    read = raw.read(folder)
    assert {Path(problem.file).parent.name for problem in read.problems} == {"a-new-one"}
    assert read.rows.num_rows == 1
