"""The labels of JSON-stat categories in one language, from the tables of the dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from civstats.analysis.standing import Standing
from civstats.analysis.wording import SET_KINDS, part_of_year
from civstats.catalogue import Lang
from civstats.export.cube import METRICS, Cube, definition_code, time_code
from civstats.export.data import Data

Pair = tuple[str, str]

DIMENSIONS: Mapping[str, Pair] = {
    "locality": ("地区", "Place"), "time": ("时期", "Period"), "residence": ("城乡", "Residence"),
    "breakdown": ("分组", "Breakdown"), "kind": ("实际或目标", "Actual or target"),
    "definition": ("标准种类与所指部分", "Kind of standard, and part that is meant"),
    "metric": ("数值与上下限", "Value and bounds"),
}  # fmt: skip
_METRICS: Mapping[str, Pair] = {
    "value": ("数值", "Value"),
    "lower": ("下限", "Lower end"),
    "upper": ("上限", "Upper end"),
}
_KINDS: Mapping[str, Pair] = {"actual": ("实际", "Actual"), "target": ("目标", "Target")}
_WHOLE: Pair = ("不分", "Not set apart")
_UNBOUNDED: Mapping[str, Pair] = {"unbounded": ("无限", "Unbounded")}


class Labels:
    """Names of codes in one language."""

    def __init__(self, data: Data, lang: Lang) -> None:
        self._at = ("zh", "en").index(lang)
        self._lang: Lang = lang
        self._lists: dict[str, dict[str, str]] = {}
        for row in data.records("codes", "code_list", "code"):
            self._lists.setdefault(row["code_list"], {})[row["code"]] = self._name(row, "code")
        self._places = self._apart_by_parent(data.records("localities", "locality_id"))
        self.indicators = self._names(data, "indicators", "indicator_id")
        self.units = self._names(data, "units", "unit_id")
        self.sources = {
            row["source_id"]: row.get("title_zh") or row["source_id"] for row in data.records("sources", "source_id")
        }

    def dimension(self, name: str) -> str:
        return DIMENSIONS[name][self._at]

    def categories(self, cube: Cube) -> dict[str, dict[str, str]]:
        """The names of the categories of each dimension, in the order of the codes."""
        known = {
            "locality": self._places,
            "time": {time_code(one.year, one.part_of_year): self._time(one) for one in cube.levels.values()},
            "residence": self._lists.get("residences", {}),
            "breakdown": self._lists.get("breakdowns", {}),
            "kind": self._pairs(_KINDS),
            "definition": {definition_code(one): self._definition(one) for one in cube.levels.values()},
        }
        found = {
            name: apart(
                {code: known[name].get(code, code) for code in codes}, {code: code for code in codes}, self._lang
            )
            for name, codes in cube.categories.items()
        }
        return found | {"metric": {name: _METRICS[name][self._at] for name in METRICS}}

    def statuses(self) -> dict[str, str]:
        """The names of the codes of the status."""
        return self._lists.get("bounds", {}) | self._lists.get("level_states", {}) | self._pairs(_UNBOUNDED)

    def _name(self, row: Mapping[str, Any], key: str) -> str:
        """The name in the language, else in the other one, else the code: a dataset may lack the columns."""
        here, other = ("name_zh", "name_en")[:: -1 if self._at else 1]
        return str(row.get(here) or row.get(other) or row[key])

    def _names(self, data: Data, table: str, key: str) -> dict[str, str]:
        return {row[key]: self._name(row, key) for row in data.records(table, key)}

    def _apart_by_parent(self, places: list[dict[str, Any]]) -> dict[str, str]:
        """The places, those of one name with the place above; the same in every cube."""
        names = {row["locality_id"]: self._name(row, "locality_id") for row in places}
        above = {row["locality_id"]: names.get(row.get("parent_id") or "", "") for row in places}
        return apart(apart(names, above, self._lang), {code: code for code in names}, self._lang)

    def _pairs(self, pairs: Mapping[str, Pair]) -> dict[str, str]:
        return {code: pair[self._at] for code, pair in pairs.items()}

    def _time(self, level: Standing) -> str:
        part = "" if level.part_of_year == "year" else part_of_year(level.part_of_year, self._lang)
        year = f"{level.year}年" if self._lang == "zh" else str(level.year)
        return f"{year}{part}" if self._lang == "zh" or not part else f"{year}, {part}"

    def _definition(self, level: Standing) -> str:
        kind = SET_KINDS[level.set_kind][self._at] if level.set_kind else ""
        area = self._lists.get("areas", {}).get(level.area, level.area) if level.area else ""
        said = [text for text in (kind, area, level.subject_zh) if text]
        return " · ".join(said) or _WHOLE[self._at]


def apart(labels: Mapping[str, str], more: Mapping[str, str], lang: str) -> dict[str, str]:
    """The labels of codes, those that are there twice with ``more`` of the code: tools take labels for keys."""
    count = Counter(labels.values())
    form = "{}（{}）" if lang == "zh" else "{} ({})"
    return {
        code: form.format(label, more[code]) if count[label] > 1 and more[code] else label
        for code, label in labels.items()
    }
