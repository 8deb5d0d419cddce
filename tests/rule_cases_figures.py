"""Cases of the rules on counts, shares, dates, and on what a row is."""

from __future__ import annotations

from datetime import date
from itertools import chain

from rule_cases import Case, Row, count, figure, figures, pair

_COUNTIES = ("150602", "150621", "150622", "150623", "150624", "150625")
_PEERS = [figure(f"p{n}", 10 + n, locality_id=place) for n, place in enumerate(_COUNTIES)]
_SOURCE: dict[str, list[Row]] = {"sources": [{}]}
_DIBAO = {"indicator_id": "dibao_households", "unit": "households"}
_PERSONS = {"indicator_id": "dibao_beneficiaries", "unit": "persons"}
_2021 = {"year": 2021, "period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
_2022 = {"year": 2022, "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}
_2024 = {"year": 2024, "period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}


def _paid(amount: float, persons: float) -> Row:
    ends = {"amount_lower": amount, "amount_upper": amount, "persons_lower": persons, "persons_upper": persons}
    return {"observation_id": "o", "amount_cny": amount, "persons": persons, **ends}


CASES: list[Case] = list(
    chain(
        pair(
            "whole_units", "1.04人次 for 1.04万人次",
            figures(figure("o", 1.04, unit="person_times")), "o",
            figures(figure("o", 10400, unit="person_times"), figure("m", 2.5, unit="CNY")),
        ),
        pair(
            "money_to_the_fen", "万 lost",
            figures(figure("o", 30562.622, unit="CNY")), "o",
            figures(figure("o", 305626220, unit="CNY"), figure("f", 1825.56, unit="CNY")),
        ),
        pair(
            "count_in_series", "万 lost",
            figures(figure("a", 12000, **_2021), figure("b", 1.3, **_2022), figure("c", 12500)), "b",
            figures(figure("a", 12000, **_2021), figure("b", 13000, **_2022), figure("c", 12500)),
        ),
        pair(
            "count_among_peers", "万 added",
            figures(*_PEERS, figure("o", 120000)), "o",
            figures(*_PEERS, figure("o", 60)),
        ),
        pair(
            "part_not_above_whole", "a part with its total",
            figures(figure("w", 1226, unit="graves"), figure("p", 5400, unit="graves", part_of="w")), "p",
            figures(figure("w", 1226, unit="graves"), figure("p", 540, unit="graves", part_of="w")),
        ),
        pair(
            "part_not_above_whole", "a breakdown beside the total",
            figures(figure("w", 50), figure("p", 60, breakdown="public")), "p",
            figures(figure("w", None, lower=50, upper=None, bound="ge"), figure("p", 60, breakdown="public")),
        ),
        pair(
            "part_not_above_whole", "a county beside its prefecture",
            figures(figure("w", 50, locality_id="150600"), figure("p", 60, source_id="b")), "p",
            figures(figure("w", 50, locality_id="150600", **_2022), figure("p", 60, source_id="b")),
        ),
        pair(
            "subset_not_above_set", "more sold than there are",
            figures(
                figure("s", 90535, indicator_id="cemetery_plots_sold", unit="graves"),
                figure("w", 2245, indicator_id="cemetery_plots", unit="graves"),
            ), "s",
            figures(
                figure("s", 2245, indicator_id="cemetery_plots_sold", unit="graves"),
                figure("w", 90535, indicator_id="cemetery_plots", unit="graves"),
            ),
        ),
        pair(
            "beds_not_fewer_than_homes", "exchanged",
            figures(figure("b", 49), facility_counts=[count("c", 8000, beds="b")]), "b",
            figures(figure("b", 49), facility_counts=[count("c", 49, beds="b")]),
        ),
        pair(
            "beds_per_home_plausible", "万 added to the beds",
            figures(figure("b", 80000), facility_counts=[count("c", 49, beds="b")]), "b",
            figures(figure("b", 8000), facility_counts=[count("c", 49, beds="b")]),
        ),
        *(
            pair(
                "amount_per_person_plausible", what,
                {"assistance": [_paid(broken, 4981)]}, "o",
                {"assistance": [_paid(17100000, 4981)]},
            )
            for what, broken in (("亿 for 万", 171000000000), ("万 lost", 1710))
        ),
        pair(
            "households_not_above_persons", "exchanged",
            figures(figure("h", 12.68, **_DIBAO), figure("p", 7.6, **_PERSONS)), "h",
            figures(figure("h", 76000, **_DIBAO), figure("p", 126800, **_PERSONS)),
        ),
        pair(
            "household_size_plausible", "万 lost in the households",
            figures(figure("h", 76, **_DIBAO), figure("p", 126800, **_PERSONS)), "p",
            figures(figure("h", 76000, **_DIBAO), figure("p", 126800, **_PERSONS)),
        ),
        pair(
            "persons_not_above_person_times", "万 lost in the person-times",
            figures(
                figure("p", 4981, **_PERSONS), figure("t", 6, indicator_id="dibao_person_times", unit="person_times")
            ), "p",
            figures(
                figure("p", 4981, **_PERSONS), figure("t", 4981, indicator_id="dibao_person_times", unit="person_times")
            ),
        ),
        pair(
            "share_within_whole", "a decimal point lost",
            figures(figure("s", 973, indicator_id="care_station_coverage", unit="percent")), "s",
            figures(
                figure("s", 100, indicator_id="care_station_coverage", unit="percent"),
                figure("r", 130, indicator_id="tekun_standard_to_dibao", unit="percent"),
                figure("g", 130, indicator_id="care_station_coverage", unit="percent", measure="growth"),
            ),
        ),
        pair(
            "value_within_bound", "above its upper end",
            figures(figure("o", 1300, lower=1200, upper=1250)), "o",
            figures(figure("o", 1200, lower=1200, upper=None)),
        ),
        pair(
            "unit_of_indicator", "money for persons",
            figures(figure("o", 4981, indicator_id="dibao_beneficiaries", unit="CNY")), "o",
            figures(figure("o", 6480, indicator_id="dibao_standard", unit="CNY/person/year")),
        ),
        pair(
            "position_fits", "too short a place",
            figures(figure("o", 6, printed="2.68亿元", char_start=10, char_end=13)), "o",
            figures(figure("o", 6, printed="2.68亿元", char_start=10, char_end=18)),
        ),
        pair(
            "one_token_one_figure", "entered for two indicators",
            figures(figure("a", 6, char_start=10, char_end=12), figure("b", 6, char_start=10, char_end=12)), "b",
            figures(figure("a", 6, char_start=10, char_end=12), figure("b", 6, char_start=13, char_end=15)),
        ),
        pair(
            "no_duplicate_row", "twice",
            figures(figure("a", 6, figure_no=1), figure("b", 6, figure_no=2)), "b",
            figures(figure("a", 6, figure_no=1), figure("b", 6, figure_no=2, breakdown="public")),
        ),
        pair(
            "one_value_per_key", "two values",
            figures(figure("a", 6, figure_no=1), figure("b", 7, figure_no=2)), "b",
            figures(figure("a", 6, figure_no=1), figure("b", None, lower=5, upper=None, bound="ge", figure_no=2)),
        ),
        pair(
            "level_differs_from_previous", "the previous value twice",
            figures(figure("o", 735), figure("p", 735, measure="previous", **_2022)), "o",
            figures(figure("o", 735), figure("p", 700, measure="previous", **_2022)),
        ),
        pair(
            "no_leading_zero", "digits exchanged",
            figures(figure("o", 10, printed="010张"), figure("r", 1, printed="/人", read_as="01元/人")), "o r",
            figures(figure("o", 1000, printed="0.1万张")),
        ),
        pair(
            "magnitude_fits_level", "万 added and 万 lost",
            figures(
                figure("f", 420000), figure("m", 60.66, indicator_id="dibao_funds", unit="CNY"),
                figure("p", 49810000, indicator_id="dibao_beneficiaries", unit="persons"),
            ), "f m p",
            figures(
                figure("f", 42), figure("m", None, lower=60, bound="ge", indicator_id="dibao_funds", unit="CNY"),
                figure("p", 4981, indicator_id="dibao_beneficiaries", unit="persons"),
                figure("t", 15000000, indicator_id="dibao_person_times", unit="person_times"),
            ),
        ),
        pair("value_is_no_year", "the year", figures(figure("o", 2023), **_SOURCE), "o",
             figures(figure("o", 2025), **_SOURCE)),
        pair(
            "value_is_no_document_number", "the serial",
            figures(figure("o", 24), sources=[{"document_number": "2023年第24号"}]), "o",
            figures(figure("o", 24), sources=[{"document_number": "2024年第25号"}]),
        ),
        pair(
            "place_within_issuer", "a neighbour",
            figures(figure("o", 6, locality_id="150627"), **_SOURCE), "o",
            figures(figure("o", 6, locality_id="150600"), figure("t", 6, locality_id="150626100"), **_SOURCE),
        ),
        pair(
            "deadline_not_before_issue", "last year",
            figures(figure("o", 6, due=date(2022, 12, 31)), **_SOURCE), "o",
            figures(
                figure("o", 6, due=date(2022, 12, 31)),
                sources=[{"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}],
            ),
        ),
        pair("deadline_near_period", "a decade", figures(figure("o", 6, due=date(2033, 12, 31)), **_SOURCE), "o",
             figures(figure("o", 6, due=date(2025, 12, 31)), **_SOURCE)),
        pair(
            "effective_near_issue", "a digit of the year wrong",
            figures(figure("o", 6, effective_from=date(2013, 7, 1)), **_SOURCE), "o",
            figures(figure("o", 6, effective_from=date(2021, 7, 1)), **_SOURCE),
        ),
        pair("actual_not_after_issue", "next year", figures(figure("o", 6, **_2024), **_SOURCE), "o",
             figures(figure("o", 6), figure("t", 6, measure="target", **_2024), **_SOURCE)),
        pair(
            "period_within_document", "last year",
            figures(figure("o", 6, **_2022), **_SOURCE), "o",
            figures(figure("o", 6, **_2022), sources=[{"issued": date(2023, 1, 20)}]),
        ),
        pair(
            "previous_is_recent", "two years before",
            figures(figure("p", 5, measure="previous", **_2021), figure("o", 6)), "p",
            figures(figure("p", 5, measure="previous", **_2022), figure("o", 6)),
        ),
        pair(
            "period_within_document", "a plan for the past",
            figures(figure("t", 6, measure="target", **_2022), **_SOURCE), "t",
            figures(figure("t", 6, measure="target", **_2024), **_SOURCE),
        ),
        pair(
            "unit_of_indicator", "growth in per mille",
            figures(figure("g", 7.2, indicator_id="dibao_standard", measure="growth", unit="permille")), "g",
            figures(figure("g", 7.2, indicator_id="dibao_standard", measure="growth", unit="percent")),
        ),
        pair(
            "previous_is_earlier", "the same year",
            figures(figure("p", 5, measure="previous"), figure("o", 6)), "p",
            figures(figure("p", 5, measure="previous", **_2022), figure("o", 6)),
        ),
    )
)  # fmt: skip
