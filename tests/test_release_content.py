"""The content hash: computed again from its definition, and the same for the same content however it is written."""

from __future__ import annotations

import datetime
import hashlib
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from release_datasets import real

from civstats.schema import TABLES
from civstats.schema.content import content_hash


def by_definition(rows: list[dict[str, object]]) -> str:
    """The definition of the docstring, in plain Python."""

    def said(value: object) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return "%.17g" % (value + 0.0)
        if isinstance(value, str):
            return value.replace("\\", "\\\\").replace("\n", "\\n")
        return value.isoformat() if isinstance(value, datetime.date) else str(value)

    digests = []
    for row in rows:
        lines = "".join(f"{name}\t{said(row[name])}\n" for name in sorted(row) if row[name] is not None)
        digests.append(hashlib.sha256(lines.encode()).hexdigest())
    return "sha256:" + hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()


_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4),
            "text": st.none() | st.sampled_from(["", "\\n", "\n", "\\", "a\tb", "note\tx", "\r", "700元", "🦉"]),
            "number": st.none() | st.floats(),
            "count": st.none() | st.integers(-(2**31), 2**31 - 1),
            "flag": st.none() | st.booleans(),
            "day": st.none() | st.dates(),
        }
    ),
    max_size=5,
)
_SCHEMA = pa.schema(
    {"key": pa.string(), "text": pa.string(), "number": pa.float64(), "count": pa.int32(), "flag": pa.bool_(),
     "day": pa.date32()}
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(_ROWS)
def test_by_its_definition(rows: list[dict[str, object]]) -> None:
    rows = [row | {"number": math.nan} if str(row["number"]) == "nan" else row for row in rows]
    table = pa.Table.from_pylist(rows, _SCHEMA)
    assert content_hash(table) == by_definition(rows)


@pytest.mark.parametrize("name", TABLES)
def test_of_the_real_tables(name: str) -> None:
    table = real()[name]
    assert content_hash(table, TABLES[name]) == by_definition(table.to_pylist())


def test_it_does_not_depend_on_how_the_table_is_written(tmp_path: Path) -> None:
    declared, table = TABLES["observations"], real()["observations"]
    wanted = content_hash(table, declared)
    turned = table.sort_by([("value", "descending")]).select(table.column_names[::-1])
    pq.write_table(turned, tmp_path / "x.parquet", compression="snappy", row_group_size=100, use_dictionary=False)
    coded = pa.table({name: column.dictionary_encode() if column.type == pa.string() else column
                      for name, column in zip(table.column_names, table.columns, strict=True)})  # fmt: skip
    for other in (turned, pq.read_table(tmp_path / "x.parquet"), pads.dataset(tmp_path / "x.parquet"), coded):
        assert content_hash(other, declared) == wanted
    large = table.cast(pa.schema([pa.field(field.name, pa.large_string() if field.type == pa.string() else field.type)
                                  for field in table.schema]))  # fmt: skip
    assert content_hash(large) == wanted


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([0.0], [-0.0], True),
        ([None], ["", None], False),
        ([None], [math.nan], False),
        ([math.nan], [-math.nan], True),
        ([1.0, 1.0], [1.0], False),
        ([0.1], [math.nextafter(0.1, 1)], False),
        (["a\nb\tc"], ["a\\nb\tc"], False),
        ([5], [5.0], True),
        ([None], [], False),
    ],
)
def test_what_counts_as_a_difference(one: list[object], other: list[object], same: bool) -> None:
    assert (content_hash(pa.table({"a": one})) == content_hash(pa.table({"a": other}))) == same


def test_columns_count_by_name() -> None:
    assert content_hash(pa.table({"a": ["x"], "b": [None]})) == content_hash(pa.table({"a": ["x"]}))
    assert content_hash(pa.table({"a": ["x"]})) != content_hash(pa.table({"b": ["x"]}))
    joined = pa.table({"a": ["x\nb\ty"]})
    assert content_hash(joined) != content_hash(pa.table({"a": ["x"], "b": ["y"]}))


def test_more_columns_than_declared_do_not_count() -> None:
    units = real()["units"]
    more = units.append_column("symbol", units["unit_id"])
    assert content_hash(more, TABLES["units"]) == content_hash(units, TABLES["units"]) != content_hash(more)


def test_a_type_without_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="a: a content hash is not defined for the type list"):
        content_hash(pa.table({"a": [[1]]}))
