"""On a full disk every format says so, once, and leaves nothing behind."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from civstats.export import FORMATS

_SIZES = ("300k", "4500k")
"""DuckDB fails on the one while it writes rows, on the other at the end of its work."""


@pytest.fixture(params=_SIZES)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A disk of this size; skipped where this user may not mount one."""
    where = tmp_path / "disk"
    where.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={request.param}", "tmpfs"]
    try:
        done = subprocess.run(["mount", *options, where], capture_output=True)
    except OSError:
        pytest.skip("no program mount")
    if done.returncode:
        pytest.skip("this user may not mount a small disk")
    yield where
    subprocess.run(["umount", where], check=True)


def test_a_full_disk_is_told_once(disk: Path) -> None:
    """In one process for all formats: to start one for each would take longer than the exports."""
    code = (
        "import gc, sys; from civstats import cli\n"
        f"for name in {FORMATS!r}:\n"
        f"    code = cli.main(['export', '--format', name, '-o', {str(disk / 'out')!r}])\n"
        "    gc.collect()\n"
        "    print(name, code, file=sys.stderr)\n"
        "    import shutil; shutil.rmtree(sys.argv[1], ignore_errors=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(disk / "out")], capture_output=True, text=True, timeout=300)
    said = [line for line in done.stderr.splitlines() if not line.endswith(" 0")]
    assert done.returncode == 0, done.stderr
    assert "duckdb 2" in said
    for line, after in zip(said[::2], said[1::2], strict=True):
        assert line.startswith(f"civstats: cannot write into {disk / 'out'}: "), done.stderr
        assert "No space left on device" in line
        assert line.endswith("-> choose another folder")
        assert after.split()[1:] == ["2"]
    assert not list(disk.iterdir())


def test_a_database_that_cannot_be_committed_is_told(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    import civstats
    from civstats.errors import LocationError
    from civstats.export import duckdbfile

    def full(*_: object) -> None:
        raise duckdb.TransactionException(f"Failed to commit: Original error: {errno.errorcode[errno.ENOSPC]}")

    monkeypatch.setattr(duckdbfile, "_table", full)
    with pytest.raises(LocationError, match=r"cannot write into .*: ENOSPC -> choose another folder"):
        civstats.export.write(civstats.open(small), "duckdb", tmp_path / "out")
    assert not (tmp_path / "out").exists()
