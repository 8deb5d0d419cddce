"""datapackage.json: valid by the schema of its specification, true of the tables, proof against hostile words."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from metadata_parts import VERSION, descriptor_of, empty_dataset, faults, hostile_sources, source

from civstats import __version__, codelists
from civstats.curate.build import build
from civstats.schema import TABLES, datapackage
from civstats.schema.about import about
from civstats.schema.content import content_hash


@pytest.mark.parametrize("which", ["curated", "small"])
def test_it_is_valid(request: pytest.FixtureRequest, which: str) -> None:
    assert faults("datapackage-2.0", descriptor_of(request.getfixturevalue(which))) == []


def test_the_schema_bites() -> None:
    head = datapackage.head("civstats", VERSION, [])
    assert faults("datapackage-2.0", head | {"resources": []}) != []
    one = {"name": "a", "path": "a.parquet", "schema": {"fields": [{"name": "b", "type": "nonsense"}]}}
    assert faults("datapackage-2.0", head | {"resources": [one]}) != []


def test_a_dataset_without_rows_is_described_with_hostile_sources(tmp_path: Path) -> None:
    found = empty_dataset(tmp_path, hostile_sources())
    assert faults("datapackage-2.0", found) == []
    assert not {"civstats:temporal", "civstats:spatial"} & found.keys(), "nothing is covered"
    assert [one["title"] for one in found["sources"]] == [one["title_zh"] for one in hostile_sources()]
    assert [one["civstats:sourceId"] for one in found["sources"] if "path" in one] == ["dated"]
    assert [one["civstats:sourceId"] for one in found["sources"] if "version" in one] == ["dated"]


def test_every_source_has_its_terms(curated: Path) -> None:
    found = descriptor_of(curated)
    rows = pq.read_table(curated / "sources.parquet", columns=["source_id", "licence"]).to_pylist()
    assert {one["civstats:sourceId"]: one["civstats:licence"] for one in found["sources"]} == {
        row["source_id"]: row["licence"] for row in rows
    }
    told = {one["code"]: one["title"] for one in found["civstats:sourceLicences"]}
    assert told.keys() == {row["licence"] for row in rows}
    assert all(codelists.by_code("licences")[code]["name_zh"] in title for code, title in told.items())


def test_sources_of_an_older_dataset_have_no_terms() -> None:
    head = datapackage.head("civstats", VERSION, [source()])
    assert head["civstats:sourceLicences"] == []
    assert "civstats:licence" not in head["sources"][0]


def test_the_content_hashes_are_those_of_the_files(curated: Path) -> None:
    found = {one["name"]: one["civstats:contentHash"] for one in descriptor_of(curated)["resources"]}
    assert found == {
        name: content_hash(pq.read_table(curated / f"{name}.parquet"), table) for name, table in TABLES.items()
    }


def test_what_is_covered_is_what_the_observations_cover(curated: Path) -> None:
    found, observed = descriptor_of(curated), pq.read_table(curated / "observations.parquet").to_pylist()
    years = [row["year"] for row in observed]
    assert found["civstats:temporal"] == {"start": min(years), "end": max(years)}
    codes = [one["code"] for one in found["civstats:spatial"]]
    assert codes == sorted({f"{row['locality_id'][:2]}0000" for row in observed})
    assert all(one["zh"] and one["en"] for one in found["civstats:spatial"])


def test_two_builds_give_the_same_bytes(curated: Path, tmp_path: Path) -> None:
    again = build(Path(__file__).parent.parent / "data" / "raw", tmp_path / "again", gate=lambda _: None).out
    for name in ("datapackage.json", "croissant.json"):
        assert (again / name).read_bytes() == (curated / name).read_bytes()


def test_only_the_current_version_has_a_day_of_release() -> None:
    assert datapackage.head("civstats", __version__, [])["created"] == f"{about().released.isoformat()}T00:00:00Z"
    assert "created" not in datapackage.head("civstats", f"{__version__}.other", [])


def test_no_address_is_claimed_that_there_is_not() -> None:
    assert ("homepage" in datapackage.head("civstats", VERSION, [])) == bool(about().homepage)


def test_an_empty_list_of_references_is_not_written() -> None:
    content = {"resources": [{"schema": {"fields": [1], "foreignKeys": [], "primaryKey": ["a"]}}, {"name": "bare"}]}
    assert json.loads(datapackage.to_json(content)) == {
        "resources": [{"schema": {"fields": [1], "primaryKey": ["a"]}}, {"name": "bare"}]
    }
    assert json.loads(datapackage.to_json({"other": 1})) == {"other": 1}


def test_a_reference_to_the_table_itself_names_no_resource() -> None:
    keys = datapackage.table_schema(TABLES["localities"])["foreignKeys"]
    assert keys == [{"fields": ["parent_id"], "reference": {"fields": ["locality_id"]}}]


def test_tables_that_are_not_given_have_no_content_hash() -> None:
    tables = {"observations": pa.table({"year": [], "locality_id": []})}
    found = datapackage.with_content({"resources": [{"name": "units"}]}, tables)
    assert found == {"resources": [{"name": "units"}]}
