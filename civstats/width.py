"""How much room text takes where a Chinese character is twice as wide as a letter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=100_000)
def display_width(text: str) -> int:
    """The cells that ``text`` takes on a terminal: two for each wide character, one for any other."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
