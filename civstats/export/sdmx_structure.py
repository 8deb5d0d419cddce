"""The structure of the SDMX-CSV file as a message of SDMX-JSON 2.0: code lists, concepts, data structure, dataflow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from civstats.errors import UsageError
from civstats.export import about
from civstats.export.data import Data
from civstats.export.sdmx_concepts import CODES, TOTAL, Component, unit_code
from civstats.schema import SCHEMA_VERSION

AGENCY, NAME, CONCEPTS = "CIVSTATS", "OBSERVATIONS", "CONCEPTS"
VERSION = f"{SCHEMA_VERSION}.0"
STRUCTURE_ID = f"{AGENCY}:{NAME}({VERSION})"

_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/develop/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
_TYPES = {"string": "String", "int32": "Integer", "float64": "Double", "date": "GregorianDay", "bool": "Boolean"}
_ID = re.compile(r"[A-Za-z0-9_@$\-]+")
_TOTAL = (TOTAL, "合计（不分）", "Total, or not set apart")
_TABLES = {
    "localities": ("locality_id", "name_zh", "name_en", "地区", "Places"),
    "indicators": ("indicator_id", "name_zh", "name_en", "指标", "Indicators"),
    "units": ("unit_id", "name_zh", "name_en", "单位", "Units"),
    "sources": ("source_id", "title_zh", "title_en", "来源文件", "Documents"),
}
"""Tables whose key is a code list: the key, the names, and what the list is called."""

Code = tuple[str, str, str]


def message(data: Data, columns: Sequence[Component]) -> dict[str, Any]:
    """The message; raises UsageError for a code that cannot be an id of SDMX."""
    title = about.title()
    lists = {one.codes: one for one in reversed(columns) if one.codes}
    return {
        "meta": {
            "schema": _SCHEMA,
            "id": f"{AGENCY}-{NAME}",
            "prepared": _prepared(data),
            "test": False,
            "contentLanguages": ["zh", "en"],
            "sender": {"id": AGENCY},
        },
        "data": {
            "codelists": [_codelist(data, name, one) for name, one in sorted(lists.items())],
            "conceptSchemes": [
                _artefact(CONCEPTS, "概念", "Concepts")
                | {"concepts": [{"id": one.id} | _names(one.zh, one.en) for one in columns]}
            ],
            "dataStructures": [_artefact(NAME, title, title) | {"dataStructureComponents": _components(columns)}],
            "dataflows": [
                _artefact(NAME, title, title) | {"structure": _urn("datastructure.DataStructure", NAME)},
            ],
        },
    }


def _prepared(data: Data) -> str:
    """The day of the last document: the same dataset makes the same bytes."""
    days = [day for row in data.records("sources") for day in (row.get("issued"), row.get("published")) if day]
    return f"{max(days).isoformat() if days else '2000-01-01'}T00:00:00Z"


def _components(columns: Sequence[Component]) -> dict[str, Any]:
    dimensions = [one for one in columns if one.role == "dimension"]
    (time,) = (one for one in columns if one.role == "time")
    form = {"format": {"dataType": "ObservationalTimePeriod"}}
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": [_component(one) | {"position": place} for place, one in enumerate(dimensions)],
            "timeDimension": _component(time) | {"localRepresentation": form},
        },
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [_component(one) | _usage(one) for one in columns if one.role == "measure"],
        },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                _component(one)
                | _usage(one)
                | {"attributeRelationship": {"dataflow" if one.of_all else "observation": {}}}
                for one in columns
                if one.role == "attribute"
            ],
        },
    }


def _component(one: Component) -> dict[str, Any]:
    if one.codes:
        form: dict[str, Any] = {"enumeration": _urn("codelist.Codelist", _list_id(one.codes))}
    else:
        form = {"format": {"dataType": _TYPES[one.type]}}
    concept = f"{_urn('conceptscheme.Concept', CONCEPTS)}.{one.id}"
    return {"id": one.id, "conceptIdentity": concept, "localRepresentation": form}


def _usage(one: Component) -> dict[str, str]:
    return {"usage": "mandatory" if one.required else "optional"}


def _codelist(data: Data, name: str, one: Component) -> dict[str, Any]:
    zh, en = _TABLES[name][3:] if name in _TABLES else (one.zh, one.en)
    codes = _codes(data, name)
    if (one.role == "dimension" and any(code == "total" for code, _, _ in codes)) or one.id == "AREA":
        codes = [_TOTAL, *(code for code in codes if code[0] != "total")]
    parents: Mapping[str, str | None] = {}
    if name == "localities":
        parents = {row["locality_id"]: row["parent_id"] for row in data.records(name)}
    items = [_item(code, parents.get(code[0])) for code in codes]
    return _artefact(_list_id(name), zh, en) | {"codes": items}


def _codes(data: Data, name: str) -> list[Code]:
    """The codes of a list with their names, in the order of the dataset."""
    if name in CODES:
        return list(CODES[name])
    if name not in _TABLES:
        return [
            (row["code"], row["name_zh"], row["name_en"]) for row in data.records("codes") if row["code_list"] == name
        ]
    key, zh, en, _, _ = _TABLES[name]
    coded = unit_code if name == "units" else str
    return [(coded(row[key]), row[zh], row[en] or row[zh]) for row in data.records(name)]


def _item(code: Code, parent: str | None) -> dict[str, Any]:
    if not _ID.fullmatch(code[0]):
        raise UsageError(f"the code {code[0]!r} cannot be an id of SDMX -> use letters, digits, - and _ alone")
    return {"id": code[0]} | _names(*code[1:]) | ({"parent": parent} if parent else {})


def _artefact(name: str, zh: str, en: str) -> dict[str, Any]:
    return {"id": name, "agencyID": AGENCY, "version": VERSION} | _names(zh, en)


def _names(zh: str, en: str) -> dict[str, Any]:
    return {"name": zh or "-", "names": {"zh": zh or "-", "en": en or "-"}}


def _list_id(name: str) -> str:
    return f"CL_{name.upper()}"


def _urn(kind: str, name: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind.split('.')[0]}.{kind.split('.')[1]}={AGENCY}:{name}({VERSION})"
