"""`source.toml`: the facts about a document, checked."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path

from civstats import codelists
from civstats.errors import Problem, UnreadableError
from civstats.reading import period, place
from civstats.reading.period import Reference, Span
from civstats.schema import COLUMNS


@dataclass(frozen=True, slots=True)
class Source:
    """A document: who issued it, when, what period it speaks of, and the hash of its text.

    ``locality`` is written as a full name or a code and read to a code; an empty text is an unknown fact. Without
    ``licence`` the terms are those that the code list of origins names for the ``origin_class``.
    """

    source_id: str
    title_zh: str
    locality: str
    kind: str
    period: str
    origin_class: str
    script: str
    title_en: str = ""
    issuer: str = ""
    issued: date | None = None
    effective_from: str = ""
    evidence: str = "position"
    excerpt: str = "whole"
    reliability: str = "high"
    document_number: str = ""
    published: date | None = None
    url: str = ""
    licence: str = ""
    text_sha256: str = ""
    remark: str = ""

    @property
    def span(self) -> Span:
        """The period that the document speaks of, in days."""
        if not self.period:
            return Span(None, None)
        return period.read(self.period, Reference(self.issued, self.issued.year if self.issued else None))

    @property
    def reference(self) -> Reference:
        """What the document's relative dates count from."""
        span = self.span
        last = span.end or span.start or self.issued
        return Reference(self.issued, last.year if last else None)

    @property
    def in_force(self) -> date | None:
        """The day from which the document's standards are in force, where it states one for all."""
        return period.read(self.effective_from, self.reference).start if self.effective_from else None


def unread(source_id: str) -> Source:
    """What stands for a document whose facts could not be read, so that its sheet is checked all the same."""
    return Source(source_id, title_zh="", locality="", kind="", period="", origin_class="", script="")


_KEYS = {field.name: field for field in fields(Source) if field.name != "source_id"}
REQUIRED = {name for name, field in _KEYS.items() if field.default is MISSING}
DATES = {name for name, field in _KEYS.items() if "date" in str(field.type)}
CODED = {name: COLUMNS[name].codes for name in _KEYS if name in COLUMNS and COLUMNS[name].codes}
"""The keys that hold a code, with the code list; as the columns of the same name say."""


def read(path: Path) -> tuple[Source | None, list[Problem]]:
    """Read the ``source.toml`` at ``path``; the folder's name is the source_id. All its problems come back."""
    reader = _Reader(path)
    return reader.source(), reader.problems


def value_position(text: str, key: str) -> tuple[int, int]:
    """Line and column (from 1) of the value of ``key`` in the text of a ``source.toml``; zeros where it has none.

    Of a key that is the name of a table (``[key]``, ``key.more = 1``), those of the key.
    """
    name = rf"[\"']?{re.escape(key)}[\"']?[ \t]*"
    match = re.search(rf"^[ \t]*(?:{name}=[ \t]*|(?:\[\[?[ \t]*)?(?={name}[.\]]))", text, re.MULTILINE)
    return _place(text, match.end()) if match else (0, 0)


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path, self.problems, self.text = path, list[Problem](), ""

    def _problem(self, key: str, what: str, todo: str) -> None:
        line, column = value_position(self.text, key) if key else (0, 0)
        self.problems.append(Problem(self.path.as_posix(), line, column, what, todo))

    def _table(self) -> dict[str, object]:
        try:
            self.text = self.path.read_text(encoding="utf-8-sig")
            return tomllib.loads(self.text)
        except UnicodeDecodeError:
            self._problem("", "is not UTF-8", "save it as UTF-8")
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else _place(self.text, len(self.text))
            todo = "mend it; texts stand in double quotes, dates bare"
            self.problems.append(Problem(self.path.as_posix(), line, column, f"is not TOML: {error}", todo))
        except (ValueError, RecursionError):
            self._problem("", "holds a number or a list that is too long to be read", "it holds texts and dates only")
        except OSError as error:
            self._problem("", f"cannot be read: {error.strerror}", "check the file and its permissions")
        return {}

    def source(self) -> Source | None:
        table = self._table()
        if self.problems:
            return None
        for key in table.keys() - _KEYS.keys():
            self._problem(key, f"unknown key {key[:40]}", codelists.nearest(key, _KEYS))
        for key in sorted(REQUIRED - table.keys()):
            self._problem("", f"the key {key} is missing", f"add {key} = …")
        known = {key: value for key, value in table.items() if key in _KEYS}
        for key, value in known.items():
            self._check_type(key, value)
        if self.problems:
            return None
        source = Source(source_id=self.path.parent.name, **known)  # type: ignore[arg-type]  # checked above
        return self._resolved(source)

    def _check_type(self, key: str, value: object) -> None:
        if isinstance(value, str) and not value.strip():
            self._problem(key, f"{key} is not filled in yet", "write it, or take the line away if it is optional")
        elif key in DATES:
            if not isinstance(value, date) or isinstance(value, datetime):
                self._problem(key, f"{key} is not a date", f"write it bare{_example(key)}")
        elif not isinstance(value, str):
            self._problem(key, f"{key} is not a text", f"write it in double quotes{_example(key)}")

    def _resolved(self, source: Source) -> Source | None:
        for key, codelist in CODED.items():
            code = getattr(source, key)
            if code and code not in codelists.codes(codelist):
                self._problem(key, f"unknown {key} {code[:40]!r}", codelists.nearest(code, codelists.codes(codelist)))
        if source.script not in ("Hans", "Hant"):
            self._problem("script", f"unknown script {source.script[:40]!r}", "Hans (simplified) or Hant (traditional)")
        if source.text_sha256 and not re.fullmatch("[0-9a-f]{64}", source.text_sha256):
            self._problem("text_sha256", "is not a SHA-256", "64 hexadecimal digits, as sha256sum prints them")
        for key, days in (("period", "span"), ("effective_from", "in_force")):
            try:
                getattr(source, days)
            except UnreadableError as error:
                self._problem(key, str(error), "write it as 2023年, 2023-07 or 2023-07-01")
                return None
        if source.effective_from and source.in_force is None:
            todo = f"write the day from which it is in force{_example('effective_from')}"
            self._problem("effective_from", f"{source.effective_from[:40]} names no start", todo)
        try:
            locality_id = place.resolve(source.locality)
        except UnreadableError as error:
            self._problem("locality", str(error), "write the full name from the province down, or the code")
            return None
        if place.area_of(source.locality):
            self._problem("locality", "is a part of a place", "write the place; the part goes into the column place")
        if self.problems:
            return None
        # What a document says of its own terms goes before what holds for others of its origin.
        licence = source.licence or codelists.by_code("origins")[source.origin_class]["licence"]
        return replace(source, locality=locality_id, licence=licence)


def _example(key: str) -> str:
    """How the value of ``key`` may look, for the end of a hint."""
    from civstats.reading.source_schema import keys  # which is made from what is declared here

    [found] = (known for known in keys() if known.name == key)
    if not found.example:
        return ""
    return f", as {found.example}" if found.is_date else f', as "{found.example}"'
