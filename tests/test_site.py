"""The built site: it opens offline, links lead somewhere, everything has its place, and its search knows Chinese."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import quote, unquote, urlsplit

import pytest

from civstats import codelists
from civstats.schema import TABLES

ROOT = Path(__file__).parent.parent
LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}
MEGABYTES = 40


@dataclass
class Page(HTMLParser):
    """What a page loads, where it leads, what in it can be led to, and its words."""

    file: Path
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._ignored = ""
        self.feed(self.file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in LOADING and LOADING[tag] in values:
            self.loads.append(values[LOADING[tag]])
        if "srcset" in values:
            self.loads += [one.split()[0] for one in values["srcset"].split(",")]
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if "id" in values:
            self.ids.append(values["id"])
        if tag in ("script", "style"):
            self._ignored = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._ignored:
            self._ignored = ""

    def handle_data(self, data: str) -> None:
        if not self._ignored:
            self.words.append(data)


@dataclass(frozen=True)
class Site:
    folder: Path
    pages: Mapping[str, Page]
    printed: str

    def target(self, page: Page, link: str) -> tuple[Path, str]:
        """The file and the place in it that a link leads to."""
        parts = urlsplit(link)
        file = (page.file.parent / unquote(parts.path)).resolve() if parts.path else page.file
        return file, unquote(parts.fragment)


def build(out: Path, seed: str) -> subprocess.CompletedProcess[str]:
    """Build the site in a process of its own, whose sets have an order of their own."""
    command = [sys.executable, str(ROOT / "tools" / "build_site.py"), "--out", str(out)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=False
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = build(folder, "1")
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path.relative_to(folder).as_posix(): Page(path) for path in sorted(folder.rglob("*.html"))}
    return Site(folder, pages, done.stdout + done.stderr)


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "tools")
    import site_reference

    return site_reference


def external(address: str) -> bool:
    return bool(urlsplit(address).netloc) or urlsplit(address).scheme not in ("", "data")


def test_nothing_is_loaded_from_elsewhere(site: Site) -> None:
    loaded = {(name, one) for name, page in site.pages.items() for one in page.loads}
    assert loaded
    assert {one for one in loaded if external(one[1])} == set()
    missing = {one for name, one in loaded if not site.target(site.pages[name], one)[0].exists() and "data:" not in one}
    assert missing == set()


def test_no_style_loads_anything_from_elsewhere(site: Site) -> None:
    styles = list(site.folder.rglob("*.css"))
    assert any(path.name == "site.css" for path in styles)
    texts = [path.read_text(encoding="utf-8") for path in (*styles, *site.folder.rglob("*.html"))]
    found = {one for text in texts for one in re.findall(r"""(?:@import|url\()\s*["']?([^"')\s]+)""", text)}
    assert {one for one in found if external(one)} == set()


def test_no_script_asks_elsewhere(site: Site) -> None:
    scripts = [path.read_text(encoding="utf-8") for path in site.folder.rglob("*.js")]
    assert [text for text in scripts if re.search(r"""(?:fetch|import|open)\(\s*["'`]https?:""", text)] == []


def test_every_link_leads_somewhere(site: Site) -> None:
    places = {page.file.resolve(): {*page.ids, ""} for page in site.pages.values()}
    broken = []
    for name, page in site.pages.items():
        for link in page.links:
            if urlsplit(link).scheme in ("http", "https", "mailto"):
                continue
            file, place = site.target(page, link)
            if not file.exists() or (file in places and place not in places[file]):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_no_id_is_there_twice(site: Site) -> None:
    double = {name: [one for one in page.ids if page.ids.count(one) > 1] for name, page in site.pages.items()}
    assert {name: ids for name, ids in double.items() if ids} == {}


def test_every_page_can_be_reached_from_the_front(site: Site) -> None:
    reached, waiting = set(), [site.folder / "index.html"]
    by_file = {page.file.resolve(): page for page in site.pages.values()}
    while waiting:
        file = waiting.pop().resolve()
        if file in by_file and file not in reached:
            reached.add(file)
            waiting += [site.target(by_file[file], link)[0] for link in by_file[file].links if not external(link)]
    assert {path.name for path in by_file.keys() - reached} <= {"search.html", "genindex.html", "py-modindex.html"}


@pytest.mark.parametrize("row", codelists.rows("indicators"), ids=lambda row: row["indicator_id"])
def test_every_indicator_has_its_page(site: Site, row: Mapping[str, str]) -> None:
    words = "".join(site.pages[f"indicators/{row['indicator_id']}.html"].words)
    shown = " ".join(words.split())
    for name in ("indicator_id", "name_zh", "name_en", "definition_zh", "definition_en", "unit", "why_not"):
        assert " ".join(row[name].split()) in shown, name
    for other in row["not_comparable_with"].split():
        assert f"{other}.html" in site.pages[f"indicators/{row['indicator_id']}.html"].links


def test_the_coverage_of_an_indicator_is_that_of_the_dataset(site: Site) -> None:
    import civstats

    ds = civstats.open()
    for code in ("dibao_standard", "burial_site_graves"):
        [(figures, places, documents)] = ds.rows(
            "select count(*), count(distinct locality_id), count(distinct source_id) from observations "
            "where indicator_id = ?",
            [code],
        )
        words = "".join(site.pages[f"indicators/{code}.html"].words)
        assert f"Figures: {figures}; places: {places}; documents: {documents}" in words
        conflicts = ds.rows("select arithmetic_zh from findings where indicator_id = ? and severity = 'warn'", [code])
        assert all(arithmetic in words for (arithmetic,) in conflicts)


def test_every_command_has_its_place(site: Site, reference: ModuleType) -> None:
    page = site.pages["cli.html"]
    words = " ".join("".join(page.words).split())
    assert len(reference.commands()) > 15
    for name, parser in reference.commands().items():
        assert f"cli-{name}" in page.ids
        for action in parser._actions:
            for option in action.option_strings:
                assert option in words or option in ("-h", "--help"), (name, option)


def test_every_public_name_has_its_place(site: Site, reference: ModuleType) -> None:
    ids = {one for name, page in site.pages.items() if name.startswith("api/") for one in page.ids}
    names = {f"{module}.{name}" for module, found in reference.public().items() for name in found}
    names |= {f"civstats.Dataset.{name}" for name in reference.methods()}
    assert names - ids == set()


def test_every_table_has_its_place(site: Site) -> None:
    words = "".join(site.pages["data-dictionary.html"].words)
    assert [name for name in TABLES if name not in words] == []


def test_every_page_that_people_write_is_there(site: Site) -> None:
    written = {
        path.relative_to(ROOT / "docs").with_suffix(".html").as_posix() for path in (ROOT / "docs").rglob("*.md")
    }
    assert written - site.pages.keys() == set()


def test_the_front_page_describes_the_dataset(site: Site) -> None:
    found = {name for name in site.pages if "application/ld+json" in (site.folder / name).read_text(encoding="utf-8")}
    assert found == {"index.html"}
    words = "".join(site.pages["index.html"].words)
    assert words.index("中文") < words.index("English")


def test_no_path_of_a_machine_is_in_it(site: Site) -> None:
    names = (str(ROOT), str(site.folder))
    found = [path for path in site.folder.rglob("*") if path.suffix in (".html", ".js", ".css", ".svg") and any(
        name in path.read_text(encoding="utf-8") for name in names)]  # fmt: skip
    assert found == []


def test_the_site_is_small(site: Site) -> None:
    assert sum(path.stat().st_size for path in site.folder.rglob("*") if path.is_file()) < MEGABYTES * 10**6


def test_two_builds_give_the_same_bytes(site: Site, tmp_path: Path) -> None:
    done = build(tmp_path / "site", "2")
    assert done.returncode == 0, done.stdout + done.stderr

    def hashes(folder: Path) -> dict[str, str]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    one, other = hashes(site.folder), hashes(tmp_path / "site")
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("低保", ["低保"]),
        ("低保标准", ["低保", "保标", "标准"]),
        ("城市低保 2023", ["城市", "市低", "低保", "2023"]),
        ("Dataset.growth旗", ["Dataset", "growth", "旗"]),
        ("", []),
    ],
)
def test_text_is_cut_into_pairs(text: str, words: list[str], reference: ModuleType) -> None:
    from site_search import pairs

    assert list(pairs(text)) == words


@pytest.fixture(scope="module")
def browser() -> str:
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("the search is not tried: no chromium")
        pytest.skip("the search is not tried: no chromium")
    return program


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("低保", "indicators/dibao_standard.html"),
        ("最低生活保障标准", "indicators/dibao_standard.html"),
        ("照料护理标准", "indicators/tekun_care_standard.html"),
        ("Dibao standard", "indicators/dibao_standard.html"),
        ("dibao_standard", "indicators/dibao_standard.html"),
        ("比较地区", "how-to-compare.html"),
        ("binding_standard", "api/dataset.html"),
    ],
)
def test_the_search_finds(site: Site, browser: str, query: str, page: str) -> None:
    assert page in searched(site, browser, query)


def test_the_search_finds_nothing_where_nothing_is(site: Site, browser: str) -> None:
    assert searched(site, browser, "火星低保") == []


def searched(site: Site, browser: str, query: str) -> list[str]:
    """The pages that the site's own search lists for a query, opened from the folder."""
    address = f"{(site.folder / 'search.html').as_uri()}?q={quote(query)}"
    run = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom", address],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = re.search(r'<ul[^>]*class="search"[^>]*>(.*?)</ul>', run.stdout, re.S)
    assert found, "the search did not run"
    assert "search-summary" in run.stdout
    return [urlsplit(link).path for link in re.findall(r'href="([^"]+)"', found[1])]
