"""Charts as files whose bytes depend on the data alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats.errors import LocationError, UsageError
from civstats.plot import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_DESCRIBED = {"svg": "Description", "png": "Description", "pdf": "Subject"}


def picture(chart: Figure | Axes, kind: str) -> bytes:
    """A chart as the bytes of an ``svg``, ``png`` (200 dots an inch) or ``pdf``, its alternative text in the metadata.

    Text is drawn as paths in SVG. The same data give the same bytes, on any day and under any user settings.
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
    with style.context():
        figure.savefig(content, format=kind, dpi=200, metadata=metadata)
    return content.getvalue()


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
