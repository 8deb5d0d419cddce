"""The reports of the packaged dataset that the tests read: written as users write them, and once more elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from browser_pages import Checked, check, lacking
from page_parts import Element, parsed

from civstats.catalogue import LANGUAGES, Lang
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.report.contents import entries, make
from civstats.report.frame import edition
from civstats.report.html import INDEX
from civstats.report.index import index
from civstats.report.model import Report
from civstats.report.write import FORMATS, content, kinds

RICH, BANNER_CITY, SINGLE, NOTHING_KNOWN = "rich", "prefecture", "single", "nothing"
LARGEST, UNLIKE, TARGETS, QUALITY = "largest", "unlike", "targets", "quality"
REPORTS = (RICH, BANNER_CITY, SINGLE, NOTHING_KNOWN, LARGEST, UNLIKE, TARGETS, QUALITY)
"""What the reports are called here; `names` says which they are."""
OF_EACH_KIND = (QUALITY, TARGETS, UNLIKE, RICH)
"""Those that another process writes too, in this order; of the others it writes the workbooks, which hold all words."""
FILES = [(which, lang) for which in REPORTS for lang in LANGUAGES]
SECONDS = 300

AGAIN = """
import sys
from pathlib import Path
import civstats
from civstats.report.write import kinds, write_reports
out, whole, others = sys.argv[1:]
write_reports(civstats.open(), whole.split(), Path(out))
write_reports(civstats.open(), others.split(), Path(out), kinds(formats=["xlsx"]))
"""
ELSEWHERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
"""Another time zone, and a locale in which a file is ASCII unless said otherwise."""


def names(ds: Dataset) -> dict[str, str]:
    """The names of the reports: of a place with one figure and of one without any, the first by code."""
    query = (
        "select locality_id from localities left join observations using (locality_id) where level = 'county' "
        "group by locality_id having count(observation_id) = $count order by locality_id limit 1"
    )
    [[single]], [[none]] = (ds.rows(query, {"count": count}) for count in (1, 0))
    return {
        RICH: "place-150626", BANNER_CITY: "place-150600", SINGLE: f"place-{single}", NOTHING_KNOWN: f"place-{none}",
        LARGEST: "indicator-dibao_standard", UNLIKE: "indicator-care_homes", TARGETS: "targets", QUALITY: "quality",
    }  # fmt: skip


def files(named: Sequence[str]) -> list[str]:
    """The files of reports in all languages and formats."""
    return [file for name in named for file, _, _ in kinds().files(name)]


@dataclass(frozen=True)
class Real:
    """The models of the reports and their files in ``folder``; ``again`` has those of another process."""

    ds: Dataset
    folder: Path
    again: Path
    names: Mapping[str, str]
    models: Mapping[str, Report]
    other: subprocess.Popen[str]

    def path(self, which: str, lang: Lang, kind: str) -> Path:
        return self.folder / f"{self.names[which]}.{lang}.{kind}"

    def bytes(self, which: str, lang: Lang, kind: str) -> bytes:
        return self.path(which, lang, kind).read_bytes()

    def page(self, which: str, lang: Lang) -> Element:
        return _page(self.path(which, lang, "html"))

    def wait(self) -> None:
        """Until the other process has written."""
        _, said = self.other.communicate(timeout=SECONDS)
        assert not self.other.returncode, said


@cache
def _page(path: Path) -> Element:
    return parsed(path.read_bytes())


@contextmanager
def written(factory: pytest.TempPathFactory) -> Iterator[Real]:
    """All `REPORTS` and the index; and at the same time another process writes them, in another order."""
    folder, again = factory.mktemp("reports"), factory.mktemp("again")
    ds = open_dataset()
    named = names(ds)
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    whole = [named[which] for which in OF_EACH_KIND]
    others = [name for name in reversed(named.values()) if name not in whole]
    command = [sys.executable, "-c", AGAIN, str(again), " ".join(whole), " ".join(others)]
    environment = {**os.environ, **ELSEWHERE, "PYTHONHASHSEED": seed}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as other:
        try:
            models = {which: make(ds, name) for which, name in named.items()}
            for report in models.values():
                beside = files(whole if report.name in whole else [report.name])
                for file, lang, kind in kinds().files(report.name):
                    folder.joinpath(file).write_bytes(content(report, lang, kind, beside))
            for lang, file in INDEX.items():
                folder.joinpath(file).write_bytes(index(entries(ds, FORMATS), lang, edition(ds)))
            yield Real(ds, folder, again, named, models, other)
        finally:
            other.kill()


Opened = Callable[[], dict[str, Checked]]


@contextmanager
def opening(real: Real) -> Iterator[Opened]:
    """All pages in one browser, which opens them beside other tests; what is yielded waits for it."""
    pages = sorted(real.folder.glob("*.html"), key=lambda path: -path.stat().st_size)
    with ThreadPoolExecutor(1) as threads:
        found = threads.submit(check, pages) if not lacking() else None
        yield lambda: {one.page.name: one for one in found.result()} if found else {}
