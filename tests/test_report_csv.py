"""Tables of reports as CSV: what spreadsheets, pandas, DuckDB and Arrow read is what the model says, and no formula."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyarrow import csv as arrow_csv
from report_samples import HOSTILE, sample

from civstats.catalogue import LANGUAGES, Lang
from civstats.report import csvfile
from civstats.report.model import NOTHING, Cell, Column, Row, Table, Text

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40) | st.sampled_from(HOSTILE)
SIGNS = "=+-@＝＋\uff0d\uff20\ufe62\ufe63"
HEADER = ["项目", "代码", "标准（元/人·月）", "执行日期", "依据"]


def one_cell(cell: Cell, kind: str = "text") -> str:
    column = Column("only", Text.same("only"), "code" if kind == "code" else "text")
    return read(csvfile.csv(Table("t", NOTHING, (column,), (Row((cell,)),)), "zh"))[1][0]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def standards() -> Table:
    (table,) = [table for table in sample().tables() if table.id == "table-standards"]
    return table


def test_a_table_is_written_byte_by_byte_as_documented() -> None:
    assert (
        csvfile.csv(standards(), "zh")
        == (
            "\ufeff"
            '"项目","代码","标准（元/人·月）","执行日期","依据"\r\n'
            '"农村低保","010203","650","2022-01-01","wushen:1 wushen:2"\r\n'
            '"农村低保标准","150626","≥735","未公布","wushen:2"\r\n'
        ).encode()
    )


def test_the_language_is_that_asked_for() -> None:
    rows = read(csvfile.csv(standards(), "en"))
    assert rows[0][:2] == ["Item", "Code"]
    assert rows[1][0] == "Rural dibao"
    assert rows[2][3] == "not published"


def test_a_table_without_rows_is_its_header() -> None:
    (table,) = [table for table in sample().tables() if table.id == "table-none"]
    assert read(csvfile.csv(table, "zh")) == [HEADER]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (650.0, "650"),
        (0.0, "0"),
        (-0.0, "0"),
        (-12.5, "-12.5"),
        (1234567.0, "1234567"),
        (8.333333333333334, "8.333333333333334"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (100.0, "100"),
    ],
)
def test_a_number_is_written_in_its_digits(number: float, written: str) -> None:
    assert one_cell(Cell(Text.same("shown otherwise"), number)) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_back_exactly(number: float) -> None:
    written = one_cell(Cell(Text.same("x"), number))
    assert float(written) == number
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", written)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_its_text(number: float) -> None:
    assert one_cell(Cell(Text.same("不详"), number)) == "不详"


def test_a_code_is_its_text_though_a_number_stands_behind_it() -> None:
    assert one_cell(Cell(Text.same("010203"), 10203.0), "code") == "010203"


@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\u3000", "\ufeff", "\u202e", " \u200b"])
@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_that_a_spreadsheet_would_reckon_begins_with_an_apostrophe(before: str, sign: str) -> None:
    assert one_cell(Cell(Text.same(f"{before}{sign}1+1"))).startswith("'")


@pytest.mark.parametrize("text", ["650", "a=1", "≥735", "−8.3%", "（-1）", "'=1", "", " ", "农村-城市", "#e1"])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert one_cell(Cell(Text.same(text))) == text


def test_a_header_is_made_harmless_too() -> None:
    table = Table("t", NOTHING, (Column("k", Text.same("=1+1")),), ())
    assert read(csvfile.csv(table, "en")) == [["'=1+1"]]


def test_references_are_made_harmless_too() -> None:
    assert one_cell(Cell(NOTHING, refs=("=x:1", "b:2"))) == "'=x:1 b:2"


def test_words_come_before_references() -> None:
    assert one_cell(Cell(Text.same("650元"), refs=("a:1",))) == "650元"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a b"),
        ("a\r\nb", "a b"),
        ("a\rb\tc\u2028d\u2029e\x85f", "a b c d e f"),
        ("\x07bell\x0b", "〔U+0007〕bell〔U+000B〕"),
        ("\x00\x1f\x7f\x9f", "〔U+0000〕〔U+001F〕〔U+007F〕〔U+009F〕"),
        ("\ud800x\uffff", "〔U+D800〕x〔U+FFFF〕"),
        ("\u202eabc \U0001f600\U00020089", "\u202eabc \U0001f600\U00020089"),
    ],
)
def test_control_characters_are_seen_and_breaks_are_spaces(text: str, shown: str) -> None:
    assert one_cell(Cell(Text.same(text))) == shown


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=4))
@example([("", '"'), ('",\r\n"=1', "a,b;c")])
def test_any_text_is_read_back_and_a_row_is_a_line(rows: list[tuple[str, str]]) -> None:
    columns = (Column("a", Text.same("a")), Column("b", Text.same("b")))
    table = Table("t", NOTHING, columns, tuple(Row(tuple(Cell(Text.same(text)) for text in row)) for row in rows))
    content = csvfile.csv(table, "zh")
    assert len(content.decode("utf-8-sig").splitlines()) == content.count(b"\r\n") == len(rows) + 1
    for row, found in zip(rows, read(content)[1:], strict=True):
        for text, field in zip(row, found, strict=True):
            assert csvfile.plain(text) == (field.removeprefix("'") if field != csvfile.plain(text) else field)
            assert not re.match(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*[=+\-@＝＋\uff0d\uff20]", field)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_words_stay_in_their_cell(hostile: str, lang: Lang) -> None:
    report = sample(hostile, hostile)
    for table in (*report.tables(), report.data):
        rows = read(csvfile.csv(table, lang))
        assert [len(row) for row in rows] == [len(table.columns)] * (len(table.rows) + 1)
        assert all(field[:1] not in tuple("=+-@\t\r") for row in rows for field in row)
    assert rows[2][0] == csvfile.inert(csvfile.plain(hostile))


def test_a_row_too_short_is_refused() -> None:
    table = standards()
    with pytest.raises(ValueError, match="zip"):
        csvfile.csv(Table("t", NOTHING, table.columns, (Row(table.rows[0].cells[:2]),)), "zh")


def test_pandas_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(csvfile.csv(standards(), "zh"))
    frame = pd.read_csv(path, dtype={"代码": str})
    assert list(frame.columns) == HEADER  # the mark at the beginning is no part of the first name
    assert frame["代码"].tolist() == ["010203", "150626"]
    assert pd.to_numeric(frame["标准（元/人·月）"], errors="coerce").dropna().tolist() == [650.0]


def test_duckdb_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(csvfile.csv(standards(), "zh"))
    with duckdb.connect() as connection:
        found = connection.sql(f"select * from read_csv('{path}', all_varchar = true)")
        assert found.columns == HEADER
        assert found.fetchall()[0] == ("农村低保", "010203", "650", "2022-01-01", "wushen:1 wushen:2")


def test_arrow_reads_it() -> None:
    found = arrow_csv.read_csv(
        io.BytesIO(csvfile.csv(standards(), "zh")),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(HEADER, pa.string())),
    )
    assert found.column_names == HEADER
    assert found["代码"].to_pylist() == ["010203", "150626"]


def test_all_readers_find_the_numbers_of_the_model(tmp_path: Path) -> None:
    numbers = [650.0, -0.125, 1e16, 3.0000000000000004, 1e-9]
    rows = tuple(Row((Cell(Text.same("as shown"), number),)) for number in numbers)
    path = tmp_path / "table.csv"
    path.write_bytes(csvfile.csv(Table("t", NOTHING, (Column("n", Text.same("n"), "number"),), rows), "en"))
    with duckdb.connect() as connection:
        in_duckdb = connection.sql(f"select n::double from read_csv('{path}', all_varchar = true)").fetchall()
    options = arrow_csv.ConvertOptions(column_types={"n": pa.float64()})
    assert pd.read_csv(path)["n"].tolist() == numbers
    assert [row[0] for row in in_duckdb] == numbers
    assert arrow_csv.read_csv(path, convert_options=options)["n"].to_pylist() == numbers
