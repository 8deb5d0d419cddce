"""Reads a workbook back from its XML, without the package that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile("_x([0-9A-F]{4})_")
Place = tuple[int, int]


@dataclass(frozen=True)
class NamedTable:
    name: str
    first: Place
    last: Place
    columns: list[str]
    style: str
    has_filter: bool
    striped: bool


@dataclass(frozen=True)
class Page:
    """A sheet: its cells from (0, 0), the numbers as float and the rest as str, and what lies over them."""

    name: str
    xml: ET.Element
    cells: dict[Place, str | float]
    formats: dict[Place, str]
    links: dict[Place, str]
    tables: list[NamedTable] = field(default_factory=list)

    def column(self, number: int, first: int) -> list[str | float]:
        return [value for (row, column), value in sorted(self.cells.items()) if column == number and row >= first]

    def find(self, path: str) -> list[ET.Element]:
        return self.xml.findall(path.replace("m:", _MAIN))


@dataclass(frozen=True)
class Book:
    parts: dict[str, bytes]
    pages: list[Page]

    def page(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)

    def holding(self, table: str) -> Page:
        return next(page for page in self.pages if any(found.name == table for found in page.tables))


def place(reference: str) -> Place:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", reference.replace("$", "")).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return int(digits) - 1, column - 1


def read(content: bytes) -> Book:
    """The book; every part is parsed, so that one that is not well formed raises ParseError."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: ET.fromstring(part) for name, part in parts.items()}
    strings = [
        _ESCAPED.sub(
            lambda match: chr(int(match[1], 16)), "".join(found.text or "" for found in item.iter(f"{_MAIN}t"))
        )
        for item in trees["xl/sharedStrings.xml"]
    ]
    styles = trees["xl/styles.xml"]
    codes = {found.attrib["numFmtId"]: found.attrib["formatCode"] for found in styles.iter(f"{_MAIN}numFmt")}
    codes |= {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "49": "@"}
    looks = [codes[found.attrib["numFmtId"]] for found in styles.findall(f"{_MAIN}cellXfs/{_MAIN}xf")]
    targets = _relations(trees, "xl/_rels/workbook.xml.rels")
    pages = []
    for sheet in trees["xl/workbook.xml"].iter(f"{_MAIN}sheet"):
        path = targets[sheet.attrib[_RELATION]]
        pages.append(_page(sheet.attrib["name"], f"xl/{path}", trees, strings, looks))
    return Book(parts, pages)


def _page(name: str, path: str, trees: dict[str, ET.Element], strings: list[str], looks: list[str]) -> Page:
    tree = trees[path]
    cells: dict[Place, str | float] = {}
    formats = {}
    for cell in tree.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        at = place(cell.attrib["r"])
        formats[at] = looks[int(cell.attrib.get("s", 0))]
        if value is not None and value.text is not None:
            cells[at] = strings[int(value.text)] if cell.get("t") == "s" else float(value.text)
    targets = _relations(trees, path.replace("worksheets/", "worksheets/_rels/") + ".rels")
    links = {}
    for link in tree.iter(f"{_MAIN}hyperlink"):
        outside, inside = targets.get(link.get(_RELATION, ""), ""), link.get("location", "")
        links[place(link.attrib["ref"])] = outside + (f"#{inside}" if inside else "")
    tables = [
        _table(trees["xl/" + targets[part.attrib[_RELATION]].removeprefix("../")])
        for part in tree.iter(f"{_MAIN}tablePart")
    ]
    return Page(name, tree, cells, formats, links, tables)


def _table(tree: ET.Element) -> NamedTable:
    first, last = tree.attrib["ref"].split(":")
    style = next(tree.iter(f"{_MAIN}tableStyleInfo"), ET.Element("none"))
    return NamedTable(
        tree.attrib["displayName"],
        place(first),
        place(last),
        [column.attrib["name"] for column in tree.iter(f"{_MAIN}tableColumn")],
        style.get("name", ""),
        tree.find(f"{_MAIN}autoFilter") is not None,
        style.get("showRowStripes") == "1",
    )


def _relations(trees: dict[str, ET.Element], path: str) -> dict[str, str]:
    return {found.attrib["Id"]: found.attrib["Target"] for found in trees.get(path, ())}
