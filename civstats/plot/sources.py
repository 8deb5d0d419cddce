"""The source line of a chart: the documents that its rows were read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from civstats.catalogue import Lang
from civstats.plot.words import say


def source_line(rows: Sequence[Any], sources: Any, lang: Lang) -> str:
    """The documents of ``rows``: their titles where ``sources`` (the table of that name) is given, else their codes."""
    found: Counter[str] = Counter()
    for row in rows:
        for column, value in row.cells.items():
            if value is not None and column.endswith(("source_id", "source_ids")):
                found.update(set(str(value).split()))
    names = sorted(found, key=lambda name: (-found[name], name))
    if sources is not None:
        titles = {str(row["source_id"]): row for row in sources.to_dict("records")}
        names = [_title(titles[name], lang) if name in titles else name for name in names]
    names = list(dict.fromkeys(names))
    if not names:
        return ""
    between = say("source_between", lang)
    if len(names) <= 3:
        return say("source", lang, names=between.join(names))
    return say("sources", lang, names=between.join(names[:3]), count=len(names), others=len(names) - 3)


def _title(row: dict[str, Any], lang: Lang) -> str:
    """A document as it is cited: its office and title; in English the title alone, translated where it is."""
    title, issuer = row.get(f"title_{lang}"), row.get("issuer")
    if lang == "en":
        return title if isinstance(title, str) and title else f"《{row['title_zh']}》"
    return f"{issuer if isinstance(issuer, str) else ''}《{title}》"
