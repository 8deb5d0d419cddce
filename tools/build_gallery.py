"""Draw docs/gallery from the dataset: ``python tools/build_gallery.py [--check] [--data DIR]``.

Each picture is made by the lines that the page shows beside it. With ``--check`` nothing is written; the exit code is 1
where a picture or the page is not up to date. The bytes are those of the versions in constraints.txt.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import civstats
from civstats import plot
from civstats.catalogue import LANGUAGES
from civstats.dataset import Dataset
from civstats.report import make
from civstats.report.pdf import page_one

GALLERY = Path(__file__).parent.parent / "docs" / "gallery"
_OWN = 'own = grown[(grown["set_kind"] == "own") & (grown["breakdown"] == "total") & grown["area"].isna()]'
RECIPES = {
    "compare-zh": """\
frame = ds.compare("dibao_standard", 2023, residence="rural", level="prefecture", allow="definition")
ax = plot.compare(frame, highlight="鄂尔多斯市", sources=sources)""",
    "compare-en": """\
frame = ds.compare("dibao_standard", 2023, residence="urban", level="prefecture", allow="definition")
ax = plot.compare(frame, sources=sources, lang="en")""",
    "change-zh": f"""\
grown = ds.growth(indicator="dibao_standard", residence="urban")
{_OWN}
level = own["locality_id"].map(ds.table("localities").set_index("locality_id")["level"])
ax = plot.change(own[(own["year"] == 2023) & (level == "prefecture")], sources=sources)""",
    "growth-zh": f"""\
grown = ds.growth("重庆市", "dibao_standard", "urban")
{_OWN}
ax = plot.growth(own, sources=sources)""",
    "growth-en": f"""\
grown = ds.growth(indicator="dibao_standard", residence="urban")
{_OWN}
long = own[own.groupby("locality_id")["year"].transform("size") > 1]
ax = plot.small_multiples(long, kind="growth", by="place", sources=sources, lang="en")""",
    "attainment-zh": """\
frame = ds.targets("乌审旗")
plan = frame[frame["deadline"].dt.year == 2022].sort_values("attainment", ascending=False, kind="stable")
ax = plot.attainment(plan.head(10), sources=sources)""",
    "attainment-en": """\
frame = ds.targets("乌审旗")
ax = plot.attainment(frame[frame["attainment"] == "met"], sources=sources, lang="en")""",
    "coverage-zh": """\
frame = ds.sql("select * from coverage where locality_id = '150600'")
ax = plot.coverage(frame)""",
}

REPORTS = ("place-150626", "indicator-dibao_standard", "targets", "quality")


BEFORE = """import civstats
from civstats import plot

ds = civstats.open()
sources = ds.table("sources")"""


def pages(ds: Dataset) -> Iterator[tuple[str, bytes]]:
    """The files of the gallery with their contents."""
    parts = [
        "# 图集 Gallery",
        "Made by `tools/build_gallery.py` from the dataset; do not edit. Before each:",
        f"```py\n{BEFORE}\n```",
    ]
    for name, code in RECIPES.items():
        known: dict[str, Any] = {"ds": ds, "plot": plot, "sources": ds.table("sources")}
        exec(code, known)
        ax, lang = known["ax"], name.rpartition("-")[2]
        alt = plot.alt(ax, lang)
        yield f"{name}.svg", plot.picture(ax, "svg")
        parts += [f"## {name}", f"![{alt}]({name}.svg)", alt, f"```py\n{code}\n```"]
    parts.append("## 报告的首页 Page one of the reports")
    for name in REPORTS:
        report = make(ds, name)
        parts.append(f"### {report.title.zh} {report.title.en}")
        for lang in LANGUAGES:
            picture = f"report-{name}-{lang}.png"
            yield picture, page_one(report, lang)
            parts.append(f"![{report.title.said(lang)}: {report.subtitle.said(lang)}]({picture})")
    yield "README.md", ("\n\n".join(parts) + "\n").encode()


def main() -> int:
    """Write the gallery, or check that it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a file is stale")
    parser.add_argument("--data", help="the dataset to draw; the packaged one if not given")
    options = parser.parse_args()
    made = dict(pages(civstats.open(options.data)))
    known = {path.name for path in GALLERY.glob("*")} if GALLERY.is_dir() else set()
    stale = [name for name, content in made.items() if name not in known or (GALLERY / name).read_bytes() != content]
    stale += sorted(known - made.keys())
    if stale and not options.check:
        GALLERY.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (GALLERY / name).unlink(missing_ok=True)
            if name in made:
                (GALLERY / name).write_bytes(made[name])
    print(f"{'stale' if options.check else 'written'}: {', '.join(stale)}" if stale else "the gallery is up to date")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
