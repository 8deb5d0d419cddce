"""Sheets of a workbook that was written row by row, read from its XML without the package that wrote it."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow as pa

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY_ONE = date(1899, 12, 30)

Cell = tuple[str, Any]
"""The kind of a cell, as Excel has it (``text``, ``yes``, ``day``, ``number``), and its value."""


def sheets(path: Path) -> dict[str, ET.Element]:
    """The sheets by name."""
    with zipfile.ZipFile(path) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        names = [one.attrib["name"] for one in book.iter(f"{_MAIN}sheet")]
        return {
            name: ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, 1)
        }


def days(path: Path) -> set[str]:
    """The numbers of the styles that show a day."""
    with zipfile.ZipFile(path) as archive:
        styles = ET.fromstring(archive.read("xl/styles.xml"))
    codes = {one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{_MAIN}numFmt")}
    looks = styles.findall(f"{_MAIN}cellXfs/{_MAIN}xf")
    return {str(number) for number, look in enumerate(looks) if "yyyy" in codes.get(look.attrib["numFmtId"], "")}


def rows(tree: ET.Element, of_days: set[str]) -> list[dict[int, Cell]]:
    """The rows of a sheet, each by the number of its column; an empty cell is left out, and so may be an empty row."""
    found = {int(row.attrib["r"]): row for row in tree.iter(f"{_MAIN}row")}
    return [
        {_place(cell.attrib["r"]): _cell(cell, of_days) for cell in found[number].iter(f"{_MAIN}c")}
        if number in found
        else {}
        for number in range(1, max(found) + 1)
    ]


def table(path: Path, name: str, schema: pa.Schema) -> pa.Table:
    """A sheet as a table of a schema; every cell must be of the kind that the schema says."""
    wanted = {"string": "text", "int32": "number", "double": "number", "date32[day]": "day", "bool": "yes"}
    head, *body = rows(sheets(path)[name], days(path))
    assert [head[place] for place in range(len(schema))] == [("text", one) for one in schema.names]
    columns = []
    for place, field in enumerate(schema):
        cells = [row.get(place) for row in body]
        assert {cell[0] for cell in cells if cell} <= {wanted[str(field.type)]}, field.name
        values = [cell[1] if cell else None for cell in cells]
        columns.append(
            pa.array([int(one) if one is not None and field.type == pa.int32() else one for one in values], field.type)
        )
    return pa.table(columns, schema=pa.schema([pa.field(one.name, one.type) for one in schema]))


def _cell(cell: ET.Element, of_days: set[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        text = "".join(found.text or "" for found in cell.iter(f"{_MAIN}t"))
        return "text", _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    value = cell.findtext(f"{_MAIN}v")
    assert value is not None, "an empty cell is not written"
    assert cell.find(f"{_MAIN}f") is None, "nothing is a formula"
    if kind == "b":
        return "yes", value == "1"
    assert kind == "n"
    if cell.get("s") in of_days:
        return "day", _DAY_ONE + timedelta(days=int(float(value)))
    return "number", float(value)


def _place(reference: str) -> int:
    column = 0
    for letter in re.sub(r"\d", "", reference):
        column = 26 * column + ord(letter) - 64
    return column - 1
