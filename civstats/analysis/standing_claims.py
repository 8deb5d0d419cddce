"""The claims of a comparison: sentences about the places that compare, with the query that proves each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from civstats.analysis import queries
from civstats.analysis.alike import Basis
from civstats.analysis.claims import Claim
from civstats.analysis.order import ends
from civstats.analysis.order_claims import Proof, Ranked, claims, known
from civstats.analysis.standing import Scope
from civstats.analysis.wording import LEVELS_EN, LEVELS_ZH, subject
from civstats.codelists.localities import localities

if TYPE_CHECKING:
    import pandas as pd

    from civstats.analysis.result import MakeClaims

MEASURES = {"actual": ["standard", "actual", "previous"], "target": ["target", "interim_target"]}


def maker(asked: Scope, basis: Basis, ids: Mapping[str, str]) -> MakeClaims:
    """The function that makes the claims; ``ids`` are the observations on which the figure of each place rests."""

    def make(frame: pd.DataFrame) -> Sequence[Claim]:
        rows = ranked(frame)
        total = int((frame["level"] == basis.level).sum())

        def words(lang: str) -> str:
            return _beginning(asked, basis, len(rows), total, lang)

        return claims(rows, words, _proof(rows, asked, basis, ids, total), asked.indicator.direction)

    return make


def ranked(frame: pd.DataFrame) -> list[Ranked]:
    """The rows of a comparison that are ranked."""
    found = []
    for row in (
        frame[frame["rank_from"].notna()].astype(object).where(lambda cell: cell.notna(), None).to_dict("records")
    ):
        value, lower, upper, bound = row["value"], row["lower"], row["upper"], row["bound"]
        left_open = ends(lower, upper, bound, row["precision"] or 0.0)
        names = row["place_zh"], row["place_en"]
        found.append(Ranked(row["locality_id"], *names, left_open, value, lower, upper, bound, row["unit"]))
    return found


def _proof(rows: Sequence[Ranked], asked: Scope, basis: Basis, ids: Mapping[str, str], total: int) -> Proof:
    compared = {row.place_id for row in rows}
    complete = "not exists (from left_out)"
    params: dict[str, object] = {
        "known_ids": [code for place in sorted(compared) for code in ids[place].split()],
        "unit": rows[0].unit if rows else asked.indicator.unit,
        "indicator": asked.indicator.indicator_id,
        "year": asked.year,
        "residence": asked.residence,
        "breakdown": asked.breakdown,
        "measures": MEASURES[basis.kind],
        "counted": MEASURES[asked.kind] if asked.kind else [*MEASURES["actual"], *MEASURES["target"]],
        "level": basis.level,
        "beginning": asked.beginning,
        "places": None if asked.places is None else list(asked.places),
        "apart": sorted(set(ids) - compared | ({asked.within} - {""})),
    }
    if asked.places is None:
        every = "select count(distinct locality_id) from there"
        if asked.within:
            every = (
                "select count(*) from localities where level = $level and starts_with(locality_id, $beginning) "
                "and locality_id <> $within"
            )
            params["within"] = asked.within
        complete += f" and ({every}) = $total"
        params["total"] = total
    return Proof(f"{known()},\n{queries.text('left_out').rstrip()}", params, complete)


def _beginning(asked: Scope, basis: Basis, count: int, total: int, lang: str) -> str:
    """2023年城市最低生活保障标准：鄂尔多斯市9个县区中可比的2个里，"""
    name = asked.indicator.name_zh if lang == "zh" else asked.indicator.name_en
    what = subject(name, asked.residence, asked.breakdown, lang)
    places = localities()
    name_of = LEVELS_ZH if lang == "zh" else LEVELS_EN
    within = places[asked.within] if asked.within else None
    if lang == "zh":
        noun, plan = name_of.get(basis.level, "地方"), "（计划）" if basis.kind == "target" else ""
        where = within.name_zh if within else "所选" if asked.places is not None else "本数据集有数的"
        some = f"{total}个{noun}中，" if total == count else f"{total}个{noun}中可比的{count}个里，"
        return f"{asked.year}年{what}{plan}：{where}{some}"
    noun, plan = name_of.get(basis.level, "places"), " (planned)" if basis.kind == "target" else ""
    where = (
        f"of {within.name_en}" if within else "chosen" if asked.places is not None else "with figures in this dataset"
    )
    some = (
        f"of the {count} {noun} {where}"
        if total == count
        else f"of the {count} that compare among the {total} {noun} {where}"
    )
    return f"{what}{plan}, {asked.year}: {some}, "
