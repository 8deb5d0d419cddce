"""A dataset whose files are damaged, or not all of one release: it is refused, and never gives another figure."""

from __future__ import annotations

import copy as copying
import pickle
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import civstats
from civstats import cli
from civstats.dataset import Dataset
from civstats.errors import DatasetError

OBSERVATIONS = "observations.parquet"


@pytest.fixture
def copy(tmp_path: Path, curated: Path) -> Path:
    return Path(shutil.copytree(curated, tmp_path / "copy"))


@pytest.fixture(scope="module")
def flipped(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(small, tmp_path_factory.mktemp("flipped") / "data"))


def damage(folder: Path, file: str = OBSERVATIONS) -> None:
    """Destroy the pages of a table; its footer stays whole, so that it opens."""
    path = folder / file
    content = bytearray(path.read_bytes())
    end = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    content[4:end] = bytes(end - 4)
    path.write_bytes(content)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_a_flipped_bit_never_gives_another_figure(small: Path, flipped: Path, where: float, bit: int) -> None:
    whole = (small / OBSERVATIONS).read_bytes()
    content = bytearray(whole)
    end = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    content[int(where * end)] ^= 1 << bit
    (flipped / OBSERVATIONS).write_bytes(content)
    try:
        ds = civstats.open(flipped)
        found, asked = ds.arrow("observations"), ds.rows("select * from observations order by observation_id")
    except DatasetError:
        return
    real = civstats.open(small)
    assert found.equals(real.arrow("observations"))
    assert asked == real.rows("select * from observations order by observation_id")


def test_the_packaged_files_have_checksums(curated: Path) -> None:
    for path in curated.glob("*.parquet"):
        column = pq.ParquetFile(path).metadata.row_group(0).column(0)
        assert column.compression == "ZSTD"
        assert pq.read_table(path, page_checksum_verification=True).num_rows
        content = bytearray(path.read_bytes())
        content[column.dictionary_page_offset + 60] ^= 1
        with pytest.raises(OSError, match="CRC checksum"):
            pq.read_table(pa.BufferReader(bytes(content)), page_checksum_verification=True)


def test_files_of_two_releases_are_not_one_dataset(copy: Path) -> None:
    table = pq.read_table(copy / OBSERVATIONS)
    pq.write_table(table.slice(1), copy / OBSERVATIONS)
    count = table.num_rows
    with pytest.raises(
        DatasetError, match=rf"observations.parquet .* has {count - 1} rows, recorded are {count} -> fetch"
    ):
        civstats.open(copy)


def test_validating_tells_a_damaged_page_from_a_rewritten_file(copy: Path) -> None:
    pq.write_table(pq.read_table(copy / "units.parquet"), copy / "units.parquet")  # no checksums, the same rows
    found = civstats.validate(copy)
    assert [(one.table, one.severity) for one in found.outcomes if one.rule == "recorded" and not one.holds] == [
        ("units", "warning")
    ]
    assert found.ok
    path = copy / "codes.parquet"
    content = bytearray(path.read_bytes())
    content[pq.ParquetFile(path).metadata.row_group(0).column(1).dictionary_page_offset + 60] ^= 4
    path.write_bytes(content)
    assert "codes" in {one.table for one in civstats.validate(copy).failures}


ASKED: list[Callable[[Dataset], object]] = [
    repr,
    lambda ds: ds.indicators(),
    lambda ds: ds.localities("旗"),
    lambda ds: ds.findings(),
    lambda ds: ds.growth(),
    lambda ds: ds.targets(),
    lambda ds: ds.compare("dibao_standard", 2023, residence="urban"),
    lambda ds: ds.peers("乌审旗"),
    lambda ds: ds.explain("ordos-2023-summary:4"),
    lambda ds: ds.table("observations"),
    lambda ds: ds.codebook(q="低保"),
    lambda ds: ds.rows("select max(value) from observations"),
]


@pytest.mark.parametrize("ask", ASKED)
def test_a_damaged_table_is_told_by_every_method(copy: Path, ask: Callable[[Dataset], object]) -> None:
    for file in copy.glob("*.parquet"):
        damage(copy, file.name)
    ds = civstats.open(copy)
    with pytest.raises(DatasetError, match="missing or damaged: fetch the dataset again"):
        ask(ds)


COMMANDS = [
    ("tables",),
    ("check",),
    ("standard", "乌审旗", "dibao", "rural", "--on", "2023-09-01"),
    ("growth", "鄂尔多斯市"),
    ("targets",),
    ("compare", "dibao_standard", "2023", "-r", "urban"),
    ("peers", "乌审旗"),
    ("codebook", "-q", "低保"),
    ("query", "select max(value) from observations"),
    ("query", "select max(value) from observations", "--format", "parquet"),
    ("explain", "ordos-2023-summary:4"),
    ("report", "--locality", "乌审旗", "-o", "out"),
    ("plot", "compare", "--indicator", "dibao_standard", "--year", "2023", "-r", "urban", "-o", "out.svg"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_damaged_table_is_told_by_every_command(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    for file in copy.glob("*.parquet"):
        damage(copy, file.name)
    monkeypatch.chdir(copy.parent)
    assert cli.main([*command, "--data", str(copy)]) == 1
    said = capsys.readouterr().err
    assert "missing or damaged: fetch the dataset again" in said or "cannot be read to its end" in said
    assert not [path for path in copy.parent.glob("out*/**/*") if path.is_file()]


def test_threads_share_a_dataset(small: Path) -> None:
    ds = civstats.open(small)
    expected = ds.rows("select * from codes order by all")
    together = Barrier(4)

    def ask(_: int) -> bool:
        together.wait()
        return all(ds.rows("select * from codes order by all") == expected for _ in range(5)) and bool(
            len(ds.indicators(q="低保"))
        )

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [True] * 4


def test_a_dataset_is_pickled_as_the_place_where_it_lies(small: Path) -> None:
    ds = civstats.open(small)
    ds.rows("select 1")
    for again in (pickle.loads(pickle.dumps(ds)), copying.deepcopy(ds)):
        assert again.arrow("observations").equals(ds.arrow("observations"))
    assert len(pickle.dumps(ds)) < 1000
    assert pickle.loads(pickle.dumps(civstats.open())).version == civstats.open().version


def test_tables_of_your_own_are_pickled_with_it(small: Path) -> None:
    ds = Dataset.of({"observations": civstats.open(small).table("observations")})
    again = pickle.loads(pickle.dumps(ds))
    for name in ds.tables()["table"]:
        assert again.arrow(name).columns == ds.arrow(name).columns
