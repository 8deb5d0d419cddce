"""Whether the files of a dataset are those that its ``datapackage.json`` records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from civstats.location import Location


def is_recorded(where: Location, resource: Mapping[str, Any]) -> bool:
    """Whether the file of ``resource`` has the SHA-256 that stands there; true where none does. Reads it whole.

    Raises OSError where it cannot be read.
    """
    kind, _, recorded = str(resource.get("hash", "")).partition(":")
    return kind != "sha256" or hashlib.sha256(where.read_whole(str(resource["path"]))).hexdigest() == recorded


def differing(where: Location, manifest: Mapping[str, Any]) -> Iterator[str]:
    """The names of the files that are not the recorded ones; raises OSError where one cannot be read."""
    for resource in manifest["resources"]:
        if isinstance(resource, dict) and not is_recorded(where, resource):
            yield str(resource["path"])


def rows(manifest: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each table has, by name, as far as it is recorded."""
    resources = [resource for resource in manifest.get("resources", ()) if isinstance(resource, dict)]
    return {
        str(resource.get("name", "")): count
        for resource in resources
        if isinstance(count := resource.get("civstats:rows"), int)
    }
