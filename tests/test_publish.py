"""Publishing all or nothing: killed, out of space, interrupted, at the same time, and over a user's files."""

from __future__ import annotations

import ctypes
import errno
import itertools
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest

from civstats import publish
from civstats.errors import LocationError
from civstats.publish import publication, settle

posix = pytest.mark.skipif(os.name == "nt", reason="symlinks, pipes and modes are of POSIX")
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
# From Python 3.12 on, fork warns if other tests left threads behind; the children here touch none of them.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

README = "what a user wrote"


# ---- a small dataset, and a reader that is strict


def names(version: int) -> list[str]:
    """Each version has a table that no other has, so that a mix shows even in the names."""
    return ["a.parquet", f"only{version}.parquet"]


def content(name: str, version: int) -> bytes:
    return f"{name} {version}\n".encode() * 50


def write(folder: Path, version: int) -> None:
    files = {name: content(name, version) for name in names(version)}
    files["datapackage.json"] = json.dumps({"version": version, "files": names(version)}).encode()
    for name, data in files.items():
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o666)
        half = len(data) // 2
        os.write(handle, data[:half])
        os.write(handle, data[half:])
        os.close(handle)


def read(folder: Path) -> int | None:
    """The version that stands in the folder; None if there is none; fails unless it is whole and unmixed."""
    if not folder.exists():
        return None
    manifest = json.loads((folder / "datapackage.json").read_bytes())
    version = manifest["version"]
    assert isinstance(version, int)
    tables = sorted(path.name for path in folder.iterdir() if path.suffix == ".parquet")
    assert tables == sorted(manifest["files"]) == sorted(names(version))
    for name in tables:
        assert (folder / name).read_bytes() == content(name, version)
    return version


def owns(folder: Path) -> bool:
    return (folder / "datapackage.json").is_file()


def build(target: Path, version: int, during: Callable[[], object] | None = None) -> None:
    with publication(target, owns=owns) as staging:
        write(staging, version)
        if during is not None:
            during()


def old_dataset(target: Path) -> None:
    """Version 1 with what a user may have put into its folder."""
    target.mkdir()
    write(target, 1)
    (target / "README.md").write_text(README)
    (target / "notes").mkdir()
    (target / "notes" / "own.parquet").write_text(README)


def has_user_files(target: Path) -> bool:
    texts = [(target / name).read_text() for name in ("README.md", "notes/own.parquet")]
    return texts == [README, README]


def beside(target: Path) -> set[str]:
    return {path.name for path in target.parent.iterdir()} - {target.name}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(params=["exchange", "fallback"])
def mode(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with the swap in one step and with the fallback of two renames."""
    if request.param == "fallback":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    else:
        require_exchange(tmp_path)
    return str(request.param)


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the time of `os.fsync`: a kill, other than a power cut, loses nothing that was written."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def require_exchange(folder: Path) -> None:
    one, other = folder / "one", folder / "other"
    one.mkdir()
    other.mkdir()
    able = publish._exchange(one, other)
    one.rmdir()
    other.rmdir()
    if not able:
        pytest.skip("this system cannot swap two folders")


# ---- processes and stops at a step


def in_child(work: Callable[[], object]) -> int:
    """Run ``work`` in a process of its own; its exit code, negative for a signal."""
    return wait(start_child(work))


def start_child(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        signal.alarm(60)  # should the test fail, nobody may be left to wait for
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_self() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


CALLS = [
    "open",
    "write",
    "fsync",
    "mkdir",
    "rmdir",
    "rename",
    "replace",
    "unlink",
    "link",
    "symlink",
    "chmod",
]


@contextmanager
def stop_at(step: int, act: Callable[[], object]) -> Iterator[None]:
    """Call ``act`` at the step of that number, odd steps are before a file-system call, even after."""
    steps = itertools.count(1)

    def tick() -> None:
        if next(steps) == step:
            act()

    def wrapped(call: Callable[..., Any]) -> Callable[..., Any]:
        def around(*args: Any, **kwargs: Any) -> Any:
            tick()
            try:
                return call(*args, **kwargs)
            finally:
                tick()

        return around

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, wrapped(getattr(os, name)))
        patch.setattr(publish, "_exchange", wrapped(publish._exchange))
        yield


def stopped_build(target: Path, step: int, act: Callable[[], object]) -> None:
    with stop_at(step, act):
        build(target, 2)


# ---- tests


def test_a_new_dataset_takes_the_place_of_the_old(target: Path, mode: str) -> None:
    old_dataset(target)
    build(target, 2)
    assert read(target) == 2
    assert has_user_files(target)
    build(target, 3)
    assert read(target) == 3
    assert has_user_files(target)
    assert beside(target) == {".data.lock"}


@pytest.mark.parametrize("before", ["nothing", "an empty folder"])
def test_the_first_publication(target: Path, mode: str, before: str) -> None:
    if before == "an empty folder":
        target.mkdir()
    build(target, 1)
    assert read(target) == 1
    assert beside(target) == {".data.lock"}


def test_missing_parents_are_made(tmp_path: Path) -> None:
    build(tmp_path / "some" / "where" / "data", 1)
    assert read(tmp_path / "some" / "where" / "data") == 1


def start(target: Path, case: str, mode: str) -> None:
    target.parent.mkdir()
    if case == "again":
        old_dataset(target)
    elif case == "after a kill":
        write_half = target.with_name(".data.new")
        write_half.mkdir()
        (write_half / "a.parquet").touch()
        old_dataset(target if mode == "exchange" else target.with_name(".data.old"))


@needs_fork
@pytest.mark.usefixtures("no_disk")
@pytest.mark.parametrize("case", ["first", "again", "after a kill"])
def test_kill_at_every_step(tmp_path: Path, mode: str, case: str) -> None:
    allowed: set[int | None] = {None, 2} if case == "first" else {1, 2}
    seen = set()
    undone = 0
    # Only before each call: what is on the disk after it is what is there before the next.
    for step in itertools.count(1, 2):
        target = tmp_path / str(step) / "data"
        start(target, case, mode)
        code = in_child(partial(stopped_build, target, step, kill_self))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        backup = target.with_name(".data.old")
        assert read(backup) in {None, 1}  # never half of it, as somebody may put it back
        if mode == "fallback" and backup.exists() and not target.exists():
            undone += 1
            # Here it matters who comes first, a build or a reader: both are tried.
            copy = tmp_path / f"copy{step}" / "data"
            shutil.copytree(target.parent, copy.parent)
            go_on(copy, allowed, case)
            settle(target)
        version = read(target)
        assert version in allowed
        seen.add(version)
        settle(target)
        assert read(target) == version
        go_on(target, allowed, case)
    assert read(target) == 2
    assert seen == allowed
    assert step > (20 if case == "first" else 50)
    assert (undone > 0) == (mode == "fallback" and case != "first")


def go_on(target: Path, allowed: set[int | None], case: str) -> None:
    """The next build finds a whole dataset, replaces it, and leaves nothing beside it."""
    build(target, 3, during=partial(check, target, allowed))
    assert read(target) == 3
    assert case == "first" or has_user_files(target)
    assert beside(target) == {".data.lock"}


def check(target: Path, allowed: set[int | None]) -> None:
    assert read(target) in allowed


def attempt(work: Callable[[], object]) -> BaseException | None:
    try:
        work()
    except (LocationError, KeyboardInterrupt) as error:
        return error
    return None


@pytest.mark.usefixtures("no_disk")
def test_no_space_at_every_step(tmp_path: Path, mode: str) -> None:
    results = []
    for step in itertools.count(1, 2):  # only before a call: one that failed has done nothing
        target = tmp_path / str(step) / "data"
        start(target, "again", mode)
        hits: list[int] = []

        def no_space(hits: list[int] = hits, step: int = step) -> NoReturn:
            hits.append(step)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        error = attempt(partial(stopped_build, target, step, no_space))
        if error is None:
            assert read(target) == 2
        else:
            assert isinstance(error, LocationError)
            assert isinstance(error.__cause__, OSError)
            assert f"cannot publish to {target}: " in str(error)
            assert "bytes are free" in str(error)
            assert read(target) == 1
            assert beside(target) <= {".data.lock"}
        assert has_user_files(target)
        build(target, 3)
        assert read(target) == 3
        assert has_user_files(target)
        assert beside(target) == {".data.lock"}
        if not hits:
            break
        results.append(error is None)
    assert results.count(False) > 10
    assert results.count(True) > 5


def interrupt() -> NoReturn:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("no_disk")
def test_interrupt_at_every_step(tmp_path: Path, mode: str) -> None:
    for step in itertools.count(1):
        target = tmp_path / str(step) / "data"
        start(target, "again", mode)
        error = attempt(partial(stopped_build, target, step, interrupt))
        if error is None:
            break
        assert isinstance(error, KeyboardInterrupt)
        assert read(target) in {1, 2}
        assert read(target) == 2 or beside(target) <= {".data.lock"}
        build(target, 3)
        assert read(target) == 3
        assert has_user_files(target)
        assert beside(target) == {".data.lock"}
    assert step > 50


def test_an_error_of_the_body_passes_unchanged(target: Path, mode: str) -> None:
    old_dataset(target)
    mine = ValueError("of the body")

    def fail() -> None:
        raise mine

    with pytest.raises(ValueError, match="of the body") as caught:
        build(target, 2, during=fail)
    assert caught.value is mine
    assert read(target) == 1
    assert beside(target) == {".data.lock"}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if sys.platform != "linux" or mount is None or umount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run([umount, str(disk)], check=True)


@pytest.mark.parametrize("size", [40_000, 200_000])
def test_a_disk_that_is_full(tiny_disk: Path, size: int) -> None:
    target = tiny_disk / "data"
    old_dataset(target)
    with pytest.raises(LocationError, match=r"bytes are free") as caught:
        build(target, 2, during=lambda: (tiny_disk / ".data.new" / "big.parquet").write_bytes(bytes(size)))
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOSPC
    assert read(target) == 1
    assert has_user_files(target)
    assert beside(target) == {".data.lock"}


@pytest.mark.parametrize("first", [False, True])
def test_all_is_on_the_disk_before_the_swap(
    target: Path, mode: str, first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not first:
        old_dataset(target)
    events: list[object] = []
    swap, rmtree, fsync = publish._swap, shutil.rmtree, os.fsync

    def noted_swap(staging: Path, place: Path) -> None:
        events.append("swap")
        swap(staging, place)

    def noted_fsync(handle: int) -> None:
        fsync(handle)
        events.append(os.fstat(handle).st_ino)

    def noted_rmtree(path: Path) -> None:
        if path.exists():
            events.append("remove")
        rmtree(path)

    monkeypatch.setattr(publish, "_swap", noted_swap)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(shutil, "rmtree", noted_rmtree)
    build(target, 2)
    at = events.index("swap")
    assert {path.stat().st_ino for path in [target, *target.rglob("*")]} <= set(events[:at])
    assert events[at + 1 :] == [target.parent.stat().st_ino] + ["remove"] * (not first)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EIO])
def test_errors_of_fsync(target: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that cannot sync folders says EINVAL; any other error means that the files may not be there."""

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))

    old_dataset(target)
    monkeypatch.setattr(os, "fsync", fsync)
    error = attempt(partial(build, target, 2))
    assert (error is None) == (code == errno.EINVAL)
    assert read(target) == (2 if error is None else 1)
    assert beside(target) == {".data.lock"}


@needs_fork
def test_a_second_build_is_refused(target: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "LOCK_SECONDS", 0.01)
    old_dataset(target)
    (inside, ready), (go, release) = os.pipe(), os.pipe()
    child = start_child(lambda: build(target, 2, during=lambda: (os.write(ready, b"!"), os.read(go, 1))))
    os.read(inside, 1)
    for path in (target, target.parent / "." / "data"):
        with pytest.raises(LocationError, match="another build is running"):
            build(path, 3)
        settle(path)
    assert read(target) == 1
    assert beside(target) == {".data.lock", ".data.new"}
    os.write(release, b"!")
    assert wait(child) == 0
    assert read(target) == 2
    build(target, 3)
    assert read(target) == 3


def test_a_second_build_of_the_same_process_is_refused(target: Path) -> None:
    old_dataset(target)

    def again() -> None:
        with pytest.raises(LocationError, match="another build is running"):
            build(target, 3)

    build(target, 2, during=again)
    assert read(target) == 2


@needs_fork
def test_a_killed_build_holds_no_lock(target: Path) -> None:
    old_dataset(target)
    assert in_child(lambda: build(target, 2, during=kill_self)) == -signal.SIGKILL
    assert read(target) == 1
    assert beside(target) == {".data.lock", ".data.new"}
    build(target, 3)
    assert read(target) == 3
    assert beside(target) == {".data.lock"}


@needs_fork
def test_settle_does_not_disturb_a_build_between_its_two_renames(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    old_dataset(target)
    (inside, ready), (go, release) = os.pipe(), os.pipe()
    rename = Path.rename

    def slow(source: Path, into: Path) -> Path:
        if into == target:
            os.write(ready, b"!")
            os.read(go, 1)
        return rename(source, into)

    def work() -> None:
        monkeypatch.setattr(Path, "rename", slow)
        build(target, 2)

    child = start_child(work)
    os.read(inside, 1)
    settle(target)
    assert not target.exists()
    assert beside(target) == {".data.lock", ".data.new", ".data.old"}
    os.write(release, b"!")
    assert wait(child) == 0
    assert read(target) == 2
    assert has_user_files(target)
    assert beside(target) == {".data.lock"}


@needs_fork
def test_a_build_waits_for_a_reader_that_settles(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_dataset(target.with_name(".data.old"))
    inside, ready = os.pipe()

    def slow(place: Path) -> None:
        os.write(ready, b"!")
        time.sleep(0.1)

    def work() -> None:
        monkeypatch.setattr(publish, "_restore", slow)
        settle(target)

    child = start_child(work)
    os.read(inside, 1)
    build(target, 2)
    assert wait(child) == 0
    assert read(target) == 2
    assert has_user_files(target)


def test_settle_removes_nothing(target: Path) -> None:
    old_dataset(target)
    target.with_name(".data.new").mkdir()
    target.with_name(".data.old").mkdir()
    settle(target)
    assert beside(target) == {".data.new", ".data.old"}
    shutil.rmtree(target)
    target.with_name(".data.old").rmdir()
    settle(target)
    assert beside(target) == {".data.new"}


@pytest.mark.parametrize("by", ["a reader", "a build"])
@pytest.mark.parametrize("since", ["nothing", "an empty folder"])
def test_a_backup_without_a_dataset_is_put_back(target: Path, by: str, since: str) -> None:
    old_dataset(target.with_name(".data.old"))
    if since == "an empty folder" and by == "a build":
        target.mkdir()
    if by == "a reader":
        settle(target)
    else:
        build(target, 2, during=lambda: check(target, {1}))
    assert read(target) == (1 if by == "a reader" else 2)
    assert has_user_files(target)
    assert beside(target) == {".data.lock"}


@needs_fork
def test_readers_always_find_a_whole_folder(tmp_path: Path) -> None:
    """With the exchange no open ever fails, and a reader with the same manifest before and after has no mix.

    The tables have the same names in all versions here: else a reader that crosses a swap asks for a table
    of the version that it began with.
    """
    require_exchange(tmp_path)
    target = tmp_path / "data"
    tables = [f"{letter}.parquet" for letter in "abcd"]

    def same_names(version: int) -> None:
        with publication(target, owns=owns) as staging:
            for name in [*tables, "datapackage.json"]:
                (staging / name).write_text(f"{version}\n" * 500)

    def version_in(name: str) -> str:
        lines = (target / name).read_text().split("\n")
        assert lines.pop() == ""
        assert len(lines) == 500
        assert len(set(lines)) == 1
        return lines[0]

    def reader() -> None:
        stop = False
        whole = lists = 0
        while not stop:
            stop = (tmp_path / "stop").exists()
            folder = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
            listed = set(os.listdir(folder))  # noqa: PTH208 -- of the open folder, not of its path
            if os.fstat(folder).st_ino == target.stat().st_ino:
                assert listed == {*tables, "datapackage.json"}
                lists += 1
            os.close(folder)
            before = version_in("datapackage.json")
            versions = {version_in(name) for name in tables}
            if before == version_in("datapackage.json"):
                assert versions == {before}
                whole += 1
        assert whole > 20
        assert lists > 20

    same_names(0)
    child = start_child(reader)
    for version in range(1, 201):
        same_names(version)
    (tmp_path / "stop").touch()
    assert wait(child) == 0


@needs_fork
def test_builds_that_fight_for_the_place(target: Path, mode: str) -> None:
    """Each of two processes either publishes or is told why not; what stands is always whole."""

    def fighter(first: int) -> None:
        errors = [
            attempt(partial(build, target, version, during=partial(read, target)))
            for version in range(first, first + 40)
        ]
        assert None in errors
        assert all("another build is running" in str(error) for error in errors if error)

    build(target, 1)
    children = [start_child(lambda: fighter(1000)), start_child(lambda: fighter(2000))]
    assert [wait(child) for child in children] == [0, 0]
    assert read(target) in {1039, 2039}
    assert beside(target) == {".data.lock"}


def test_a_foreign_folder_is_refused(target: Path) -> None:
    target.mkdir()
    (target / "thesis.parquet").write_text(README)
    with pytest.raises(LocationError, match="choose another folder with --out"):
        build(target, 1)
    assert [path.name for path in target.iterdir()] == ["thesis.parquet"]
    assert beside(target) == set()


def test_a_foreign_folder_of_the_reserved_name_is_kept(target: Path) -> None:
    target.with_name(".data.old").mkdir()
    target.with_name(".data.old").joinpath("thesis.parquet").write_text(README)
    with pytest.raises(LocationError, match="no dataset of civstats"):
        build(target, 1)
    assert (target / "thesis.parquet").read_text() == README


def test_a_folder_that_became_foreign_during_the_build_is_kept(target: Path) -> None:
    target.mkdir()
    with pytest.raises(LocationError, match="no dataset of civstats"):
        build(target, 1, during=lambda: (target / "thesis.parquet").write_text(README))
    assert (target / "thesis.parquet").read_text() == README
    assert beside(target) == {".data.lock"}


def test_a_file_as_target_is_refused(target: Path) -> None:
    target.write_text(README)
    with pytest.raises(LocationError, match="is a file"):
        build(target, 1)
    assert target.read_text() == README
    assert beside(target) == set()


def test_a_file_as_parent_is_refused(target: Path) -> None:
    target.write_text(README)
    with pytest.raises(LocationError, match="nothing there was changed"):
        build(target / "data", 1)


@posix
def test_a_symlink_is_followed(tmp_path: Path, mode: str) -> None:
    real = tmp_path / "disk" / "real"
    real.parent.mkdir()
    old_dataset(real)
    link = tmp_path / "data"
    link.symlink_to(real)
    build(link, 2)
    assert link.is_symlink()
    assert read(real) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"disk", "data"}
    assert beside(real) == {".real.lock"}


@posix
def test_what_a_user_put_there_goes_along(target: Path, mode: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text(README)
    old_dataset(target)
    (target / "tables").mkdir()
    (target / "tables" / "stale.parquet").write_text("old table")
    (target / "tables" / "datapackage.json").write_text("old manifest")
    (target / "tables" / "remark.txt").write_text(README)
    (target / "stale.parquet").mkdir()
    (target / "linked").mkdir()
    (target / "linked" / "stray").touch()
    (target / "link").symlink_to(outside)
    (target / "dangling").symlink_to("nowhere")
    (target / "file").symlink_to(outside / "secret")
    (target / "same.txt").write_text("of the user")
    os.utime(target / "README.md", (1, 1))
    os.mkfifo(target / "pipe")
    (target / "notes").chmod(0o750)

    with publication(target, owns=owns) as staging:
        write(staging, 2)
        (staging / "tables").mkdir()
        (staging / "tables" / "new.parquet").write_text("new table")
        (staging / "same.txt").write_text("of the build")
        (staging / "linked").symlink_to(outside)
        (target / "late.txt").write_text(README)

    assert read(target) == 2
    assert has_user_files(target)
    assert (target / "late.txt").read_text() == README
    assert (target / "README.md").stat().st_mtime == 1
    assert stat.S_IMODE((target / "notes").stat().st_mode) == 0o750
    assert {path.name for path in (target / "tables").iterdir()} == {"new.parquet", "remark.txt"}
    assert not (target / "stale.parquet").exists()
    assert (target / "link").readlink() == outside
    assert (target / "dangling").readlink() == Path("nowhere")
    assert (target / "file").readlink() == outside / "secret"
    assert (target / "pipe").is_fifo()
    assert (target / "same.txt").read_text() == "of the build"
    assert [path.name for path in outside.iterdir()] == ["secret"]
    assert (outside / "secret").read_text() == README


@posix
def test_without_hard_links_files_are_copied(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*args: object, **kwargs: object) -> NoReturn:
        raise OSError(errno.EPERM, "no hard links here")

    old_dataset(target)
    (target / "link").symlink_to("README.md")
    monkeypatch.setattr(os, "link", no_links)
    build(target, 2)
    assert has_user_files(target)
    assert (target / "link").readlink() == Path("README.md")


@posix
def test_the_modes_are_those_of_the_umask_or_of_the_old_folder(target: Path, mode: str) -> None:
    mask = os.umask(0o022)
    try:
        build(target, 1)
        assert stat.S_IMODE(target.stat().st_mode) == 0o755
        assert stat.S_IMODE((target / "a.parquet").stat().st_mode) == 0o644
        target.chmod(0o2770)
        build(target, 2)
        assert stat.S_IMODE(target.stat().st_mode) == 0o2770
    finally:
        os.umask(mask)


@needs_fork
def test_as_a_user_without_all_rights() -> None:
    """In a child, since root may write everywhere: a closed parent, and protected files of a user."""
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    free, closed = base / "free", base / "closed"

    def work() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        old_dataset(free / "data")
        notes, readme = free / "data" / "notes", free / "data" / "README.md"
        notes.chmod(0o555)
        readme.chmod(0o000)
        for version in (2, 3):
            build(free / "data", version)
        assert read(free / "data") == 3
        assert stat.S_IMODE(notes.stat().st_mode) == 0o555
        assert stat.S_IMODE(readme.stat().st_mode) == 0
        readme.chmod(0o600)
        assert has_user_files(free / "data")
        assert beside(free / "data") == {".data.lock"}

        for name in ("data", "first"):
            with pytest.raises(LocationError, match=r"make .* writable"):
                build(closed / name, 2)
        settle(closed / "lost")
        assert {path.name for path in closed.iterdir()} == {"data", ".lost.old"}
        assert read(closed / "data") == 1

    try:
        free.mkdir()
        free.chmod(0o777)
        closed.mkdir()
        old_dataset(closed / "data")
        (closed / ".lost.old").mkdir()
        closed.chmod(0o555)
        assert in_child(work) == 0
    finally:
        closed.chmod(0o755)
        shutil.rmtree(base)


class Libc:
    """A C library whose renameat2 fails with an error."""

    def __init__(self, code: int) -> None:
        self.code = code

    def renameat2(self, *args: object) -> int:
        ctypes.set_errno(self.code)
        return -1


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is of Linux")
@pytest.mark.parametrize("code", [0, errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP, errno.EPERM])
def test_where_the_system_cannot_swap(target: Path, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno: Libc(code) if code else object())
    old_dataset(target)
    build(target, 2)
    assert read(target) == 2
    assert has_user_files(target)
    assert beside(target) == {".data.lock"}


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is of Linux")
def test_an_error_of_the_swap_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno: Libc(errno.EBUSY))
    old_dataset(target)
    with pytest.raises(LocationError, match="mount point"):
        build(target, 2)
    assert read(target) == 1
    assert beside(target) == {".data.lock"}
