"""Text as printed, made comparable: script, width and white space, with every position kept.

Positions are Unicode code points in the text as supplied, so no step here may change a text's length except
`squeeze`, which is for tokens, never for texts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# A full-width comma separates clauses; turned into "," it would join numbers: 100，200 -> 100,200.
FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0xFF01 + i) != "，"}
"""Full-width characters to half-width ones, as `str.translate` takes them."""


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplify(text: str) -> str:
    """``text`` in Simplified characters, of the same length, so that positions stay true.

    Uses OpenCC's ``t2s`` conversion; raises ValueError if it ever changed the length.
    """
    if text.isascii():
        return text
    simplified: str = _converter().convert(text)
    if len(simplified) != len(text):
        raise ValueError("the conversion to Simplified characters changed the length of the text")
    return simplified


def squeeze(text: str) -> str:
    """``text`` without any white space: a token may be broken by a line or padded by spaces."""
    return "".join(text.split())


def normalise(token: str) -> str:
    """A printed token as the readers want it: Simplified, half width, no white space."""
    token = squeeze(token)
    if token.isascii():
        return token
    return simplify(token).translate(FULL_WIDTH)
