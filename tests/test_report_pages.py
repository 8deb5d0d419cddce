"""Reports and index in a browser: nothing loaded, all there without scripts, fit for all readers, phones and paper."""

from __future__ import annotations

from pathlib import Path

import browser_pages
import pytest
from browser_pages import Checked, check, need_browser
from index_entries import EDITION, entries
from report_samples import HOSTILE, sample

from civstats.catalogue import LANGUAGES, Lang
from civstats.report.html import INDEX, html
from civstats.report.index import index

QUERIES = ("乌审", "WUSHEN QI", "wushenqi", "610100", "xi'an", "内蒙古 61", "nowhere", "")
# The last two close isolations that they never opened, and turn the direction of what follows.
TURNING = ("\u2069\u202eabc", "\u202c\u2069\u2069\u202e שלום")
BAD = b"""<!DOCTYPE html><html><head><title>x</title></head><body id="top"><h3 id="top">x</h3>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><img src="missing.png" alt="x"><a href="#nowhere">x</a>
<p><bdi>\xe2\x81\xa9\xe2\x80\xae abc</bdi> <b>next</b></p><details><summary>x</summary><p>inside</p></details>
<pre>%s</pre><script>document.body.append("written"); throw new Error("thrown")</script></body></html>"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checked]:
    """All pages as one browser finds them, by the names of their files."""
    need_browser()
    folder = tmp_path_factory.mktemp("pages")
    for lang in LANGUAGES:
        beside = [f"place-150626.{other}.html" for other in LANGUAGES] + list(INDEX.values())
        (folder / f"place-150626.{lang}.html").write_bytes(html(sample(), lang, beside))
        (folder / INDEX[lang]).write_bytes(index(entries(HOSTILE[6]), lang, EDITION))
        for at, words in enumerate((*HOSTILE, *TURNING)):
            (folder / f"hostile-{at}.{lang}.html").write_bytes(html(sample(words, words), lang))
    (folder / "bad.html").write_bytes(BAD % (b"wide" * 300))
    queries = {folder / name: QUERIES for name in INDEX.values()}
    return {found.page.name: found for found in check(sorted(folder.iterdir()), queries)}


def names(lang: Lang) -> list[str]:
    hostile = [f"hostile-{at}.{lang}.html" for at in range(len(HOSTILE) + len(TURNING))]
    return [f"place-150626.{lang}.html", INDEX[lang], *hostile]


@pytest.mark.parametrize("name", [name for lang in LANGUAGES for name in names(lang)])
def test_a_page_has_no_problem(checked: dict[str, Checked], name: str) -> None:
    assert checked[name].problems() == []
    assert set(checked[name].requests) == {checked[name].address}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_all_is_there(checked: dict[str, Checked], lang: Lang) -> None:
    found = checked[f"place-150626.{lang}.html"]
    assert found.words == found.words_without_script
    report = sample()
    said = [report.title, report.missing, *(key.value for key in report.keys), *(point.text for point in report.points)]
    for table in report.tables():
        assert table.caption.said(lang) in found.all_words_without_script
        said += [cell.text for row in table.rows for cell in row.cells]
    assert all(text.said(lang) in found.all_words_without_script for text in said)
    listed = checked[INDEX[lang]].words_without_script
    assert all(entry.title.said(lang).split(" ")[0] in listed for entry in entries())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_search_shows_what_is_asked_for(checked: dict[str, Checked], lang: Lang) -> None:
    wushen, xian = {"zh": ("乌审旗", "西安市"), "en": ("Wushen Banner", "Xi\u2019an")}[lang]
    found = dict(zip(QUERIES, checked[INDEX[lang]].searches, strict=True))
    for query, title in (
        ("乌审", wushen),
        ("wushenqi", wushen),
        ("610100", xian),
        ("xi'an", xian),
        ("内蒙古 61", xian),
    ):
        [shown] = found[query].shown
        assert shown.startswith(title)
        assert found[query].said == {"zh": "找到1份报告", "en": "1 report found"}[lang]
    assert found["WUSHEN QI"].shown == found["wushenqi"].shown
    assert found["nowhere"].shown == ()
    assert found["nowhere"].said == {"zh": "找到0份报告", "en": "0 reports found"}[lang]
    assert len(found["nowhere"].headings) == 1, "contents: no heading stands over nothing"
    assert len(found[""].shown) == len(entries())
    assert found[""].said == ""


def test_a_bad_page_is_found_out(checked: dict[str, Checked]) -> None:
    problems = "\n".join(checked["bad.html"].problems())
    for sign in (
        "missing.png", "something else without scripts", "errors: Error: thrown", "two of #top", "nothing at #nowhere",
        "reordered: ", "overflowing: document", "overflowing_in_print: document", "closed_in_print: <p>inside",
        "1280px image-alt", "360px image-alt", "html-has-lang", "page-has-heading-one", "landmark-one-main",
    ):  # fmt: skip
        assert sign in problems, sign


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_lacking_browser_is_said(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(browser_pages, "FOLDER", Path("nowhere"))
    with pytest.raises(outcome, match=r"no chromium, node, tests/browser/node_modules/puppeteer-core, .*axe-core"):
        need_browser()
