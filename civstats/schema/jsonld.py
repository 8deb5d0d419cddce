"""The dataset as linked data for search engines and catalogues: schema.org and DCAT in one JSON-LD document.

The dataset is one node of both types, and so is each of its files. The context stands in the document, so that nothing
has to be fetched to read it. The documents that the figures come from are counted only, since a page might have to
carry thousands of them: `croissant.json` and `datapackage.json` list them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from civstats import codelists
from civstats.catalogue import Lang
from civstats.schema.about import Words, about

CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_OTHER: dict[Lang, Lang] = {"zh": "en", "en": "zh"}
# What would end the element, begin another, or be taken for a line's end where a script is read as one.
_UNSAFE = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


def describe(descriptor: Mapping[str, Any], lang: Lang, files: str = "") -> dict[str, Any]:
    """The description of the dataset that ``descriptor`` (a ``datapackage.json``) describes.

    Where a text can be in one language only, it is in ``lang``. ``files`` is the address of the folder of the files,
    relative to the page or absolute; without it the files are named, but no address is invented for them.
    """
    declared, version = about(), str(descriptor["version"])
    day = declared.released_as(version)
    downloads = [_file(resource, lang, files) for resource in descriptor["resources"]]
    found = {
        "@context": CONTEXT,
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": f"#{declared.name}",
        "name": f"{declared.name}: {declared.title[lang]}",
        "alternateName": [declared.name, declared.title[_OTHER[lang]]],
        "description": declared.description[lang],
        "url": declared.url,
        "version": version,
        "keywords": list(declared.keywords[lang]),
        "inLanguage": ["zh", "en"],
        "isAccessibleForFree": True,
        "license": declared.licence.url,
        "creator": {
            "@type": ["Organization", "foaf:Agent"],
            "@id": "#creator",
            "name": declared.creator[lang],
            "foaf:name": _tagged(declared.creator),
        },
        "citation": declared.citation(lang, version),
        "variableMeasured": [_variable(row, lang) for row in codelists.rows("indicators") if row["core"] == "yes"],
        "distribution": downloads,
        "dct:title": _tagged(declared.title),
        "dct:description": _tagged(declared.description),
        "dct:identifier": declared.name,
        "dct:creator": {"@id": "#creator"},
        "dct:license": {"@id": declared.licence.url},
        "dcat:version": version,
        "dcat:keyword": [tag for one in _OTHER for word in declared.keywords[one] for tag in _tagged({one: word})],
        "dcat:distribution": [{"@id": one["@id"]} for one in downloads],
    }
    if day:
        found |= {"datePublished": day.isoformat(), "dct:issued": _typed(day.isoformat(), "date")}
    if declared.homepage:
        found["dcat:landingPage"] = {"@id": declared.homepage}
    return found | _provenance(descriptor, lang) | _coverage(descriptor, lang)


def script(descriptor: Mapping[str, Any], lang: Lang, files: str = "") -> str:
    """The description as an element for the head or body of a page; see `describe`.

    It is a data block: no browser runs it, and a Content-Security-Policy for scripts does not concern it.
    """
    text = json.dumps(describe(descriptor, lang, files), ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>'


def _file(resource: Mapping[str, Any], lang: Lang, files: str) -> dict[str, Any]:
    path, digest = resource["path"], resource["hash"].removeprefix("sha256:")
    found = {
        "@type": ["DataDownload", "dcat:Distribution"],
        "@id": f"#{path}",
        "name": path,
        "description": resource["title"] if lang == "zh" else resource["description"],
        "encodingFormat": resource["mediatype"],
        "contentSize": f"{resource['bytes']} B",
        "sha256": digest,
        "dct:title": path,
        "dct:description": _tagged({"zh": resource["title"], "en": resource["description"]}),
        "dcat:mediaType": {"@id": _MEDIA_TYPES + resource["mediatype"]},
        "dcat:byteSize": _typed(str(resource["bytes"]), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(digest, "hexBinary"),
        },
    }
    if files:
        address = f"{files.rstrip('/')}/{path}"
        found |= {"contentUrl": address, "dcat:downloadURL": {"@id": address}}
    return found


def _variable(row: Mapping[str, str], lang: Lang) -> dict[str, str]:
    return {
        "@type": "PropertyValue",
        "propertyID": row["indicator_id"],
        "name": row[f"name_{lang}"],
        "alternateName": row[f"name_{_OTHER[lang]}"],
        "description": row[f"definition_{lang}"],
        "unitText": codelists.by_code("units")[row["unit"]][f"name_{lang}"],
    }


def _provenance(descriptor: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    count = len(descriptor["sources"])
    said: Words = {
        "zh": f"{count}份公开文件，逐份列于 datapackage.json",
        "en": f"{count} public documents, each listed in datapackage.json",
    }
    return {
        "isBasedOn": {"@type": "Collection", "name": said[lang], "collectionSize": count},
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _tagged(said)},
    }


def _coverage(descriptor: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Years and provinces of the figures; nothing of a dataset that has none, or whose descriptor does not say."""
    found: dict[str, Any] = {}
    if years := descriptor.get("civstats:temporal"):
        found["temporalCoverage"] = f"{years['start']}/{years['end']}"
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(str(years["start"]), "gYear"),
            "dcat:endDate": _typed(str(years["end"]), "gYear"),
        }
    if provinces := descriptor.get("civstats:spatial"):
        found["spatialCoverage"] = [
            {
                "@type": ["Place", "dct:Location"],
                "@id": f"#place-{one['code']}",
                "name": one[lang],
                "alternateName": one[_OTHER[lang]],
                "identifier": one["code"],
                "containedInPlace": {"@type": "Country", "@id": "#country", "name": about().country[lang]},
            }
            for one in provinces
        ]
        found["dct:spatial"] = [{"@id": place["@id"]} for place in found["spatialCoverage"]]
    return found


def _tagged(words: Words) -> list[dict[str, str]]:
    """A text in each of its languages."""
    return [{"@language": lang, "@value": text} for lang, text in words.items()]


def _typed(text: str, kind: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": text}
