"""Reports for people who never open a notebook: HTML, PDF and Excel of one model, in Chinese and in English.

>>> from civstats import report
>>> page = report.profile(ds, "乌审旗")              # or comparison(ds, "dibao_standard"), scorecard(ds), quality(ds)
>>> [point.text.zh for point in page.points]          # what it says, each sentence with the query that proves it
>>> Path("wushen.pdf").write_bytes(report.pdf(page, "zh"))     # html, pdf and workbook write the same model down
>>> report.write_all(None, Path("reports"))           # all reports of a dataset, with their index

The model is `civstats.report.model.Report`.
"""

from __future__ import annotations

from civstats.errors import MissingExtraError

try:
    import jinja2 as _jinja2  # noqa: F401
    import matplotlib as _matplotlib  # noqa: F401
    import noto_cjk_sans_otc as _font  # noqa: F401
    import typst as _typst  # noqa: F401
    import xlsxwriter as _xlsxwriter  # noqa: F401
except ImportError as _error:
    raise MissingExtraError(f"reports need an extra: pip install 'civstats[report]' ({_error})") from None

from civstats.report.comparison import comparison
from civstats.report.contents import make
from civstats.report.html import html
from civstats.report.pdf import pdf
from civstats.report.profile import profile
from civstats.report.quality import quality
from civstats.report.scorecard import scorecard
from civstats.report.write import FORMATS, kinds, write_all, write_reports
from civstats.report.xlsx import workbook

__all__ = [
    "FORMATS",
    "comparison",
    "html",
    "kinds",
    "make",
    "pdf",
    "profile",
    "quality",
    "scorecard",
    "workbook",
    "write_all",
    "write_reports",
]
