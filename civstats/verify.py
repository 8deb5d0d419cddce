"""Proof that every figure stands in its text: the token at its position, the text's hash as recorded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from civstats.contribute.tokens import Span, Token, brief, longer, reads, stands
from civstats.dataset import Dataset
from civstats.errors import UsageError


@dataclass
class Verification:
    """What `verify` found: figures proven by document, documents without a text at hand, and what does not agree."""

    proven: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unplaced: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return sum(self.proven.values()) > 0 and not self.wrong


def verify(dataset: Dataset, texts: Path) -> Verification:
    """Check every figure of ``dataset`` against the texts in the folder ``texts`` (``<source_id>.txt``).

    A figure is proven if the characters at its position, white space aside, are its printed token, and no part of a
    longer number; positions count Unicode code points of the file as it is. Raises UsageError where ``texts`` is no
    folder or holds none of the texts.
    """
    if not texts.is_dir():
        raise UsageError(f"{texts} is not a folder; name the folder of the texts, <source_id>.txt")
    found = Verification()
    for source_id, sha256 in dataset.rows("select source_id, text_sha256 from sources order by 1"):
        path = texts / f"{source_id}.txt"
        if path.is_file():
            _verify_text(dataset, found, source_id, sha256, path)
        else:
            found.missing.append(source_id)
    if not found.proven and not found.wrong:
        raise UsageError(f"{texts} holds the text of no document; the files are named <source_id>.txt")
    return found


def _verify_text(dataset: Dataset, found: Verification, source_id: str, sha256: str | None, path: Path) -> None:
    content = path.read_bytes()
    actual = hashlib.sha256(content).hexdigest()
    if actual != sha256:
        recorded = f"recorded is {sha256[:12]}…" if sha256 else "none is recorded"
        found.wrong.append(f"{source_id}: the text has SHA-256 {actual[:12]}…, {recorded}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        found.wrong.append(f"{source_id}: the text is not UTF-8")
        return
    figures = dataset.rows(
        "select observation_id, printed, char_start, char_end from observations "
        "where source_id = $source order by figure_no",
        {"source": source_id},
    )
    proven = 0
    for number, (observation_id, printed, start, end) in enumerate(figures):
        token = Token(number, printed, None if start is None else (start, end))
        if token.span is None:
            found.unplaced[source_id] = found.unplaced.get(source_id, 0) + 1
        elif stands(text, token):
            proven += 1
        else:
            found.wrong.append(f"{observation_id}: {_wrong(text, token, token.span)}")
    found.proven[source_id] = proven


def _wrong(text: str, token: Token, span: Span) -> str:
    start, end = span
    printed = repr(brief(token.printed))
    if reads(text, token):
        return f"{printed} at {start}–{end} stands inside the longer number {longer(text, span)}"
    return f"{printed} is not at {start}–{end}; there stands {brief(text[start:end])!r}"
