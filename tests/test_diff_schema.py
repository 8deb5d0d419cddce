"""What `diff` finds in the structure of two datasets: of manifests, of files, of the version of the schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from release_datasets import describe, put, real, unrecorded

import civstats
from civstats.errors import DatasetError
from civstats.release import diff, required_bump
from civstats.release.jsonfile import lines
from civstats.release.page import page
from civstats.release.text import text

Row = dict[str, Any]


def _field(name: str, change: Callable[[Row], None]) -> Callable[[Row], None]:
    def alter(descriptor: Row) -> None:
        [resource] = [one for one in descriptor["resources"] if one["name"] == "targets"]
        [field] = [one for one in resource["schema"]["fields"] if one["name"] == name]
        change(field)

    return alter


def _resource(change: Callable[[Row], None]) -> Callable[[Row], None]:
    return lambda descriptor: change(next(one for one in descriptor["resources"] if one["name"] == "targets"))


@pytest.mark.parametrize(
    ("alter", "what", "level"),
    [
        (_field("share_of_parent_lower", lambda field: field.update(unit="permille")), "unit", "major"),
        (_field("goal", lambda field: field.update({"civstats:codeList": "other"})), "codes", "major"),
        (_field("goal", lambda field: field["constraints"].update(required=False)), "required", "major"),
        (_field("due", lambda field: field["constraints"].update(required=True)), "required", "patch"),
        (_field("goal", lambda field: field.update(title="别的话")), "words", "patch"),
        (_resource(lambda table: table["schema"].update(primaryKey=["source_id", "printed"])), "key", "major"),
        (lambda descriptor: descriptor.update(licenses=[]), "licence", "major"),
    ],
)
def test_what_the_descriptor_says(alter: Callable[[Row], None], what: str, level: str, tmp_path: Path) -> None:
    one, other = put(real(), tmp_path / "old"), put(real(), tmp_path / "new", change=alter)
    made = diff(one, other)
    assert [(change.what, change.level) for change in made.schema] == [(what, level)]
    assert made.changed.num_rows == 0
    assert required_bump(made) == level
    assert made.not_compared == (("targets",) if what == "key" else ())
    for shown in (text(made), page(made).decode(), "".join(lines(made))):
        assert what == "licence" or "targets" in shown


@pytest.mark.parametrize(
    ("change", "what", "level"),
    [
        (lambda table: table.drop_columns(["note"]), ["column_removed"], "major"),
        (lambda table: table.append_column("more", table["printed"]), ["column_added"], "minor"),
        (lambda table: table.select(table.column_names[::-1]), ["order"], "patch"),
        (lambda table: table.set_column(2, "figure_no", table["figure_no"].cast(pa.int64())), ["type"], "major"),
    ],
)
def test_what_the_files_say(
    change: Callable[[pa.Table], pa.Table], what: list[str], level: str, tmp_path: Path
) -> None:
    one = put(real(), tmp_path / "old")
    put(real(), tmp_path / "new")
    describe(tmp_path / "new", unrecorded)
    path = tmp_path / "new" / "observations.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    made = diff(one, civstats.open(tmp_path / "new"))
    assert [change.what for change in made.schema] == what
    assert made.changed.num_rows == 0
    assert required_bump(made) == level


def test_a_table_more_or_less(tmp_path: Path) -> None:
    one, _ = put(real(), tmp_path / "old"), put(real(), tmp_path / "new")
    describe(
        tmp_path / "new", lambda it: it.update(resources=[row for row in it["resources"] if row["name"] != "growth"])
    )
    other = civstats.open(tmp_path / "new")
    assert [(change.what, change.tables) for change in diff(one, other).schema] == [("table_removed", ("growth",))]
    assert [required_bump(diff(*pair)) for pair in ((one, other), (other, one))] == ["major", "minor"]


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    one, _ = put(real(), tmp_path / "old"), put(real(), tmp_path / "new")
    describe(tmp_path / "new", unrecorded)
    path = tmp_path / "new" / "observations.parquet"
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="cannot be read to its end -> fetch the dataset again"):
        diff(one, civstats.open(tmp_path / "new"))


@pytest.mark.parametrize(("schema", "level"), [("1.99", "minor"), ("2.0", "major")])
def test_the_version_of_the_schema_counts(schema: str, level: str, tmp_path: Path) -> None:
    one, other = put(real(), tmp_path / "old"), put(real(), tmp_path / "new")
    other._manifest["civstats:schemaVersion"] = schema
    made = diff(one, other)
    assert made.differs
    assert required_bump(made) == level
    assert made.total(primary=True) == 0
