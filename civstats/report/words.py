"""The words of the reports in both languages: one catalogue, a file of ``labels/`` for each module that speaks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from civstats import catalogue
from civstats.report.model import Text

_PACKAGE = "civstats.report"


@cache
def labels() -> catalogue.Words:
    """The words by key; a key begins with what it is for: ``evidence_caption`` is of the table of evidence."""
    names = sorted(file.name for file in files(_PACKAGE).joinpath("labels").iterdir() if file.name.endswith(".csv"))
    return catalogue.words(_PACKAGE, *(f"labels/{name}" for name in names))


def say(key: str, **fields: object) -> Text:
    """The words ``key`` in both languages, filled with ``fields``: a `Text` with its own language, others as they are.

    ``{s}`` is the plural's, by ``count``.
    """
    row = labels()[key]
    said = [
        catalogue.filled(row, lang, {name: _in(value, lang) for name, value in fields.items()})
        for lang in catalogue.LANGUAGES
    ]
    return Text(*said)


def _in(value: object, lang: catalogue.Lang) -> object:
    if isinstance(value, Text):
        return value.said(lang)
    return value


def joined(texts: list[Text], between: str = "page_comma") -> Text:
    """Texts one after another with the words of ``between`` between them."""
    mark = labels()[between]
    return Text(mark["zh"].join(text.zh for text in texts), mark["en"].join(text.en for text in texts))
