"""The page that leads to all reports: a plain list, and where scripts run a search by name, pinyin or code."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from civstats.catalogue import Lang
from civstats.report.html import INDEX, asset, render
from civstats.report.model import Text
from civstats.schema import jsonld

Kind = Literal["profile", "comparison", "scorecard", "quality"]


@dataclass(frozen=True)
class Entry:
    """A report in the list: ``name`` is the stem of its files, ``formats`` are their suffixes (html, pdf, xlsx).

    ``province`` may be empty, and such entries come first; ``search`` are the words to find it by beside its title:
    names, codes, pinyin. ``said`` says in a few words what is in it.
    """

    name: str
    kind: Kind
    title: Text
    province: Text
    search: str
    said: Text
    formats: tuple[str, ...]


def index(
    entries: Sequence[Entry],
    lang: Lang,
    edition: tuple[tuple[Text, Text], ...],
    descriptor: Mapping[str, Any] | None = None,
) -> bytes:
    """The index page as an HTML file in UTF-8; entries keep their order, by province those of places.

    It is written as ``INDEX[lang]`` beside the reports. Without scripts all entries are there and no search is.
    ``descriptor`` is the dataset's ``datapackage.json``, of which search engines are told on the page; tables of a
    user's own have none, and nothing is told of them.
    """
    script = asset("search.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    places: dict[Text, list[Entry]] = {}
    for entry in sorted(
        (entry for entry in entries if entry.kind == "profile"), key=lambda entry: bool(entry.province)
    ):
        places.setdefault(entry.province, []).append(entry)
    return render(
        "index.html.j2",
        lang,
        overviews=[entry for entry in entries if entry.kind != "profile"],
        places=places,
        edition=edition,
        index=INDEX,
        script=script,
        dataset=Markup(jsonld.script(descriptor, lang)) if descriptor else "",
        policy=f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'",
    )
