"""Charts of `civstats.plot` as figures of a report: the picture without words, and the words beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from civstats import plot
from civstats.catalogue import Lang
from civstats.plot.words import say
from civstats.report.model import Drawing, Figure, Table, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def figure(name: str, draw: Callable[[Lang], Axes], unit: Text, table: Table, notes: Sequence[Text] = ()) -> Figure:
    """The chart that ``draw`` makes in a language, with the ``table`` behind it; ``name`` is its anchor.

    It is drawn when it is asked for, once in each language. Raises UsageError then for axes that hold no chart of
    `civstats.plot`, and whatever ``draw`` raises.
    """
    return Figure(name, cache(lambda lang: _drawn(draw(lang), lang)), unit, table, tuple(notes))


def plotted(chart: str, rows: pd.DataFrame, **how: Any) -> Callable[[Lang], Axes]:
    """What draws ``rows`` by the function ``chart`` of `civstats.plot`, with the other arguments that it takes."""

    def draw(lang: Lang) -> Axes:
        from civstats import plot

        made: Axes = getattr(plot, chart)(rows, lang=lang, **how)
        return made

    return draw


def compact(svg: bytes) -> bytes:
    """The same picture in about three quarters of the bytes: no comments, no indentation, short names of glyphs."""
    text = re.sub(r"<!--.*?-->", "", svg.decode(), flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", " ", text)
    return re.sub(r'(id="|href="#)\w+-\w+-([0-9a-f]+")', r"\1g\2", text).encode()


def _drawn(ax: Axes, lang: Lang) -> Drawing:
    page = plot.written(ax).page
    # Whoever writes the report down says 注 before notes, numbered where there are several.
    mark = say("note", lang, text="")
    return Drawing(
        page.headline,
        page.subtitle,
        page.alt[lang],
        compact(plot.picture(ax, "svg", words=False)),
        tuple(note.removeprefix(mark) for note in page.notes),
        page.source,
    )
