"""The structure of the SDMX-CSV file as a message of SDMX-JSON 2.0: code lists, concepts, data structure, dataflow.

Its version is that of the dataset, since the code lists (documents, places) grow with the data.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from civstats.errors import UsageError
from civstats.export import about
from civstats.export.data import Data
from civstats.export.sdmx_concepts import CODES, TOTAL, Component, unit_code

AGENCY, NAME, CONCEPTS = "CIVSTATS", "OBSERVATIONS", "CONCEPTS"

_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/develop/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)
_TYPES = {"string": "String", "int32": "Integer", "float64": "Double", "date": "GregorianDay", "bool": "Boolean"}
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){0,2}")
_ID = re.compile(r"[A-Za-z0-9_@$\-]+")
_TOTAL = (TOTAL, "合计（不分）", "Total, or not set apart")
_TABLES = {
    "localities": ("locality_id", "name_zh", "name_en", "地区", "Places"),
    "indicators": ("indicator_id", "name_zh", "name_en", "指标", "Indicators"),
    "units": ("unit_id", "name_zh", "name_en", "单位", "Units"),
    "sources": ("source_id", "title_zh", "title_en", "来源文件", "Documents"),
}
"""Tables whose key is a code list: the key, the names, and what the list is called."""

Code = tuple[str, str | None, str | None]


class Structure:
    """The structure of the observations of a dataset, whose ``columns`` are those of the SDMX-CSV file.

    Raises UsageError for a code that cannot be an id of SDMX, DatasetError where a table lacks its codes.
    """

    def __init__(self, data: Data, columns: Sequence[Component]) -> None:
        self._data = data
        self._columns = columns
        self._version = data.dataset.version
        if not _VERSION.fullmatch(self._version):
            # Tables of a user's own have no version, and yet no two contents may have one.
            self._version = "0.0.0"
            content = json.dumps(self.message(), ensure_ascii=False).encode()
            self._version = f"0.0.0-own-{hashlib.sha256(content).hexdigest()[:12]}"

    @property
    def id(self) -> str:
        """What the data call their structure."""
        return f"{AGENCY}:{NAME}({self._version})"

    def message(self) -> dict[str, Any]:
        """The message."""
        title = about.title()
        lists = {one.codes: one for one in reversed(self._columns) if one.codes}
        return {
            "meta": {
                "schema": _SCHEMA,
                "id": f"{AGENCY}-{NAME}",
                "prepared": _prepared(self._data),
                "test": False,
                "contentLanguages": ["zh", "en"],
                "sender": {"id": AGENCY},
            },
            "data": {
                "codelists": [self._codelist(name, one) for name, one in sorted(lists.items())],
                "conceptSchemes": [
                    self._artefact(CONCEPTS, "概念", "Concepts")
                    | {"concepts": [{"id": one.id} | _names(one.zh, one.en) for one in self._columns]}
                ],
                "dataStructures": [
                    self._artefact(NAME, title, title) | {"dataStructureComponents": self._components()},
                ],
                "dataflows": [
                    self._artefact(NAME, title, title) | {"structure": self._urn("datastructure.DataStructure", NAME)},
                ],
            },
        }

    def _components(self) -> dict[str, Any]:
        dimensions = [one for one in self._columns if one.role == "dimension"]
        (time,) = (one for one in self._columns if one.role == "time")
        form = {"format": {"dataType": "ObservationalTimePeriod"}}
        return {
            "dimensionList": {
                "id": "DimensionDescriptor",
                "dimensions": [self._component(one) | {"position": place} for place, one in enumerate(dimensions)],
                "timeDimension": self._component(time) | {"localRepresentation": form},
            },
            "measureList": {
                "id": "MeasureDescriptor",
                "measures": [self._component(one) | _usage(one) for one in self._columns if one.role == "measure"],
            },
            "attributeList": {
                "id": "AttributeDescriptor",
                "attributes": [
                    self._component(one)
                    | _usage(one)
                    | {"attributeRelationship": {"dataflow" if one.of_all else "observation": {}}}
                    for one in self._columns
                    if one.role == "attribute"
                ],
            },
        }

    def _component(self, one: Component) -> dict[str, Any]:
        if one.codes:
            form: dict[str, Any] = {"enumeration": self._urn("codelist.Codelist", _list_id(one.codes))}
        else:
            form = {"format": {"dataType": _TYPES[one.type]}}
        concept = f"{self._urn('conceptscheme.Concept', CONCEPTS)}.{one.id}"
        return {"id": one.id, "conceptIdentity": concept, "localRepresentation": form}

    def _codelist(self, name: str, one: Component) -> dict[str, Any]:
        zh, en = _TABLES[name][3:] if name in _TABLES else (one.zh, one.en)
        codes = _codes(self._data, name)
        if (one.role == "dimension" and any(code == "total" for code, _, _ in codes)) or one.id == "AREA":
            codes = [_TOTAL, *(code for code in codes if code[0] != "total")]
        parents: Mapping[str, str | None] = {}
        if name == "localities":
            parents = {row["locality_id"]: row.get("parent_id") for row in self._data.records(name)}
        items = [_item(code, parents.get(code[0])) for code in codes]
        return self._artefact(_list_id(name), zh, en) | {"codes": items}

    def _artefact(self, name: str, zh: str, en: str) -> dict[str, Any]:
        return {"id": name, "agencyID": AGENCY, "version": self._version} | _names(zh, en)

    def _urn(self, kind: str, name: str) -> str:
        package, _, item = kind.partition(".")
        return f"urn:sdmx:org.sdmx.infomodel.{package}.{item}={AGENCY}:{name}({self._version})"


def _prepared(data: Data) -> str:
    """The day of the last document: the same dataset makes the same bytes."""
    days = [day for row in data.records("sources") for day in (row.get("issued"), row.get("published")) if day]
    return f"{max(days).isoformat() if days else '2000-01-01'}T00:00:00Z"


def _usage(one: Component) -> dict[str, str]:
    return {"usage": "mandatory" if one.required else "optional"}


def _codes(data: Data, name: str) -> list[Code]:
    """The codes of a list with their names, in the order of the dataset; a name that is lacking is the other one."""
    if name in CODES:
        return list(CODES[name])
    key, zh, en = _TABLES[name][:3] if name in _TABLES else ("code", "name_zh", "name_en")
    rows = data.records(name, key) if name in _TABLES else data.records("codes", "code_list", key)
    coded = unit_code if name == "units" else str
    return [
        (coded(row[key]), row.get(zh) or row.get(en), row.get(en) or row.get(zh))
        for row in rows
        if name in _TABLES or row["code_list"] == name
    ]


def _item(code: Code, parent: str | None) -> dict[str, Any]:
    if not _ID.fullmatch(code[0]):
        raise UsageError(f"the code {code[0]!r} cannot be an id of SDMX -> use letters, digits, - and _ alone")
    return {"id": code[0]} | _names(*code[1:]) | ({"parent": parent} if parent else {})


def _names(zh: str | None, en: str | None) -> dict[str, Any]:
    return {"name": zh or "-", "names": {"zh": zh or "-", "en": en or "-"}}


def _list_id(name: str) -> str:
    return f"CL_{name.upper()}"
