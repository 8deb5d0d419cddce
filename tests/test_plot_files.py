"""Charts as files and guests: the same bytes, no settings changed, no window opened, errors that say what to do."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import plot_frames as frames
import pytest

from civstats import plot
from civstats.errors import LocationError, UsageError

SCRIPT = """
import hashlib, sys
sys.path.insert(0, {folder!r})
import plot_frames as frames
from civstats import plot
for kind in ("svg", "pdf"):
    print(hashlib.sha256(plot.picture(plot.compare(frames.every_state()), kind)).hexdigest())
assert "matplotlib.pyplot" not in sys.modules
"""


def test_the_same_data_give_the_same_bytes_in_another_process() -> None:
    here = [
        hashlib.sha256(plot.picture(plot.compare(frames.every_state()), kind)).hexdigest() for kind in ("svg", "pdf")
    ]
    script = SCRIPT.format(folder=str(Path(__file__).parent))
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert there.stdout.split() == here


def test_bytes_depend_on_no_setting_of_the_user() -> None:
    plain = plot.picture(plot.growth(frames.series(2)), "svg")
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "axes.facecolor": "red", "text.color": "green"}):
        styled = plot.growth(frames.series(2))
        assert plot.picture(styled, "svg") == plain


def test_text_is_drawn_as_paths_and_described() -> None:
    svg = plot.picture(plot.compare(frames.values(2)), "svg").decode()
    assert "<text" not in svg
    assert plot.alt(plot.compare(frames.values(2))) in svg
    assert "dc:date" not in svg
    assert len(svg) < 80_000


def test_settings_stay_as_they_are_and_nothing_is_opened() -> None:
    before = mpl.rcParams.copy()
    ax = plot.compare(frames.values(2))
    plot.picture(ax, "png")
    plot.attainment(frames.targets(2))
    assert mpl.rcParams.copy() == before
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []


def test_charts_stand_beside_seaborn() -> None:
    seaborn = pytest.importorskip("seaborn")
    with mpl.rc_context():
        seaborn.set_theme(style="darkgrid", font="serif")
        ax = plot.compare(frames.values(3))
        plain = plot.picture(ax, "svg")
    assert plot.picture(plot.compare(frames.values(3)), "svg") == plain


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_a_chart_is_saved_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    path = plot.save(plot.compare(frames.values(1)), tmp_path / f"chart.{suffix}")
    assert path.read_bytes()[:4] in (b"<?xm", b"\x89PNG", b"%PDF")


def test_errors_of_saving_say_what_to_do(tmp_path: Path) -> None:
    ax = plot.compare(frames.values(1))
    with pytest.raises(UsageError, match="svg, png, pdf, not as gif"):
        plot.save(ax, tmp_path / "chart.gif")
    with pytest.raises(LocationError, match="cannot write"):
        plot.save(ax, tmp_path / "nowhere" / "chart.svg")


def test_errors_name_columns_units_places_and_languages() -> None:
    frame = frames.values(3)
    with pytest.raises(UsageError, match=r"plot.compare needs the columns lower, unit; the frame has"):
        plot.compare(frame.drop(columns=["lower", "unit"]))
    with pytest.raises(UsageError, match="no rows"):
        plot.compare(frame.head(0))
    with pytest.raises(UsageError, match="draws a DataFrame; it was given a list"):
        plot.compare([1])  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="one unit; the rows have CNY/person/month, CNY/person/year"):
        plot.compare(frame.assign(unit=["CNY/person/month", "CNY/person/year", "CNY/person/month"]))
    with pytest.raises(UsageError, match=r"no row of '甲乡'; nearest: 甲县"):
        plot.compare(frame, order=["甲乡"])
    with pytest.raises(UsageError, match="charts speak 'zh' and 'en'"):
        plot.compare(frame, lang="fr")
    with pytest.raises(UsageError, match="unknown state guessed; known: published"):
        plot.compare(frame.assign(state="guessed"))
    with pytest.raises(UsageError, match="unknown bound circa"):
        plot.compare(frame.assign(bound="circa"))
    with pytest.raises(UsageError, match="small_multiples draws compare"):
        plot.small_multiples(frame, kind="pie")
    with pytest.raises(UsageError, match="by='colour': no column"):
        plot.small_multiples(frame, by="colour")


def test_order_chooses_and_sorts_the_rows() -> None:
    ax = plot.compare(frames.values(4), order=["Yi County", "甲县"])
    names = [text.get_text() for text in ax.texts if text.get_text() in {"甲县", "乙县", "乌审旗"}]
    assert names == ["乙县", "甲县"]


def test_sources_are_named_by_their_titles_three_at_most() -> None:
    sources = pd.DataFrame({"source_id": [f"s-{at}" for at in range(5)], "title_zh": [f"文件{at}" for at in range(5)]})
    sources = sources.assign(title_en=None, issuer="某局")

    def said(count: int, lang: str) -> str:
        return "".join(text.get_text() for text in plot.compare(frames.values(count), sources=sources, lang=lang).texts)

    assert "资料来源：某局《文件0》；某局《文件1》" in said(2, "zh")
    assert "《文件2》等5份文件" in said(5, "zh")
    assert "《文件2》 and 2 more" in said(5, "en")


def test_importing_the_package_draws_nothing_and_the_extra_is_named() -> None:
    lazy = "import sys, civstats; assert 'matplotlib' not in sys.modules; civstats.plot.compare"
    subprocess.run([sys.executable, "-c", lazy], check=True)
    script = (
        "import sys; sys.modules['noto_cjk_sans_otc'] = None\n"
        "import civstats\n"
        "try:\n    civstats.plot\nexcept civstats.errors.UsageError as error:\n    print(error)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "pip install 'civstats[plot]'" in told.stdout
