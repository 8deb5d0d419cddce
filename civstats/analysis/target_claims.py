"""What may be claimed of targets: how many of those due were met, which were met or missed, and by how much at least.

A verdict is met or not met only where no value of the intervals says otherwise, so a wider interval can only turn it
into "cannot tell", and a claim with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from civstats.analysis import labels, wording
from civstats.analysis.claims import Claim
from civstats.analysis.growth_claims import MANY

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]


def claims(sql: str, params: Mapping[str, object], rows: pd.DataFrame) -> list[Claim]:
    """The claims of the ``rows`` that the SELECT ``sql`` with its ``params`` gave, the most general first."""
    if rows.empty:
        return []
    counts = _counts(sql, params, rows)
    found = [counts] if counts else []
    if len(rows) <= MANY:
        judged = rows[rows["attainment"].isin(["met", "not_met"])]
        found += [_judged(sql, params, row) for row in labels.records(judged)]
        shared = rows[rows["share_of_parent_lower"].notna()]
        found += [_share(sql, params, row) for row in labels.records(shared)]
    return found


def _counts(sql: str, params: Mapping[str, object], rows: pd.DataFrame) -> Claim | None:
    """How many targets that are due were met and missed; 至少 unless each can be told, nothing where none can."""
    due = int((rows["attainment"] != "not_yet_due").sum())
    met, missed = (int((rows["attainment"] == verdict).sum()) for verdict in ("met", "not_met"))
    said = wording.counted(due, ((met, "项达标", "met"), (missed, "项未达标", "not met")))
    if said is None:
        return None
    return Claim(
        f"{len(rows)}项目标中{due}项已到期，其中{said[0]}",
        f"Of {len(rows)} targets {due} are due: {said[1]}",
        "select count(*) = $targets and count(*) filter (attainment <> 'not_yet_due') = $due "
        "and count(*) filter (attainment = 'met') >= $met and count(*) filter (attainment = 'not_met') >= $missed "
        f"from ({sql})",
        {**params, "targets": len(rows), "due": due, "met": met, "missed": missed},
        "so many verdicts are certain",
    )


def _judged(sql: str, params: Mapping[str, object], row: Row) -> Claim:
    (place_zh, place_en), (zh, en) = labels.place(row), labels.thing(row)
    goal, actual = _amount(row, "goal"), _amount(row, "actual")
    met = row["attainment"] == "met"
    verdict_zh, verdict_en = ("达标", "met") if met else ("未达标", "not met")
    gap_zh, gap_en, condition, more = _gap(row)
    return Claim(
        f"{place_zh}{zh}：目标{goal[0]}（期限{row['deadline']:%Y-%m-%d}），结果{actual[0]}，{verdict_zh}{gap_zh}",
        f"{place_en}, {en}: target {goal[1]}, due {row['deadline']:%Y-%m-%d}, result {actual[1]}: {verdict_en}{gap_en}",
        f"select coalesce(bool_and(attainment = $verdict and {condition}), false) from ({sql}) "
        "where observation_id = $id",
        {**params, "id": row["observation_id"], "verdict": row["attainment"], **more},
        "every value of the result lies on this side of every value that the target asks",
    )


def _gap(row: Row) -> tuple[str, str, str, dict[str, object]]:
    """By how much at least a target was missed: sentence, condition, parameters; nothing for one that was met."""
    if row["attainment"] == "met":
        return "", "", "true", {}
    unit_zh, unit_en = wording.unit(row["unit"], "zh"), wording.unit(row["unit"], "en")
    below = labels.given(row["difference_upper"]) and row["difference_upper"] < 0
    by = labels.least(-row["difference_upper"] if below else row["difference_lower"])
    condition = "difference_upper <= -$by" if below else "difference_lower >= $by"
    side = ("差", "short by") if below else ("超出", "above by")
    return f"，至少{side[0]}{by}{unit_zh}", f", {side[1]} at least {by}{unit_en}", condition, {"by": float(by)}


def _share(sql: str, params: Mapping[str, object], row: Row) -> Claim:
    """A proportion, and no more: how much of what the place above reached."""
    (place_zh, place_en), (zh, en) = labels.place(row), labels.thing(row)
    share = labels.least(row["share_of_parent_lower"])
    own = row["share_of_parent_of"] == "actual"
    return Claim(
        f"{place_zh}{zh}的{'结果' if own else '目标'}至少相当于上级实际数的{share}%（仅为对照，不是判定）",
        f"{place_en}, {en}: its {'result' if own else 'target'} is at least {share}% of what the place above reached "
        "(a proportion, no verdict)",
        f"select coalesce(bool_and(share_of_parent_lower >= $share), false) from ({sql}) where observation_id = $id",
        {**params, "id": row["observation_id"], "share": float(share)},
        "the lower end of the share reaches the number",
    )


def _amount(row: Row, what: str) -> labels.Sentence:
    lower, upper = (row[f"{what}_{end}"] if labels.given(row[f"{what}_{end}"]) else None for end in ("lower", "upper"))
    value = lower if lower == upper else None
    zh, en = (wording.amount(value, lower, upper, "eq", row["unit"], lang) for lang in ("zh", "en"))
    return zh, en
