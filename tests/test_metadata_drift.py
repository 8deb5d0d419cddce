"""One declaration: what pyproject.toml, CITATION.cff, LICENSE, README and the committed files say is what it says."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from metadata_parts import descriptor_of, enumerated, faults

from civstats import __version__
from civstats.schema import SCHEMA_VERSION, TABLES, croissant, datapackage, jsonld
from civstats.schema.about import About, about, read

ROOT = Path(__file__).parent.parent
COMMITTED = ROOT / "data" / "curated"
TOML = (ROOT / "civstats" / "schema" / "about.toml").read_text(encoding="utf-8")
yaml: Any = import_module("yaml")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("build_metadata", ROOT / "tools" / "build_metadata.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def declared(**changes: str) -> About:
    """The declaration with values of its TOML replaced."""
    changed = TOML
    for key, value in changes.items():
        [line] = re.findall(rf"^{key} = .*$", changed, flags=re.M)
        changed = changed.replace(line, f"{key} = {value}")
    return read(changed)


def test_the_declaration_is_whole_in_both_languages() -> None:
    found = about()
    for words in (found.title, found.description, found.creator, found.country, found.licence.note):
        assert words.keys() == {"zh", "en"}
        assert re.search("[\u4e00-\u9fff]", words["zh"])
        assert all(text == text.strip() for text in words.values())
    assert found.keywords.keys() == {"zh", "en"}
    assert all(len(set(found.keywords[lang])) == len(found.keywords[lang]) > 3 for lang in ("zh", "en"))
    assert not re.search("[\u4e00-\u9fff]", found.title["en"])


def test_an_unknown_or_missing_key_is_refused() -> None:
    for changed in (f"colour = 'red'\n{TOML}", TOML.replace("homepage =", "# homepage =")):
        with pytest.raises(TypeError, match=r"colour|homepage"):
            read(changed)


def test_the_citation_file_is_what_the_generator_writes() -> None:
    run = [sys.executable, "tools/build_metadata.py", "--check"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{done.stdout} run python tools/build_metadata.py"


def test_the_citation_file_is_valid_and_says_what_is_declared() -> None:
    found = yaml.safe_load(text("CITATION.cff"))
    assert faults("cff-1.2.0", found) == []
    assert (found["version"], found["license"], found["type"]) == (__version__, about().licence.id, "dataset")
    assert found["date-released"] == about().released.isoformat()
    assert found["authors"] == [{"name": about().creator["en"]}]
    assert found["abstract"] == about().markdown
    assert faults("cff-1.2.0", found | {"license": "nonsense"}) != []


def test_a_citation_file_of_hostile_words_is_still_valid() -> None:
    hostile = r'"a: \"b\" # {c} [d] \n- e </script> 题"'
    found = yaml.safe_load(generator().citation(declared(homepage='"https://data.example/"', name=hostile), "1.0.0"))
    assert faults("cff-1.2.0", found) == []
    assert found["title"].startswith('a: "b" # {c} [d] \n- e </script> 题: ')
    assert found["url"] == "https://data.example/"
    assert "date-released" not in yaml.safe_load(generator().citation(about(), "99.0.0"))


def test_a_homepage_goes_everywhere_once_there_is_one(monkeypatch: pytest.MonkeyPatch, small: Path) -> None:
    home = "https://data.example/"
    for module in (datapackage, croissant, jsonld):
        monkeypatch.setattr(module, "about", lambda: declared(homepage=f'"{home}"'))
    assert datapackage.head("civstats", "1.0.0", [])["homepage"] == home
    assert croissant.describe(descriptor_of(small))["url"] == home
    found = jsonld.describe(descriptor_of(small), "en")
    assert (found["url"], found["dcat:landingPage"]) == (home, {"@id": home})


def test_pyproject_says_what_is_declared() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert (project["name"], project["license"]) == (about().name, about().code["licence"])
    assert project["description"] == about().code["summary"]
    assert project["authors"] == [{"name": about().creator["en"]}]
    assert "version" in project["dynamic"]
    assert text("LICENSE").startswith(f"{about().code['licence']} License")


def test_the_licence_of_the_data_is_the_declared_one() -> None:
    found, licence = text("data/LICENSE.md"), about().licence
    assert all(said in found for said in (licence.title, licence.url, licence.short))
    assert f"{licence.short}" in text("README.md")


def test_a_version_that_the_readme_names_is_the_current_one() -> None:
    named = re.findall(r"(?:dataset|civstats)[ =-]+(\d+\.\d+\.\d+)\b", text("README.md"))
    assert set(named) <= {__version__}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_citation_names_creator_title_version_and_day(lang: Any) -> None:
    found = about().citation(lang, __version__)
    day = about().released.isoformat() if lang == "zh" else str(about().released.year)
    assert all(said in found for said in (about().creator[lang], about().title[lang], __version__, day))
    assert "civstats" in found


def said(descriptor: dict[str, Any]) -> dict[str, Any]:
    """What a description says of the tables, in one form for all of them."""
    return {
        one["name"]: (
            [(field["name"], field["type"], field["title"], field["description"]) for field in one["schema"]["fields"]],
            one["schema"]["primaryKey"],
            {
                field["name"]: [row["value"] for row in field["categories"]]
                for field in one["schema"]["fields"]
                if "categories" in field
            },
        )
        for one in descriptor["resources"]
    }


def test_the_descriptor_agrees_with_the_tables(curated: Path) -> None:
    types = {"string": "string", "int32": "integer", "float64": "number", "date": "date", "bool": "boolean"}
    assert said(descriptor_of(curated)) == {
        name: (
            [(column.name, types[column.type], column.zh, column.en) for column in table.fields],
            list(table.key),
            enumerated(table),
        )
        for name, table in TABLES.items()
    }


@pytest.mark.parametrize("where", ["built", "committed"])
def test_the_descriptions_agree_with_the_declaration(curated: Path, where: str) -> None:
    folder = curated if where == "built" else COMMITTED
    descriptor, declared = descriptor_of(folder), about()
    assert descriptor == descriptor | {
        "name": declared.name,
        "title": declared.both_titles,
        "description": declared.markdown,
        "version": __version__,
        "civstats:schemaVersion": SCHEMA_VERSION,
    }
    assert descriptor["licenses"][0]["name"] == declared.licence.id
    assert descriptor["licenses"][0]["path"] == declared.licence.url
    assert descriptor["contributors"][0]["title"] == declared.creator["en"]
    wanted = croissant.to_json(descriptor)
    assert (folder / croissant.FILE_NAME).read_text(encoding="utf-8") == wanted, "run civstats build"
    found = json.loads(wanted)
    assert (found["name"], found["description"]) == (declared.title, declared.description)
    assert (found["version"], found["license"]) == (__version__, declared.licence.url)
    assert found["datePublished"] == declared.released.isoformat()


def test_the_committed_descriptor_is_what_a_build_writes(curated: Path) -> None:
    built, committed = descriptor_of(curated), descriptor_of(COMMITTED)
    assert committed.keys() == built.keys(), "run civstats build"
    assert said(committed) == said(built), "run civstats build"
    hashes = [{one["name"]: one["civstats:contentHash"] for one in each["resources"]} for each in (built, committed)]
    assert hashes[0] == hashes[1], "run civstats build"
