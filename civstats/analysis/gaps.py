"""The gap between town and country in a place: the urban figure over the rural one, and the difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from civstats.analysis import queries
from civstats.analysis.alike import definition
from civstats.analysis.claims import Claim, Sql
from civstats.analysis.order import Ends, ends
from civstats.analysis.order_claims import Proof, Ranked, claims, known
from civstats.analysis.standing import Place, Scope, Standing, read_places, scope, standings
from civstats.analysis.wording import LEVELS, LEVELS_EN, LEVELS_ZH, subject
from civstats.codelists.localities import localities
from civstats.errors import UsageError
from civstats.interval import Interval

if TYPE_CHECKING:
    import pandas as pd

    from civstats.analysis.result import Result

RATIO = "multiple"
_NUMBERS = ("urban", "urban_lower", "urban_upper", "rural", "rural_lower", "rural_upper", "ratio", "ratio_lower",
            "ratio_upper", "difference", "difference_lower", "difference_upper")  # fmt: skip
COLUMNS = (
    "locality_id", "place_zh", "place_en", "level", "parent_id", "indicator_id", "indicator_zh", "indicator_en",
    "breakdown", "year", *_NUMBERS[:6], "unit", *_NUMBERS[6:9], "ratio_unit", *_NUMBERS[9:], "state", "reason_zh",
    "reason_en", "urban_observation_id", "rural_observation_id", "source_id", "effective_from",
)  # fmt: skip
_RATIOS = (
    "known as (select u.locality_id, round(u.low / r.high, 6) as low, round(u.high / r.low, 6) as high, "
    "u.low_open or r.high_open as low_open, "
    "u.high_open or r.low_open as high_open from urban u join rural r using (locality_id))"
)
_COMPLETE = """not exists (
    select o.locality_id from observations o join localities l using (locality_id)
    where o.indicator_id = $indicator and o.breakdown = $breakdown and o.year = $year and o.area is null
        and o.measure in ('standard', 'actual', 'previous') and l.level = $level
        and starts_with(o.locality_id, $beginning)
        and ($places::varchar[] is null or list_contains($places::varchar[], o.locality_id))
        and o.locality_id not in (select locality_id from known) and not list_contains($apart::varchar[], o.locality_id)
    group by o.locality_id having bool_or(o.residence = 'urban') and bool_or(o.residence = 'rural')
)"""


def urban_rural(
    sql: Sql, indicator: str, year: int | Sequence[int], places: Sequence[str] | str | None, breakdown: str,
    level: str | None, within: str | None,
) -> Result:  # fmt: skip
    """One row a place and year; see `civstats.dataset.Dataset.urban_rural`."""
    from civstats.analysis.result import result

    years = [year] if isinstance(year, int) else sorted(set(year))
    if not years:
        raise UsageError("year is empty; name at least one year")
    rows: list[dict[str, Any]] = []
    for one in years:
        asked = scope(sql, indicator, one, places, "total", breakdown, level, within, "actual", ())
        rows += _year(sql, asked)
    ids = {(row["locality_id"], row["year"]): (row.pop("urban_basis"), row.pop("rural_basis")) for row in rows}

    def make(frame: pd.DataFrame) -> list[Claim]:
        made: list[Claim] = []
        for one in reversed(years):
            for name in LEVELS:
                chosen = frame[(frame["year"] == one) & (frame["level"] == name) & frame["ratio_lower"].notna()]
                made += _claims(chosen, ids, asked)
        return made

    return result(_frame(rows), queries.standing(), asked.parameters(), make)


def _year(sql: Sql, asked: Scope) -> list[dict[str, Any]]:
    by_place: dict[str, list[Standing]] = {}
    for figure in standings(sql, asked):
        if figure.area is None and figure.breakdown == asked.breakdown and figure.kind == "actual":
            by_place.setdefault(figure.locality_id, []).append(figure)
    places = read_places(sql, asked, level=asked.level, places=sorted(by_place)) if by_place else {}
    places = {code: place for code, place in places.items() if code != asked.within}
    if asked.places is not None:
        places |= read_places(sql, asked)
    return [_row(place, by_place.get(code, []), asked) for code, place in sorted(places.items())]


def _row(place: Place, figures: Sequence[Standing], asked: Scope) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys((*COLUMNS, "urban_basis", "rural_basis"))
    row |= {
        "locality_id": place.locality_id, "place_zh": place.name_zh, "place_en": place.name_en, "level": place.level,
        "parent_id": place.parent_id, "indicator_id": asked.indicator.indicator_id, "year": asked.year,
        "indicator_zh": asked.indicator.name_zh, "indicator_en": asked.indicator.name_en, "breakdown": asked.breakdown,
        "unit": asked.indicator.unit, "ratio_unit": RATIO, "reason_zh": "", "reason_en": "",
    }  # fmt: skip
    sides = {name: [figure for figure in figures if figure.residence == name] for name in ("urban", "rural", "total")}
    for name in ("urban", "rural"):
        if sides[name]:
            row |= _cells(name, max(sides[name], key=_preferred))
    pair = max(_pairs(sides["urban"], sides["rural"]), key=lambda both: _preferred(both[0]), default=None)
    if pair is None:
        state, zh, en = _why_not(place, sides)
        return row | {"state": state, "reason_zh": zh, "reason_en": en}
    urban, rural = pair
    row |= _cells("urban", urban) | _cells("rural", rural) | _paired(urban, rural)
    ratio, difference = _ratio(urban, rural), interval(urban.ends) - interval(rural.ends)
    row |= three("difference", difference)
    if ratio is None:
        return row | {
            "state": "not_applicable",
            "reason_zh": "农村数为零或可能为零",
            "reason_en": "the rural figure may be zero",
        }
    state = "disputed" if "disputed" in (urban.merged, rural.merged) else "published"
    if state == "published" and (urban.is_converted or rural.is_converted):
        state = "converted"
        row["reason_zh"], row["reason_en"] = f"由{urban.printed}、{rural.printed}换算", "converted to one unit"
    return row | three("ratio", ratio) | {"state": state}


def _preferred(figure: Standing) -> tuple[bool, bool, bool, str, str]:
    """A standard in force before floors and averages, the whole year before parts of it, later parts before earlier."""
    year = figure.part_of_year == "year"
    return (
        (figure.set_kind or "own") == "own",
        figure.subject_zh is None,
        year,
        figure.part_of_year,
        figure.observation_id,
    )


def _pairs(urban: Iterable[Standing], rural: Sequence[Standing]) -> Iterable[tuple[Standing, Standing]]:
    """Figures of one definition, quantity and part of the year, from one document or in force from one day."""
    for one in urban:
        for other in rural:
            alike = definition(one) == definition(other) and one.quantity == other.quantity
            one_document = set(one.source_id.split()) & set(other.source_id.split())
            one_day = one.effective_from is not None and one.effective_from == other.effective_from
            if alike and one.part_of_year == other.part_of_year and (one_document or one_day):
                yield one, other


def _why_not(place: Place, sides: dict[str, list[Standing]]) -> tuple[str, str, str]:
    if sides["urban"] and sides["rural"]:
        return "not_comparable", "城乡两数口径或时期不同，或不出于同一文件、同一执行日期", (
            "the two differ in definition or period, or are neither of one document nor in force from one day"
        )  # fmt: skip
    if sides["total"]:
        printed = sides["total"][0].printed
        return "not_applicable", f"只公布不分城乡的数：{printed}", f"published for both together: {printed}"
    if sides["urban"] or sides["rural"]:
        zh, en = ("城市", "urban") if sides["urban"] else ("农村", "rural")
        return "not_comparable", f"只公布{zh}数", f"only the {en} figure is published"
    if place.searched:
        return (
            "not_published",
            f"已查{place.searched}份文件，未公布",
            f"not published; documents searched: {place.searched}",
        )
    return "not_searched", "未检索", "not searched"


def interval(known: Ends) -> Interval:
    """The ends as an `Interval`."""
    low, high = (None if abs(end[0]) == float("inf") else Decimal(repr(end[0])) for end in known)
    return Interval(low, high, known.lower[1] != 0, known.upper[1] != 0)


def _ratio(urban: Standing, rural: Standing) -> Interval | None:
    try:
        return interval(urban.ends) / interval(rural.ends)
    except ValueError:
        return None


def three(name: str, known: Interval) -> dict[str, float | None]:
    """A value with its two ends; the value only where it is exact."""
    low, high = (None if end is None else round(float(end), 6) for end in (known.lower, known.upper))
    return {name: low if known.is_exact else None, f"{name}_lower": low, f"{name}_upper": high}


def _cells(name: str, figure: Standing) -> dict[str, Any]:
    return {
        name: figure.value, f"{name}_lower": figure.lower, f"{name}_upper": figure.upper, "unit": figure.unit,
        f"{name}_observation_id": figure.observation_id, f"{name}_basis": figure.basis_ids,
    }  # fmt: skip


def _paired(urban: Standing, rural: Standing) -> dict[str, Any]:
    day = urban.effective_from if urban.effective_from == rural.effective_from else None
    return {
        "source_id": " ".join(sorted({*urban.source_id.split(), *rural.source_id.split()})), "effective_from": day,
    }  # fmt: skip


def _frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in _NUMBERS:
        frame[column] = frame[column].astype("float64")
    frame["year"] = frame["year"].astype("int32")
    frame["effective_from"] = pd.to_datetime(frame["effective_from"]).astype("datetime64[s]")
    return frame


def _claims(frame: pd.DataFrame, ids: dict[tuple[str, int], tuple[str, str]], asked: Scope) -> list[Claim]:
    """Of one year and level: where the urban figure is the largest multiple of the rural one."""
    rows = [_ranked(row) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]
    if not rows:
        return []
    year, level = int(frame["year"].iloc[0]), str(frame["level"].iloc[0])
    params: dict[str, object] = {"unit": str(frame["unit"].iloc[0])}
    for side, name in enumerate(("urban", "rural")):
        params[f"{name}_ids"] = [code for row in rows for code in ids[row.place_id, year][side].split()]
    compared = {row.place_id for row in rows}
    params |= {
        "indicator": asked.indicator.indicator_id, "breakdown": asked.breakdown, "year": year, "level": level,
        "beginning": asked.beginning, "places": None if asked.places is None else list(asked.places),
        "apart": sorted(code for code, one in ids if one == year and code not in compared),
    }  # fmt: skip
    proof = Proof(f"{known('urban')},\n{known('rural')},\n{_RATIOS}", params, _COMPLETE)

    def words(lang: str) -> str:
        name = asked.indicator.name_zh if lang == "zh" else asked.indicator.name_en
        what = subject(name, "total", asked.breakdown, lang)
        within = localities()[asked.within] if asked.within else None
        if lang == "zh":
            where = within.name_zh if within else "所选地方中" if asked.places is not None else "本数据集"
            return f"{year}年{what}城乡比（城市为农村的倍数）：{where}可比的{len(rows)}个{LEVELS_ZH[level]}中，"
        where = f"of {within.name_en}" if within else "chosen" if asked.places is not None else "in this dataset"
        return f"urban over rural {what}, {year}: of the {len(rows)} comparable {LEVELS_EN[level]} {where}, "

    return [*claims(rows, words, proof, "neither", apart=False), *_all_above(rows, words, proof)]


def _all_above(rows: Sequence[Ranked], words: Any, proof: Proof) -> list[Claim]:
    if len(rows) < 2 or any(row.ends.lower <= (1.0, 0) for row in rows):
        return []
    return [
        Claim(
            f"{words('zh')}城市数均高于农村数。", f"{words('en')}the urban figure is above the rural one in all.",
            proof.query("(select bool_and(low > 1 or (low = 1 and low_open)) from known)"),
            {**proof.params, "n": len(rows)},
            "the lower end of every ratio lies above 1",
        )
    ]  # fmt: skip


def _ranked(row: dict[Any, Any]) -> Ranked:
    value, low, high = row["ratio"], row["ratio_lower"], row["ratio_upper"]
    bound = "eq" if value is not None else "range"
    return Ranked(
        row["locality_id"], row["place_zh"], row["place_en"], ends(low, high, bound), value, low, high, bound, RATIO
    )
