"""Words of a dataset on one line of a terminal or a message: without control characters."""

from __future__ import annotations

import unicodedata


def line(text: str) -> str:
    """``text`` with each control character and each end of a line as a space: nothing of it steers the terminal."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
