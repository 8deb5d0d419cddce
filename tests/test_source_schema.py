"""The JSON Schema of source.toml: derived from the declarations, and of one mind with the reader."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import SOURCE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civstats import codelists
from civstats.reading import source, source_schema
from civstats.reading.source import CODED, REQUIRED, Source
from civstats.schema import COLUMNS

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"
DOCUMENTS = sorted(RAW.glob("*/source.toml"))
VALIDATOR = jsonschema.Draft202012Validator(
    source_schema.schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
PROPERTIES: dict[str, dict[str, Any]] = source_schema.schema()["properties"]  # type: ignore[assignment]


def as_editors_see_it(value: object) -> object:
    """A TOML document as JSON: days and times are texts."""
    if isinstance(value, dict):
        return {key: as_editors_see_it(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_editors_see_it(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def schema_accepts(text: str) -> bool:
    return bool(VALIDATOR.is_valid(as_editors_see_it(tomllib.loads(text))))


def reader_accepts(folder: Path, text: str) -> bool:
    path = folder / "source.toml"
    path.write_text(text, encoding="utf-8")
    return not source.read(path)[1]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(source_schema.schema())
    # An editor may hold to an older draft; no word here means something else there.
    jsonschema.Draft7Validator.check_schema(source_schema.schema())


def test_the_committed_schema_is_the_derived_one() -> None:
    committed = RAW / source_schema.FILE_NAME
    assert committed.read_text(encoding="utf-8") == source_schema.to_json(), "run `make docs`"


def test_every_key_is_described_in_both_languages() -> None:
    keys = {field.name for field in fields(Source)} - {"source_id"}
    assert set(PROPERTIES) == keys
    for name, found in PROPERTIES.items():
        assert found["description"].split("。 ")[0].strip(), name
        assert found["description"].split("。 ")[1].strip(" ."), name
        assert "examples" in found or name == "text_sha256"
        for example in found.get("examples", []):
            jsonschema.Draft202012Validator(found).validate(example)


def test_codes_and_required_keys_are_those_of_the_declarations() -> None:
    coded = {name: column.codes for name, column in COLUMNS.items() if column.codes and name in PROPERTIES}
    assert coded == CODED
    for name, codelist in coded.items():
        assert PROPERTIES[name]["enum"] == list(codelists.codes(codelist))
        assert len(PROPERTIES[name]["x-taplo"]["docs"]["enumValues"]) == len(PROPERTIES[name]["enum"])
        for row in codelists.rows(codelist):
            assert f"{row['name_zh']} {row['name_en']}" in PROPERTIES[name]["description"]
    assert PROPERTIES["script"]["enum"] == ["Hans", "Hant"]
    assert set(source_schema.schema()["required"]) == REQUIRED  # type: ignore[call-overload]
    assert source_schema.schema()["additionalProperties"] is False


def test_a_key_that_is_described_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LookupError, match="colour is described nowhere"):
        source_schema._key("colour", "")


def test_a_key_with_a_column_needs_nothing_more() -> None:
    """What happens when a key is added to `Source` whose column has a code list."""
    key = source_schema._key("licence", "")
    assert key.codes.keys() == set(codelists.codes("licences"))
    assert not key.required


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.parent.name)
def test_every_document_of_the_dataset_is_valid(path: Path) -> None:
    errors = VALIDATOR.iter_errors(as_editors_see_it(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert [error.message for error in errors] == []


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) > 100


GOOD = {**SOURCE, "text_sha256": "0" * 64, "url": "https://example.org", "published": "2023-07-18"}
DATES = {"issued", "published"}


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def toml(values: dict[str, str]) -> str:
    """``values`` are TOML values as written."""
    return "".join(f"{key} = {value}\n" for key, value in values.items())


def written(values: dict[str, str]) -> dict[str, str]:
    return {key: value if key in DATES else quoted(value) for key, value in values.items()}


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({}, True),
        ({"kind": '"plam"'}, False),
        ({"kind": '"Plan"'}, False),
        ({"kind": '["plan"]'}, False),
        ({"kind": "5"}, False),
        ({"kind": "true"}, False),
        ({"kind": None}, False),
        ({"title_zh": '""'}, False),
        ({"title_zh": '" "'}, False),
        ({"title_zh": '"\\u3000"'}, False),
        ({"title_zh": '"\\n甲"'}, True),
        ({"title_zh": "{ zh = '甲' }"}, False),
        ({"script": '"Latn"'}, False),
        ({"script": '"Hans|Hant"'}, False),
        ({"script": '"Hant"'}, True),
        ({"licence": '"publisher"'}, True),
        ({"licence": '"mine"'}, False),
        ({"issued": "2023-07-17T10:00:00"}, False),
        ({"issued": "10:00:00"}, False),
        ({"issued": "20230717"}, False),
        ({"issued": "2024-02-29"}, True),
        ({"issued": None}, True),
        ({"text_sha256": '"12"'}, False),
        ({"text_sha256": f'"{"A" * 64}"'}, False),
        ({"text_sha256": f'"{"0" * 65}"'}, False),
        ({"text_sha256": None}, True),
        ({"colour": '"red"'}, False),
        ({"source_id": '"wushen"'}, False),
        ({"evidence": '"noted_once"'}, True),
        ({"evidence": '"guess"'}, False),
        ({"excerpt": '"cut"'}, True),
        ({"reliability": '"low"'}, False),
    ],
)
def test_the_schema_and_the_reader_are_of_one_mind(
    tmp_path: Path, changes: dict[str, str | None], accepted: bool
) -> None:
    values = {key: value for key, value in {**written(GOOD), **changes}.items() if value is not None}
    text = toml(values)
    assert (schema_accepts(text), reader_accepts(tmp_path, text)) == (accepted, accepted)


def test_what_the_schema_cannot_see_is_only_this(tmp_path: Path) -> None:
    """A date is a text to it, in quotes or not; so are a period and a place. The reader looks closer."""
    seen_alike = {"issued": '"2023-07-17"', "title_zh": "2023-07-17", "period": '"开春"', "locality": '"某某县"'}
    for key, value in seen_alike.items():
        text = toml({**written(GOOD), key: value})
        assert (schema_accepts(text), reader_accepts(tmp_path, text)) == (True, False), key


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
CODES = st.sampled_from(sorted({code for found in PROPERTIES.values() for code in found.get("enum", [])}))
VALUES = st.one_of(
    (TEXTS | CODES).map(quoted),
    st.dates(date(1950, 1, 1)).map(str),
    st.datetimes(datetime(1950, 1, 1)).map(datetime.isoformat),
    st.integers(-9, 9).map(str),
    st.sampled_from(["true", "1.5", "[]", "{}", '["plan"]', f'"{"a" * 64}"', f'"{"g" * 64}"']),
)
CHANGED = st.sampled_from(sorted({*PROPERTIES, "colour"} - {"period", "locality", "effective_from"}))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    changes=st.dictionaries(CHANGED, VALUES, max_size=2), left_out=st.sets(st.sampled_from(sorted(GOOD)), max_size=1)
)
def test_whatever_changes_they_agree(tmp_path: Path, changes: dict[str, str], left_out: set[str]) -> None:
    values = {key: value for key, value in {**written(GOOD), **changes}.items() if key not in left_out}
    text = toml(values)
    parsed = tomllib.loads(text)
    if not any(isinstance(value, str if key in DATES else date) for key, value in parsed.items()):
        assert schema_accepts(text) == reader_accepts(tmp_path, text)


def test_the_schema_beside_the_documents_is_no_document(tmp_path: Path) -> None:
    from civstats.reading import raw

    (tmp_path / "README.md").touch()
    (tmp_path / source_schema.FILE_NAME).write_text(source_schema.to_json(), encoding="utf-8")
    folder = tmp_path / "wushen-2023-x"
    folder.mkdir()
    (folder / "source.toml").write_text(toml(written(GOOD)), encoding="utf-8")
    from civstats.reading.sheet import COLUMNS as CELLS

    (folder / "figures.csv").write_text(",".join(CELLS) + "\n", encoding="utf-8")
    read = raw.read(tmp_path)
    assert [found.source_id for found in read.sources] == ["wushen-2023-x"]
    assert read.problems == []
