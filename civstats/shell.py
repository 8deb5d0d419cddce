"""What the command line has to do with the shell that it was called from: encodings, and readers that go away."""

from __future__ import annotations

import os
import sys


def to_utf8() -> None:
    """Write UTF-8: Chinese output must not end in a traceback where the locale is C."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(encoding="utf-8", errors="replace")


def arguments() -> list[str]:
    """The arguments; those that the encoding of the locale cannot hold (Chinese, where it is C) are UTF-8."""
    return [_text(argument) for argument in sys.argv[1:]]


def _text(argument: str) -> str:
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:  # the bytes that could not be decoded stand as surrogates
        return os.fsencode(argument).decode("utf-8", "replace")
    return argument


def reader_gone() -> None:
    """The reader of a pipe (head, less) has gone; nothing is wrong, and the rest must not be written at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
