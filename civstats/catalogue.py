"""Words in both languages, declared in CSV files with the columns ``key, zh, en`` and filled with fields by name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
Words = Mapping[str, Mapping[str, str]]


def words(package: str, *names: str) -> Words:
    """The rows of files of a package by key: ``{"unit": {"key": "unit", "zh": "单位：{unit}", …}, …}``."""
    found: dict[str, Mapping[str, str]] = {}
    for name in names:
        text = files(package).joinpath(name).read_text(encoding="utf-8")
        found |= {row["key"]: row for row in csv.DictReader(text.splitlines())}
    return found


def filled(row: Mapping[str, str], lang: Lang, fields: Mapping[str, object]) -> str:
    """The words of a row in the language, filled with ``fields``; ``{s}`` is the plural's, by ``count``."""
    return row[lang].format(s="" if fields.get("count") == 1 else "s", **fields)
