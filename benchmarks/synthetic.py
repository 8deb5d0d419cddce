"""What the benchmarks measure on: figures of real documents, and made-up documents and observations.

Everything made up comes from a seed, so that every run measures the same data.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from civstats import __version__, codelists
from civstats.codelists.localities import localities, path
from civstats.curate import tables as curated
from civstats.reading.sheet import COLUMNS, OPTIONAL_COLUMNS
from civstats.reading.text import normalise
from civstats.schema import TABLES, Column, Table, arrow, datapackage

if TYPE_CHECKING:
    import pyarrow as pa

ROOT = Path(__file__).resolve().parent.parent
SEED = 20231231
FIGURES_PER_DOCUMENT = 200
FIVE = (
    "ordos-2023-summary",
    "wushen-2022-plan",
    "wushen-2023-tasks",
    "xincheng-2023-tasks",
    "xuanzhou-2023-tasks",
)
"""The documents that the dataset began with: results stay comparable while others are added."""

_FRESH = 0.36
"""The share of figures that print a number of their own; the others repeat a token printed before. Since some tokens
state their number in words, a third of all tokens is distinct, whatever the size."""
_Form = tuple[Mapping[str, str], list[tuple[str, str]]]
"""A row of a real sheet, and the tokens (printed, read_as) of its form that were made up so far."""
_YEARS = range(2015, 2025)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九](?=[个個])")
_PERIODS = ("截至目前", "{}年", "今年以来", "全年", "1—11月份", "上半年", "第三季度", "{}年1—6月", "{}-06", "上年")
_DEADLINES = ("12月底", "{}年10月底", "{}年12月15日前", "到{}年底", "年内", "年底前", "2-3年", "到{}年", "{}-12-31")
_EFFECTIVE = ("从7月份执行", "{}年1月起", "自{}年7月1日起", "{}-01-01")


def printed_figures() -> list[tuple[str, Mapping[str, str]]]:
    """Every row of every document's sheet, with the code of its document."""
    found: list[tuple[str, Mapping[str, str]]] = []
    for file in sorted((ROOT / "data" / "raw").glob("*/figures.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            found += [(file.parent.name, row) for row in csv.DictReader(lines)]
    return found


def write_documents(folder: Path, documents: int, figures: int = FIGURES_PER_DOCUMENT) -> int:
    """Write raw documents of ``figures`` figures each to ``folder``; returns the number of distinct tokens.

    A document is a county's, and names townships of it. A single one is a compilation for the whole country, which
    names townships by their full names or codes.
    """
    rng = random.Random(SEED)
    forms: list[_Form] = [(row, []) for source, row in printed_figures() if source in FIVE]
    counties = _counties()
    country = [(path(code), code) for _, places in counties for _, code in places] if documents == 1 else []
    tokens = set()
    for number in range(documents):
        county, places = ("110000", country) if country else rng.choice(counties)
        year = rng.choice(_YEARS)
        document = folder / f"made-up-{number:06}"
        document.mkdir(parents=True)
        (document / "source.toml").write_text(_source(number, county, year), encoding="utf-8")
        with (document / "figures.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, [*COLUMNS, *OPTIONAL_COLUMNS])
            sheet.writeheader()
            for row in _figures(rng, forms, places, year, figures):
                sheet.writerow(row)
                tokens.add((row["printed"], row["read_as"]))
    return len(tokens)


def _counties() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every county with its townships, name and code, where the name alone, in any script, says which one is meant."""
    below: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place in localities().values():
        if place.level == "township" and place.parent_id:
            below[place.parent_id].append((place.name_zh, place.locality_id))
    found = []
    for county, townships in sorted(below.items()):
        names = Counter([localities()[county].name_zh, *(name for name, _ in townships)])
        unique = [(name, code) for name, code in townships if names[name] == 1 and normalise(path(code)) == path(code)]
        if unique and localities()[county].level == "county":
            found.append((county, unique))
    return found


def _source(number: int, locality: str, year: int) -> str:
    return (
        f'title_zh = "第{number}号文件"\ntitle_en = "Document {number}"\nissuer = "某民政局"\n'
        f'locality = "{locality}"\nkind = "plan"\nissued = {date(year, 3, 1 + number % 28)}\n'
        f'period = "{year}年"\norigin_class = "official"\nscript = "Hans"\n'
    )


def _figures(
    rng: random.Random, forms: list[_Form], places: list[tuple[str, str]], year: int, count: int
) -> Iterator[dict[str, object]]:
    """Rows of a sheet: each takes the form of a real one, with other numbers, places, dates and groups."""
    breakdowns = codelists.codes("breakdowns")
    position = 0

    def phrase(printed: str, phrases: tuple[str, ...]) -> str:
        return rng.choice(phrases).format(year) if printed else ""

    for number in range(1, count + 1):
        form, before = rng.choice(forms)
        if not before or rng.random() < _FRESH:
            before.append(_vary(rng, form["printed"], form["read_as"]))
            printed, read_as = before[-1]
        else:
            printed, read_as = rng.choice(before)
        position += rng.randrange(5, 60)
        start, position = position, position + len(printed)
        name, code = rng.choice(places)
        written = rng.random()
        yield {
            **form,
            "no": number,
            "locator": f"清单{1 + position // 900}-{1 + position // 90 % 10}",
            "start": start,
            "end": position,
            "printed": printed,
            "read_as": read_as,
            "place": "" if written < 0.3 and len(places) < 1000 else code if written < 0.4 else name,
            "residence": rng.choice(("", "urban", "rural")),
            "breakdown": form["breakdown"] if written < 0.7 else rng.choice(breakdowns),
            "period": phrase(form["period"], _PERIODS),
            "effective_from": phrase(form["effective_from"], _EFFECTIVE),
            "due": phrase(form["due"], _DEADLINES),
            "part_of": rng.randrange(1, number) if number > 1 and rng.random() < 0.1 else "",
        }


def _vary(rng: random.Random, printed: str, read_as: str) -> tuple[str, str]:
    """Both tokens of a row with other numbers, the same in both, and ascending where they are a range."""
    share = any(sign in printed for sign in "%％‰")
    numbers = [_number(rng, match[0], share) for match in _NUMBER.finditer(printed)]
    if len(numbers) == 2:
        numbers = [numbers[0], str(int(numbers[0]) + rng.randrange(1, 1000))]
    replaced = []
    for token in (printed, read_as):
        rest = iter(numbers)
        replaced.append(_NUMBER.sub(lambda _, rest=rest: next(rest), token))  # type: ignore[misc]
    return replaced[0], replaced[1]


def _number(rng: random.Random, printed: str, share: bool) -> str:
    if not printed[0].isascii():
        return rng.choice("一二三四五六七八九")
    if share:
        return f"{rng.uniform(0, 100):.4f}"
    if "." in printed:
        return f"{rng.uniform(1, 10**5):.2f}"
    return str(rng.randrange(1, 10 ** rng.randrange(4, 8)))


def _constant(table: Table, column: Column, type_: pa.DataType) -> pa.Scalar:
    """What stands in every row of a column that no query asks for: nothing, or its first code, or zero."""
    import pyarrow as pa

    if column.name in table.nullable:
        return pa.scalar(None, type_)
    return pa.scalar(codelists.codes(column.codes)[0] if column.codes else "0", pa.string()).cast(type_)


def write_observations(folder: Path, count: int) -> None:
    """Write a dataset to ``folder`` whose observations are ``count`` values of yearly series.

    Townships times seven indicators, two residences, two groups and ten years; each tenth value is lacking, so that a
    growth rate must look whether the row before is the year before. A document holds a province's figures of a year.
    The tables that the observations refer to are there, the thematic ones are empty.
    """
    import numpy as np
    import pyarrow as pa

    townships = [place.locality_id for place in localities().values() if place.level == "township"]
    units = {
        "care_beds": "beds",
        "home_care_beds": "beds",
        "care_homes": "facilities",
        "care_stations": "facilities",
        "dibao_beneficiaries": "persons",
        "tekun_beneficiaries": "persons",
        "tekun_households": "households",
    }
    rng = np.random.default_rng(SEED)
    each = len(units) * 2 * 2 * len(_YEARS)
    places = -(-count * 10 // 9 // each) + 1
    cells = np.sort(rng.choice(places * each, size=count, replace=False))
    # The years run slowest, the provinces behind them: so a document is one piece.
    year, rest = np.divmod(cells, places * each // len(_YEARS))
    place, rest = np.divmod(rest, each // len(_YEARS))
    indicator, residence, breakdown = rest // 4, rest // 2 % 2, rest % 2
    provinces = sorted({code[:2] for code in townships[:places]})
    province = np.array([provinces.index(code[:2]) for code in townships[:places]])[place]
    document = year * len(provinces) + province
    number = np.arange(count) - np.searchsorted(document, document) + 1
    value = np.round(200 + 200 * rng.random(count) + 5 * year)

    def text(codes: object, words: list[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), words).cast(pa.string())

    documents = [f"made-up-{year}-{code}" for year in _YEARS for code in provinces]
    made = {
        "observation_id": pa.array([f"{documents[d]}:{n}" for d, n in zip(document, number, strict=True)]),
        "source_id": text(document, documents),
        "figure_no": pa.array(number, pa.int32()),
        "locator": text(place % 50, [f"清单{number}" for number in range(50)]),
        "printed": pa.array([f"{amount:.0f}" for amount in value]),
        "locality_id": text(place, townships[:places]),
        "indicator_id": text(indicator, list(units)),
        "residence": text(residence, ["urban", "rural"]),
        "breakdown": text(breakdown, ["total", "institutional"]),
        "measure": text(np.zeros(count), ["actual"]),
        "value": pa.array(value),
        "lower": pa.array(value),
        "upper": pa.array(value),
        "bound": text(np.zeros(count), ["eq"]),
        "unit": text(indicator, list(units.values())),
        "year": pa.array(year + _YEARS[0], pa.int32()),
    }
    tables = {"observations": _filled(TABLES["observations"], made, count)}
    tables["sources"] = _filled(
        TABLES["sources"],
        {
            "source_id": pa.array(documents),
            "locality_id": pa.array([f"{name[-2:]}0000" for name in documents]),
            "period_start": pa.array([date(int(name[8:12]), 1, 1) for name in documents]),
            "period_end": pa.array([date(int(name[8:12]), 12, 31) for name in documents]),
            "script": pa.repeat("Hans", len(documents)),
        },
        len(documents),
    )
    tables |= curated.listed({code[:9] for code in townships[:places]})
    write_dataset(folder, tables)


def _filled(table: Table, made: Mapping[str, pa.Array], count: int) -> pa.Table:
    """``made`` as the columns of ``table``, and in every other column what `_constant` says."""
    import pyarrow as pa

    schema = arrow.schema_of(table)
    columns = [
        made[column.name]
        if column.name in made
        else pa.repeat(_constant(table, column, schema.field(column.name).type), count)
        for column in table.fields
    ]
    return pa.table(columns, schema)


def write_dataset(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write ``tables`` to ``folder`` as a build does; a table that is not among them is empty."""
    folder.mkdir(parents=True)
    rows = {}
    for name, table in TABLES.items():
        data = tables.get(name, arrow.schema_of(table).empty_table())
        arrow.write(data, table, folder / f"{name}.parquet")
        rows[name] = data.num_rows
    descriptor = datapackage.describe(folder, __version__, rows, [])
    (folder / datapackage.FILE_NAME).write_text(datapackage.to_json(descriptor), encoding="utf-8")
