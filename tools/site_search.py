"""Search of the site for Chinese too, without a dictionary of words: pairs of characters.

Sphinx cuts Chinese into words only where the package jieba is installed, and its script does not cut a query at all.
Here both sides cut a run of Chinese characters into all its pairs: 低保标准 is 低保, 保标, 标准. A page is found if it
has every pair of the query. Latin words are cut and stemmed as Sphinx does for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx import search
from sphinx.search.en import SearchEnglish

LANGUAGE = "zh"
HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_RUN = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")
_SPLITTER = f"""
function splitQuery(query) {{
  const han = /^[{HAN}]{{3,}}$/;
  const runs = query.match(/[{HAN}]+|(?:(?![{HAN}])[\\p{{L}}\\p{{N}}_])+/gu) || [];
  return runs.flatMap((run) =>
    han.test(run) ? Array.from({{ length: run.length - 1 }}, (_, at) => run.slice(at, at + 2)) : [run],
  );
}}
"""


def pairs(text: str) -> Iterator[str]:
    """The words of a text: each pair of neighbours in a run of Chinese characters, and each Latin word."""
    for run in _RUN.findall(text):
        if re.match(f"[{HAN}]", run) and len(run) > 2:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


class Pairs(SearchEnglish):
    """English, and Chinese as pairs of characters."""

    lang = LANGUAGE
    language_name = "English"  # names the stemmer in the script
    js_splitter_code = _SPLITTER

    def split(self, input: str) -> list[str]:  # noqa: A002  (Sphinx calls it so)
        """The words of ``input``."""
        return list(pairs(input))


def register() -> None:
    """Let Sphinx use it as its Chinese."""
    search.languages[LANGUAGE] = Pairs
