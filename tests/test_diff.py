"""What `diff` finds between small datasets: kinds of change, renumbering, structure, hostile words."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from release_datasets import edited, real

from civstats import own
from civstats.dataset import Dataset
from civstats.errors import DatasetError
from civstats.release import Diff, diff, required_bump
from civstats.release.jsonfile import lines
from civstats.release.page import page
from civstats.release.text import text
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of
from civstats.schema.content import content_hash

SOURCE = "ordos-2023-summary"
Row = dict[str, Any]


def figures(count: int = 12) -> list[Row]:
    rows = [row for row in real()["observations"].to_pylist() if row["source_id"] == SOURCE]
    return sorted(rows, key=lambda row: row["figure_no"])[:count]


def of(rows: list[Row], **others: pa.Table) -> Dataset:
    """A dataset of these observations, and whatever else is given."""
    tables = {"observations": pa.Table.from_pylist(rows, schema_of(TABLES["observations"])), **others}
    return Dataset(own.where(), {name: pads.dataset(table) for name, table in tables.items()})


def numbered(row: Row, number: int) -> Row:
    return row | {"figure_no": number, "observation_id": f"{SOURCE}:{number}"}


def found(old: list[Row], new: list[Row]) -> list[tuple[str, str, str]]:
    """Kind, key, and former number of every change."""
    made = diff(of(old), of(new))
    assert all(change.primary for change in made.changes())
    return [
        (change.kind, change.key.partition(":")[2], change.moved_from.partition(":")[2]) for change in made.changes()
    ]


def test_nothing() -> None:
    made = diff(of(figures()), of(list(reversed(figures()))))
    assert not made.differs
    assert (required_bump(made), text(made).splitlines()[-1]) == ("none", "无差异 / no difference")


def test_a_figure_inserted_between_others_moves_those_behind_it() -> None:
    rows = figures(6)
    inserted = numbered(rows[2] | {"printed": "另一数", "value": 1.0}, 4)
    shifted = [*rows[:3], inserted, *(numbered(row, row["figure_no"] + 1) for row in rows[3:])]
    assert found(rows, shifted) == [("added", "4", ""), ("moved", "5", "4"), ("moved", "6", "5"), ("moved", "7", "6")]
    assert found(shifted, rows) == [
        ("moved", "4", "5"),
        ("withdrawn", "4", ""),
        ("moved", "5", "6"),
        ("moved", "6", "7"),
    ]
    made = diff(of(rows), of(shifted))
    assert [change.reused for change in made.changes(kind="moved")] == [True, True, True]
    assert required_bump(made) == "major", "an observation_id that names another figure"


def test_a_figure_moved_to_a_free_number_is_no_breach() -> None:
    rows = figures(4)
    made = diff(of(rows), of([*rows[:3], numbered(rows[3], 99)]))
    [change] = made.changes()
    assert (change.kind, change.moved_from, change.reused) == ("moved", f"{SOURCE}:4", False)
    assert required_bump(made) == "minor"
    assert list(made.unexplained()) == [change]


def test_a_figure_moved_to_the_number_of_one_that_is_gone_is_a_breach() -> None:
    rows = figures(4)
    made = diff(of(rows), of([*rows[:2], numbered(rows[3], 3)]))
    assert [(change.kind, change.key, change.reused) for change in made.changes()] == [
        ("moved", f"{SOURCE}:3", True),
        ("withdrawn", f"{SOURCE}:3", False),
    ]
    assert required_bump(made) == "major", "an observation_id that names another figure"


@pytest.mark.parametrize(
    ("columns", "level"),
    [
        ({"indicator_id", "printed", "locator"}, "major"),
        ({"indicator_id", "printed", "char_start", "value"}, "major"),
        ({"indicator_id", "printed", "value"}, "patch"),
        ({"indicator_id", "locator", "char_start"}, "patch"),
        ({"printed", "locator", "char_start", "value"}, "patch"),
    ],
)
def test_another_figure_under_an_old_number(columns: set[str], level: str) -> None:
    other = {"indicator_id": "dibao_recipients", "printed": "另一数", "locator": "别处", "char_start": 9, "value": 7.0}
    rows = figures(2)
    made = diff(of(rows), of([rows[0] | {name: other[name] for name in columns}, rows[1]]))
    [change] = made.changes()
    assert (change.kind, set(change.values)) == ("revised", columns)
    assert required_bump(made) == level


def test_a_count_of_figures_follows_from_those_that_came_or_went() -> None:
    sources = real()["sources"]
    [place] = {row["locality_id"] for row in sources.to_pylist() if row["source_id"] == SOURCE}
    here = [row["source_id"] for row in sources.to_pylist() if row["locality_id"] == place]
    elsewhere = next(source for source in here if source != SOURCE)
    rows = figures(5)
    other = rows[0] | {"source_id": elsewhere, "observation_id": f"{elsewhere}:9999", "figure_no": 9999}
    revised = [rows[0] | {"note": "注"}, rows[1] | {"value": 1.0}, *rows[2:4]]
    counted = edited(sources, "source_id", SOURCE, figure_count=4)
    made = diff(of(rows, sources=sources), of([*revised, other], sources=counted))
    [following] = made.changes(primary=False)
    assert (following.key, following.because) == (SOURCE, (f"observations {SOURCE}:5",))


@pytest.mark.parametrize(
    ("named", "because"),
    [
        (f"{SOURCE}:1", (f"observations {SOURCE}:1",)),
        (f"{SOURCE}:1 {SOURCE}:3", (f"observations {SOURCE}:1",)),
        (f"{SOURCE}:3", (f"observations {SOURCE}:1", f"observations {SOURCE}:2")),
    ],
)
def test_a_row_that_names_figures_follows_from_these(named: str, because: tuple[str, ...]) -> None:
    row = figures(1)[0]
    spot = [numbered(row | {"printed": f"第{number}", "value": float(number)}, number) for number in (1, 2, 3)]
    revised = [spot[0] | {"value": 10.0}, spot[1] | {"value": 20.0}, spot[2] | {"note": "注"}]
    known = real()["findings"]
    finding = known.slice(0, 1).to_pylist()[0] | {
        "observation_ids": named, "source_ids": SOURCE,
        **{name: row[name] for name in ("locality_id", "indicator_id", "year")},
    }  # fmt: skip
    one, other = (pa.Table.from_pylist([finding | {"arithmetic_zh": said}], known.schema) for said in "甲乙")
    [following] = diff(of(spot, findings=one), of(revised, findings=other)).changes(primary=False)
    assert following.because == because


def test_two_figures_that_look_alike_are_not_told_from_each_other() -> None:
    rows = figures(2)
    twin = numbered(rows[0], 3)
    assert found([rows[0], twin, rows[1]], [numbered(rows[0], 7), numbered(rows[0], 8), rows[1]]) == [
        ("withdrawn", "1", ""),
        ("withdrawn", "3", ""),
        ("added", "7", ""),
        ("added", "8", ""),
    ]


def test_parts_of_a_renumbered_total_follow_it() -> None:
    rows = figures(3)
    part = rows[2] | {"part_of": f"{SOURCE}:1"}
    made = diff(of([*rows[:2], part]), of([numbered(rows[0], 50), rows[1], part | {"part_of": f"{SOURCE}:50"}]))
    assert [(change.kind, change.primary) for change in made.changes()] == [("moved", True), ("revised", False)]
    [following] = made.changes(primary=False)
    assert following.because == (f"observations {SOURCE}:50",)


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        (0.0, -0.0, False),
        (float("nan"), float("nan"), False),
        (float("nan"), None, True),
        (0.1 + 0.2, 0.3, True),
        (None, 0.0, True),
        (None, None, False),
    ],
)
def test_numbers_compare_exactly(old: float | None, new: float | None, differs: bool) -> None:
    rows = figures(2)
    one, other = of([rows[0] | {"value": old}, rows[1]]), of([rows[0] | {"value": new}, rows[1]])
    made = diff(one, other)
    assert made.differs == differs
    assert (content_hash(one.arrow("observations")) != content_hash(other.arrow("observations"))) == differs
    assert json.loads("".join(lines(made)), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_an_empty_text_is_not_a_missing_one() -> None:
    rows = figures(1)
    [change] = diff(of([rows[0] | {"note": ""}]), of([rows[0] | {"note": None}])).changes()
    assert change.values == {"note": ("", None)}
    assert change.reason == "", "a note that is gone says nothing"


def test_two_rows_of_one_key_cannot_be_compared() -> None:
    rows = figures(2)
    with pytest.raises(DatasetError, match=rf"observations has two rows with the key {SOURCE}:1"):
        diff(of(rows), of([*rows, rows[0]]))


def test_the_dates_of_a_document_and_what_follows() -> None:
    sources = real()["sources"]
    rows = figures(3)
    other = [row | {"year": 2020} for row in rows]
    other[2]["printed"] = "改过"
    dated = edited(sources, "source_id", SOURCE, issued=None)
    titled = edited(sources, "source_id", SOURCE, title_en="other")
    by_date = diff(of(rows, sources=sources), of(other, sources=dated))
    assert [(change.table, change.key, change.primary) for change in by_date.changes()] == [
        ("observations", f"{SOURCE}:3", True),
        ("observations", f"{SOURCE}:1", False),
        ("observations", f"{SOURCE}:2", False),
        ("sources", SOURCE, True),
    ]
    by_title = diff(of(rows, sources=sources), of(other, sources=titled))
    assert by_title.total(primary=True) == 4, "a title moves no year: those figures were read anew"


def test_villages_come_and_go_with_figures() -> None:
    places = real()["localities"]
    village = {"level": "village", "locality_id": "150626100201", "name_zh": "某村", "name_en": "V", "parent_id": None}
    county = village | {"level": "county", "locality_id": "150699"}

    def added(row: Row) -> tuple[bool, str]:
        more = pa.concat_tables([places, pa.Table.from_pylist([row | {"code_standard": "x"}], places.schema)])
        made = diff(of(figures(1), localities=places), of(figures(1), localities=more))
        [change] = made.changes()
        back = diff(of(figures(1), localities=more), of(figures(1), localities=places))
        return change.primary, required_bump(back)

    assert added(village) == (False, "patch"), "it follows from figures, and asks for no more than they do"
    assert added(county) == (True, "major")


def test_words_of_a_document_stay_words() -> None:
    rows = figures(2)
    hostile = '<script>alert(1)</script>"\x1b[31m\u202e'
    made = diff(of(rows), of([rows[0] | {"note": hostile, "printed": hostile}, numbered(rows[1], 9)]))
    shown = page(made).decode()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "\x1b" not in text(made) + shown
    [revised] = [row for row in json.loads("".join(lines(made)))["changes"] if row["kind"] == "revised"]
    assert revised["columns"]["note"][1] == hostile


_VALUES = st.sampled_from([None, 1.0, 2.5, float("inf"), 1e300])
_EDITS = st.lists(
    st.tuples(st.sampled_from(["value", "note", "gone", "new", "number"]), st.integers(0, 7), _VALUES), max_size=6
)


def changed(rows: list[Row], edits: list[tuple[str, int, float | None]]) -> list[Row]:
    by_number = {row["figure_no"]: row for row in rows}
    for what, at, value in edits:
        numbers = sorted(by_number)
        if not numbers:
            break
        number = numbers[at % len(numbers)]
        free = 20 + at if what == "new" else 1 + at
        if what == "value":
            by_number[number] = by_number[number] | {"value": value}
        elif what == "note":
            by_number[number] = by_number[number] | {"note": str(value)}
        elif what == "gone":
            del by_number[number]
        elif free not in by_number:
            row = by_number[number] if what == "new" else by_number.pop(number)
            by_number[free] = numbered(row | ({"printed": f"第{at}"} if what == "new" else {}), free)
    return list(by_number.values())


def applied(rows: list[Row], made: Diff) -> dict[str, Row]:
    """``rows``, as JSON has them, with the difference carried out."""
    left = {row["observation_id"]: row for row in json.loads(json.dumps(rows, default=str))}
    moved = [(change.key, left.pop(change.moved_from), change) for change in made.changes(kind="moved")]
    for change in made.changes(kind="withdrawn"):
        assert {name: old for name, (old, _) in change.values.items()} == {
            name: value for name, value in left.pop(change.key).items() if value is not None
        }
    for key, row, change in moved:
        assert key not in left
        left[key] = row | {name: new for name, (_, new) in change.values.items()}
    for change in made.changes(kind="revised"):
        assert all(left[change.key][name] == old for name, (old, _) in change.values.items())
        left[change.key] |= {name: new for name, (_, new) in change.values.items()}
    for change in made.changes(kind="added"):
        assert change.key not in left
        left[change.key] = dict.fromkeys(TABLES["observations"].columns.split()) | {
            name: new for name, (_, new) in change.values.items()
        }
    return left


@settings(max_examples=30, deadline=None)
@given(_EDITS)
def test_a_difference_carried_out_gives_the_newer_version(edits: list[tuple[str, int, float | None]]) -> None:
    rows = [row | {"value": 1.0} for row in figures(6)]
    other = changed(rows, edits)
    if not other:
        return
    there, back = diff(of(rows), of(other)), diff(of(other), of(rows))
    wanted = json.dumps(sorted(other, key=lambda row: row["observation_id"]), default=str)
    result = sorted(applied(rows, there).values(), key=lambda row: row["observation_id"])
    assert result == [
        {name: "inf" if value == float("inf") else value for name, value in row.items()} for row in json.loads(wanted)
    ]
    swapped = {"added": "withdrawn", "withdrawn": "added", "revised": "revised", "moved": "moved"}
    forth = sorted((swapped[one.kind], one.moved_from or one.key) for one in there.changes())
    assert forth == sorted((one.kind, one.key) for one in back.changes())
