"""Places beside each other on one indicator: one row a place, only among like with like.

What figures have in common is found by `civstats.analysis.alike`; what does not fit is an `IncomparableError`, or
stands apart where the user allows it. Places that were asked for and have no such figure stay, each with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.analysis import queries, standing_claims
from civstats.analysis.alike import Basis, Chosen, choose, is_asked
from civstats.analysis.claims import Sql
from civstats.analysis.order import ranks
from civstats.analysis.standing import DIFFERENCES, Place, Scope, Standing, read_places, records, standings
from civstats.analysis.wording import LEVELS_EN, LEVELS_ZH, SET_KINDS, amount, part_of_year
from civstats.codelists.localities import ancestors, localities
from civstats.errors import IncomparableError

if TYPE_CHECKING:
    from civstats.analysis.result import Result

COLUMNS = (
    "locality_id", "place_zh", "place_en", "level", "parent_id", "indicator_id", "indicator_zh", "indicator_en",
    "residence", "breakdown", "year", "value", "lower", "upper", "bound", "unit", "state", "reason_zh", "reason_en",
    "rank_from", "rank_to", "printed", "observation_id", "source_id", "effective_from", "precision", "differences",
)  # fmt: skip
RANKED = ("published", "converted", "disputed")
"""States of figures that are ranked; so are targets in a comparison of targets."""
_SHOWN = 20
Row = dict[str, Any]


def compare(sql: Sql, asked: Scope) -> Result:
    """One row a place; see `civstats.dataset.Dataset.compare`."""
    from civstats.analysis.result import result

    rows, basis, ids = stand(sql, asked)
    return result(frame(rows), queries.standing(), asked.parameters(), standing_claims.maker(asked, basis, ids))


def stand(sql: Sql, asked: Scope) -> tuple[list[Row], Basis, dict[str, str]]:
    """The rows, what the comparable ones have in common, and the observations that each figure rests on."""
    figures = standings(sql, asked)
    if asked.places is None and not asked.within:
        figures = [figure for figure in figures if asked.kind in ("", figure.kind)]
    if asked.places is not None:
        figures += [other for other in _related(sql, asked) if is_asked(other, asked)]
    everywhere = read_places(sql, asked, places=list({figure.locality_id for figure in figures})) if figures else {}
    if asked.places is None:
        everywhere = {code: place for code, place in everywhere.items() if _belongs(place, asked)}
        figures = [figure for figure in figures if figure.locality_id in everywhere]
    basis, chosen = choose(figures, everywhere, asked)
    _refuse(chosen, everywhere, basis, asked)
    places = everywhere | _expected(sql, asked, basis)
    rows, without = [], []
    for code, place in sorted(places.items()):
        if code in chosen:
            rows.append(_stated(place, chosen[code], asked))
        else:
            without.append(_empty(place, [figure for figure in figures if figure.locality_id == code], asked))
    _mention_above(sql, without, asked)
    _rank([row for row in rows if row["state"] in (*RANKED, *(["target"] if basis.kind == "target" else []))],
          chosen, asked)  # fmt: skip
    ids = {code: chosen[code].standing.basis_ids for code in chosen}
    return sorted(rows + without, key=_order), basis, ids


def _related(sql: Sql, asked: Scope) -> list[Standing]:
    """Averages, floors and guidance standards of the programme, for places that may have nothing else."""
    others = (asked.indicator.not_comparable_with or "").split()
    found = records(
        sql,
        "select distinct indicator_id from subsidy_standards where indicator_id in (select unnest($others::varchar[])) "
        "and set_kind <> 'own' and programme in "
        "(select programme from subsidy_standards where indicator_id = $indicator) order by all",
        {"others": others, "indicator": asked.indicator.indicator_id},
    )
    return standings(sql, asked, indicators=[row["indicator_id"] for row in found])


def _belongs(place: Place, asked: Scope) -> bool:
    if "level" in asked.allow:
        return True
    return place.locality_id != asked.within and asked.level in ("", place.level)


def _expected(sql: Sql, asked: Scope, basis: Basis) -> dict[str, Place]:
    """The places asked for: those that are named, or all of the level within the place; else those with figures."""
    if asked.places is not None:
        return read_places(sql, asked)
    if not asked.within:
        return {}
    every = read_places(sql, asked, level=basis.level)
    if not basis.level:
        every = {code: place for code, place in every.items() if place.parent_id == asked.within}
    return {code: place for code, place in every.items() if code != asked.within}


def _refuse(chosen: Mapping[str, Chosen], places: Mapping[str, Place], basis: Basis, asked: Scope) -> None:
    """Raises IncomparableError where figures differ in a way that is not allowed."""
    unlike = {code: one for code, one in chosen.items() if set(one.differences) - set(asked.allow)}
    if not unlike:
        return
    found = {name for one in unlike.values() for name in one.differences}
    differences = [name for name in DIFFERENCES if name in found]
    meaning = SET_KINDS.get(basis.definition[0], ("", "as counted"))[1]
    said = {
        "level": f"level: {LEVELS_EN.get(basis.level, basis.level)} ({LEVELS_ZH.get(basis.level, '')})",
        "kind": f"kind: {basis.kind}",
        "definition": f"definition: {asked.indicator.indicator_id}, {meaning}",
        "unit": f"unit: {asked.indicator.unit}",
        "period": f"period: {part_of_year(basis.part_of_year, 'en')}",
    }
    common = "; ".join(said[name] for name in differences)
    what = f"{len(unlike)} of {len(chosen)} figures cannot stand beside the others ({common}):"
    rows = [_told(places[code], one) for code, one in unlike.items()]
    more = [f"… and {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    ways = [f"level={basis.level!r}"] if "level" in differences and asked.places is None else []
    ways += [f"kind={basis.kind!r}"] if "kind" in differences and not asked.kind else []
    needed = [name for name in DIFFERENCES if name in {*differences, *asked.allow}]
    raise IncomparableError(what, rows[:_SHOWN] + more, needed, f"choose {', '.join(ways)}; or " if ways else "")


def _told(place: Place, one: Chosen) -> str:
    figure = one.standing
    says = SET_KINDS[figure.set_kind][1] if figure.set_kind in SET_KINDS else figure.kind
    about = f"{place.level}, {figure.kind}, {figure.indicator_id}, {says}, {figure.unit}, {figure.part_of_year}"
    unlike, where = ", ".join(one.differences), f"{place.name_zh} {place.locality_id}"
    return f"{where}: {figure.printed} ({about}) differs in {unlike} [{figure.observation_id}]"


def _base(place: Place, asked: Scope) -> Row:
    row: Row = dict.fromkeys(COLUMNS)
    return row | {
        "locality_id": place.locality_id, "place_zh": place.name_zh, "place_en": place.name_en, "level": place.level,
        "parent_id": place.parent_id, "indicator_id": asked.indicator.indicator_id,
        "indicator_zh": asked.indicator.name_zh, "indicator_en": asked.indicator.name_en, "residence": asked.residence,
        "breakdown": asked.breakdown, "year": asked.year, "unit": asked.indicator.unit, "reason_zh": "",
        "reason_en": "", "differences": "",
    }  # fmt: skip


def _stated(place: Place, one: Chosen, asked: Scope) -> Row:
    """The row of a place with a figure."""
    figure = one.standing
    reasons = _reasons(place, one)
    names = codelists.by_code("indicators").get(figure.indicator_id, {})
    row = _base(place, asked) | {
        "value": figure.value, "lower": figure.lower, "upper": figure.upper, "bound": figure.bound, "unit": figure.unit,
        "printed": figure.printed, "observation_id": figure.observation_id, "source_id": figure.source_id,
        "effective_from": figure.effective_from, "precision": figure.precision, "state": _state(one),
        "reason_zh": "；".join(zh for zh, _ in reasons), "reason_en": "; ".join(en for _, en in reasons),
        "differences": " ".join(one.differences),
    }  # fmt: skip
    if figure.indicator_id != asked.indicator.indicator_id:
        row |= {
            "indicator_id": figure.indicator_id, "indicator_zh": names.get("name_zh", figure.indicator_id),
            "indicator_en": names.get("name_en", figure.indicator_id),
        }  # fmt: skip
    return row


def _state(one: Chosen) -> str:
    if "level" in one.differences:
        return "other_level"
    if one.differences and "kind" not in one.differences:
        return "not_comparable"
    if one.standing.kind == "target":
        return "target"
    if one.standing.merged == "disputed":
        return "disputed"
    return "converted" if one.standing.is_converted else "published"


def _reasons(place: Place, one: Chosen) -> list[tuple[str, str]]:
    """Why a figure stands apart, or how it came about, in Chinese and English."""
    figure = one.standing
    said = []
    if "level" in one.differences:
        said.append((f"层级不同：{LEVELS_ZH[place.level]}", f"another level: {place.level}"))
    if figure.kind == "target":
        said.append(("计划数", "a plan"))
    if "definition" in one.differences:
        zh, en = SET_KINDS.get(figure.set_kind or "", (figure.subject_zh or "", figure.subject_zh or "as counted"))
        said.append((f"口径不同：{zh or '对象未注明'}", f"another definition: {en}"))
    if "unit" in one.differences:
        said.append((f"单位不同：{figure.printed}", f"another unit: {figure.unit}"))
    if "period" in one.differences:
        zh, en = (part_of_year(figure.part_of_year, lang) for lang in ("zh", "en"))
        said.append((f"时期不同：{zh}", f"another period: {en}"))
    if figure.merged == "disputed":
        said.append((f"各文件所印不一致：{figure.printed}", f"the documents differ: {figure.printed}"))
    elif figure.is_converted:
        said.append((f"由{figure.printed}换算", f"converted from {figure.printed}"))
    return said


def _empty(place: Place, there: list[Standing], asked: Scope) -> Row:
    """The row of a place without a figure of what was asked: what there is instead, or how it was searched."""
    row = _base(place, asked)
    there = sorted(there, key=lambda figure: (figure.residence != asked.residence, figure.breakdown != asked.breakdown))
    if there:
        said_zh, said_en = zip(*(_instead(figure, asked) for figure in there[:3]), strict=True)
        return row | {
            "state": "not_comparable", "printed": " / ".join(figure.printed for figure in there[:3]),
            "reason_zh": f"只公布：{'；'.join(said_zh)}", "reason_en": f"published only: {'; '.join(said_en)}",
            "observation_id": " ".join(figure.observation_id for figure in there[:3]),
            "source_id": " ".join(sorted({code for figure in there[:3] for code in figure.source_id.split()})),
            "differences": "definition",
        }  # fmt: skip
    if place.searched or place.coverage == "not_published":
        zh, en = f"已查{place.searched}份文件，未公布", f"not published; documents searched: {place.searched}"
        return row | {"state": "not_published", "reason_zh": zh, "reason_en": en}
    return row | {"state": "not_searched", "reason_zh": "未检索", "reason_en": "not searched"}


def _instead(figure: Standing, asked: Scope) -> tuple[str, str]:
    names = []
    for code, codelist, of_asked in (
        (figure.residence, "residences", asked.residence), (figure.breakdown, "breakdowns", asked.breakdown),
        (figure.area, "areas", None),
    ):  # fmt: skip
        if code is not None and code != of_asked:
            names.append(codelists.by_code(codelist)[code])
    plan = []
    if figure.kind != (asked.kind or "actual"):
        plan = [("计划", "plan") if figure.kind == "target" else ("实际", "in force or reached")]
    zh = "、".join([*(name["name_zh"] for name in names), *(zh for zh, _ in plan)])
    en = ", ".join([*(name["name_en"] for name in names), *(en for _, en in plan)])
    return f"{zh} {figure.printed}".strip(), f"{en} {figure.printed}".strip()


def _mention_above(sql: Sql, rows: Iterable[Row], asked: Scope) -> None:
    """Says of a place without a standard of its own that a place above it has one, which may or may not apply."""
    lacking = [row for row in rows if row["state"] in ("not_published", "not_searched")]
    above = {row["locality_id"]: _above(row) for row in lacking}
    codes = sorted({code for chain in above.values() for code in chain})
    if not codes:
        return
    found = standings(sql, asked, places=codes, beginning="")
    own = {
        figure.locality_id: figure
        for figure in found
        if figure.kind == "actual" and figure.set_kind == "own" and is_asked(figure, asked)
    }
    names = read_places(sql, asked, places=codes, beginning="") if own else {}
    for row in lacking:
        code = next((code for code in above[row["locality_id"]] if code in own), None)
        if code is not None:
            figure, name = own[code], names[code]
            zh, en = (
                amount(figure.value, figure.lower, figure.upper, figure.bound, figure.unit, lang)
                for lang in ("zh", "en")
            )
            row["reason_zh"] += f"；上级{name.name_zh}有标准{zh}，是否适用须另查"
            row["reason_en"] += f"; {name.name_en} above it has a standard of {en}, which may or may not apply"


def _above(row: Row) -> list[str]:
    code = row["locality_id"]
    if code in localities():
        return ancestors(code)[1:]
    return [row["parent_id"]] if row["parent_id"] else []


def _rank(rows: list[Row], chosen: Mapping[str, Chosen], asked: Scope) -> None:
    figures = [chosen[row["locality_id"]].standing.ends for row in rows]
    for row, (first, last) in zip(rows, ranks(figures, asked.indicator.direction), strict=True):
        row["rank_from"], row["rank_to"] = first, last


def _order(row: Row) -> tuple[bool, int, int, str, str]:
    """Ranked rows first, by rank; then the others by state; equals by code."""
    states = ("target", "other_level", "not_comparable", "not_published", "not_searched")
    apart = states.index(row["state"]) if row["state"] in states else -1
    return row["rank_from"] is None, row["rank_from"] or apart, row["rank_to"] or 0, row["locality_id"], row["state"]


def frame(rows: Sequence[Row]) -> Any:
    """The rows as a DataFrame: ranks are nullable integers, days datetime64, numbers that are not there NaN."""
    import pandas as pd

    made = pd.DataFrame(rows, columns=list(COLUMNS))
    for column in ("value", "lower", "upper", "precision"):
        made[column] = made[column].astype("float64")
    for column in ("rank_from", "rank_to"):
        made[column] = made[column].astype(pd.Int32Dtype())
    made["year"] = made["year"].astype("int32")
    made["effective_from"] = pd.to_datetime(made["effective_from"]).astype("datetime64[s]")
    return made
