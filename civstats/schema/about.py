"""What the dataset is, declared once in `about.toml`: title, description, creator, licence, release, citation."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from civstats import __version__
from civstats.catalogue import Lang

Words = Mapping[Lang, str]
"""One text in both languages."""

HERE = "./"
"""The address of a dataset without a public one: the folder that its description stands in, as a relative IRI."""


@dataclass(frozen=True)
class Licence:
    """A licence: its SPDX identifier, short and full name, address, and what it covers here."""

    id: str
    short: str
    title: str
    url: str
    note: Words


@dataclass(frozen=True)
class About:
    """The declaration. ``released`` is the day of the version ``civstats.__version__``; ``homepage`` may be empty."""

    name: str
    released: date
    homepage: str
    creator: Words
    country: Words
    title: Words
    description: Words
    keywords: Mapping[Lang, list[str]]
    licence: Licence
    code: Mapping[str, str]
    """Of the package: ``licence`` (SPDX) and ``summary``."""

    @property
    def url(self) -> str:
        """The address of the dataset, for formats that must have one."""
        return self.homepage or HERE

    @property
    def both_titles(self) -> str:
        return f"{self.title['zh']} / {self.title['en']}"

    @property
    def markdown(self) -> str:
        """The description in both languages, a paragraph each."""
        return f"{self.description['zh']}\n\n{self.description['en']}"

    def released_as(self, version: str) -> date | None:
        """The day on which ``version`` was released, if it is the current one."""
        return self.released if version == __version__ else None

    def citation(self, lang: Lang, version: str) -> str:
        """How to cite ``version`` of the dataset."""
        day = self.released_as(version)
        if lang == "zh":
            when = f"，{day.isoformat()}" if day else ""
            return f"{self.creator['zh']}：《{self.title['zh']}》（{self.name}），{version}版{when}，数据集。"
        when = f" ({day.year})" if day else ""
        return f"{self.creator['en']}{when}. {self.name}: {self.title['en']}. Version {version} [Data set]."

    def bibtex(self, version: str) -> str:
        """The citation as BibTeX, which Croissant asks for."""
        day = self.released_as(version)
        fields = {
            "author": f"{{{self.creator['en']}}}",
            "title": f"{{{self.name}: {self.title['en']}}}",
            "version": version,
            "note": f"{self.title['zh']}. Data set",
        }
        if day:
            fields["year"] = str(day.year)
        return f"@misc{{{self.name}, {', '.join(f'{name} = {{{text}}}' for name, text in fields.items())}}}"


def read(content: str) -> About:
    """The declaration in the text of a TOML file; raises TypeError for a key that is missing or unknown."""
    found: dict[str, Any] = tomllib.loads(content)
    return About(**found | {"licence": Licence(**found["licence"])})


@cache
def about() -> About:
    """The declaration of this package."""
    return read(files(__package__ or "civstats.schema").joinpath("about.toml").read_text(encoding="utf-8"))
