"""From figures noted from public documents to raw documents: the batch way to add many documents at once.

A batch is a folder with `sources.csv` (one row a document) and ``<source_id>.csv`` (one row a noted figure: short
term, place, value, unit, period, earlier value and change printed beside it, qualifier). Each document becomes a folder
of raw data, which is then reviewed like one entered by hand. What the noted term means is looked up in the reviewed
code list `terms.csv`; a term or a qualifier that is not known there is a problem, never a guess.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from civstats import codelists
from civstats.codelists.localities import path
from civstats.errors import DataError, Problem, UsageError
from civstats.reading import place
from civstats.reading.raw import SHEET_FILE, SOURCE_FILE
from civstats.reading.sheet import COLUMNS, OPTIONAL_COLUMNS

SOURCES = "sources.csv"
_SOURCE_COLUMNS = (
    "source_id", "province", "locality", "years", "kind", "title", "publisher", "document_number", "issued",
    "effective_from", "url", "origin_class", "reliability", "excerpt", "readings", "remark",
)  # fmt: skip
_FIGURE_COLUMNS = (
    "indicator_zh", "locality_zh", "value", "unit", "period", "previous", "change", "qualifier", "effective_from",
    "remark", "readings",
)  # fmt: skip

_PREFIXES = ("不低于", "不少于", "最低", "约", "近")
_SUFFIXES = ("以上", "以内")
_INFIXES = ("余", "多")
_LIMITS = {"下限": "lower_limit", "上限": "upper_limit"}
# Quarterly statistics are cumulative: the second quarter is the half year.
_PREVIOUS_PERIODS = {"前值为二季度": "{year}-01/{year}-06", "前值为十三五初": "2016"}

Row = Mapping[str, str]


@dataclass
class Imported:
    """What an import did: new documents with their rows, documents that were there already, rows that became none."""

    documents: dict[str, int] = field(default_factory=dict)
    present: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)


def import_folder(folder: Path, raw: Path, *, replace: bool = False) -> Imported:
    """Write every document of the batch ``folder`` into ``raw``; documents already there are kept unless ``replace``.

    Raises UsageError where ``folder`` is no batch, and DataError with every problem; then nothing was written.
    """
    if not (folder / SOURCES).is_file():
        raise UsageError(f"{folder} holds no {SOURCES}; a batch is {SOURCES} and one <source_id>.csv a document")
    problems: list[Problem] = []
    sources = _read(folder / SOURCES, _SOURCE_COLUMNS, problems)
    done, made = Imported(), list[tuple[str, str, list[dict[str, str]]]]()
    for _, source in sources:
        source_id = source["source_id"]
        if (raw / source_id).exists() and not replace:
            done.present.append(source_id)
            continue
        figures = _read(folder / f"{source_id}.csv", _FIGURE_COLUMNS, problems)
        sheet = _Sheet(folder / f"{source_id}.csv", source, problems)
        dated = any(figure["effective_from"] for _, figure in figures)
        rows = [row for line, figure in figures for row in sheet.rows(line, figure, dated=dated)]
        done.exceptions += sheet.exceptions
        made.append((source_id, _facts(source, figures), rows))
        done.documents[source_id] = len(rows)
    if problems:
        raise DataError(problems)
    for source_id, facts, rows in made:
        _write(raw / source_id, facts, rows)
    return done


def _read(file: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[tuple[int, Row]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if not missing:
                return [(reader.line_num, {name: row[name] or "" for name in columns}) for row in reader]
        what, todo = f"the columns {', '.join(missing)} are missing", f"the columns are {','.join(columns)}"
    except FileNotFoundError:
        what, todo = "the file is missing", "each document of sources.csv has its figures in <source_id>.csv"
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        what, todo = f"cannot be read: {error}", "save it as CSV UTF-8"
    problems.append(Problem(file.as_posix(), 0, 0, what, todo))
    return []


class _Sheet:
    """The rows of one document's sheet, made from its noted figures."""

    def __init__(self, file: Path, source: Row, problems: list[Problem]) -> None:
        self.file, self.source, self.problems = file, source, problems
        self.exceptions: list[str] = []
        self.number = 0
        # A document of a part of a place (a new area) speaks of that part in every row.
        self.own_part = source["locality"] if place.area_of(_full_name(source)) else ""

    def _problem(self, line: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self.file.as_posix(), line, 1, what, todo))

    def rows(self, line: int, noted: Row, *, dated: bool) -> Iterator[dict[str, str]]:
        """The figure itself, then the earlier value and the change that are printed beside it.

        ``dated`` tells that some rows of the document carry a date of effect of their own.
        """
        terms = codelists.by_code("terms")
        term = terms.get(noted["indicator_zh"])
        if term is None:
            near = codelists.nearest(noted["indicator_zh"], terms)
            self._problem(line, f"unknown term {noted['indicator_zh']}", f"{near}; a new one goes into terms.csv")
            return
        if term["indicator"] == "EXCEPTION":
            self.exceptions.append(f"{self.source['source_id']}:{line} {noted['indicator_zh']}: {term['subject']}")
            return
        token, breakdown = self._token(line, noted, term)
        period, remark = self._period(noted, term)
        notes = [noted["remark"], remark, "平均" if noted["qualifier"].startswith("平均") else ""]
        where = noted["locality_zh"] or self.own_part
        subject = [term["subject"], where if place.area_of(where) == "named_group" else ""]
        common = {
            "locator": f"摘录第{line}行",
            "place": where,
            "indicator": term["indicator"],
            "residence": "" if term["residence"] == "total" else term["residence"],
            "breakdown": breakdown,
            "subject": "，".join(filter(None, subject)),
            "note": "；".join(filter(None, notes)),
            "readings": noted["readings"],
        }
        effective = noted["effective_from"]
        if not effective and term["measure"] == "standard" and not dated:
            effective = self._document_effect(noted)
        yield self._row(
            common,
            printed=token,
            measure=term["measure"],
            period=period,
            effective_from=effective,
            due=_deadline(noted, period) if term["measure"] in ("target", "interim_target") else "",
        )
        if noted["previous"]:
            # What is a floor now was one before.
            floor = re.match("不低于|不少于|最低", token) if term["measure"] == "standard" else None
            printed = (floor[0] if floor else "") + noted["previous"] + noted["unit"]
            yield self._row(common, printed=printed, measure="previous", period=self._previous_period(noted))
        if noted["change"]:
            yield self._change(common, noted, period)

    def _period(self, noted: Row, term: Row) -> tuple[str, str]:
        """The period of a figure as a phrase, and what has to be noted of it."""
        period, year = noted["period"], _last_year(self.source)
        if period == "计划":
            return "", "时期印作“计划”"
        if period == "累计" or (period == "截至目前" and not _is_day(self.source["issued"])):
            return f"到{year}年", f"时期印作“{period}”，文件日期不详"
        unit = codelists.by_code("indicators")[term["indicator"]]["unit"]
        if ("累计" in noted["remark"] and "/" not in period) or (unit == "CNY" and _is_day(period)):
            return f"截至{period}", ""
        return period, ""

    def _document_effect(self, noted: Row) -> str:
        """The document's day of effect, for a standard of its own place and year that it does not leave as it was."""
        effect = self.source["effective_from"]
        applies = not noted["locality_zh"] and "不变" not in noted["remark"] and noted["period"][:4] == effect[:4]
        return effect if applies else ""

    def _row(self, common: Mapping[str, str], **cells: str) -> dict[str, str]:
        self.number += 1
        return {"no": str(self.number), **common, **cells}

    def _change(self, common: Mapping[str, str], noted: Row, period: str) -> dict[str, str]:
        change = noted["change"].lstrip("+")
        if change.endswith("%"):
            return self._row(common, printed=change, measure="growth", period=period)
        # A rise of 60元 in a standard of 元/人·月 is 60元/人·月.
        amount = re.sub(r"[^\d.\-−]", "", change)
        whole = {"printed": change}
        if change != amount + noted["unit"]:
            whole |= {"read_as": amount + noted["unit"], "reason": "unit_of_level"}
        return self._row(common, **whole, measure="change", period=period)

    def _token(self, line: int, noted: Row, term: Row) -> tuple[str, str]:
        """The figure as printed, put together, and its breakdown."""
        value, unit, word = noted["value"], noted["unit"], noted["qualifier"].removeprefix("平均")
        if not word and term["set_kind"] == "floor":
            word = "最低"
        breakdown = term["breakdown"]
        if word in _LIMITS:
            breakdown, word = _LIMITS[word], ""
        if word in _PREFIXES:
            return word + value + unit, breakdown
        if word in _SUFFIXES:
            return value + unit + word, breakdown
        if word in _INFIXES:
            return value + word + unit, breakdown
        if word:
            self._problem(line, f"unknown qualifier {word}", f"known: {'、'.join((*_PREFIXES, *_SUFFIXES, *_INFIXES))}")
        return value + unit, breakdown

    def _previous_period(self, noted: Row) -> str:
        """The period of the earlier value: what the remark says, else the same period a year before."""
        remark, period = noted["remark"], noted["period"]
        year = period[:4]
        if match := re.search(r"前值为(\d{4})年", remark):
            return match[1]
        for phrase, meaning in _PREVIOUS_PERIODS.items():
            if phrase in remark:
                return meaning.format(year=year)
        return re.sub(r"\d{4}", lambda found: str(int(found[0]) - 1), period)


def _facts(source: Row, figures: list[tuple[int, Row]]) -> str:
    """The text of ``source.toml``."""
    readings = {figure["readings"] for _, figure in figures}
    facts = {
        "title_zh": source["title"],
        "issuer": source["publisher"],
        "locality": _own_place(source),
        "kind": source["kind"],
        "document_number": source["document_number"],
        "issued": source["issued"] if _is_day(source["issued"]) else "",
        "effective_from": source["effective_from"],
        "period": source["years"].replace("-", "/") if "-" in source["years"] else _last_year(source),
        "url": "" if source["url"] == "address not kept" else source["url"],
        "origin_class": source["origin_class"],
        "script": "Hant" if "traditional script" in source["remark"] else "Hans",
        "evidence": "noted_once" if readings == {"1"} else "noted_twice",
        "excerpt": source["excerpt"],
        "reliability": source["reliability"],
        "remark": "；".join(filter(None, [source["remark"], _vague_issue(source["issued"])])),
    }
    # A JSON string is a TOML basic string.
    lines = [f"{key} = {_toml(key, value)}" for key, value in facts.items() if value]
    return "\n".join(lines) + "\n"


def _full_name(source: Row) -> str:
    locality = source["locality"]
    return locality if locality.startswith(source["province"]) else source["province"] + locality


def _own_place(source: Row) -> str:
    """The document's place by its full name; of a document of a part of a place, the whole."""
    name = _full_name(source)
    return path(place.resolve(name)) if place.area_of(name) else name


def _last_year(source: Row) -> str:
    """The year that a document is about: of several named ones the last, since the others are looked back to."""
    years: list[str] = re.findall(r"[0-9]{4}", source["years"])
    return max(years)


def _deadline(noted: Row, period: str) -> str:
    """A target's deadline: as the remark gives it, else the end of its period."""
    match = re.search(r"期限([0-9]{1,2}月底前)", noted["remark"])
    return f"{noted['period'][:4]}年{match[1]}" if match else period


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text))


def _vague_issue(issued: str) -> str:
    return f"成文于{issued}，日期不详" if issued and not _is_day(issued) else ""


def _toml(key: str, value: str) -> str:
    return value if key == "issued" else json.dumps(value, ensure_ascii=False)


def _write(folder: Path, facts: str, rows: list[dict[str, str]]) -> None:
    partial = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    (partial / SOURCE_FILE).write_text(facts, encoding="utf-8")
    with (partial / SHEET_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS, *OPTIONAL_COLUMNS], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)
