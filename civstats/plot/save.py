"""Charts as files whose bytes depend on the data alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib.transforms import Bbox

from civstats.errors import LocationError, UsageError
from civstats.plot import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from civstats.plot.layout import Words

_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_DESCRIBED = {"svg": "Description", "png": "Description", "pdf": "Subject"}


def picture(chart: Figure | Axes, kind: str, *, words: bool = True) -> bytes:
    """A chart as the bytes of an ``svg``, ``png`` (200 dots an inch) or ``pdf``, its alternative text in the metadata.

    Text is drawn as paths in SVG. The same data give the same bytes, on any day and under any user settings. Without
    ``words`` the headline, the subtitle, the notes and the source line are left out, for a page that writes them
    itself (`written`); rows without a value stay in the picture.
    """
    from matplotlib.axes import Axes

    if kind not in _METADATA:
        raise UsageError(f"a chart is saved as {', '.join(_METADATA)}, not as {kind or 'a file without a suffix'}")
    figure = chart.get_figure(root=True) if isinstance(chart, Axes) else chart
    if figure is None:
        raise UsageError("these axes belong to no figure any more")
    known = vars(chart if "civstats_alt" in vars(chart) else figure)
    metadata = dict(_METADATA[kind])
    if "civstats_alt" in known:
        metadata |= {"Title": known["civstats_title"], _DESCRIBED[kind]: known["civstats_alt"][known["civstats_lang"]]}
    content = io.BytesIO()
    with style.context(), nullcontext() if words else _without_words(figure, written(chart)) as box:
        figure.savefig(content, format=kind, dpi=200, metadata=metadata, bbox_inches=box)
    return content.getvalue()


def written(chart: Figure | Axes) -> Words:
    """The words around a chart, in its language; raises UsageError for axes that hold no chart of civstats."""
    found: Words | None = vars(chart).get("civstats_words")
    if found is None:
        raise UsageError("these axes hold no chart of civstats.plot")
    return found


@contextmanager
def _without_words(figure: Figure, words: Words) -> Iterator[Bbox]:
    """The words hidden; gives the part of the figure that is left."""
    for line in words.lines:
        line.set_visible(False)
    wide, high = figure.get_size_inches()
    try:
        yield Bbox.from_extents(0, words.below / 72, wide, high - words.above / 72)
    finally:
        for line in words.lines:
            line.set_visible(True)


def save(chart: Figure | Axes, path: str | Path) -> Path:
    """Write a chart to ``path``, whose suffix says how: ``.svg``, ``.png`` or ``.pdf``; returns the path.

    Raises UsageError for another suffix and LocationError where the file cannot be written.
    """
    path = Path(path)
    content = picture(chart, path.suffix.lower().removeprefix("."))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise LocationError(f"cannot write {path}: {error.strerror}") from None
    return path
