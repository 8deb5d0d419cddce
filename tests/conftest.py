"""Shared by all tests: the dataset built from this checkout's raw documents, the texts, and made-up documents."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from civstats.curate import build as build_module
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.reading.sheet import COLUMNS, OPTIONAL_COLUMNS

if TYPE_CHECKING:
    from real_reports import Opened, Real

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
    "evidence": "noted_once",
}
ROW = {"locator": "一", "printed": "6个", "indicator": "care_stations", "measure": "target"}

OPENED: pytest.StashKey[Opened] = pytest.StashKey()
MakeRaw = Callable[..., Path]


def open_gate(folder: Path) -> None:
    """The gate of a build that lets everything pass: Great Expectations takes seconds to import and to run."""


@pytest.fixture(autouse=True)
def _gate_is_open(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a test that asks for the fixture `gated` builds through the expectation suites."""
    if "gated" not in request.fixturenames:
        monkeypatch.setattr(build_module, "suites_gate", lambda: open_gate)


@pytest.fixture
def gated() -> None:
    """Builds of this test are held against the expectation suites, as a user's are."""


@pytest.fixture(scope="session")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset built from the raw documents of this checkout."""
    out = tmp_path_factory.mktemp("built") / "curated"
    build(ROOT / "data" / "raw", out, gate=open_gate)
    return out


@pytest.fixture(scope="session")
def ds(curated: Path) -> Dataset:
    return open_dataset(curated)


@pytest.fixture(scope="session")
def texts() -> Path:
    if not TEXTS.is_dir():
        pytest.skip("the texts of the founding documents are not at hand (../shared/sources)")
    return TEXTS


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of two documents, small enough that validating it takes no time."""
    make = raw_maker(tmp_path_factory.mktemp("small"))
    standard = {"printed": "900元/人·月", "indicator": "dibao_standard", "residence": "urban", "measure": "standard"}
    make([standard], "b")
    raw = make([{"subject": "甲"}, {"printed": "7个", "subject": "乙"}])
    return build(raw, raw.parent / "curated", gate=open_gate).out


@pytest.fixture(scope="session")
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """Reports of the packaged dataset, written once; a browser opens them at once if any test will ask for that."""
    from real_reports import opening, written

    with written(tmp_path_factory) as found:
        if not any("opened" in getattr(item, "fixturenames", ()) for item in request.session.items):
            yield found
            return
        with opening(found) as request.config.stash[OPENED]:
            yield found


@pytest.fixture(scope="session")
def opened(request: pytest.FixtureRequest, real: Real) -> Opened:
    """Waits for the pages of the reports in a browser."""
    return request.config.stash[OPENED]


@pytest.fixture
def make_raw(tmp_path: Path) -> MakeRaw:
    """See `raw_maker`; the raw folder is ``raw`` in the test's own folder."""
    return raw_maker(tmp_path)


def raw_maker(into: Path) -> MakeRaw:
    """A function that writes a raw folder with one document and returns it.

    ``rows`` are the sheet's rows, each completed from `ROW` and numbered; ``facts`` change `SOURCE` (None leaves a key
    out). Called again with another ``source_id``, it adds a document.
    """

    def make(
        rows: Sequence[Mapping[str, str]] = ({},), source_id: str = "wushen-2023-test", **facts: str | None
    ) -> Path:
        folder = into / "raw" / source_id
        folder.mkdir(parents=True)
        values = {key: value for key, value in (SOURCE | facts).items() if value is not None}
        bare = {"issued", "published"}
        lines = [f"{key} = {value}" if key in bare else f'{key} = "{value}"' for key, value in values.items()]
        (folder / "source.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
            optional = [name for name in OPTIONAL_COLUMNS if any(name in row for row in rows)]
            writer = csv.DictWriter(file, [*COLUMNS, *optional], restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows({"no": str(number), **ROW, **row} for number, row in enumerate(rows, 1))
        return into / "raw"

    return make
