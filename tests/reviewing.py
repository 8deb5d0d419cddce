"""What the tests of `civstats check-source` share: a made-up document, its text, and the places of problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from conftest import MakeRaw

from civstats.contribute.review import Review, review
from civstats.dataset import open as open_dataset
from civstats.errors import Problem
from civstats.reading import sheet
from civstats.reading.raw import SHEET_FILE

TEXT = "某旗要点\r\n一、养老服务站6个，其中新建16个，改造 1\n2个。𠀀二、养老机构三个，幸福院6个。\n"
NAME = "wushen-2023-test"
LAST = f"{TEXT.rindex('6个')}–{TEXT.rindex('6个') + 2}"
THREE = TEXT.index("三个")
Check = Callable[..., Review]


def checker(make_raw: MakeRaw, small: Path, tmp_path: Path) -> Check:
    """Reviews a document with the rows given against `TEXT`, beside the small dataset."""

    def checked(rows: Sequence[dict[str, str]], text: str | None = TEXT, *, fill: bool = False, **facts: str) -> Review:
        path = None
        if text is not None:
            path = tmp_path / "text.txt"
            path.write_bytes(text.encode())
            facts.setdefault("text_sha256", hashlib.sha256(text.encode()).hexdigest())
        else:
            facts.setdefault("evidence", "noted_once")
        raw = make_raw(rows, NAME, **facts)
        return review(raw / NAME, open_dataset(small), path, fill=fill)

    return checked


def places(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(Path(problem.file).name, problem.line, problem.column) for problem in problems]


def cell(rows: Path, line: int, column: str) -> tuple[str, int, int]:
    return (SHEET_FILE, *sheet.cell_position(rows, line, column))


def as_saved(folder: Path, change: Callable[[str], str], encoding: str = "utf-8-sig", name: str = SHEET_FILE) -> None:
    path = folder / name
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode(encoding))
