"""The workbook holds every table with cells of the right kind, and is opened; what Excel cannot hold is told."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import office
import pyarrow as pa
import pytest
from export_files import HOSTILE, dataset, exported, hostile, need_r_package, own, run_r, same, scratch, tables, written
from export_workbook import days, rows, sheets, table
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

import civstats
from civstats.dataset import Dataset
from civstats.errors import LocationError, MissingExtraError, UsageError
from civstats.export import duckdbfile, xlsx
from civstats.schema import TABLES

BOOK = "civstats.xlsx"
ROOT = Path(__file__).parent
_KINDS = {"string": "character", "int32": "numeric", "double": "numeric", "date32[day]": "POSIXct", "bool": "logical"}


def as_excel_has_it(given: pa.Table) -> pa.Table:
    """Numbers of 16 digits; an empty text is an empty cell."""
    columns = []
    for name in given.column_names:
        column = given[name]
        values = column.to_pylist()
        if pa.types.is_float64(column.type):
            values = [None if value is None else float(f"{value:.16G}") for value in values]
        columns.append(pa.array([None if value == "" else value for value in values], column.type))
    return pa.table(columns, names=given.column_names)


def test_every_table_is_a_sheet_with_cells_of_its_kinds() -> None:
    path = exported() / BOOK
    assert list(sheets(path)) == ["about", *tables(), "codebook"]
    for name in ("sources", "localities", "indicators", "observations", "subsidy_standards", "targets"):
        same(table(path, name, tables()[name].schema), as_excel_has_it(tables()[name]))


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        (2**53, pa.int64(), ("number", float(2**53))),
        (2**53 + 1, pa.int64(), ("text", "9007199254740993")),
        (-(2**63), pa.int64(), ("text", "-9223372036854775808")),
        (10**18, pa.int64(), ("number", 1e18)),
        (Decimal("0.1"), pa.decimal128(3, 1), ("number", 0.1)),
        (Decimal("1234567890123456.78"), pa.decimal128(18, 2), ("text", "1234567890123456.78")),
        (0.1 + 0.2, pa.float64(), ("number", 0.3)),
    ],
)
def test_a_whole_number_loses_no_digit(value: object, kind: pa.DataType, cell: tuple[str, object]) -> None:
    path = scratch() / "digits.xlsx"
    with Workbook(str(path), {"constant_memory": True}) as book:
        xlsx.Sheets(book).sheet("sheet", ["number"], pa.table({"number": pa.array([value], kind)}).to_batches(), 1)
    assert rows(sheets(path)["sheet"], days(path))[1] == {0: cell}


def test_a_sheet_keeps_its_header_in_sight_and_can_be_filtered() -> None:
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for name, tree in sheets(exported() / BOOK).items():
        if name == "about":
            continue
        [pane] = tree.iter(f"{main}pane")
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        [found] = tree.iter(f"{main}autoFilter")
        assert found.attrib["ref"].startswith("A1:")
        assert list(tree.iter(f"{main}col")), "widths are set"


def test_the_first_sheet_says_what_the_workbook_is() -> None:
    path = exported() / BOOK
    cells = [cell[1] for row in rows(sheets(path)["about"], days(path)) for cell in row.values()]
    said = "\n".join(map(str, cells))
    for text in ("民政统计", dataset().version, dataset().fingerprint, "Creative Commons", "cite as"):
        assert text in said
    for name, rows_of in tables().items():
        place = cells.index(name)
        assert cells[place + 1] == rows_of.num_rows
        assert TABLES[name].zh in cells[place + 2]


def test_libreoffice_opens_it_and_has_the_same_cells(tmp_path: Path) -> None:
    convert = office.converter(tmp_path / "profile")
    files = convert([exported() / BOOK], office.ALL_SHEETS, tmp_path / "sheets")
    for name in ("localities", "observations", "units"):
        head, *body = office.sheet(files, "civstats", name)
        expected = as_excel_has_it(tables()[name])
        assert head == expected.column_names
        assert len(body) == expected.num_rows
        for place, column in enumerate(head):
            found = [row[place] for row in body]
            values = expected[column].to_pylist()
            if pa.types.is_float64(expected[column].type):
                pairs = zip(found, values, strict=True)
                assert all(
                    text == "" if value is None else float(text) == pytest.approx(value) for text, value in pairs
                )
            else:
                assert found == [_shown(value) for value in values], column


def _shown(value: object) -> str:
    return "" if value is None else str(value).upper() if isinstance(value, bool) else str(value)


def test_r_reads_it(tmp_path: Path) -> None:
    need_r_package("readxl")
    lines = run_r(ROOT / "r" / "read_xlsx.R", exported() / BOOK, folder=tmp_path).splitlines()
    found = {
        name: (int(count), dict(one.split("=") for one in kinds.split(" ")))
        for name, count, kinds in (line.split("\t") for line in lines)
    }
    assert {name: count for name, (count, _) in found.items()} == {name: one.num_rows for name, one in tables().items()}
    for name, one in tables().items():
        for field in one.schema:
            empty = one[field.name].null_count == one.num_rows
            assert found[name][1][field.name] == ("logical" if empty else _KINDS[str(field.type)]), (name, field.name)


def test_hostile_texts_stay_what_they_are() -> None:
    ds = hostile((*HOSTILE, None, ""))
    one = ds.arrow("observations")
    same(table(written(ds, ["xlsx"]) / BOOK, "observations", one.schema), as_excel_has_it(one))


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30) | st.sampled_from(HOSTILE)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | texts, min_size=1, max_size=5),
    st.lists(st.none() | st.floats(-1e300, 1e300), min_size=1, max_size=5),
    st.lists(st.none() | st.dates(date(1900, 3, 1), date(2100, 1, 1)), min_size=1, max_size=5),
)
def test_anything_is_read_back(said: list[str | None], numbers: list[float | None], dates: list[date | None]) -> None:
    count = max(len(said), len(numbers), len(dates))
    columns = [(one + [None] * count)[:count] for one in (said, numbers, dates)]
    schema = pa.schema([("text", pa.string()), ("number", pa.float64()), ("day", pa.date32())])
    given = pa.table([pa.array(one, kind) for one, kind in zip(columns, schema.types, strict=True)], schema)
    path = scratch() / "anything.xlsx"
    with Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        xlsx.Sheets(book).sheet("sheet", schema.names, given.to_batches(), given.num_rows)
    same(_padded(table(path, "sheet", schema), count), as_excel_has_it(given))


def _padded(found: pa.Table, count: int) -> pa.Table:
    """Rows of nothing are not written at all."""
    more = count - found.num_rows
    return pa.concat_tables([found, pa.table([pa.nulls(more, one) for one in found.schema.types], schema=found.schema)])


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("note", "长" * 32_768, "observations.note, row 1: a text of 32,768 characters, a cell of Excel holds 32,767"),
        ("note", "𠀀" * 20_000, "a text of 20,000 characters"),
        ("due", date(1900, 2, 28), "observations.due, row 1: 1900-02-28 is before 1900-03-01"),
        ("precision", float("inf"), "observations.precision, row 1: inf is no number for Excel"),
    ],
)
def test_what_excel_cannot_hold_is_told_and_nothing_is_written(
    column: str, value: object, said: str, tmp_path: Path
) -> None:
    ds = changed(column, value)
    with pytest.raises(UsageError, match=said) as error:
        civstats.export.write(ds, "xlsx", tmp_path / "out")
    assert "-> export it as csv or duckdb" in str(error.value)
    assert not (tmp_path / "out").exists()


def changed(column: str, value: object) -> Dataset:
    """A dataset of one observation with this value."""
    kinds = {"note": pa.string(), "due": pa.date32(), "precision": pa.float64()}
    return own({"value": [1.0], column: pa.array([value], kinds[column])})


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    for name, module in (("xlsx", xlsx), ("duckdb", duckdbfile)):
        monkeypatch.setattr(module, "FILE", "no/such/folder")
        with pytest.raises(LocationError, match=r"cannot write into .*out: .* -> choose another folder"):
            civstats.export.write(own({"value": [1.0]}), name, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list((tmp_path / "temporary").iterdir())


def test_too_many_rows_are_told_before_anything_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2000)
    with pytest.raises(UsageError, match=r"the table localities has [\d,]+ rows, a sheet of Excel holds 1,999"):
        civstats.export.write(dataset(), "xlsx", tmp_path / "out")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "civstats.export.xlsx")
    with pytest.raises(MissingExtraError, match=r"pip install 'civstats\[excel\]'"):
        civstats.export.write(dataset(), ["csv", "xlsx"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    monkeypatch.undo()
    import_module("civstats.export.xlsx")
