"""A dataset in which every text that a document can bring tries to do harm."""

from __future__ import annotations

import pandas as pd
from own_figures import ORDOS, own
from report_samples import HOSTILE

from civstats.dataset import Dataset

PLACE = "150626"
ADDRESS = "https://example.org/a?b=1&c=%3Cscript%3E"
ADDRESSES = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    '"><script>alert(1)</script>',
    "https://example.org/" + "x" * 5000,
    "https://example.org/\u202ea b",
    ADDRESS,
)
"""An address for each hostile text; only the last one leads anywhere that a reader can be sent to."""


def dataset() -> Dataset:
    """Standards, counts, results, and targets of one place, and what its neighbours have; a document for each text."""
    rows = [row for number, words in enumerate(HOSTILE) for row in _document(number, words)]
    return own([{"precision": 0.0, **row} for row in rows], sources=_sources())


def _document(number: int, words: str) -> list[dict[str, object]]:
    said = {"printed": words, "locator": words, "note": words, "read_as": words, "place_printed": words,
            "period_printed": words, "source_id": _source(number)}  # fmt: skip
    share = {"indicator_id": "nursing_bed_share", "unit": "percent", "residence": "total", "year": 2023,
             "locality_id": PLACE, "subject_zh": words}  # fmt: skip
    here = {"locality_id": ORDOS[number] if number < len(ORDOS) else PLACE}
    subjects = {"subject_zh": words, "residence": "rural", "locality_id": PLACE}
    return [
        {**said, **here, "value": 700.0 + 10 * number, "year": 2023},
        {**said, **here, "value": 650.0 + 10 * number, "year": 2022, "measure": "previous"},
        {**said, **share, "value": 60.0, "measure": "actual", "period_end": "2023-12-31"},
        {**said, **share, "value": 50.0 + number, "measure": "target", "bound": "ge", "due": "2023-12-31"},
        {**said, **subjects, "value": 10.0 + number, "measure": "actual", "indicator_id": "dibao_beneficiaries",
         "unit": "persons"},
    ]  # fmt: skip


def _source(number: int) -> str:
    return f"hostile-{number}"


def _sources() -> pd.DataFrame:
    day = pd.Timestamp(2024, 1, 1).date()
    return pd.DataFrame([
        {"source_id": _source(number), "title_zh": words, "title_en": words, "issuer": words, "document_number": words,
         "url": address, "remark": words, "locality_id": PLACE, "issued": day, "published": day, "figure_count": 5,
         "period_start": pd.Timestamp(2023, 1, 1).date(), "period_end": pd.Timestamp(2023, 12, 31).date()}
        for number, (words, address) in enumerate(zip(HOSTILE, ADDRESSES, strict=True))
    ])  # fmt: skip
