"""Datasets in a zip, behind a URL and in S3: the same as the local one, read in parts, and refused in plain words."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import many_rows
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from web_server import serving

import civstats
from civstats import parquet
from civstats.dataset import Dataset
from civstats.errors import DatasetError
from civstats.schema import TABLES, arrow
from civstats.schema.datapackage import FILE_NAME

MANY = 10_000_000
SERIES = "from observations where locality_id = '440100' and indicator_id = 'dibao_standard'"


def same(found: Dataset, expected: Dataset) -> bool:
    return all(found.arrow(name).equals(expected.arrow(name)) for name in TABLES) and (
        found.rows("select sum(value) from observations") == expected.rows("select sum(value) from observations")
    )


@pytest.fixture(scope="session")
def many(curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "dataset"
    many_rows.write(curated, folder, MANY)
    return folder


def zipped(curated: Path, file: Path, compression: int, top: str = "") -> Path:
    with zipfile.ZipFile(file, "w", compression) as members:
        members.writestr(f"{top}docs/deep/{FILE_NAME}", "{}")  # farther down than the dataset's own
        for path in sorted(curated.iterdir()):
            members.write(path, top + path.name)
    return file


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("top", ["", "civstats-1.0.0/"])
def test_a_zip_equals_the_folder(curated: Path, ds: Dataset, tmp_path: Path, compression: int, top: str) -> None:
    file = zipped(curated, tmp_path / "release.zip", compression, top)
    assert same(civstats.open(file), ds)
    assert same(civstats.open(str(file)), ds)
    with serving(tmp_path) as served:
        assert same(civstats.open(f"{served.url}/release.zip"), ds)


@pytest.mark.parametrize(("ranges", "lengths"), [(True, True), (False, True), (True, False), (False, False)])
def test_a_url_equals_the_folder_whatever_the_server_can(
    curated: Path, ds: Dataset, ranges: bool, lengths: bool
) -> None:
    with serving(curated, "/a folder") as served:
        served.ranges, served.lengths = ranges, lengths
        assert same(civstats.open(f"{served.url}/"), ds)


def test_s3_equals_the_folder(curated: Path, ds: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "reader")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    zipped(curated, tmp_path / "release.zip", zipfile.ZIP_STORED)
    for folder, path in ((curated, "bucket/data"), (tmp_path, "bucket/data/release.zip")):
        with serving(folder, "/bucket/data") as served:
            server = served.url.removeprefix("http://").partition("/")[0]
            opened = civstats.open(f"s3://{path}?endpoint_override={server}&scheme=http&region=us-east-1")
            assert same(opened, ds)
            assert served.sent


def test_one_series_of_ten_million_rows_reads_less_than_a_thirtieth_of_the_file(many: Path) -> None:
    size = (many / "observations.parquet").stat().st_size
    local = civstats.open(many)
    with serving(many) as served:
        remote = civstats.open(served.url)
        # Opening reads footers: none of the rows.
        assert (
            served.bytes("observations.parquet") < pq.read_metadata(many / "observations.parquet").serialized_size * 2
        )
        assert remote.rows(f"select * {SERIES} order by all") == local.rows(f"select * {SERIES} order by all") != []
        assert served.bytes("observations.parquet") < size * 0.03
        served.sent.clear()
        assert remote.rows(f"select year, value {SERIES} order by all")
        assert 0 < served.bytes("observations.parquet") < size * 0.005
    assert local.rows("select count(*) from observations") == [(MANY,)]


def test_a_filter_on_the_order_skips_row_groups_of_a_local_file_too(many: Path, ds: Dataset) -> None:
    def dictionaries(found: Dataset) -> set[str]:
        data = parquet.coded(found._where, "observations", found._tables["observations"])
        return {field.name for field in data.schema if pa.types.is_dictionary(field.type)}

    order = set(TABLES["observations"].order)
    assert dictionaries(ds) - dictionaries(civstats.open(many)) == {"locality_id", "indicator_id", "source_id"} < order
    assert {"residence", "measure"} <= dictionaries(civstats.open(many))
    assert pq.read_metadata(many / "observations.parquet").num_row_groups == -(-MANY // arrow.ROW_GROUP_ROWS)


@pytest.mark.parametrize("status", [403, 500])
def test_a_server_that_refuses_is_told_apart_from_a_place_without_a_dataset(curated: Path, status: int) -> None:
    with serving(curated) as served:
        with pytest.raises(DatasetError, match=f"holds no {FILE_NAME}; is it a dataset of civstats"):
            civstats.open(f"{served.url}/nothing")
        served.status = status
        with pytest.raises(DatasetError, match=f"cannot be read: .*{status}.* -> check the address and the connection"):
            civstats.open(served.url)


def test_a_file_that_is_gone_or_cut_short_is_damaged(curated: Path, tmp_path: Path) -> None:
    names = [FILE_NAME, *(f"{name}.parquet" for name in TABLES)]
    for damage in (b"", (curated / "growth.parquet").read_bytes()[:-3], None):
        file = tmp_path / "a.zip"
        with zipfile.ZipFile(file, "w") as members:
            for name in names:
                content = damage if name == "growth.parquet" else (curated / name).read_bytes()
                if content is not None:
                    members.writestr(name, content)
        with pytest.raises(DatasetError, match=r"growth\.parquet in .*a\.zip is missing or damaged"):
            civstats.open(file)


def test_a_zip_that_is_damaged_or_something_else(curated: Path, tmp_path: Path) -> None:
    whole = zipped(curated, tmp_path / "whole.zip", zipfile.ZIP_DEFLATED).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DatasetError, match=r"cut\.zip cannot be read: is not a zip, or a damaged one"):
        civstats.open(tmp_path / "cut.zip")
    (tmp_path / "bad.zip").write_bytes(whole[:5000] + bytes(20000) + whole[25000:])
    with pytest.raises(DatasetError, match=r"in .*bad\.zip"):
        assert civstats.open(tmp_path / "bad.zip").arrow("observations").num_rows
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as members:
        members.writestr("a.txt", "a")
    with pytest.raises(DatasetError, match="holds no"):
        civstats.open(tmp_path / "other.zip")
    with pytest.raises(DatasetError, match="is not a zip"):
        civstats.open(Path(__file__))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9/x", "check the address and the connection"),
        ("nosuch://x", "Protocol not known"),
        ("s3://bucket/x?nonsense=1", "Unexpected query parameter"),
    ],
)
def test_an_address_that_cannot_be_read(url: str, words: str) -> None:
    with pytest.raises(DatasetError, match=words):
        civstats.open(url)


@pytest.mark.parametrize("missing", ["fsspec", "aiohttp"])
def test_a_url_without_the_extra_names_it(missing: str) -> None:
    code = f"import sys, civstats; sys.modules['{missing}'] = None; civstats.open('http://127.0.0.1:9/x')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("civstats.errors.DatasetError: ")
    assert "pip install 'civstats[remote]'" in done.stderr.splitlines()[-1]


def test_the_manifest_of_many_rows_is_true(many: Path) -> None:
    manifest = json.loads((many / FILE_NAME).read_text(encoding="utf-8"))
    [entry] = [entry for entry in manifest["resources"] if entry["name"] == "observations"]
    assert entry["civstats:rows"] == pq.read_metadata(many / "observations.parquet").num_rows == MANY
    order = list(TABLES["observations"].order)
    head = pq.ParquetFile(many / "observations.parquet").read_row_group(3, columns=order)
    assert head.equals(head.sort_by([(name, "ascending") for name in order]))
