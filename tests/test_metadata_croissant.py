"""croissant.json: mlcroissant finds nothing wrong with it, and reads the values of the Parquet files through it."""

from __future__ import annotations

import copy
import json
import socket
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from metadata_parts import HOSTILE, VERSION, descriptor_of, empty_dataset, enumerated, hostile_sources

from civstats import codelists
from civstats.curate.build import is_dataset
from civstats.publish import OURS, publication
from civstats.schema import TABLES, croissant, datapackage
from civstats.schema.about import HERE, about

mlc: Any = import_module("mlcroissant")
# mlcroissant and what it stands on, not this package.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
REQUIRED = ("@context", "@type", "conformsTo", "description", "license", "name", "url", "creator", "datePublished")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def content(curated: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((curated / croissant.FILE_NAME).read_text(encoding="utf-8"))
    return found


def record_sets(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["@id"]: one for one in content["recordSet"]}


@pytest.mark.parametrize("which", ["curated", "small"])
def test_mlcroissant_finds_neither_errors_nor_warnings(request: pytest.FixtureRequest, which: str) -> None:
    metadata = mlc.Dataset(jsonld=request.getfixturevalue(which) / croissant.FILE_NAME).metadata
    assert (metadata.ctx.issues.errors, metadata.ctx.issues.warnings) == (set(), set())
    assert metadata.ctx.is_v1_1()
    assert len(metadata.distribution) == len(TABLES)
    assert metadata.cite_as == about().bibtex(metadata.version)


def test_mlcroissant_would_find_errors(small: Path, tmp_path: Path) -> None:
    broken = json.loads((small / croissant.FILE_NAME).read_text(encoding="utf-8"))
    broken["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "nowhere.parquet"
    (tmp_path / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(mlc.ValidationError, match="nowhere"):
        mlc.Dataset(jsonld=tmp_path / "broken.json")


def test_what_croissant_requires_is_there(content: dict[str, Any]) -> None:
    assert [name for name in REQUIRED if not content.get(name)] == []
    assert content["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert content["url"] == (about().homepage or HERE)


def plain(value: Any) -> Any:
    """A value as mlcroissant gives it, as the Parquet file holds it."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value.date() if isinstance(value, pd.Timestamp) else value


# mlcroissant takes 4 ms a record: the long tables of places are left out.
@pytest.mark.parametrize("table", [name for name in TABLES if name not in ("localities", "coverage")])
def test_every_record_is_read_equal(small: Path, read: Any, table: str) -> None:
    wanted = pq.read_table(small / f"{table}.parquet").to_pylist()
    assert read(small, table) == wanted


@pytest.mark.parametrize("table", ["sources", "remediation"])
def test_records_of_the_whole_dataset_are_read_equal(curated: Path, read: Any, table: str) -> None:
    wanted = pq.read_table(curated / f"{table}.parquet").to_pylist()
    assert len(wanted) > 40
    assert read(curated, table) == wanted


@pytest.fixture(scope="module")
def read() -> Any:
    opened: dict[Path, Any] = {}

    def records(folder: Path, table: str) -> list[dict[str, Any]]:
        dataset = opened.setdefault(folder, mlc.Dataset(jsonld=folder / croissant.FILE_NAME))
        return [
            {name.removeprefix(f"{table}/"): plain(value) for name, value in record.items()}
            for record in dataset.records(table)
        ]

    return records


def test_a_file_that_was_changed_is_not_read(small: Path, tmp_path: Path) -> None:
    for path in small.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    units = tmp_path / "units.parquet"
    units.write_bytes((small / "codes.parquet").read_bytes())
    with pytest.raises(Exception, match=r"Download\(units\.parquet\)") as caught:
        list(mlc.Dataset(jsonld=tmp_path / croissant.FILE_NAME).records("units"))
    assert "Hash" in str(caught.value.__cause__)


def test_files_fields_types_and_keys_are_those_of_the_tables(content: dict[str, Any], curated: Path) -> None:
    files = {one["@id"]: one for one in content["distribution"]}
    hashes = {one["path"]: one["hash"] for one in descriptor_of(curated)["resources"]}
    assert {name: f"sha256:{one['sha256']}" for name, one in files.items()} == hashes
    types = {"string": "Text", "int32": "Integer", "float64": "Float", "date": "Date", "bool": "Boolean"}
    sets = record_sets(content)
    for name, table in TABLES.items():
        found = sets[name]
        assert [one["@id"] for one in found["key"]] == [f"{name}/{key}" for key in table.key]
        assert {one["@id"]: one["dataType"] for one in found["field"]} == {
            f"{name}/{column.name}": f"sc:{types[column.type]}" for column in table.fields
        }
        assert [one["description"] for one in found["field"]] == [
            {"zh": column.zh, "en": column.en} for column in table.fields
        ]


def test_references_lead_to_keys_and_code_lists(content: dict[str, Any]) -> None:
    sets = record_sets(content)
    known = {field["@id"] for one in sets.values() for field in one["field"]}
    for name, table in TABLES.items():
        found = {
            one["name"]["en"]: one["dct:references"]["@id"] for one in sets[name]["field"] if "dct:references" in one
        }
        keys = {
            column.name: f"{other}/{TABLES[other].key[0]}"
            for column in table.fields
            if (other := table.references(column))
        }
        codes = {name: f"codes/{table_column(name)}/code" for name in enumerated(table)}
        assert found == keys | codes
        assert set(found.values()) <= known


def table_column(name: str) -> str:
    [found] = {column.codes for table in TABLES.values() for column in table.fields if column.name == name}
    return found


def test_enumerations_hold_the_code_lists(content: dict[str, Any]) -> None:
    lists = {name.removeprefix("codes/"): one for name, one in record_sets(content).items() if "/" in name}
    assert {table_column(name) for table in TABLES.values() for name in enumerated(table)} == lists.keys()
    for name, one in lists.items():
        assert one["dataType"] == "sc:Enumeration"
        assert [row[f"codes/{name}/code"] for row in one["data"]] == list(codelists.codes(name))


def test_the_dataset_and_its_records_derive_from_the_documents(content: dict[str, Any], curated: Path) -> None:
    named = pq.read_table(curated / "sources.parquet", columns=["source_id", "url"]).to_pylist()
    found = content["prov:wasDerivedFrom"]
    assert {one["identifier"]: one.get("url") for one in found} == {row["source_id"]: row["url"] for row in named}
    derived = {field["@id"] for one in content["recordSet"] for field in one["field"] if "equivalentProperty" in field}
    assert "observations/source_id" in derived
    assert "sources/source_id" not in derived, "the document itself"


def test_hostile_titles_and_a_dataset_without_rows(tmp_path: Path) -> None:
    descriptor = empty_dataset(tmp_path, hostile_sources())
    (tmp_path / croissant.FILE_NAME).write_text(croissant.to_json(descriptor), encoding="utf-8")
    metadata = mlc.Dataset(jsonld=tmp_path / croissant.FILE_NAME).metadata
    assert metadata.ctx.issues.errors == set()
    said = json.loads((tmp_path / croissant.FILE_NAME).read_text(encoding="utf-8"))["prov:wasDerivedFrom"]
    assert [one["name"]["zh"] for one in said][: len(HOSTILE)] == list(HOSTILE)


def test_another_version_has_no_day_of_publication(small: Path) -> None:
    descriptor = descriptor_of(small) | {"version": "99.0.0"}
    assert "datePublished" not in croissant.describe(descriptor)
    assert croissant.describe(descriptor)["version"] == "99.0.0"


def test_descriptors_are_left_as_they_were(small: Path) -> None:
    descriptor = descriptor_of(small)
    before = copy.deepcopy(descriptor)
    assert croissant.to_json(descriptor) == croissant.to_json(descriptor)
    assert descriptor == before


def test_a_stale_description_does_not_survive_a_build(tmp_path: Path) -> None:
    assert {datapackage.FILE_NAME, croissant.FILE_NAME} == OURS
    place = tmp_path / "curated"
    place.mkdir()
    for name in OURS:
        (place / name).write_text(f'"name": "civstats" {VERSION}', encoding="utf-8")
    (place / "notes.txt").write_text("of the user", encoding="utf-8")
    with publication(place, owns=is_dataset) as staging:
        (staging / datapackage.FILE_NAME).write_text("new", encoding="utf-8")
    assert {path.name: path.read_text(encoding="utf-8") for path in place.iterdir()} == {
        datapackage.FILE_NAME: "new",
        "notes.txt": "of the user",
    }
