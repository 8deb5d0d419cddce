"""The levels of place and year as JSON-stat 2.0: a collection of small cubes, one an indicator and unit.

A cell is what the documents state for a place and period, as `civstats.analysis.standing` puts it together: figures
that agree are one, of figures that exclude each other none is chosen (the value is left out, lower and upper hold all
of them, the status says ``disputed``). The metrics ``value``, ``lower`` and ``upper`` stand beside each other, so that
a bound stays a bound. Which observations a cell rests on is in ``extension.observations``. One file a language.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from civstats.analysis import queries
from civstats.analysis.standing import Standing, records
from civstats.catalogue import LANGUAGES
from civstats.errors import UsageError
from civstats.export import about
from civstats.export.cube import METRICS, Cube, cube
from civstats.export.data import Data
from civstats.export.jsonstat_labels import Labels

_FILE = "civstats.{lang}.jsonstat.json"
_ALL: dict[str, object] = {"year": None, "indicators": None, "places": None, "beginning": ""}


def write(data: Data, folder: Path) -> None:
    """The cubes as ``civstats.zh.jsonstat.json`` and ``civstats.en.jsonstat.json``."""
    cubes = [cube(found) for _, found in groupby(_levels(data), key=lambda one: (one.indicator_id, one.unit))]
    for lang in LANGUAGES:
        labels = Labels(data, lang)
        found = {
            "version": "2.0",
            "class": "collection",
            "label": about.title(),
            "link": {"item": [_dataset(one, labels) for one in cubes]},
            "extension": {
                "version": data.dataset.version,
                "licence": about.licence(),
                "cite": about.citations(data),
            },
        }
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        (folder / _FILE.format(lang=lang)).write_text(text + "\n", encoding="utf-8", newline="\n")


def _levels(data: Data) -> list[Standing]:
    found = [Standing(**row) for row in records(data.dataset.sql, queries.standing(), _ALL)]
    return sorted(found, key=lambda one: (one.indicator_id, one.unit))


def _dataset(cube: Cube, labels: Labels) -> dict[str, Any]:
    """One cube as a dataset of JSON-stat, sparse."""
    cells = list(_cells(cube))
    unit = {"label": labels.units.get(cube.unit, cube.unit), "id": cube.unit}
    dimensions: dict[str, Any] = {
        name: {"label": labels.dimension(name), "category": {"index": list(known), "label": known}}
        for name, known in labels.categories(cube).items()
    }
    dimensions["metric"]["category"]["unit"] = dict.fromkeys(METRICS, unit)
    sources = dict.fromkeys(source for one in cube.levels.values() for source in one.source_id.split())
    return {
        "version": "2.0",
        "class": "dataset",
        "label": f"{labels.indicators.get(cube.indicator_id, cube.indicator_id)} ({unit['label']})",
        "source": "; ".join(labels.sources.get(source, source) for source in sources),
        "id": list(dimensions),
        "size": cube.size,
        "role": {"time": ["time"], "geo": ["locality"], "metric": ["metric"]},
        "dimension": dimensions,
        "value": {str(number): value for number, value, _ in cells if value is not None},
        "status": {str(number): status for number, _, status in cells if status},
        "extension": {
            "indicator_id": cube.indicator_id,
            "unit_id": cube.unit,
            "status": {
                "label": {code: labels.statuses()[code] for code in sorted({one for _, _, one in cells if one})}
            },
            "observations": {str(number): one.observation_id for number, one in cube.levels.items()},
        },
    }


def _cells(cube: Cube) -> Iterator[tuple[int, float | None, str]]:
    """The cells of a cube that say something: number, value, and status where it is not a plain number."""
    for first, level in cube.levels.items():
        said = "disputed" if level.merged == "disputed" else level.bound if level.bound != "eq" else ""
        ends = (level.value, level.lower, level.upper)
        for number, (metric, value) in enumerate(zip(METRICS, ends, strict=True), first):
            if value is not None and not math.isfinite(value):
                raise UsageError(f"{level.observation_id}: {value} is no number for JSON -> leave the end empty")
            yield number, value, said if metric == "value" else "unbounded" if value is None else ""
