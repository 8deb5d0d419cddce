"""What an export says of the dataset as a whole: title, version, licence, how to cite it, its tables."""

from __future__ import annotations

from civstats.catalogue import LANGUAGES
from civstats.export.data import Data
from civstats.schema import TABLES
from civstats.schema.about import about


def title() -> str:
    """The title in both languages."""
    return about().both_titles


def citations(data: Data) -> list[str]:
    """How to cite the dataset, in Chinese and in English."""
    return [about().citation(lang, data.dataset.version) for lang in LANGUAGES]


def licence() -> str:
    """The licence of the dataset and its address."""
    return f"{about().licence.title} ({about().licence.url})"


def lines(data: Data) -> list[tuple[str, str]]:
    """Labels and what is said under each, in both languages."""
    zh, en = citations(data)
    found = [
        ("名称 / title", title()),
        ("版本 / version", data.dataset.version),
        ("结构版本 / schema", data.dataset.schema_version),
        ("内容指纹 / fingerprint", data.dataset.fingerprint),
        ("许可 / licence", licence()),
        ("引用", zh),
        ("cite as", en),
        ("说明", "空单元格为无数据；lower 与 upper 之间为数字所留余地，空为无限"),
        (
            "note",
            "An empty cell is no data; a figure leaves open what lies from lower to upper, empty is unbounded",
        ),
    ]
    return [(label, said) for label, said in found if said]


def tables(data: Data) -> list[tuple[str, int, str]]:
    """The tables: name, rows, and what a row is in both languages."""
    return [
        (name, rows, f"{TABLES[name].zh} / {TABLES[name].en}" if name in TABLES else "")
        for name, rows in data.rows.items()
    ]
