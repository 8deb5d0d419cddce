"""Making a release: all questions asked, then all files written, or none.

A release is a folder ``civstats-<version>`` with the zip, SHA256SUMS, and the differences from the version before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from civstats import publish
from civstats.errors import CivstatsError, LocationError, UsageError
from civstats.release import changelog, checks, intact, jsonfile, pack, reasons
from civstats.release.compare import Diff, diff
from civstats.schema import croissant
from civstats.schema.datapackage import FILE_NAME

if TYPE_CHECKING:
    from civstats.dataset import Dataset


_RELEASE = re.compile(r"civstats-\d+\.\d+\.\d+(\.zip)?")
"""The name of a release; wheels, which may lie beside it, have longer ones."""


class ReleaseError(CivstatsError):
    """A dataset that was not released; ``reasons`` are all reasons against, each with what to do."""

    def __init__(self, version: str, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        count = len(self.reasons)
        head = f"civstats {version} is not released: {count} reason{'s' if count != 1 else ''}; nothing was written"
        super().__init__("\n".join([head, *self.reasons]))


@dataclass(frozen=True)
class Release:
    """What was made: the folder, the files in it, and the difference (None for a first release)."""

    folder: Path
    files: tuple[str, ...]
    difference: Diff | None


def release(
    previous: str | Path | None,
    out: Path,
    *,
    data: Path = Path("data/curated"),
    raw: Path = Path("data/raw"),
    log: Path = Path("CHANGELOG.md"),
    progress: Callable[[str], None] = lambda _: None,
) -> Release:
    """Release the dataset in the folder ``data`` to ``out``/civstats-<version>.

    ``previous`` is the release before, as `civstats.open` takes it; None for a first one. Beside the changelog ``log``
    stands CITATION.cff. Raises ReleaseError with every reason against it, DatasetError where ``data`` or ``previous``
    is no dataset or a damaged one, UsageError where an extra or a file is lacking, and LocationError where ``out``
    cannot be written; in each case nothing is written.
    """
    from civstats.dataset import open as open_dataset
    from civstats.release.page import page  # before all work: it needs an extra
    from civstats.validation.run import require_engine

    require_engine()
    dataset = open_dataset(data)
    version = dataset.version
    folder = out / f"civstats-{version}"
    if folder.exists():
        raise LocationError(f"{folder} is there, and a release is made once -> raise the version, or choose another -o")
    written, citation = _text(log), _text(log.parent / "CITATION.cff")
    against, given = _given(raw)
    intact.refuse_damaged(dataset)
    against += checks.recorded(dataset)
    found = None
    if previous is None:
        against += checks.first(version, written, log.name, _beside(folder))
    else:
        progress("comparing with the previous release")
        before = open_dataset(previous)
        intact.refuse_damaged(before)  # from afar too: what is damaged there would be published as a revision
        found = diff(before, dataset, given)
        against += [*checks.raised(found), *checks.explained(found)]
    against += checks.for_release(given, version)
    against += changelog.problems(written, version, log.name)
    against += checks.dated(dataset._manifest, changelog.day_of(written, version))
    against += checks.cited(citation, version, changelog.day_of(written, version), "CITATION.cff")
    progress("rebuilding from the raw documents")
    against += checks.rebuilt(dataset, raw)
    progress("validating")
    against += checks.valid(data)
    day = changelog.day_of(written, version)
    if against or day is None:
        raise ReleaseError(version, against)

    files = _files(dataset, day, differs=found is not None) | {
        "CHANGELOG.md": written.encode(),
        "CITATION.cff": citation.encode(),
    }
    differences: dict[str, bytes] = {}
    if found is not None:
        differences = {"diff.json": "".join(jsonfile.lines(found)).encode(), "diff.html": page(found)}
    if given:
        differences[reasons.FILE] = (raw / reasons.FILE).read_bytes()
    name = f"civstats-{version}.zip"
    made = {name: pack.zipped(files | differences, day)} | {
        key: content for key, content in differences.items() if key != reasons.FILE
    }
    made["SHA256SUMS"] = _sums(made).encode()
    with publish.publication(folder, owns=lambda _: False) as staging:
        for file, content in made.items():
            (staging / file).write_bytes(content)
    return Release(folder, tuple(sorted(made)), found)


def _beside(folder: Path) -> list[str]:
    """The other releases where ``folder`` is to be."""
    beside = [path.name for path in folder.parent.glob("civstats-*") if path.name != folder.name]
    return sorted(name for name in beside if _RELEASE.fullmatch(name))


def _given(raw: Path) -> tuple[list[str], list[reasons.Reason]]:
    """The reasons beside the raw documents; what is wrong with them is a reason against the release."""
    if not (raw / reasons.FILE).exists():
        return [], []
    try:
        return [], reasons.read(raw / reasons.FILE)
    except reasons.ReasonsError as error:
        return list(map(str, error.problems)), []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        todo = f"run it where {path.name} is, or name --changelog"
        raise UsageError(f"cannot read {path}: {error.strerror} -> {todo}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 -> save it as UTF-8") from None


def _files(dataset: Dataset, day: date, *, differs: bool) -> dict[str, bytes]:
    """The dataset and what explains it. Only what the manifest names goes along, whatever else lies in the folder."""
    from civstats import location

    manifest = dataset._manifest
    names = [FILE_NAME, *location.files(manifest).values()]
    files = {name: dataset._where.read_whole(name) for name in names}
    told = {
        "README.md": pack.readme(manifest, day, differs=differs),
        "LICENSE": pack.licence(manifest),
        croissant.FILE_NAME: croissant.to_json(manifest),
    }
    return files | {name: content.encode() for name, content in told.items()}


def _sums(files: dict[str, bytes]) -> str:
    """The hashes as ``sha256sum --check`` reads them."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
