"""A rate of money in percent of another that the user brings, such as an income per head."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.analysis import queries
from civstats.analysis.claims import Claim, Sql
from civstats.analysis.gaps import interval, three
from civstats.analysis.order import Ends, ends
from civstats.analysis.order_claims import Proof, Ranked, claims, known
from civstats.analysis.standing import Scope
from civstats.analysis.wording import subject
from civstats.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from civstats.analysis.result import Result

_NEEDED = ("locality_id", "year", "value", "unit")
_SHARES = (
    "incomes as (select unnest($places::varchar[]) as locality_id, unnest($income_lows::double[]) as low, "
    "unnest($income_highs::double[]) as high),\n"
    "known as (select k.locality_id, round(k.low / i.high * 100, 6) as low, round(k.high / i.low * 100, 6) as high, "
    "k.low_open as low_open, k.high_open as high_open from level k join incomes i using (locality_id))"
)


def adequacy(sql: Sql, asked: Scope, incomes: pd.DataFrame) -> Result:
    """The comparison with its share of ``incomes``; see `civstats.dataset.Dataset.adequacy`."""
    from civstats.analysis.compare import RANKED, frame, stand
    from civstats.analysis.result import result

    standing, _, ids = stand(sql, asked)
    made = frame(standing)
    brought = _incomes(incomes, asked.year)
    units = codelists.by_code("units")
    if units.get(asked.indicator.unit, {}).get("quantity") != "money_rate":
        raise UsageError(
            f"{asked.indicator.indicator_id} is in {asked.indicator.unit}; adequacy compares amounts a person and time "
            "(CNY/person/month, CNY/person/year)"
        )
    rows = made.astype(object).where(made.notna(), None).to_dict("records")
    for row in rows:
        income = brought.get(row["locality_id"])
        row |= dict.fromkeys(("income", "income_lower", "income_upper", "ratio", "ratio_lower", "ratio_upper"))
        row |= {"income_unit": asked.indicator.unit, "ratio_unit": "percent"}
        if income is not None:
            row |= three("income", interval(_scaled(income, asked.indicator.unit)))
        if row["state"] not in RANKED or row["rank_from"] is None:
            continue
        if income is None:
            row |= {"state": "not_applicable", "reason_zh": "未给出收入", "reason_en": "no income was given"}
            continue
        figure = ends(row["lower"], row["upper"], row["bound"], row["precision"] or 0.0)
        share = (interval(figure) / interval(_scaled(income, asked.indicator.unit))).scale(Fraction(100))
        row |= three("ratio", share)
    import pandas as pd

    shares = pd.DataFrame(rows).drop(columns=["rank_from", "rank_to"])
    for column in (
        "income",
        "income_lower",
        "income_upper",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        *("value", "lower", "upper"),
    ):
        shares[column] = shares[column].astype("float64")
    return result(shares, queries.standing(), asked.parameters(), lambda rows: _claims(rows, asked, ids))


def _incomes(incomes: pd.DataFrame, year: int) -> dict[str, tuple[Ends, str]]:
    """The incomes of the year by place, as brought, with their unit."""
    missing = [column for column in _NEEDED if column not in getattr(incomes, "columns", ())]
    if missing:
        raise UsageError(f"incomes needs the columns {', '.join(_NEEDED)}; it lacks {', '.join(missing)}")
    units = codelists.by_code("units")
    found: dict[str, tuple[Ends, str]] = {}
    for row in incomes.astype(object).where(incomes.notna(), None).to_dict("records"):
        code = row["locality_id"]
        if not isinstance(code, str):
            raise UsageError(
                f"locality_id {code!r} is a number; codes are text: read the file with dtype={{'locality_id': str}}"
            )
        if int(row["year"]) != year:
            continue
        if code in found:
            raise UsageError(f"incomes has more than one row for {code} in {year}")
        unit = str(row["unit"])
        if units.get(unit, {}).get("quantity") != "money_rate":
            raise UsageError(
                f"income of {code}: unit {unit!r} is no amount a person and time (CNY/person/year, …/month)"
            )
        low, high = (row["value"] if row.get(side) is None else row[side] for side in ("lower", "upper"))
        if low is None and high is None:
            continue
        if low is None or low <= 0 or (high is not None and high < low):
            raise UsageError(f"income of {code} in {year} must be above zero, its lower end not above its upper")
        found[code] = ends(float(low), None if high is None else float(high), "eq"), unit
    return found


def _scaled(income: tuple[Ends, str], unit: str) -> Ends:
    """The income in ``unit``: a yearly amount divided by 12 for a monthly one."""
    known_ends, own = income
    units = codelists.by_code("units")
    factor = Fraction(units[own]["factor"]) / Fraction(units[unit]["factor"])
    low, high = (end[0] * factor.numerator / factor.denominator for end in known_ends)
    return Ends((low, 0), (high, 0))


def _claims(frame: pd.DataFrame, asked: Scope, ids: Mapping[str, str]) -> list[Claim]:
    chosen = frame[frame["ratio_lower"].notna()]
    cells = chosen.astype(object).where(chosen.notna(), None).to_dict("records")
    rows = [_ranked(row) for row in cells]
    if not rows:
        return []
    params: dict[str, object] = {
        "level_ids": [code for row in cells for code in ids[row["locality_id"]].split()],
        "unit": asked.indicator.unit,
        "places": [row["locality_id"] for row in cells],
        "income_lows": [row["income_lower"] for row in cells],
        "income_highs": [float("inf") if row["income_upper"] is None else row["income_upper"] for row in cells],
    }

    def words(lang: str) -> str:
        name = asked.indicator.name_zh if lang == "zh" else asked.indicator.name_en
        what = subject(name, asked.residence, asked.breakdown, lang)
        if lang == "zh":
            return f"{asked.year}年{what}占所给收入的比例：可比的{len(rows)}个地方中，"
        return f"{what} in percent of the income given, {asked.year}: of the {len(rows)} comparable places, "

    return claims(rows, words, Proof(f"{known('level')},\n{_SHARES}", params), "neither", apart=False)


def _ranked(row: dict[Any, Any]) -> Ranked:
    value, low, high = row["ratio"], row["ratio_lower"], row["ratio_upper"]
    bound = "eq" if value is not None else "range"
    return Ranked(
        row["locality_id"], row["place_zh"], row["place_en"], ends(low, high, bound), value, low, high, bound, "percent"
    )
