"""`coverage`: what is published and what is not, a tile for each place and indicator or year, with a letter in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from civstats import codelists
from civstats.catalogue import LANGUAGES, Lang
from civstats.errors import UsageError
from civstats.plot import headline as heads
from civstats.plot.alt import describe
from civstats.plot.frame import Row, read
from civstats.plot.layout import KeyItem, Page, bare, lines_at, page_width, points, put, render
from civstats.plot.marks import ticks
from civstats.plot.measure import balanced
from civstats.plot.sources import source_line
from civstats.plot.stack import Entry, Stack
from civstats.plot.style import BLUE, LEADING, MUTED, RULE, SMALL, TEXT
from civstats.plot.subject import part
from civstats.plot.words import floored, joined, language, listed, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

    from civstats.analysis.claims import Claim

REQUIRED = "place_zh place_en indicator_zh indicator_en year coverage"
STATES = ("published", "not_published", "not_searched")
_DIMENSIONS = ("place", "indicator", "period")
_TILE, _MOST, _LINES = 14.5, 34.0, 4
_FACE = {"published": BLUE, "not_published": "white", "not_searched": "white"}
_INK = {"published": "white", "not_published": TEXT, "not_searched": MUTED}
_EDGE = {"published": BLUE, "not_published": TEXT, "not_searched": RULE}


def coverage(
    data: pd.DataFrame,
    *,
    order: Sequence[str] | None = None,
    headline: str | Claim | None = None,
    notes: Sequence[str] = (),
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """A matrix of tiles: which figures are published, which were searched for in vain, which were not searched for.

    ``data`` is the table ``coverage`` (or a frame with ``place_zh, place_en, indicator_zh, indicator_en, year,
    coverage``) with two of place, indicator and year that differ: places by years of one indicator, places by
    indicators of one year, indicators by years of one place. A tile tells its state by fill, edge and letter. ``order``
    names the places (or indicators) of the rows. Other parameters and errors as of `compare`; raises UsageError where
    all three differ, and for a tile that is given twice.
    """
    spoken = language(lang)
    drawing = Tiles(read(data, REQUIRED, "coverage"), spoken, order)
    drawing.beside(page_width(ax))
    chosen = heads.chosen(headline, drawing.headline)
    listed_below = drawing.legend()
    page = Page(
        chosen[spoken],
        drawing.subtitle(spoken),
        [say("note", spoken, text=note) for note in (*([listed_below] if listed_below else []), *notes)],
        source_line(drawing.rows, sources, spoken),
        {speech: _describe(drawing, speech) for speech in LANGUAGES},
    )
    return render(drawing, page, ax, spoken)


class Tiles:
    """The drawing of `coverage`: ``down`` and ``across`` are the dimensions of its rows and columns."""

    foot = 0.0

    def __init__(self, rows: Sequence[Row], lang: Lang, order: Sequence[str] | None = None) -> None:
        self.lang, self.rows = lang, rows
        varying = [name for name in _DIMENSIONS if len({part(row, name, "zh") for row in rows}) > 1]
        if len(varying) > 2:
            raise UsageError(
                "plot.coverage draws two of place, indicator and year; all three differ here: choose one place, one "
                "indicator or one year, or draw small_multiples(kind='coverage', by=…)"
            )
        first = [name for name in ("place", "indicator") if name in varying] or ["place"]
        self.down = first[0]
        left = [name for name in varying if name != self.down] or ["period"]
        self.across = left[0] if left[0] != self.down else "indicator"
        self.cells = self._cells()
        self.rows_down = self._ordered(order)
        self.columns = sorted({across for _, across in self.cells}) if self.across == "period" else list(
            dict.fromkeys(across for _, across in self.cells)
        )  # fmt: skip
        self.names = {
            lang: {part(row, name, "zh"): _name(row, name, lang) for row in rows for name in (self.down, self.across)}
            for lang in LANGUAGES
        }
        self.stack = Stack([])
        self._left = 0.0
        self._heads: list[list[str]] = []
        self._numbered = False

    def _cells(self) -> dict[tuple[str, str], str]:
        cells: dict[tuple[str, str], str] = {}
        for row in self.rows:
            place = part(row, self.down, "zh"), part(row, self.across, "zh")
            if place in cells:
                raise UsageError(f"plot.coverage was given {' '.join(place)} twice; choose one residence and group")
            cells[place] = str(row["coverage"])
        return cells

    def _ordered(self, order: Sequence[str] | None) -> list[str]:
        """The names of the rows, those with most published tiles first; with ``order`` those alone."""
        known = list(dict.fromkeys(part(row, self.down, "zh") for row in self.rows))
        if order is None:
            return sorted(known, key=lambda name: -self._published(name))
        aliases = {row[f"{self.down}_en"]: part(row, self.down, "zh") for row in self.rows}
        aliases |= {
            row[f"{'locality' if self.down == 'place' else 'indicator'}_id"]: part(row, self.down, "zh")
            for row in self.rows
        }
        chosen = [aliases.get(name, name) for name in order]
        for name in chosen:
            if name not in known:
                raise UsageError(f"order: no row of {name!r}; {codelists.nearest(name, known)}")
        return chosen

    def _published(self, down: str) -> int:
        return sum(state == "published" for (name, _), state in self.cells.items() if name == down)

    @property
    def counts(self) -> dict[str, int]:
        """How many tiles of the rows shown have each state."""
        shown = [state for (down, _), state in self.cells.items() if down in self.rows_down]
        return {state: shown.count(state) for state in STATES}

    def subtitle(self, lang: Lang) -> str:
        shared = [name for name in ("period", "place", "indicator") if name not in (self.down, self.across)]
        parts = [part(self.rows[0], name, lang) for name in shared]
        years = sorted({int(row["year"]) for row in self.rows if row["year"] is not None})
        if "period" in (self.down, self.across) and years:
            parts.append(
                say("years" if len(years) > 1 else "year", lang, first=years[0], last=years[-1], year=years[0])
            )
        size = say("matrix", lang, rows=len(self.rows_down), columns=len(self.columns))
        return say("name_comma", lang).join([*filter(None, parts), size])

    def headline(self, lang: Lang) -> str:
        """How many of the tiles are published, and how many were not looked for."""
        counts = self.counts
        total = sum(counts.values()) or 1
        share = floored(counts["published"] / total * 100, 0) + "%"
        key = "head_coverage_all" if not counts["not_searched"] else "head_coverage"
        return say(key, lang, count=counts["published"], total=total, share=share, open=counts["not_searched"])

    def key(self) -> list[KeyItem]:
        return [KeyItem(say(f"tile_name_{state}", self.lang), _swatch(state, self.lang)) for state in STATES]

    def legend(self) -> str:
        """The columns by number, where their names do not fit above them."""
        if not self._numbered:
            return ""
        names = [f"{number} {self.names[self.lang][name]}" for number, name in enumerate(self.columns, 1)]
        return listed(names, self.lang) if self.lang == "zh" else "; ".join(names)

    @property
    def head(self) -> float:
        return max((len(lines) for lines in self._heads), default=1) * SMALL * LEADING + 4

    def beside(self, total: float) -> float:
        by_name = {part(row, self.down, "zh"): row for row in self.rows}
        entries = [Entry(by_name[name], self.names[self.lang][name]) for name in self.rows_down]
        self.stack = Stack(entries, 0.4)
        self._left = self.stack.beside(total)
        wide = self._wide(total - self._left)
        texts = [self.names[self.lang][name] for name in self.columns]
        self._heads = [balanced(text, SMALL, wide - 2) for text in texts]
        self._numbered = any(
            len(lines) > _LINES or _is_broken(text, lines) for text, lines in zip(texts, self._heads, strict=True)
        )
        if self._numbered:
            self._heads = [[str(number)] for number in range(1, len(self.columns) + 1)]
        return self._left

    def _wide(self, room: float) -> float:
        """The width of a column."""
        return min(_MOST if self.across == "period" else _MOST * 1.6, room / max(1, len(self.columns)))

    def height(self, room: float) -> float:
        return self.stack.height(room)

    def draw(self, ax: Axes, room: float) -> None:
        bare(ax, self.height(room))
        ticks(ax, [], [], above=True)
        ax.set_xlim(0, room)
        wide = self._wide(room)
        self.stack.draw(ax, self._left, room)
        for number, lines in enumerate(self._heads):
            for step, line in enumerate(reversed(lines)):
                put(
                    ax,
                    (number + 0.5) * wide,
                    5 + step * SMALL * LEADING,
                    line,
                    SMALL,
                    MUTED,
                    transform=points(ax),
                    ha="center",
                    va="baseline",
                )
        for down, name in enumerate(self.rows_down):
            y = self.stack.middle(down)
            for number, column in enumerate(self.columns):
                state = self.cells.get((name, column))
                if state is not None:
                    _tile(ax, (number * wide + 1, y - _TILE / 2), (wide - 2, _TILE), state)
                    lines_at(
                        ax,
                        (number + 0.5) * wide,
                        y,
                        [say(f"tile_{state}", self.lang)],
                        SMALL,
                        ha="center",
                        color=_INK[state],
                    )


def _name(row: Row, dimension: str, lang: Lang) -> str:
    """What stands beside a row or above a column; of a year its number alone."""
    return str(int(row["year"])) if dimension == "period" else part(row, dimension, lang)


def _tile(
    ax: Axes, corner: tuple[float, float], size: tuple[float, float], state: str, transform: Transform | None = None
) -> None:
    patch = Rectangle(corner, *size, fc=_FACE[state], ec=_EDGE[state], lw=0.8, label=f"_{state}", clip_on=False)
    if transform is not None:
        patch.set_transform(transform)
    if state == "not_searched":
        patch.set_linestyle((0, (1.5, 1.5)))
    ax.add_patch(patch)


def _swatch(state: str, lang: Lang) -> Callable[[Axes, float, float, Transform], None]:
    def draw(ax: Axes, x: float, y: float, transform: Transform) -> None:
        _tile(ax, (x - 6, y - 6), (12, 12), state, transform=transform)
        put(
            ax,
            x,
            y,
            say(f"tile_{state}", lang),
            SMALL,
            _INK[state],
            transform=transform,
            ha="center",
            va="center_baseline",
        )

    return draw


def _is_broken(text: str, lines: Sequence[str]) -> bool:
    """Whether a Latin word was cut between two lines."""
    words = set(text.split())
    return text.isascii() and any(line.split()[-1] not in words for line in lines if line)


def _describe(drawing: Tiles, lang: Lang) -> str:
    """The alternative text: how many tiles of each state, and the rows without any published figure."""
    counts = drawing.counts
    said = [joined([say(f"count_{state}", lang, count=counts[state]) for state in STATES], lang)]
    empty = [drawing.names[lang][name] for name in drawing.rows_down if not drawing._published(name)]

    def named(most: int) -> str:
        if not empty:
            return say("alt_no_empty", lang)
        key = "alt_empty" if len(empty) <= most else "alt_empty_some" if most else "alt_empty_count"
        return say(key, lang, names=listed(empty[:most], lang), count=len(empty))

    counted = say("tiles", lang, count=sum(counts.values()))
    return describe("alt_tiles", drawing.subtitle(lang), counted, said, (named(most) for most in (8, 4, 2, 1, 0)), lang)
