"""`growth`: the levels of up to four series over the years, the rates between them, and what each level leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from civstats.catalogue import LANGUAGES, Lang
from civstats.errors import UsageError
from civstats.plot import headline as heads
from civstats.plot.alt import absent, describe
from civstats.plot.dumbbell import REQUIRED, contradicted
from civstats.plot.frame import read
from civstats.plot.layout import Page, render
from civstats.plot.lines import Lines
from civstats.plot.sources import source_line
from civstats.plot.subject import DIMENSIONS
from civstats.plot.words import bounded, language, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from civstats.analysis.claims import Claim

MOST = 4
"""Series of one chart: more cannot be told apart by their markers."""
_MARKERS = ("o", "s", "^", "D")
_SERIES = tuple(name for name in DIMENSIONS if name != "period")
_PLOT, _SMALL_PLOT, _PAD = 150.0, 78.0, 16.0


def growth(
    data: pd.DataFrame,
    *,
    headline: str | Claim | None = None,
    notes: Sequence[str] = (),
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """The levels of one to four series over the years, the axis from zero.

    ``data`` has the columns of `change`, a row a pair of years; rows of one place, indicator, residence and group are a
    series. A line joins the years of a pair, dashed where they are more than one apart; what is not a pair (a new
    definition) is not joined. An interval is a pale strip, an open end an arrow. Under a single series stand the
    computed rates, with the printed one where it contradicts them; of several series such rates are noted. Other
    parameters and errors as of `compare`; raises UsageError for more than four series, which `small_multiples` draws.
    """
    spoken = language(lang)
    drawing = Lines(read(data, REQUIRED, "growth"), spoken)
    if len(drawing.series) > MOST:
        raise UsageError(
            f"plot.growth draws at most {MOST} series in one chart, the rows have {len(drawing.series)}; draw "
            "small_multiples(kind='growth', by='place')"
        )
    chosen = heads.chosen(headline, lambda speech: heads.changes(drawing.moves(speech), speech, drawing.unit))
    page = Page(
        chosen[spoken],
        drawing.title(spoken),
        [say("note", spoken, text=note) for note in (*drawing.remarks(), *notes)],
        source_line(drawing.rows, sources, spoken),
        {speech: _describe(drawing, speech) for speech in LANGUAGES},
    )
    return render(drawing, page, ax, spoken)


def _describe(drawing: Lines, lang: Lang) -> str:
    """The alternative text: first and last level of each series, contradicted rates, pairs that are not drawn."""
    said = []
    for one in drawing.series[:MOST]:
        years, ends = list(one.levels), one.ends
        if ends is not None:
            first, last = (bounded(end, lang, drawing.unit) for end in ends)
            fields = {"name": one.name[lang], "from_year": years[0], "to_year": years[-1]}
            said.append(say("alt_series", lang, first=first, last=last, **fields))
    unlike = sum(bool(contradicted(row, lang)) for row in drawing.rows)
    said += [say("alt_contradicted", lang, count=unlike)] if unlike else []
    missing = absent(drawing.absent, drawing.subject, lang, say("alt_all_years", lang))
    counted = say("series_count", lang, count=len(drawing.series), years=len(drawing.years))
    return describe("alt_lines", drawing.title(lang), counted, said, missing, lang)
