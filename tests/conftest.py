"""Shared by all tests: the dataset built from this checkout's raw documents, the texts, and made-up documents."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.reading.sheet import COLUMNS

ROOT = Path(__file__).parent.parent
TEXTS = ROOT.parent / "shared" / "sources"

SOURCE = {
    "title_zh": "某旗民政工作要点",
    "title_en": "Key points",
    "issuer": "乌审旗民政局",
    "locality": "内蒙古自治区鄂尔多斯市乌审旗",
    "kind": "plan",
    "issued": "2023-07-17",
    "period": "2023年",
    "origin_class": "official",
    "script": "Hans",
}
ROW = {"locator": "一", "printed": "6个", "indicator": "care_stations", "measure": "target"}

MakeRaw = Callable[..., Path]


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset built from the raw documents of this checkout."""
    out = tmp_path_factory.mktemp("built") / "curated"
    build(ROOT / "data" / "raw", out)
    return out


@pytest.fixture(scope="session")
def ds(curated: Path) -> Dataset:
    return open_dataset(curated)


@pytest.fixture(scope="session")
def texts() -> Path:
    if not TEXTS.is_dir():
        pytest.skip("the texts of the founding documents are not at hand (../shared/sources)")
    return TEXTS


@pytest.fixture
def make_raw(tmp_path: Path) -> MakeRaw:
    """A function that writes a raw folder with one document and returns it.

    ``rows`` are the sheet's rows, each completed from `ROW` and numbered; ``facts`` change `SOURCE` (None leaves a key
    out).
    """

    def make(
        rows: Sequence[Mapping[str, str]] = ({},), source_id: str = "wushen-2023-test", **facts: str | None
    ) -> Path:
        folder = tmp_path / "raw" / source_id
        folder.mkdir(parents=True)
        values = {key: value for key, value in (SOURCE | facts).items() if value is not None}
        bare = {"issued", "published"}
        lines = [f"{key} = {value}" if key in bare else f'{key} = "{value}"' for key, value in values.items()]
        (folder / "source.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows({"no": str(number), **ROW, **row} for number, row in enumerate(rows, 1))
        return tmp_path / "raw"

    return make
