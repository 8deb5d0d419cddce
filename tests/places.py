"""Places that hold a dataset, or that are refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import civstats
from civstats.errors import DatasetError


def refused(where: str | Path) -> str:
    with pytest.raises(DatasetError) as raised:
        civstats.open(where)
    message = str(raised.value)
    assert "\n" not in message
    return message


def zipped_to(file: Path, folder: Path, top: str = "", compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file, "a", compression) as members:
        for path in sorted(folder.iterdir()):
            members.write(path, top + path.name)
    return file
