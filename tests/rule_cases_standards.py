"""Cases of the rules on standards."""

from __future__ import annotations

from datetime import date
from itertools import chain

from rule_cases import Case, figure, figures, pair, standard, standards, year_standard

_COUNTIES = ("150602", "150621", "150622", "150623", "150624", "150625")
_PEERS = [standard(f"p{n}", 700 + 10 * n, locality_id=place, source_id=place) for n, place in enumerate(_COUNTIES)]
_ALLOWANCE = {"indicator_id": "old_age_allowance_standard", "unit": "CNY/person/month"}
_ALLOWANCES = [figure(f"a{n}", 100 + 50 * n, locality_id=place, **_ALLOWANCE) for n, place in enumerate(_COUNTIES)]
_NEW = {"observation_id": "s", "corroborations": 0}
_SECOND = {"observation_id": "s", "corroborations": 1}

CASES: list[Case] = list(
    chain(
        pair(
            "rural_not_above_urban", "exchanged",
            standards(standard("r", 735, residence="rural"), standard("u", 540, residence="urban")), "r",
            standards(standard("r", 735, residence="rural"), standard("u", 735, residence="urban")),
        ),
        pair(
            "rural_not_above_urban", "another year's standard is another day's",
            standards(
                year_standard("r", 8832, residence="rural", effective_from=date(2023, 7, 1)),
                standard("u", 735, residence="urban", effective_from=date(2023, 7, 1)),
            ), "r",
            standards(
                year_standard("r", 8832, residence="rural", effective_from=date(2023, 7, 1)),
                standard("u", 735, residence="urban", effective_from=date(2023, 1, 1)),
            ),
        ),
        pair(
            "rural_not_above_urban", "a floor for towns leaves room",
            standards(
                standard("r", 735, residence="rural", bound="ge", upper=None),
                standard("u", 700, residence="urban"),
            ), "r",
            standards(
                standard("r", 735, residence="rural"),
                standard("u", 700, residence="urban", bound="ge", upper=None),
            ),
        ),
        pair(
            "rural_beside_urban", "a year's amount taken for a month's",
            standards(standard("r", 45, residence="rural"), standard("u", 735, residence="urban")), "r",
            standards(standard("r", 345, residence="rural"), standard("u", 735, residence="urban")),
        ),
        pair(
            "standard_not_below_floor", "below the prefecture's floor",
            standards(
                standard("s", 690, residence="urban"),
                standard(
                    "f", 700, residence="urban", locality_id="150600", indicator_id="dibao_minimum_standard",
                    set_kind="floor", effective_from=date(2023, 1, 1), bound="ge", upper=None,
                ),
            ), "s",
            standards(
                standard("s", 690, residence="urban", effective_from=date(2023, 6, 1)),
                standard(
                    "f", 700, residence="urban", locality_id="150600", indicator_id="dibao_minimum_standard",
                    set_kind="floor", effective_from=date(2023, 7, 1), bound="ge", upper=None,
                ),
            ),
        ),
        pair(
            "standard_not_below_floor", "an average below last year's floor of its own place",
            standards(
                standard("s", 690, indicator_id="tekun_average_standard", set_kind="average"),
                standard("f", 700, indicator_id="tekun_standard", set_kind="floor", year=2022, bound="ge", upper=None),
            ), "s",
            standards(
                standard("s", 700, indicator_id="tekun_average_standard", set_kind="average"),
                standard("f", 700, indicator_id="tekun_standard", set_kind="floor", year=2022, bound="ge", upper=None),
            ),
        ),
        pair(
            "tekun_at_least_dibao_share", "1.2 times",
            standards(standard("t", 840, indicator_id="tekun_standard"), standard("d", 700)), "t",
            standards(standard("t", 955, indicator_id="tekun_standard"), standard("d", 735)),
        ),
        pair(
            "tekun_not_far_above_dibao", "care counted in",
            standards(standard("t", 2100, indicator_id="tekun_standard"), standard("d", 700)), "t",
            standards(standard("t", 1700, indicator_id="tekun_standard"), standard("d", 700)),
        ),
        pair(
            "institutional_not_below_scattered", "exchanged",
            standards(standard("i", 1800, tier="institutional"), standard("c", 2430, tier="scattered")), "i",
            standards(standard("i", 2430, tier="institutional"), standard("c", 1800, tier="scattered")),
        ),
        pair(
            "institutional_not_below_scattered", "within a level of care",
            standards(
                standard("i", 300, tier="institutional_semi_care"), standard("c", 450, tier="scattered_semi_care")
            ), "i",
            standards(
                standard("i", 300, tier="institutional_semi_care"), standard("c", 450, tier="scattered_full_care")
            ),
        ),
        pair(
            "tiers_ordered", "full care below half",
            standards(
                standard("h", 374, tier="scattered_full_care"), standard("l", 655, tier="scattered_semi_care")
            ), "h",
            standards(standard("h", 655, tier="scattered_full_care"), standard("l", 655, tier="scattered_semi_care")),
        ),
        pair(
            "monthly_amount_plausible", "a year's amount as a month's",
            standards(standard("s", 7800), standard("low", 61.25)), "low s",
            standards(year_standard("s", 7800), standard("old", 61.25, year=2007)),
        ),
        pair(
            "monthly_amount_plausible", "only a bound certainly beyond",
            standards(standard("s", 2600, bound="ge", upper=None)), "s",
            standards(standard("s", 2600, bound="le", lower=None)),
        ),
        pair(
            "month_and_year_not_confused", "urban a month, rural a year",
            standards(standard("r", 6480, residence="rural"), standard("u", 540, residence="urban")), "r u",
            standards(year_standard("r", 6480, residence="rural"), standard("u", 540, residence="urban")),
        ),
        pair(
            "month_and_year_not_confused", "the odd one of three years",
            standards(standard("a", 700, year=2021), standard("b", 8820, year=2022), standard("c", 760)), "b",
            standards(standard("a", 70, tier="class_c", year=2021), standard("b", 735, year=2022), standard("c", 760)),
        ),
        pair(
            "growth_needs_second_source", "half as much again",
            standards(
                standard("s", 1050, previous_observation_id="p"), standard("p", 700, measure="previous", year=2022),
                observations=[_NEW],
            ), "s",
            standards(
                standard("s", 1050, previous_observation_id="p"), standard("p", 700, measure="previous", year=2022),
                observations=[_SECOND],
            ),
        ),
        pair(
            "growth_needs_second_source", "a fall since the year before",
            standards(standard("s", 650), standard("p", 700, year=2022, source_id="b"), observations=[_NEW]), "s",
            standards(standard("s", 670), standard("p", 700, year=2022, source_id="b"), observations=[_NEW]),
        ),
        pair(
            "standard_in_series", "a digit lost",
            standards(standard("a", 700, year=2021), standard("b", 72, year=2022), standard("c", 740)), "b",
            standards(standard("a", 700, year=2021), standard("b", 720, year=2022), standard("c", 740)),
        ),
        pair(
            "standard_in_series", "two values of many years",
            standards(standard("a", 300, year=2021), standard("b", 740)), "a b",
            standards(standard("a", 300, year=2011), standard("b", 740)),
        ),
        pair(
            "standard_among_peers", "twice the others",
            standards(*_PEERS, standard("s", 1600, locality_id="150626")), "s",
            standards(
                *_PEERS, standard("s", 1600, locality_id="150626"), standard("b", 1550, source_id="b", year=2022)
            ),
        ),
        pair(
            "standard_beside_region", "unlike its prefecture",
            standards(standard("c", 375), standard("p", 1000, locality_id="150600")), "c",
            standards(standard("c", 735), standard("p", 1000, locality_id="150600")),
        ),
        pair(
            "standard_not_carried_over", "last year's amount",
            standards(standard("s", 735), standard("p", 735, year=2022, source_id="b")), "s",
            standards(standard("s", 735), standard("p", 735, year=2021, source_id="b")),
        ),
        pair(
            "printed_growth_plausible", "a decimal point lost",
            figures(figure("g", 55, measure="growth", indicator_id="dibao_standard", unit="percent")), "g",
            figures(figure("g", 55, measure="growth", indicator_id="care_homes", unit="percent")),
        ),
        pair(
            "payment_beside_standard", "a year's payment as a month's",
            figures(
                figure("p", 6000, indicator_id="dibao_average_payment", unit="CNY/person/month"),
                subsidy_standards=[standard("s", 735)],
            ), "p",
            figures(
                figure("p", 6000, indicator_id="dibao_average_payment", unit="CNY/person/year"),
                subsidy_standards=[standard("s", 735)],
            ),
        ),
        pair(
            "payment_beside_standard", "a month's payment as a year's",
            figures(
                figure("p", 468.7, indicator_id="dibao_average_payment", unit="CNY/person/year"),
                subsidy_standards=[standard("s", 735)],
            ), "p",
            figures(
                figure("p", 39, lower=39, upper=None, indicator_id="dibao_average_payment", unit="CNY/person/month"),
                subsidy_standards=[standard("s", 735)],
            ),
        ),
        pair(
            "rate_among_peers", "a year's amount as a month's",
            figures(*_ALLOWANCES, figure("o", 3600, **_ALLOWANCE)), "o",
            figures(*_ALLOWANCES, figure("o", 3600, **{**_ALLOWANCE, "unit": "CNY/person/year"})),
        ),
    )
)  # fmt: skip
