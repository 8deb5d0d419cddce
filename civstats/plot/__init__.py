"""Charts of tidy frames, each with its finding, its subject, its unit, its sources, and the rows that have no value.

>>> from civstats import plot
>>> ax = plot.compare(data=frame, lang="zh")        # a row a place; see each function for its columns
>>> plot.save(ax, "compare.svg")                    # .svg, .png, .pdf: the same bytes for the same data
>>> plot.alt(ax, "en")                              # the alternative text

Every function takes ``data`` and returns matplotlib ``Axes``: those given as ``ax``, else those of a new figure, which
pyplot does not know and which a notebook shows as the value of a cell. Settings (rcParams) are left as they are. How a
value is known is seen in its mark: solid bar, exact; arrow, a bound; pale segment, just over, nearly, about; joined
ticks, two sources or a range; hatched, planned; grey, another level; text, no value and why.
"""

from __future__ import annotations

from civstats.errors import MissingExtraError

try:
    import matplotlib as _matplotlib  # noqa: F401
    import noto_cjk_sans_otc as _font  # noqa: F401
except ImportError as _error:
    raise MissingExtraError(f"charts need an extra: pip install 'civstats[plot]' ({_error})") from None

from civstats.plot.alt import alt
from civstats.plot.bars import compare
from civstats.plot.bullets import attainment
from civstats.plot.dumbbell import change
from civstats.plot.grid import small_multiples
from civstats.plot.save import picture, save, written
from civstats.plot.series import growth
from civstats.plot.tiles import coverage

__all__ = [
    "alt",
    "attainment",
    "change",
    "compare",
    "coverage",
    "growth",
    "picture",
    "save",
    "small_multiples",
    "written",
]
