"""A PDF as poppler, which knows nothing of how it was made, reads and draws it; and what stands in its bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

FONTS = {"NotoSansCJKsc-Regular-Identity-H"}
DOTS = 50
"""Dots an inch of the pages that are looked at."""

Poppler = Callable[..., str]


def reader(folder: Path) -> Poppler:
    """Runs a tool of poppler on a PDF: ``poppler(made, "pdftotext", "-raw", out="-")`` is what it writes."""

    def run(made: bytes, tool: str, *options: str, out: str = "") -> str:
        if shutil.which(tool) is None:
            reason = f"{tool} (of poppler-utils) is not installed"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        path = folder / "made.pdf"
        path.write_bytes(made)
        command = [tool, *options, str(path), *([out] if out else [])]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode(errors="replace")

    return run


def bare(text: str) -> str:
    """Without white space, which lines and columns change."""
    return re.sub(r"\s", "", text)


def body(poppler: Poppler, content: bytes) -> str:
    """The text of all pages without white space, and without the lines above and below a page."""
    return bare(poppler(content, "pdftotext", "-raw", "-r", "72", "-y", "66", "-W", "596", "-H", "715", out="-"))


def inside(content: bytes) -> bytes:
    """A PDF with its compressed parts unpacked after it."""
    parts = [content]
    for found in re.finditer(rb"stream\r?\n", content):
        try:
            parts.append(zlib.decompressobj().decompress(content[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def strings(content: bytes, key: bytes) -> list[str]:
    """The texts that stand in a PDF under ``key``, as /Alt, in round brackets or as hexadecimal digits."""
    found = []
    for literal, digits in re.findall(
        rb"/" + key + rb" ?(?:\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|<([0-9A-Fa-f]+)>)", inside(content), re.DOTALL
    ):
        raw = bytes.fromhex(digits.decode()) or re.sub(rb"\\([\\()])", rb"\1", literal)
        found.append(raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1"))
    return found


def darkest(poppler: Poppler, content: bytes, folder: Path) -> list[tuple[int, int, int]]:
    """For each page the darkest dot in the margins left and right, above the text and below the page number."""
    poppler(content, "pdftoppm", "-gray", "-r", str(DOTS), out=str(folder / "page"))
    found = []
    for path in sorted(folder.glob("page*.pgm")):
        head, size, _, dots = path.read_bytes().split(b"\n", 3)
        assert head == b"P5"
        width, height = map(int, size.split())
        lines = [dots[at : at + width] for at in range(0, width * height, width)]
        edge = int(19 / 25.4 * DOTS)
        found.append(
            (
                min(min(line[:edge] + line[-edge:]) for line in lines),
                min(min(line) for line in lines[: int(11 / 25.4 * DOTS)]),
                min(min(line) for line in lines[-int(8 / 25.4 * DOTS) :]),
            )
        )
    return found
