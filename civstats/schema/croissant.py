"""`croissant.json` (Croissant 1.1) beside the Parquet files, made from their Data Package descriptor.

A file is a ``FileObject``, a table a ``RecordSet`` with its key, its columns fields with their types and references. A
code list that the descriptor holds is an enumeration, with the codes in the description itself. The dataset and every
record that names a document are, in the terms of PROV-O, derived from it.

Foreign keys are stated as ``dct:references``, not as Croissant's own ``references``: mlcroissant takes each of those
for a join that it has to make, makes only the first, and fails on a second one or on a table that refers to itself
(mlcommons/croissant issue 700). A description whose records cannot be read would be worth less.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from civstats.schema.about import about

FILE_NAME = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"

_TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
}
_ENUMERATION = "codes/"  # before the name of a code list, so that no table is named like it

# That of the specification (appendix 1), its prefix of provenance added; names and descriptions by language, as
# mlcroissant reads 1.1.
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "annotation": "cr:annotation",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "excludes": "cr:excludes",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "readLines": "cr:readLines",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "sdVersion": "cr:sdVersion",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
    "unArchive": "cr:unArchive",
    "value": "cr:value",
}


def describe(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """The Croissant description of the dataset that ``descriptor`` (a ``datapackage.json``) describes."""
    declared, version = about(), str(descriptor["version"])
    day = declared.released_as(version)
    enumerations = {name: rows for resource in descriptor["resources"] for name, rows in _enumerations(resource)}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": dict(declared.title),
        "alternateName": declared.name,
        "description": dict(declared.description),
        "url": declared.url,
        "license": declared.licence.url,
        "creator": {"@type": "sc:Organization", "name": declared.creator["en"]},
        "version": version,
        **({"datePublished": day.isoformat()} if day else {}),
        "citeAs": declared.bibtex(version),
        "keywords": list(descriptor.get("keywords", ())),
        "inLanguage": ["zh", "en"],
        "sdVersion": str(descriptor["civstats:schemaVersion"]),
        "distribution": [_file(resource) for resource in descriptor["resources"]],
        "recordSet": [
            *(_record_set(resource) for resource in descriptor["resources"]),
            *(_enumeration(name, rows) for name, rows in enumerations.items()),
        ],
        "prov:wasDerivedFrom": [_document(source) for source in descriptor["sources"]],
    }


def to_json(descriptor: Mapping[str, Any]) -> str:
    return json.dumps(describe(descriptor), ensure_ascii=False, indent=2) + "\n"


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        # The registered name, and the one by which mlcroissant knows the format.
        "encodingFormat": [resource["mediatype"], "application/x-parquet"],
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _record_set(resource: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    references = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", ())}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": {"en": name},
        "description": {"zh": resource["title"], "en": resource["description"]},
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": [_field(resource, field, references.get(field["name"])) for field in schema["fields"]],
    }


def _field(
    resource: Mapping[str, Any], field: Mapping[str, Any], reference: Mapping[str, Any] | None
) -> dict[str, Any]:
    table, name = resource["name"], field["name"]
    made = {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": {"en": name},
        "description": {"zh": field["title"], "en": field["description"]},
        "dataType": _TYPES[field["type"]],
        "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": name}},
    }
    if reference:
        made["dct:references"] = {"@id": f"{reference.get('resource') or table}/{reference['fields'][0]}"}
    elif "categories" in field:
        made["dct:references"] = {"@id": f"{_ENUMERATION}{field['civstats:codeList']}/code"}
    if name == "source_id" and reference:
        made["equivalentProperty"] = "prov:wasDerivedFrom"
    return made


def _enumerations(resource: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, str]]]]:
    for field in resource["schema"]["fields"]:
        if "categories" in field:
            yield field["civstats:codeList"], field["categories"]


def _enumeration(name: str, rows: list[Mapping[str, str]]) -> dict[str, Any]:
    whole = f"{_ENUMERATION}{name}"
    return {
        "@type": "cr:RecordSet",
        "@id": whole,
        "name": {"en": whole},
        "description": {"zh": f"代码表 {name}", "en": f"Code list {name}"},
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{whole}/code"},
        "field": [
            {"@type": "cr:Field", "@id": f"{whole}/{column}", "name": {"en": column}, "dataType": "sc:Text"}
            for column in ("code", "name")
        ],
        "data": [{f"{whole}/code": row["value"], f"{whole}/name": row["label"]} for row in rows],
    }


def _document(source: Mapping[str, Any]) -> dict[str, Any]:
    """A document as an entity of PROV-O; one without an address has its code alone."""
    return {
        "@type": "prov:Entity",
        "@id": f"#{source['civstats:sourceId']}",
        "identifier": source["civstats:sourceId"],
        "name": {"zh": source["title"]},
        **({"datePublished": source["version"]} if "version" in source else {}),
        **({"url": source["path"]} if "path" in source else {}),
    }
