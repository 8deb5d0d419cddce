"""What keeps a dataset from being released: each question, and all answers at once.

Every function gives the reasons against, as lines that say what is wrong and, after ``->``, what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from civstats.errors import CivstatsError, UsageError
from civstats.recorded import is_recorded
from civstats.release import changelog, intact
from civstats.release import version as versions
from civstats.release.compare import Change, Diff, diff
from civstats.release.plain import line
from civstats.release.reasons import FILE, Reason

if TYPE_CHECKING:
    from civstats.dataset import Dataset

_SHOWN = 10
_FIRST = versions.Version(1, 0, 0)
_CITED = r"^{}: *['\"]?([^'\"\s]+)"


def rebuilt(dataset: Dataset, raw: Path) -> Iterator[str]:
    """The dataset is what a build of the raw folder makes: same tables, same values, same manifest."""
    from civstats.curate.build import build
    from civstats.dataset import open as open_dataset

    with TemporaryDirectory() as folder:
        try:
            build(raw, Path(folder, "curated"), gate=lambda _: None)  # validity is a question of its own
        except CivstatsError as error:
            yield f"{raw} cannot be built: {error} -> mend it"
            return
        fresh = open_dataset(Path(folder, "curated"))
        found = diff(dataset, fresh, [])
        if found.differs:
            first = next(found.changes(), None)
            where = f", the first is {first.table} {first.key}" if first else " in structure"
            count = found.changed.num_rows + len(found.schema) + found.bag_rows
            yield f"the dataset is not what {raw} makes, it differs in {count} places{where} -> run civstats build"
        elif _described(dataset) != _described(fresh):
            yield f"datapackage.json is not what {raw} and this version of civstats make -> run civstats build"


def _described(dataset: Dataset) -> object:
    """The manifest without what depends on the writer of the files."""
    bytes_only = ("bytes", "hash")
    resources = [
        {name: value for name, value in resource.items() if name not in bytes_only}
        for resource in dataset._manifest["resources"]
        if isinstance(resource, dict)
    ]
    return dataset._manifest | {"resources": resources}


def recorded(dataset: Dataset) -> Iterator[str]:
    """Each file has the size and the SHA-256 that the manifest records; of content hashes `rebuilt` asks."""
    for _, resource in intact.resources(dataset):
        size = len(dataset._where.read_whole(resource["path"]))
        hashed = str(resource.get("hash", "")).startswith("sha256:")
        if resource.get("bytes") != size or not hashed or not is_recorded(dataset._where, resource):
            yield f"{resource['path']} has not the bytes and hash that datapackage.json records -> run civstats build"


def valid(where: Path) -> Iterator[str]:
    """No expectation of severity critical fails."""
    from civstats.validation.run import validate

    found = validate(where)
    if not found.ok:
        yield f"{len(found.failures)} rules of the dataset are broken -> mend what civstats validate {where} shows"


def raised(found: Diff) -> Iterator[str]:
    """The version is higher than the previous one, and by as much as the difference demands."""
    try:
        old, new = map(versions.read, found.versions)
    except UsageError as error:
        yield f"{error} -> set __version__ of civstats and run civstats build"
        return
    needed, has = versions.required_bump(found), versions.bump(old, new)
    if not found.differs:
        yield f"nothing differs from {old} -> there is nothing to release"
    elif versions.LEVELS.index(has) < versions.LEVELS.index(needed):
        wanted = old.raised(needed)
        yield f"{old} to {new} is no rise for a {needed} difference -> make it at least {wanted} and run civstats build"


def explained(found: Diff) -> Iterator[str]:
    """Every revised, renumbered or withdrawn figure or document has a reason, and every reason a change."""
    missing = [f"{_key(change)} ({change.kind})" for change in islice(found.unexplained(), _SHOWN + 1)]
    if missing:
        more = " and more (civstats diff tells all)" if len(missing) > _SHOWN else ""
        yield (
            f"no reason is given for {', '.join(missing[:_SHOWN])}{more} -> write one into {FILE} "
            f"({found.versions[1]},table,key,reason), or into the figure's note"
        )
    unused = [reason for reason in found.unused if reason.version == found.versions[1]]
    for reason in unused[:_SHOWN]:
        yield (
            f"{FILE}, line {reason.line}: {reason.table} {reason.key} was neither revised nor withdrawn "
            "-> correct the key, or remove the line"
        )


def _key(change: Change) -> str:
    return f"{change.table} {change.moved_from or change.key}"


def for_release(reasons: Sequence[Reason], version: str) -> Iterator[str]:
    """No reason is kept for a version that comes only later; it would be taken for one of then."""
    try:
        own = versions.read(version)
    except UsageError:
        return  # told by `raised` or `proper`
    for reason in reasons:
        if versions.read(reason.version) > own:
            yield f"{FILE}, line {reason.line}: {reason.version} is later than {version} -> name the release it is for"


def first(version: str, content: str, name: str, beside: Sequence[str]) -> Iterator[str]:
    """A first release is 1.0.0, and there is no other: not in the changelog ``content``, nor among those ``beside``."""
    if version != str(_FIRST):
        yield (
            f"{line(version) or 'no version'} is no first release, which is {_FIRST} -> name the release before with "
            f"--previous, or set __version__ to {_FIRST} and run civstats build"
        )
    for other in changelog.numbered(content):
        if other != version and versions.read(other) >= _FIRST:
            yield f"{name} has the release {other} -> name the release before with --previous, not --first"
    for other in beside:
        yield f"{other} lies where the release goes -> name it with --previous, not --first; or choose another -o"


def dated(manifest: Mapping[str, Any], day: date | None) -> Iterator[str]:
    """The dataset bears the day that the changelog names."""
    created = str(manifest.get("created", "")).partition("T")[0]
    if created and day is not None and created != day.isoformat():
        yield (
            f"the dataset is dated {created}, the changelog {day.isoformat()} -> write one day into both (released in "
            "civstats/schema/about.toml) and run civstats build"
        )


def cited(content: str, version: str, day: date | None, name: str) -> Iterator[str]:
    """The file for citing names the version that is released, and its day."""
    for field, wanted in (("version", version), ("date-released", day.isoformat() if day else "")):
        match = re.search(_CITED.format(field), content, re.MULTILINE)
        if wanted and (match is None or match[1] != wanted):
            yield f"{name} has {field} {match[1] if match else 'none'} -> write {field}: {wanted}"
