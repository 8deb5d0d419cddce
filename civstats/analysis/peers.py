"""The places to compare a place with, by a rule that every row prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civstats import lookup
from civstats.analysis import queries
from civstats.analysis.alike import choose
from civstats.analysis.claims import Sql
from civstats.analysis.standing import Standing, read_places, records, scope, standings
from civstats.analysis.wording import LEVELS_ZH
from civstats.errors import UsageError

if TYPE_CHECKING:
    from civstats.analysis.result import Result

STEPS = {
    1: ("同级、同一上级", "same level, same place above"),
    2: ("同级、同省", "same level, same province"),
    3: ("同级、同大区", "same level, same region"),
    4: ("同级、全国", "same level, the nation"),
}
"""How near a peer is. A region (大区) is the first digit of the code: 1 华北, 2 东北, 3 华东, 4 中南, 5 西南,
6 西北."""
_COLUMNS = ["locality_id", "place_zh", "place_en", "level", "parent_id", "step", "rule_zh", "rule_en"]
_FIGURE = ["value", "lower", "upper", "bound", "unit", "observation_id", "source_id"]


def peers(
    sql: Sql, locality: str, indicator: str | None, year: int | None, residence: str, breakdown: str, n: int
) -> Result:
    """The ``n`` nearest peers; see `civstats.dataset.Dataset.peers`."""
    import pandas as pd

    from civstats.analysis.result import result

    if n < 1:
        raise UsageError(f"n={n}: at least one peer must be asked for")
    if (indicator is None) != (year is None):
        raise UsageError("peers takes indicator and year together: peers('乌审旗', 'dibao_standard', 2023)")
    own = lookup.locality(locality)
    figures = None
    if indicator is not None and year is not None:
        figures = _figures(sql, own, indicator, year, residence, breakdown)
    among = None if figures is None else sorted(figures)
    params: dict[str, object] = {"locality": own, "among": among, "n": n}
    rows = []
    for row in records(sql, queries.text("peers"), params):
        zh, en = STEPS[row["step"]]
        rule = {"rule_zh": f"{zh}（{LEVELS_ZH[row['level']]}）", "rule_en": f"{en} ({row['level']})"}
        rows.append({**row, **rule, **_cells(figures[row["locality_id"]] if figures else None)})
    frame = pd.DataFrame(rows, columns=_COLUMNS + (_FIGURE if figures is not None else []))
    return result(frame.astype({"step": "int32"}), queries.text("peers"), params)


def _figures(sql: Sql, own: str, indicator: str, year: int, residence: str, breakdown: str) -> dict[str, Standing]:
    """The comparable figures of the places of the same level, by place."""
    found = records(sql, "select level from localities where locality_id = $own", {"own": own})
    if not found:
        raise UsageError(f"{own} is not among the localities of the dataset")
    asked = scope(sql, indicator, year, None, residence, breakdown, found[0]["level"], None, "actual", ())
    every = standings(sql, asked)
    places = read_places(sql, asked, level=asked.level, places=list({figure.locality_id for figure in every}))
    _, chosen = choose([figure for figure in every if figure.locality_id in places], places, asked)
    return {code: one.standing for code, one in chosen.items() if not one.differences}


def _cells(figure: Standing | None) -> dict[str, Any]:
    return {} if figure is None else {name: getattr(figure, name) for name in _FIGURE}
