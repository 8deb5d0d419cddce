"""Reports as files: one at a time, or all of a dataset with the pages that lead to them, side by side in processes."""

from __future__ import annotations

import gc
import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from civstats.catalogue import LANGUAGES, Lang
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import CivstatsError, DatasetError, LocationError, UsageError
from civstats.report.contents import entries, make
from civstats.report.frame import edition
from civstats.report.html import INDEX, html
from civstats.report.index import index
from civstats.report.model import Report
from civstats.report.pdf import pdf
from civstats.report.xlsx import workbook

FORMATS = ("html", "pdf", "xlsx")
_OURS = re.compile(r"(?:(?:place|indicator)-\w+|targets|quality)\.(zh|en)\.(html|pdf|xlsx)")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Kinds:
    """In which languages and formats reports are written."""

    langs: tuple[Lang, ...] = LANGUAGES
    formats: tuple[str, ...] = FORMATS

    def files(self, name: str) -> list[tuple[str, Lang, str]]:
        """The files of a report: name of the file, language, format."""
        return [(f"{name}.{lang}.{kind}", lang, kind) for lang in self.langs for kind in self.formats]

    def wrote(self, file: str) -> bool:
        """Whether a file is, by its name, a report in one of these languages and formats."""
        found = _OURS.fullmatch(file)
        return found is not None and found[1] in self.langs and found[2] in self.formats


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
    where: Dataset | str | Path | None, out: Path, chosen: Kinds | None = None, *, workers: int = 1,
    progress: Progress = lambda _: None,
) -> Path:  # fmt: skip
    """Write all reports of a dataset (one that is open, or as `civstats.open` takes it) and their index into ``out``.

    ``workers`` processes share the work, each of which opens the dataset for itself; a script that asks for more than
    one must begin under ``if __name__ == "__main__"``, and an open dataset is one process's. ``progress`` is given a
    line after each report: ``3/139 place-150626``. Reports of an earlier run in these languages and formats that are
    none any more are removed, other files are left alone; if anything fails, ``out`` stays as it was. Returns the first
    index page, or ``out`` where no pages are written. Raises as `write_reports` does, and DatasetError where there is
    no dataset or a report cannot be made of it.
    """
    chosen = chosen or Kinds()
    ds = where if isinstance(where, Dataset) else open_dataset(where)
    listed = entries(ds, chosen.formats)
    pages = [INDEX[lang] for lang in chosen.langs] if "html" in chosen.formats else []
    beside = frozenset([*pages, *(file for entry in listed for file, _, _ in chosen.files(entry.name))])
    # The longest first, so that the last process to end does not hold a long one.
    names = sorted((entry.name for entry in listed), key=lambda name: name.startswith("place-"))
    with _staged(out, chosen) as folder:
        done: Iterator[str] = (_job(name, folder, chosen, beside, ds) for name in names)
        if workers > 1 and not isinstance(where, Dataset):
            done = _shared(names, where, folder, chosen, beside, workers)
        for number, name in enumerate(done, 1):
            progress(f"{number}/{len(names)} {name}")
        for page, lang in zip(pages, chosen.langs, strict=False):
            folder.joinpath(page).write_bytes(index(listed, lang, edition(ds), ds.descriptor))
    return out / pages[0] if pages else out


def _shared(
    names: Sequence[str], where: str | Path | None, folder: Path, chosen: Kinds, beside: Collection[str], workers: int
) -> Iterator[str]:
    """The names of the reports as processes finish them."""
    # Not forked: DuckDB's threads would not be there in the copy.
    with ProcessPoolExecutor(workers, get_context("spawn"), _open_here, (where,)) as pool:
        jobs = [pool.submit(_job, name, folder, chosen, beside) for name in names]
        try:
            for job in as_completed(jobs):
                yield job.result()
        finally:
            pool.shutdown(cancel_futures=True)


_here: list[Dataset] = []
"""The dataset of a process that shares the work."""


def _open_here(where: str | Path | None) -> None:
    _here[:] = [open_dataset(where)]
    # Charts and models are many objects that live shortly: looking through all of them again and again takes a tenth.
    gc.freeze()
    gc.set_threshold(100_000)


def _job(name: str, folder: Path, chosen: Kinds, beside: Collection[str], ds: Dataset | None = None) -> str:
    try:
        _write(make(ds or _here[0], name), folder, chosen, beside)
    except CivstatsError as error:
        raise DatasetError(f"report {name}: {error}") from None
    return name


def _write(report: Report, folder: Path, chosen: Kinds, beside: Collection[str]) -> None:
    for file, lang, kind in chosen.files(report.name):
        folder.joinpath(file).write_bytes(content(report, lang, kind, beside))


@contextmanager
def _staged(out: Path, old: Kinds | None = None) -> Iterator[Path]:
    """A folder whose files go into ``out`` when all of them are there; ``old``: reports of these kinds leave it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".civstats-", dir=out) as staging:
            folder = Path(staging)
            yield folder
            made = sorted(folder.iterdir())
            for file in made:
                file.replace(out / file.name)
            names = {file.name for file in made}
            for file in sorted(out.iterdir()):
                if old is not None and old.wrote(file.name) and file.name not in names:
                    file.unlink()
    except OSError as error:
        raise LocationError(f"cannot write into {out}: {error.strerror or error}") from None
