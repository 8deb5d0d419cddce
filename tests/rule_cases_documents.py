"""Cases of the rules on what a document says together: parts and wholes, levels and what is compared with them."""

from __future__ import annotations

from datetime import date
from itertools import chain

from rule_cases import Case, Row, figure, figures, pair, standards

_STANDARD = {"indicator_id": "dibao_standard", "unit": "CNY/person/month", "measure": "standard"}
_2022 = {"year": 2022, "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}
_PREVIOUS = {**_STANDARD, **_2022, "measure": "previous"}
_GRAVES = {"indicator_id": "illegal_graves_remediated", "unit": "graves"}
_TOWNS = ("150621", "150622", "150623")
_REPORT: dict[str, list[Row]] = {"sources": [{"kind": "report"}]}
_PLAN: dict[str, list[Row]] = {"sources": [{"kind": "plan"}]}


def _rate(name: str, amount: float, **facts: object) -> Row:
    return figure(name, amount, **{**_STANDARD, **facts})


def _least(amount: float, **facts: object) -> list[Row]:
    return [_rate(str(amount), amount, bound="ge", upper=None, **facts)]


def _part(name: str, number: float, **facts: object) -> Row:
    return figure(name, number, **{**_GRAVES, "part_of": "w", **facts})


_WHOLE = figure("w", 1226, **_GRAVES, locality_id="150600")
_BY_TOWN = [_part(place, 400, locality_id=place) for place in _TOWNS]
_ODD = {"indicator_id": "burial_site_graves"}
_TOTAL: Row = {"breakdown": "total", "measure": "actual"}
_AMOUNT: Row = {"observation_id": "o", "amount": 7800, "unit": "CNY/person/year", "cny_per_person_month": 650}
_OBSERVED = _rate("o", 7800, unit="CNY/person/year")
_COUNTED: Row = {"observation_id": "c", "count": 49, "beds": 8000, "beds_observation_id": "b", "measure": "actual"}
_PAID: Row = {**_TOTAL, "observation_id": "m", "amount_cny": 268e6, "amount_observation_id": "m"}
_REMEDIED: Row = {**_WHOLE, **_TOTAL, "residence": "total", "year": 2023, "bound": "eq"}

CASES: list[Case] = list(
    chain(
        pair(
            "previous_beside_level", "the level entered as urban",
            figures(_rate("l", 780, residence="urban"), figure("p", 720, **_PREVIOUS)), "p",
            figures(_rate("l", 780), figure("p", 720, **_PREVIOUS)),
        ),
        pair(
            "rate_beside_level", "the residence lost",
            figures(_rate("l", 780, residence="urban"), _rate("g", 5.5, measure="growth", unit="percent")), "g",
            figures(_rate("l", 780), _rate("g", 5.5, measure="growth", unit="percent")),
        ),
        pair(
            "rate_beside_level", "a year's change beside a month's level",
            figures(_rate("l", 780), _rate("c", 600, measure="change", unit="CNY/person/year")), "c",
            figures(_rate("l", 780), _rate("c", 50, measure="change")),
        ),
        pair(
            "residence_stated_alike", "the residence of one rate lost",
            figures(_rate("u", 950, residence="urban"), _rate("r", 720)), "r",
            figures(_rate("u", 950, residence="urban"), _rate("r", 720, source_id="b")),
        ),
        pair(
            "bound_stated_alike", "one of three without 不低于",
            figures(_rate("a", 442, bound="ge"), _rate("b", 465, bound="ge"), _rate("c", 418)), "c",
            figures(_rate("a", 442, bound="ge"), _rate("b", 465), _rate("c", 418)),
        ),
        pair(
            "bound_stated_alike", "the year's amount without 不低于",
            figures(_rate("m", 650, bound="ge"), _rate("y", 7800, unit="CNY/person/year")), "y",
            figures(_rate("m", 650, bound="ge"), _rate("y", 7800, unit="CNY/person/year", bound="ge")),
        ),
        pair(
            "part_claims_as_whole", "a target's part as an actual",
            figures(figure("w", 1226, **_GRAVES, measure="target"), _part("p", 540)), "p",
            figures(figure("w", 1226, **_GRAVES, measure="target"), _part("p", 540, measure="interim_target")),
        ),
        pair(
            "part_claims_as_whole",
            "another year's part",
            figures(_WHOLE, _part("p", 540, **_2022)),
            "p",
            figures(_WHOLE, _part("p", 540)),
        ),
        pair(
            "part_differs_from_whole", "the town lost",
            figures(_WHOLE, _part("p", 540, locality_id="150600")), "p",
            figures(_WHOLE, _part("p", 540)),
        ),
        pair(
            "part_within_whole", "a part elsewhere",
            figures(_WHOLE, _part("p", 540, locality_id="110000")), "p",
            figures(_WHOLE, _part("p", 540)),
        ),
        pair(
            "part_within_whole", "an urban part of a rural whole",
            figures(figure("w", 1226, **_GRAVES, residence="rural"), _part("p", 540, residence="urban")), "p",
            figures(figure("w", 1226, **_GRAVES, residence="rural"), _part("p", 540, residence="rural")),
        ),
        pair(
            "parts_by_place_alike", "the indicator of another column",
            figures(_WHOLE, *_BY_TOWN, _part("p", 26, **_ODD)), "p",
            figures(_WHOLE, *_BY_TOWN, _part("p", 26, locality_id="150621", **_ODD)),
        ),
        pair(
            "part_not_coarser_than_whole", "a rounded part",
            figures(figure("w", 32738), figure("p", 27000, part_of="w", precision=1000)), "p",
            figures(figure("w", 42900, precision=100), figure("p", 27500, part_of="w", precision=100)),
        ),
        pair(
            "target_has_deadline", "an actual taken for a target",
            figures(figure("o", 49, measure="target"), **_REPORT), "o",
            figures(figure("o", 49, measure="target", due=date(2023, 12, 31)), **_REPORT),
        ),
        pair(
            "actual_in_plan_is_past", "a target taken for an actual",
            figures(figure("o", 49), **_PLAN), "o",
            figures(figure("o", 49, **_2022), figure("t", 49, measure="target"), **_PLAN),
        ),
        pair(
            "measure_of_indicator", "a standard taken for an actual",
            figures(_rate("o", 780, measure="actual"), figure("c", 49, measure="standard")), "c o",
            figures(_rate("o", 780), figure("c", 49)),
        ),
        pair(
            "year_of_dates", "the year of the period on a target",
            figures(figure("o", 49, measure="target", due=date(2025, 12, 31))), "o",
            figures(figure("o", 49, measure="target", due=date(2025, 12, 31), year=2025), figure("a", 49)),
        ),
        pair(
            "period_ascends", "exchanged",
            figures(figure("o", 49, period_start=date(2023, 12, 31), period_end=date(2023, 1, 1))), "o",
            figures(figure("o", 49, period_start=date(2023, 1, 1), period_end=date(2023, 1, 1))),
        ),
        pair(
            "bound_fits_ends", "a bound coded as exact",
            figures(figure("o", 735, upper=None), figure("p", 1200, bound="more_than")), "o p",
            figures(
                figure("o", 735, upper=None, bound="ge"), figure("p", 1200, upper=1300, bound="more_than"),
                figure("r", None, lower=4, upper=6, bound="range"), figure("n", 90, lower=None, bound="le"),
            ),
        ),
        pair(
            "effective_near_period", "ten years off",
            figures(_rate("o", 780, effective_from=date(2013, 7, 1))), "o",
            figures(_rate("o", 780, effective_from=date(2022, 7, 1))),
        ),
        pair(
            "share_not_fraction", "0.55 for 55",
            figures(figure("o", 0.55, unit="percent")), "o",
            figures(figure("o", 55, unit="percent"), figure("g", 0.79, unit="percent", measure="growth")),
        ),
        pair(
            "standard_does_not_fall", "a sign too many",
            figures(_rate("o", -50, measure="change")), "o",
            figures(_rate("o", 50, measure="change"), figure("c", -3, measure="change")),
        ),
        pair(
            "least_rural_not_above_urban", "exchanged",
            figures(*_least(720, residence="urban"), *_least(950, residence="rural")), "950",
            figures(*_least(950, residence="urban"), *_least(720, residence="rural")),
        ),
        pair(
            "least_year_of_months", "another year's",
            figures(*_least(735), *_least(8000, unit="CNY/person/year")), "735",
            figures(*_least(735), *_least(8820, unit="CNY/person/year")),
        ),
        pair(
            "standard_as_observed", "not divided by twelve",
            standards({**_AMOUNT, "cny_per_person_month": 7800}, observations=[_OBSERVED]), "o",
            standards(_AMOUNT, observations=[_OBSERVED]),
        ),
        pair(
            "standard_as_observed", "urban for rural",
            standards({**_AMOUNT, "residence": "urban"}, observations=[_OBSERVED]), "o",
            standards({**_AMOUNT, "residence": "urban"}, observations=[{**_OBSERVED, "residence": "urban"}]),
        ),
        pair(
            "facilities_as_observed", "exchanged",
            figures(
                figure("c", 49), figure("b", 8000), facility_counts=[{**_COUNTED, "count": 8000, "beds": 49}]
            ), "c",
            figures(figure("c", 49), figure("b", 8000), facility_counts=[_COUNTED]),
        ),
        pair(
            "assistance_as_observed", "funds in 万",
            figures(figure("m", 268e6, unit="CNY"), assistance=[{**_PAID, "amount_cny": 26800}]), "m",
            figures(figure("m", 268e6, unit="CNY"), assistance=[_PAID]),
        ),
        pair(
            "remediation_as_observed", "another unit",
            figures(_WHOLE, remediation=[{**_REMEDIED, "unit": "sites"}]), "w",
            figures(_WHOLE, remediation=[_REMEDIED]),
        ),
    )
)  # fmt: skip
