"""The keys of `source.toml`, described for people and, as JSON Schema, for editors.

Nothing is declared here that is declared elsewhere: which keys there are and which are required says the class
`Source`, what a key means and which codes it takes says the column of the same name of the table ``sources``. Only the
keys that are written otherwise than they are published, and the examples, stand here.

An editor with Taplo (in VS Code: Even Better TOML) completes and checks a file whose first line is `DIRECTIVE`. It sees
a date as a text of the format ``date``, so it cannot tell a bare date from one in quotes; and whether a place or a
period can be read only `civstats check-source` says. In all else the schema and `source.read` agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from civstats import codelists
from civstats.reading.source import CODED, DATES, REQUIRED, Source
from civstats.schema import COLUMNS

FILE_NAME = "source.schema.json"
"""The schema's file, beside the folders of the documents."""

DIRECTIVE = f"#:schema ../{FILE_NAME}"

_WRITTEN_OTHERWISE = {
    "locality": (
        "文件所属地区：自省级起的全称，或代码",
        "Place of the document: its full name from the province down, or its code",
    ),
    "period": (
        "文件所述时期，照原文写法",
        "Period that the document speaks of, as printed: 2023年, 2023年上半年, 2023-07",
    ),
    "effective_from": (
        "标准执行起始日，照原文写法",
        "Day from which the document's standards are in force, as printed: 2023年7月1日起",
    ),
}
_EXAMPLES = {
    "title_zh": "2022年全旗民政工作要点",
    "title_en": "Wushen Banner: key points of civil affairs work in 2022",
    "issuer": "乌审旗民政局",
    "locality": "内蒙古自治区鄂尔多斯市乌审旗",
    "period": "2022年",
    "issued": "2022-04-15",
    "published": "2022-04-18",
    "effective_from": "2022年1月1日起",
    "document_number": "乌民发〔2022〕1号",
    "url": "https://example.org/notice.html",
    "remark": "以发布日期为成文日期",
}


@dataclass(frozen=True)
class Key:
    """A key of `source.toml`. ``codes`` are its permitted values with their names in both languages; none is any."""

    name: str
    zh: str
    en: str
    required: bool
    is_date: bool
    codes: Mapping[str, str]
    pattern: str
    default: str
    example: str


@cache
def keys() -> tuple[Key, ...]:
    """All keys, the required ones first, each group in the order of the class."""
    found = [_key(field.name, field.default) for field in fields(Source) if field.name != "source_id"]
    return tuple(sorted(found, key=lambda key: not key.required))


def _key(name: str, default: object) -> Key:
    column = COLUMNS.get(name)
    if name not in _WRITTEN_OTHERWISE and column is None:
        raise LookupError(f"the key {name} is described nowhere: neither as a column nor here")
    zh, en = _WRITTEN_OTHERWISE.get(name) or (column.zh, column.en)  # type: ignore[union-attr]
    pattern = column.pattern if column and name not in _WRITTEN_OTHERWISE else ""
    codes = _codes(name, pattern)
    text = default if isinstance(default, str) else ""
    example = _EXAMPLES.get(name) or next(iter(codes), "")
    return Key(name, zh, en, name in REQUIRED, name in DATES, codes, "" if codes else pattern, text, example)


def _codes(name: str, pattern: str) -> dict[str, str]:
    """The permitted values: those of a code list, or of a pattern that is a choice of words (``Hans|Hant``)."""
    if name in CODED:
        return {code: f"{row['name_zh']} {row['name_en']}" for code, row in codelists.by_code(CODED[name]).items()}
    return dict.fromkeys(pattern.split("|"), "") if re.fullmatch(r"\w+(\|\w+)+", pattern) else {}


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of `source.toml`; only words that older drafts have too, for the editors' sake."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "source.toml",
        "description": "一份来源文件的基本情况。 The facts about a document of civstats.",
        "type": "object",
        "properties": {key.name: _property(key) for key in keys()},
        "required": [key.name for key in keys() if key.required],
        "additionalProperties": False,
    }


def _property(key: Key) -> dict[str, object]:
    codes = "".join(f"\n- {code}{f': {names}' if names else ''}" for code, names in key.codes.items())
    made: dict[str, object] = {"description": f"{key.zh}。 {key.en}.{codes}", "type": "string"}
    if key.is_date:
        made["format"] = "date"
    elif key.codes:
        made["enum"] = list(key.codes)
    else:
        made["pattern"] = f"^({key.pattern})$" if key.pattern else r"\S"
    if key.default:
        made["default"] = key.default
    if key.example:
        made["examples"] = [key.example]
    if any(key.codes.values()):
        made["x-taplo"] = {"docs": {"enumValues": list(key.codes.values())}}
    return made


def to_json() -> str:
    """The text of the schema's file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
