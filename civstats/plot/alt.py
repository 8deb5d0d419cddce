"""The alternative text of a chart, made from its data: type, subject, extremes, and the rows that have no mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from civstats.catalogue import Lang
from civstats.errors import UsageError
from civstats.plot import headline as heads
from civstats.plot.frame import Row
from civstats.plot.subject import Subject
from civstats.plot.words import bounded, language, listed, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from civstats.plot.bars import Bars

LEAST, MOST = 40, 300
"""Length of an alternative text, in characters."""


def alt(chart: Axes | Figure, lang: str = "zh") -> str:
    """The alternative text of a chart in one language, 40 to 300 characters.

    Raises UsageError for axes that hold no chart of civstats, and for an unknown language.
    """
    texts: dict[str, str] = getattr(chart, "civstats_alt", {})
    if not texts:
        raise UsageError("these axes hold no chart of civstats.plot")
    return texts[language(lang)]


def fitted(wordings: Iterable[str], lang: Lang) -> str:
    """The first of ``wordings``, from long to short, that is not too long; the last one is cut if it must be."""
    text = ""
    for text in wordings:
        if len(text) <= MOST:
            break
    if len(text) > MOST:
        text = text[: MOST - 1] + "…"
    return text if len(text) >= LEAST else f"{text}{say('alt_more', lang)}"


def absent(rows: Sequence[Row], subject: Subject, lang: Lang, nobody: str) -> Iterator[str]:
    """Who has no mark, by state, from many names to none; ``nobody`` says that every row has one."""
    if not rows:
        yield from (nobody, "")
        return
    states = dict.fromkeys(row.state for row in rows)
    for most in (8, 4, 2, 1, 0):
        found = []
        for state in states:
            names = [subject.name(row, lang) for row in rows if row.state == state]
            key = "alt_absent" if len(names) <= most else "alt_absent_some" if most else "alt_absent_count"
            shown = listed(names[:most], lang)
            found.append(say(key, lang, state=_state(state, lang), names=shown, count=len(names)))
        yield say("alt_between", lang).join(found)


def _state(state: str, lang: Lang) -> str:
    return say(f"short_{state}", lang)


def describe(kind: str, title: str, counted: str, said: Sequence[str], missing: Iterable[str], lang: Lang) -> str:
    """One text from its sentences; ``missing`` are wordings of who has no mark, from long to short."""

    def text(parts: Sequence[str]) -> str:
        kept = [part.rstrip("。.") for part in parts if part]
        return say("alt_sentence", lang).join(kept) + say("alt_end", lang)

    counted = say("clause", lang) + counted if counted else ""
    head = say("alt_head", lang, kind=say(kind, lang), title=title, counted=counted)
    endings = list(missing)
    full = (text([head, *said, gone]) for gone in endings)
    fewer = (text([head, *said[:kept], endings[-1]]) for kept in range(len(said) - 1, -1, -1))
    return fitted(chain(full, fewer), lang)


def describe_bars(drawing: Bars, lang: Lang) -> str:
    """The alternative text of a comparison."""
    subject, rows = drawing.subject, drawing.ranked
    high, low = heads.top(rows), heads.bottom(rows)
    said = []
    for key, row in (("alt_high", high), ("alt_low", low)):
        if row is not None:
            value = bounded(row.level(), lang, subject.unit)
            said.append(say(key, lang, name=subject.name(row, lang), value=value))
    if not said and rows:
        first, last = rows[0], rows[-1]
        names = {"first": subject.name(first, lang), "last": subject.name(last, lang)}
        ends = (("first_value", first), ("last_value", last))
        values = {name: bounded(row.level(), lang, subject.unit) for name, row in ends}
        said.append(say("alt_from_to" if len(rows) > 1 else "alt_only", lang, **names, **values))
    unranked = [row for row in drawing.rows if row not in rows]
    missing = absent(unranked, subject, lang, say("alt_all", lang))
    return describe("alt_bars", subject.title(lang), drawing.counted(lang), said, missing, lang)
