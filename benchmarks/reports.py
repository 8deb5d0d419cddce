"""Time a report against a notebook of the same place that is executed and converted: ``python benchmarks/reports.py``.

Both run on this machine one after another. The notebook asks the questions of a profile and draws its charts by the
functions that users call; nbclient executes it in a fresh kernel and nbconvert makes one HTML page of it, as a notebook
a report would be. civstats writes the same place as one HTML page, and as all six files.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

import civstats
from civstats import lookup, report
from civstats.catalogue import LANGUAGES
from civstats.report.write import FORMATS, content

PLACES = ("乌审旗", "鄂尔多斯市", "重庆市")
CELLS = (
    "import civstats\nfrom civstats import plot\nplace = {place!r}",
    "ds = civstats.open()\nsources = ds.table('sources')",
    "ds.sql('select * from subsidy_standards where locality_id = $p', {{'p': place}}).df()",
    "grown = ds.growth(place, below=False)\ngrown",
    "own = grown[(grown['unit'] == 'CNY/person/month') & (grown['year'] == grown['year'].max())]\n"
    "plot.change(own, sources=sources)",
    "year = int(grown[grown['indicator_id'] == 'dibao_standard']['year'].max())\n"
    "peers = ds.peers(place, 'dibao_standard', year, 'urban')\n"
    "ranked = ds.rank('dibao_standard', year, [place, *peers['locality_id']], 'urban')\nranked",
    "plot.compare(ranked, highlight=place, sources=sources)",
    "targets = ds.targets(place, below=False)\ntargets",
    "plot.coverage(ds.sql('select * from coverage where locality_id = $p', {{'p': place}}).df())",
    "ds.findings(place)",
)


def main() -> None:
    """Run the benchmark and print seconds a report, and how many times cheaper civstats is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("places", nargs="*", default=PLACES, help="names or codes")
    codes = [lookup.locality(name) for name in parser.parse_args().places]
    ds = civstats.open()
    _one(ds, codes[0])  # imports and fonts are loaded once in a run, and are no cost of a report
    print(f"{'place':8} {'notebook':>9} {'one page':>9} {'six files':>9} {'times cheaper':>14}")
    for code in codes:
        notebook = _timed(partial(_notebook, code))
        page = _timed(partial(_one, ds, code))
        every = _timed(partial(_all, ds, code))
        print(f"{code:8} {notebook:9.2f} {page:9.2f} {every:9.2f} {notebook / page:8.1f} /{notebook / every:4.1f}")


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _one(ds: civstats.Dataset, code: str) -> bytes:
    return report.html(report.profile(ds, code), "zh")


def _all(ds: civstats.Dataset, code: str) -> list[bytes]:
    made = report.profile(ds, code)
    return [content(made, lang, kind) for lang in LANGUAGES for kind in FORMATS]


def _notebook(code: str) -> str:
    cells = [nbformat.v4.new_code_cell(source.format(place=code)) for source in CELLS]  # type: ignore[no-untyped-call]
    made = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    NotebookClient(made, timeout=600, kernel_name="python3").execute()
    exporter = HTMLExporter()  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(made)
    return str(page)


if __name__ == "__main__":
    main()
