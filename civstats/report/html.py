"""A report as one HTML file that needs nothing else: no script, no font, no picture, no address to load from.

Its words are shown as they are written: as text, never as markup, and such that a reading machine knows their language.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from civstats.catalogue import Lang
from civstats.report.csvfile import csv, plain
from civstats.report.model import Cell, Report, Row, Table, Text
from civstats.report.words import say
from civstats.width import display_width

TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
INDEX: dict[Lang, str] = {"zh": "index.html", "en": "index.en.html"}
"""The file of the index page in each language."""

_SHORT = 18
"""A cell as wide as that (in half-width characters) is not broken into lines."""
_LONG = 60
"""A cell wider than that needs a column in which it does not become a tower."""
_ENDLESS = 20
"""A word of more characters may be broken anywhere; others are not in tables."""
_SLOTS = 2
"""So many references stand side by side behind a number; more go on below."""
_WIDE = 7
"""A table of so many columns is printed in a smaller type."""
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "\u3000-\u303f\uff00-\uffef"
# From a Han character to the last one, over what stands between in one word: 元/人·年 is one run, not three.
_CHINESE = re.compile(f"([{_MARKS}]{{0,3}}[{_HAN}](?:[0-9./·:%+–—-]{{0,12}}[{_HAN}{_MARKS}])*)")
_WORD = re.compile(f"[^\\s{_HAN}{_MARKS}-]+")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20]+", re.IGNORECASE)
_ANCHOR = re.compile(r"#[\w.-]+")


def html(report: Report, lang: Lang, beside: Collection[str] = ()) -> bytes:
    """The report as an HTML file in UTF-8; the same report gives the same bytes.

    ``beside`` are the names of the files that will stand in the same folder; only these are linked to. Raises KeyError
    where the report refers to an observation that is not among its ``refs``.
    """
    return render(
        "report.html.j2",
        lang,
        report=report,
        beside=beside,
        links=_links(report.name, lang, beside),
        counted={figure.id: number for number, figure in enumerate(report.figures(), 1)},
        policy="default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    )


def render(template: str, lang: Lang, **fields: Any) -> bytes:
    """A template of this package, filled, in UTF-8."""
    return _environment(lang).get_template(template).render(**fields).encode()


def asset(name: str) -> Markup:
    """A file of ``templates/`` that goes into a page as it is: a style sheet or a script."""
    return Markup(files("civstats.report").joinpath("templates", name).read_text(encoding="utf-8"))


def shown(text: Text | str, lang: Lang) -> Markup:
    """Words as HTML: escaped, Chinese marked as such in an English page, and text with a direction of its own isolated.

    Text from right to left, and marks that turn the direction, would otherwise reorder what stands around them.
    """
    said = _said(text, lang)
    parts = _CHINESE.split(said) if lang == "en" else [said]
    marked = (
        Markup('<span lang="{}">{}</span>').format(TAGS["zh"], part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )
    content = Markup("").join(marked)
    return Markup("<bdi>{}</bdi>").format(content) if _turns(said) else content


def link(address: str, lang: Lang, beside: Collection[str]) -> str:
    """``address`` where it may be linked to, else nothing.

    That is: an anchor of the page, an http(s) address, a file in ``beside``, and a report of which the page in this
    language is in ``beside`` (``place-150626`` leads to ``place-150626.en.html``).
    """
    if _ANCHOR.fullmatch(address) or _ADDRESS.fullmatch(address):
        return address
    found = next((name for name in (address, f"{address}.{lang}.html") if name in beside), "")
    return quote(found)


@cache
def _environment(lang: Lang) -> Environment:
    made = Environment(
        loader=PackageLoader("civstats.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "shown": partial(shown, lang=lang),
        "heading": partial(_heading, lang=lang),
        "plain": partial(_said, lang=lang),
    }
    made.globals |= {
        "lang": lang,
        "other": "en" if lang == "zh" else "zh",
        "tags": TAGS,
        "say": say,
        "style": asset("report.css"),
        "number": _number,
        "rows": partial(_rows, lang=lang),
        "classes": partial(_classes, lang=lang),
        "link": partial(link, lang=lang),
        "csv": partial(csv, lang=lang),
        "address_of": _address_of,
        "size": _size,
        "is_wide": lambda table: len(table.columns) >= _WIDE,
        "kind": lambda block: type(block).__name__,
    }
    return made


def _heading(label: Text, lang: Lang) -> Markup:
    """A column's label that is broken, if it must be, before its unit: 标准 | （元/人·月）."""
    name, bracket, unit = _said(label, lang).partition("（")
    unbroken = Markup('<wbr><span class="unit">{}</span>').format(shown(bracket + unit, lang))
    return shown(name, lang) + unbroken if bracket else shown(name, lang)


def _said(text: Text | str, lang: Lang) -> str:
    """Words of the language for an attribute, or to be escaped."""
    return plain(text.said(lang) if isinstance(text, Text) else text)


_TURNING = frozenset(("R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


@lru_cache(maxsize=100_000)
def _turns(text: str) -> bool:
    """Whether a text holds a character that is written from right to left, or turns the direction of others."""
    return any(unicodedata.bidirectional(char) in _TURNING for char in text)


def _links(name: str, lang: Lang, beside: Collection[str]) -> list[tuple[str, str]]:
    """The files beside a report that it leads to: key of the words, and address."""
    other = "en" if lang == "zh" else "zh"
    wanted = (
        ("page_other_language", f"{name}.{other}.html"),
        ("page_pdf", f"{name}.{lang}.pdf"),
        ("page_workbook", f"{name}.{lang}.xlsx"),
        ("page_index", INDEX[lang]),
    )
    return [(key, quote(file)) for key, file in wanted if file in beside]


def _number(report: Report, ref: str) -> int:
    return report.numbers[ref]


def _rows(table: Table, lang: Lang) -> Iterator[tuple[Row, list[tuple[Cell, bool, str]]]]:
    """The rows with their cells: whether each heads its row (the first of text does), and its classes."""
    head = next((at for at, column in enumerate(table.columns) if column.kind == "text"), None)
    # References stand in a slot of their own, lest the digits of a column stand under one another no more.
    slots = [
        min(_SLOTS, max(len(row.cells[at].refs) for row in table.rows)) if column.kind == "number" else 0
        for at, column in enumerate(table.columns)
    ]
    for row in table.rows:
        cells = []
        for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            classes = _classes(cell.text, column.kind, lang=lang) + (f" cited{slots[at]}" if slots[at] else "")
            cells.append((cell, at == head and bool(cell.text.said(lang).strip()), classes))
        yield row, cells


def _classes(text: Text, kind: str, *, lang: Lang) -> str:
    """The classes of a cell: its column's kind, whether it is short or long, and whether a word must be broken."""
    said = _said(text, lang)
    wide = display_width(said)
    classes = [kind]
    if wide <= _SHORT:
        classes.append("short")
    elif wide > _LONG:
        classes.append("long")
    if any(len(word) > _ENDLESS for word in _WORD.findall(said)):
        classes.append("endless")
    return " ".join(classes)


def _address_of(content: bytes, media: str) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode('ascii')}"


def _size(content: bytes) -> str:
    """How large a file is, rounded up: 3 kB."""
    return f"{-(-len(content) // 1000)} kB"
