"""The JSON-LD of pages: parsed offline, its triples say in schema.org and in DCAT what the dataset is."""

from __future__ import annotations

import json
import re
import socket
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from metadata_parts import HOSTILE, descriptor_of, empty_dataset, hostile_sources
from page_parts import parsed

from civstats import __version__, codelists
from civstats.catalogue import LANGUAGES, Lang
from civstats.schema import TABLES, jsonld
from civstats.schema.about import about

rdf: Any = import_module("rdflib")
# rdflib's own parser makes its own graph in a way that it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
BASE = "https://data.example/civstats/"
DATASET = rdf.URIRef(f"{BASE}#civstats")
SCHEMA, DCAT, DCT = (
    rdf.Namespace(address)
    for address in ("https://schema.org/", "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/")
)
XSD = rdf.XSD


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def graph(descriptor: dict[str, Any], lang: Lang, files: str = "") -> Any:
    """The triples of the script of a page at ``BASE``."""
    [script] = parsed(jsonld.script(descriptor, lang, files).encode()).all("script")
    found = rdf.Graph()
    found.parse(data="".join(map(str, script.inside)), format="json-ld", publicID=BASE)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dataset_is_one_of_both_vocabularies(curated: Path, lang: Lang) -> None:
    found, declared = graph(descriptor_of(curated), lang), about()
    assert set(found.objects(DATASET, rdf.RDF.type)) == {SCHEMA.Dataset, DCAT.Dataset}
    day = rdf.Literal(declared.released.isoformat(), datatype=XSD.date)
    for predicate, wanted in {
        SCHEMA.version: rdf.Literal(__version__),
        DCAT.version: rdf.Literal(__version__),
        SCHEMA.license: rdf.Literal(declared.licence.url),
        DCT.license: rdf.URIRef(declared.licence.url),
        SCHEMA.datePublished: rdf.Literal(declared.released.isoformat()),
        DCT.issued: day,
        SCHEMA.description: rdf.Literal(declared.description[lang]),
        SCHEMA.citation: rdf.Literal(declared.citation(lang, __version__)),
    }.items():
        assert set(found.objects(DATASET, predicate)) == {wanted}, predicate
    assert set(found.objects(DATASET, DCT.title)) == {rdf.Literal(declared.title[one], lang=one) for one in LANGUAGES}
    words = {rdf.Literal(word, lang=one) for one in LANGUAGES for word in declared.keywords[one]}
    assert set(found.objects(DATASET, DCAT.keyword)) == words
    [creator] = found.objects(DATASET, DCT.creator)
    assert list(found.objects(DATASET, SCHEMA.creator)) == [creator]
    assert found.value(creator, SCHEMA.name) == rdf.Literal(declared.creator[lang])


def test_every_file_is_a_distribution(curated: Path) -> None:
    descriptor = descriptor_of(curated)
    found = graph(descriptor, "en", "https://data.example/files/")
    files = set(found.objects(DATASET, SCHEMA.distribution))
    assert files == set(found.objects(DATASET, DCAT.distribution))
    assert len(files) == len(TABLES)
    for one in descriptor["resources"]:
        node = rdf.URIRef(f"{BASE}#{one['path']}")
        address = f"https://data.example/files/{one['path']}"
        assert node in files
        assert set(found.objects(node, rdf.RDF.type)) == {SCHEMA.DataDownload, DCAT.Distribution}
        assert str(found.value(node, SCHEMA.sha256)) == one["hash"].removeprefix("sha256:")
        assert found.value(node, DCAT.byteSize).toPython() == one["bytes"]
        assert str(found.value(node, SCHEMA.contentUrl)) == address
        assert found.value(node, DCAT.downloadURL) == rdf.URIRef(address)
        assert str(found.value(node, DCAT.mediaType)).endswith("/application/vnd.apache.parquet")


def test_no_address_is_invented(curated: Path) -> None:
    found = graph(descriptor_of(curated), "zh")
    assert not set(found.objects(None, SCHEMA.contentUrl)) | set(found.objects(None, DCAT.downloadURL))
    assert bool(set(found.objects(None, DCAT.landingPage))) == bool(about().homepage)
    vocabularies = "schema.org|www.w3.org|purl.org|spdx.org|www.iana.org|xmlns.com|creativecommons.org|data.example"
    addresses = re.findall(r"https?://([^/\"\s]+)", jsonld.script(descriptor_of(curated), "zh"))
    strange = [one for one in addresses if not re.fullmatch(vocabularies, one)]
    assert strange == ([] if not about().homepage else [re.sub(r"https?://|/.*", "", about().homepage)] * len(strange))


def test_what_is_covered_and_measured(curated: Path) -> None:
    descriptor = descriptor_of(curated)
    found = graph(descriptor, "en")
    years = descriptor["civstats:temporal"]
    assert str(found.value(DATASET, SCHEMA.temporalCoverage)) == f"{years['start']}/{years['end']}"
    period = found.value(DATASET, DCT.temporal)
    assert str(found.value(period, DCAT.startDate)) == str(years["start"])
    places = set(found.objects(DATASET, SCHEMA.spatialCoverage))
    assert places == set(found.objects(DATASET, DCT.spatial))
    assert {str(found.value(place, SCHEMA.identifier)) for place in places} == {
        one["code"] for one in descriptor["civstats:spatial"]
    }
    measured = {str(found.value(one, SCHEMA.propertyID)) for one in found.objects(DATASET, SCHEMA.variableMeasured)}
    assert measured == {row["indicator_id"] for row in codelists.rows("indicators") if row["core"] == "yes"}
    based = found.value(DATASET, SCHEMA.isBasedOn)
    assert found.value(based, SCHEMA.collectionSize).toPython() == len(descriptor["sources"])


def test_what_would_keep_it_from_being_published(curated: Path) -> None:
    """The gates of Our World in Data, and what search engines demand beside them."""
    for lang in LANGUAGES:
        found = jsonld.describe(descriptor_of(curated), lang)
        missing = [
            name for name in ("name", "license", "url", "creator", "isBasedOn", "distribution") if not found[name]
        ]
        assert missing == []
        assert 50 <= len(found["description"]) <= 5000
        assert re.fullmatch(r"https://\S+", found["license"])
        assert date.fromisoformat(found["datePublished"])
        assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in found["distribution"])
        assert all(one["name"] and one["description"] for one in found["distribution"])
        assert not re.search(r"\{\{|\{%|\bTODO\b|None", json.dumps(found)), "an unfilled template"


def test_a_dataset_without_rows_and_an_older_descriptor_say_less(tmp_path: Path, curated: Path) -> None:
    empty = jsonld.describe(empty_dataset(tmp_path, []), "zh")
    assert not {"temporalCoverage", "spatialCoverage", "dct:temporal", "dct:spatial"} & empty.keys()
    assert empty["isBasedOn"]["collectionSize"] == 0
    older = descriptor_of(curated) | {"version": "0.0.1"}
    assert not {"datePublished", "dct:issued"} & jsonld.describe(older, "en").keys()


@given(words=st.sampled_from(HOSTILE) | st.text())
def test_no_words_leave_the_script(words: str) -> None:
    said = {"title": words, "description": words, "path": f"{words}.parquet", "mediatype": "a/b"}
    resource = {**said, "bytes": 1, "hash": "sha256:0"}
    descriptor = {"version": words, "resources": [resource], "sources": []}
    text = jsonld.script(descriptor, "zh")
    assert text.count("<") == text.count(">") == 2
    assert not set(text) & {"\u2028", "\u2029", "\n"}
    inside = text.partition(">")[2].rpartition("<")[0]
    assert json.loads(inside) == jsonld.describe(descriptor, "zh")


def test_hostile_sources_are_counted_only(tmp_path: Path) -> None:
    descriptor = empty_dataset(tmp_path, hostile_sources())
    assert "hostile" not in jsonld.script(descriptor, "en")
