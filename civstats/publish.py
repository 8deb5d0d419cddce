"""Publishing a folder of files all or nothing.

The new folder is built beside the old one and takes its place in one step, so that a kill, a full disk or a
second build at any moment leaves the old dataset whole or the new one standing.  Beside a folder ``NAME``
three names are reserved, siblings because only within one file system a rename is one step:

``.NAME.new``   staging; never read, and removed by whoever holds the lock next
``.NAME.old``   the whole old folder, only where the system cannot swap two folders; see `_swap`
``.NAME.lock``  held by the running build; the file stays when the build is over, because removing it would
                let one build lock the removed file and the next one a fresh file of that name, both at once
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from civstats.errors import LocationError

# How long a build waits for the lock: not for another build, only for a reader that is inside `settle`.
LOCK_SECONDS = 0.5
AT_FDCWD, RENAME_EXCHANGE = -100, 2
# What renameat2 answers where it cannot swap: an old kernel, a file system without it, an overlay, a sandbox.
CANNOT_SWAP = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP, errno.EPERM}
OURS = {"datapackage.json", "croissant.json"}
"""The files beside the tables that a build writes."""
DISK_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def publication(target: Path, *, owns: Callable[[Path], bool]) -> Iterator[Path]:
    """Hold the lock of ``target``, yield an empty staging folder, and on normal exit put it in the place.

    On any exception the staging folder is removed and ``target`` stays as it was.  An `OSError`, be it of
    the body, becomes a `LocationError` that says what to do; all other exceptions pass unchanged.  ``owns``
    tells whether a folder is a dataset of ours; others with something in them are refused.  A ``target`` that
    is a symlink is followed.  What a user put into the old folder goes along, see `_carry_over`.

    The swap is one step for each path, not for a reader that opens several: between two of them it may cross
    from the old dataset to the new, and the old one's files go then (open ones stay readable).  Who needs all
    of one version compares the manifest before and after, and starts again if it changed or a file was gone.
    """
    place = Path(os.path.realpath(target))  # a path and a symlink to it share lock and staging
    staging = _beside(place, "new")
    with _errors_explained(place):
        # Before the lock too, so that a mistaken --out does not even get a lock file beside it.
        _refuse_foreign(place, owns)
        place.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(_beside(place, "lock")).acquire(timeout=LOCK_SECONDS):
            _repair(place)
            try:
                staging.mkdir()
                yield staging
                _sync(staging, *staging.rglob("*"))
                _refuse_foreign(place, owns)  # a build takes minutes, in which the place may have changed
                if os.path.lexists(place):
                    # Only now, after the long sync, lest a file that a user puts there meanwhile be missed.
                    _carry_over(place, staging)
                    staging.chmod(stat.S_IMODE(place.stat().st_mode) | stat.S_IRWXU)
                    _sync(staging, *staging.rglob("*"))
                _swap(staging, place)
                # The new one stands: what fails from here on is no reason to say that the build failed.
                with suppress(OSError):
                    _sync(place.parent)  # before the old one goes, lest a power cut leave neither
            finally:
                with suppress(OSError):  # the next publication removes what is left
                    _repair(place)


def settle(target: Path) -> None:
    """Put back the old dataset that a killed build left as ``.NAME.old`` (see `_swap`).

    For readers that find no dataset at ``target``; they look again afterwards.  It does something only if
    there is nothing at ``target``, there is a backup, and the lock is free; it looks again under the lock,
    since a running build between its two renames looks the same, and holds the lock until all is in place.
    It removes nothing (`publication` repairs by itself), and where it may not write it does nothing.
    """
    place = Path(os.path.realpath(target))
    with suppress(OSError):  # a Timeout of the lock is one too
        if os.path.lexists(_beside(place, "old")) and not os.path.lexists(place):
            with FileLock(_beside(place, "lock")).acquire(timeout=0):
                _restore(place)


def _beside(place: Path, role: str) -> Path:
    return place.parent / f".{place.name}.{role}"


@contextmanager
def _errors_explained(place: Path) -> Iterator[None]:
    """Turn an `OSError` into a `LocationError`; after the clean-up, to count all space a build has."""
    try:
        yield
    except Timeout:
        text = f"another build is running on {place}; this one changed nothing -> wait until it is over"
        raise LocationError(text) from None
    except OSError as error:
        todo = "choose another folder"
        if error.errno in DISK_FULL:
            with suppress(OSError):
                todo = f"free some space ({shutil.disk_usage(place.parent).free} bytes are free) or {todo}"
        elif error.errno in {errno.EBUSY, errno.EXDEV}:
            todo += "; a mount point cannot be replaced, a folder inside it can"
        elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
            todo = f"make {place.parent} writable, close programs that hold its files open, or {todo}"
        text = f"cannot publish to {place}: {error}; nothing there was changed -> {todo}"
        raise LocationError(text) from error


def _refuse_foreign(place: Path, owns: Callable[[Path], bool]) -> None:
    if place.is_file():
        raise LocationError(f"{place} is a file; nothing was changed -> choose a folder with another --out")
    if place.exists() and any(place.iterdir()) and not owns(place):
        text = f"{place} holds files, but no dataset of civstats; nothing was changed"
        raise LocationError(f"{text} -> choose another folder with --out, or empty this one")


def _restore(place: Path) -> None:
    """Put the backup back if nothing took its place; for holders of the lock."""
    if os.path.lexists(_beside(place, "old")):
        with suppress(OSError):
            place.rmdir()  # an empty folder made since, and nothing else, gives way
        if not os.path.lexists(place):
            _beside(place, "old").rename(place)


def _repair(place: Path) -> None:
    """Bring what a stopped publication left into order: one whole dataset or none, nothing beside it."""
    staging = _beside(place, "new")
    _restore(place)
    _remove(staging)
    with suppress(FileNotFoundError):
        # Not removed under its own name: half of it must never look like a dataset to put back.
        _beside(place, "old").rename(staging)
        _remove(staging)


def _remove(folder: Path) -> None:
    for top, _, _ in os.walk(folder):
        with suppress(PermissionError):
            Path(top).chmod(stat.S_IRWXU)  # a write-protected folder of a user, carried over, else stays
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _carry_over(old: Path, new: Path, *, ours: bool = True) -> None:
    """Take along what is only in the old folder, like the README.md of a user: nothing of theirs gets lost.

    Tables (``.parquet``) and what describes them (`OURS`) stay behind: a table that is no longer built must
    go.  But a folder that is only in the old one is the user's (not ``ours``) and goes along whole.
    Files are hard linked where possible, which keeps owners and what is being edited; symlinks stay symlinks.
    """
    for source in old.iterdir():
        into = new / source.name
        is_folder = source.is_dir() and not source.is_symlink()
        if ours and (into.suffix == ".parquet" or into.name in OURS):
            continue
        if is_folder and into.is_dir() and not into.is_symlink():
            _carry_over(source, into)
        elif is_folder and not os.path.lexists(into):
            into.mkdir()
            _carry_over(source, into, ours=False)
            shutil.copystat(source, into)
        elif not os.path.lexists(into):
            try:
                os.link(source, into, follow_symlinks=False)
            except (OSError, NotImplementedError):  # no hard links there, or a file of another user
                shutil.copy2(source, into, follow_symlinks=False)


def _sync(*paths: Path) -> None:
    """Write files and folders to the disk, so that not even a power cut leaves a torn file."""
    windows = os.name == "nt"  # which syncs only what is open for writing, and no folders
    for path in paths:
        kind = stat.S_IFMT(path.lstat().st_mode)
        if kind not in ({stat.S_IFREG} if windows else {stat.S_IFREG, stat.S_IFDIR}):
            continue  # opening a pipe of a user would wait for ever
        with suppress(PermissionError):  # carried over, and only its owner may read it: nothing that we wrote
            handle = os.open(path, os.O_RDWR if windows else os.O_RDONLY)
            try:
                os.fsync(handle)
            except OSError as error:
                if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # a network disk that syncs no folders
                    raise
            finally:
                os.close(handle)


def _swap(staging: Path, place: Path) -> None:
    """Put ``staging`` in the place; if not in one step, then so that `_restore` can undo the first of two."""
    if os.path.lexists(place):
        if _exchange(staging, place):
            return
        place.rename(_beside(place, "old"))
    staging.rename(place)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False, with nothing done, where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # an old or unusual C library
        return False
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in CANNOT_SWAP:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))
