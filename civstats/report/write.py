"""Reports as files: one at a time, or all of a dataset with the pages that lead to them, side by side in processes."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from civstats.catalogue import LANGUAGES, Lang
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import LocationError, UsageError
from civstats.report.contents import entries, make
from civstats.report.frame import edition
from civstats.report.html import INDEX, html
from civstats.report.index import index
from civstats.report.model import Report
from civstats.report.pdf import pdf
from civstats.report.xlsx import workbook

FORMATS = ("html", "pdf", "xlsx")
_OURS = re.compile(r"(?:(?:place|indicator)-\w+|targets|quality)\.(?:zh|en)\.(?:html|pdf|xlsx)|index(?:\.en)?\.html")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Kinds:
    """In which languages and formats reports are written."""

    langs: tuple[Lang, ...] = LANGUAGES
    formats: tuple[str, ...] = FORMATS

    def files(self, name: str) -> list[tuple[str, Lang, str]]:
        """The files of a report: name of the file, language, format."""
        return [(f"{name}.{lang}.{kind}", lang, kind) for lang in self.langs for kind in self.formats]


def kinds(langs: Sequence[str] = LANGUAGES, formats: Sequence[str] = FORMATS) -> Kinds:
    """The languages and formats, checked; raises UsageError for an unknown one, which names those that are known."""
    for what, given, known in (("language", langs, LANGUAGES), ("format", formats, FORMATS)):
        strange = [one for one in given if one not in known]
        if strange or not given:
            raise UsageError(f"unknown {what} {', '.join(strange) or 'none'}; known: {', '.join(known)}")
    return Kinds(tuple(lang for lang in LANGUAGES if lang in langs), tuple(one for one in FORMATS if one in formats))


def content(report: Report, lang: Lang, kind: str, beside: Collection[str] = ()) -> bytes:
    """One file of a report; ``beside`` are the names of the files that stand in its folder."""
    if kind == "html":
        return html(report, lang, beside)
    return pdf(report, lang) if kind == "pdf" else workbook(report, lang)


def write_reports(ds: Dataset, names: Sequence[str], out: Path, chosen: Kinds | None = None) -> list[Path]:
    """Write single reports into the folder ``out``, which is made if it is not there; returns their files.

    Files of the same name are replaced, all of them at the end or none. Raises UsageError for an unknown report and
    LocationError where nothing can be written.
    """
    chosen = chosen or Kinds()
    beside = [file for name in names for file, _, _ in chosen.files(name)]
    with _staged(out) as folder:
        for name in names:
            _write(make(ds, name), folder, chosen, beside)
    return [out / file for file in beside]


def write_all(
    where: str | Path | None, out: Path, chosen: Kinds | None = None, *, workers: int | None = None,
    progress: Progress = lambda _: None,
) -> Path:  # fmt: skip
    """Write all reports of the dataset at ``where`` (as `civstats.open` takes it) and their index into ``out``.

    ``workers`` processes share the work, as many as there are processors unless told. ``progress`` is given a line
    after each report. Reports of an earlier run that are none any more are removed, other files are left alone; if
    anything fails, ``out`` stays as it was. Returns the Chinese index page, or ``out`` where no pages are written.
    Raises as `write_reports` does, and DatasetError where there is no dataset.
    """
    chosen = chosen or Kinds()
    ds = open_dataset(where)
    listed = entries(ds, chosen.formats)
    pages = [INDEX[lang] for lang in chosen.langs] if "html" in chosen.formats else []
    beside = [*pages, *(file for entry in listed for file, _, _ in chosen.files(entry.name))]
    names = [entry.name for entry in listed]
    # The longest first, so that the last process to end does not hold a long one.
    names.sort(key=lambda name: name.startswith("place-"))
    with _staged(out, replace=True) as folder:
        count = max(1, min(workers or os.cpu_count() or 1, len(names)))
        jobs = ((str(where) if where is not None else None, name, str(folder), chosen, tuple(beside)) for name in names)
        if count == 1:
            for number, name in enumerate(map(_job, jobs), 1):
                progress(f"{number}/{len(names)} {name}")
        else:
            with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
                for number, done in enumerate(as_completed([pool.submit(_job, job) for job in jobs]), 1):
                    progress(f"{number}/{len(names)} {done.result()}")
        for page, lang in zip(pages, chosen.langs, strict=False):
            folder.joinpath(page).write_bytes(index(listed, lang, edition(ds)))
    return out / pages[0] if pages else out


Job = tuple[str | None, str, str, Kinds, tuple[str, ...]]


def _job(job: Job) -> str:
    where, name, folder, chosen, beside = job
    _write(make(_opened(where), name), Path(folder), chosen, frozenset(beside))
    return name


@cache
def _opened(where: str | None) -> Dataset:
    """The dataset, once in each process."""
    return open_dataset(where)


def _write(report: Report, folder: Path, chosen: Kinds, beside: Collection[str]) -> None:
    for file, lang, kind in chosen.files(report.name):
        folder.joinpath(file).write_bytes(content(report, lang, kind, beside))


@contextmanager
def _staged(out: Path, *, replace: bool = False) -> Iterator[Path]:
    """A folder whose files go into ``out`` when all of them are there; ``replace``: and old reports out of it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".civstats-", dir=out) as staging:
            folder = Path(staging)
            yield folder
            made = sorted(folder.iterdir())
            for file in made:
                shutil.move(file, out / file.name)
            names = {file.name for file in made}
            for file in sorted(out.iterdir()) if replace else ():
                if _OURS.fullmatch(file.name) and file.name not in names:
                    file.unlink()
    except OSError as error:
        raise LocationError(f"cannot write into {out}: {error.strerror or error}") from None
