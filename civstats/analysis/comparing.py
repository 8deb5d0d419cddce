"""The methods of a dataset that compare places. Each is told in full here and carried out by the module of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from civstats.reads import Reader, reads

if TYPE_CHECKING:
    import pandas as pd

    from civstats.analysis.result import Result


class Comparing(Reader):
    """What `civstats.dataset.Dataset` can compare; it needs nothing but ``sql``."""

    @reads
    def compare(
        self,
        indicator: str,
        year: int,
        places: Sequence[str] | str | None = None,
        residence: str = "total",
        breakdown: str = "total",
        *,
        level: str | None = None,
        within: str | None = None,
        kind: str | None = None,
        allow: Sequence[str] | str = (),
    ) -> Result:
        """Places beside each other on one indicator of one year, one row a place, with partial ranks.

        ``places`` are names or codes; without them all that have figures, of the ``level`` (province, prefecture,
        county, township, village) and ``within`` the place named, if given; ``within`` also lists its places without
        figures.
        ``kind`` is actual (standards in force, results) or target (plans); without it the figures must be of one kind.

        Columns ``value, lower, upper`` are in ``unit``, the indicator's; a figure printed in another unit of the
        quantity is ``converted`` (元/人·年 divided by 12). ``state`` is published, converted, disputed (documents
        differ: the interval holds all they print), target, other_level, not_comparable, not_published or not_searched,
        each but the first with a reason; ``differences`` are the codes of ``allow`` that set a row apart. ``rank_from``
        and ``rank_to`` are given to comparable figures only. The standard of a year is the one in force at its end.
        ``precision`` is the size of the last printed digit (0: not shortened).

        Raises IncomparableError, which lists the figures, where they differ in level, kind, definition (a standard in
        force beside a floor or an average), unit or part of the year; ``allow`` names the differences that you accept:
        such figures come back set apart and are never ranked. Raises UsageError, naming the nearest, for unknown names.
        """
        from civstats.analysis.compare import compare
        from civstats.analysis.standing import scope

        asked = scope(self.sql, indicator, year, places, residence, breakdown, level, within, kind, allow)
        return compare(self.sql, asked)

    @reads
    def rank(
        self,
        indicator: str,
        year: int,
        places: Sequence[str] | str | None = None,
        residence: str = "total",
        breakdown: str = "total",
        *,
        level: str | None = None,
        within: str | None = None,
        kind: str | None = None,
        allow: Sequence[str] | str = (),
    ) -> Result:
        """The rows of `compare` (same arguments and errors) with ``rank_zh`` and ``rank_en``: 第2—3位, 并列第4位.

        Rank 1 is the better end where the indicator has a direction, else the largest. Where intervals overlap, a place
        has all ranks that it may have; equal places share theirs. `civstats.analysis.rank.rank` ranks a frame of yours.
        """
        from civstats.analysis.rank import rank_standings
        from civstats.analysis.standing import scope

        asked = scope(self.sql, indicator, year, places, residence, breakdown, level, within, kind, allow)
        return rank_standings(self.sql, asked)

    @reads
    def peers(
        self,
        locality: str,
        indicator: str | None = None,
        year: int | None = None,
        residence: str = "total",
        breakdown: str = "total",
        *,
        n: int = 10,
    ) -> Result:
        """The ``n`` places to compare ``locality`` (name or code) with, nearest first, by a rule that each row prints.

        Same level always; then 1 the same place above (a county's prefecture), 2 the same province, 3 the same region
        (the first digit of the code: 1 North, 2 Northeast, 3 East, 4 Central and South, 5 Southwest, 6 Northwest), 4
        the nation; within a step in the order of the codes. With ``indicator`` and ``year`` only places whose figure
        compares with the others' (a standard in force, the same part of the year), with ``value, lower, upper, bound,
        unit``.

        Columns: ``locality_id, place_zh, place_en, level, parent_id, step, rule_zh, rule_en``. Raises UsageError for an
        unknown name or code, for ``indicator`` without ``year``, and for ``n`` below 1.
        """
        from civstats.analysis.peers import peers

        return peers(self.sql, locality, indicator, year, residence, breakdown, n)

    @reads
    def urban_rural(
        self,
        indicator: str,
        year: int | Sequence[int],
        places: Sequence[str] | str | None = None,
        breakdown: str = "total",
        *,
        level: str | None = None,
        within: str | None = None,
    ) -> Result:
        """The urban figure over the rural one, by place and year: ``ratio, ratio_lower, ratio_upper`` (unit multiple).

        Both must be of one definition and part of the year, and of one document or in force from one day;
        ``difference`` is in ``unit``. A place that prints one figure for both, or one of the two, stays with the
        reason. Raises UsageError for unknown names or codes.
        """
        from civstats.analysis.gaps import urban_rural

        return urban_rural(self.sql, indicator, year, places, breakdown, level, within)

    @reads
    def dispersion(
        self,
        indicator: str,
        year: int,
        level: str,
        residence: str = "total",
        breakdown: str = "total",
        *,
        within: str | None = None,
    ) -> Result:
        """How far apart places of a ``level`` are: a row a group and statistic, with ``value, lower, upper, unit, n``.

        Groups are the places of each province that has two or more, all of them (``all``), and the provinces beside
        each other (``between``: the medians of their places). Statistics are minimum, maximum, median, range, and
        ratio_of_extremes (unit multiple); of the comparable figures only: ``n`` says of how many, of the ``n_places``
        that there are. Figures of another kind, definition or part of the year are left out. Raises UsageError for
        unknown names or codes.
        """
        from civstats.analysis.spread import dispersion

        return dispersion(self.sql, indicator, year, level, residence, breakdown, within)

    @reads
    def adequacy(
        self,
        indicator: str,
        year: int,
        incomes: pd.DataFrame,
        places: Sequence[str] | str | None = None,
        residence: str = "total",
        breakdown: str = "total",
        *,
        level: str | None = None,
        within: str | None = None,
        allow: Sequence[str] | str = (),
    ) -> Result:
        """A rate of money beside another that you bring: the figures of `compare` in percent of ``incomes``.

        ``incomes`` has ``locality_id`` (text), ``year``, ``value``, ``unit`` (CNY/person/month or CNY/person/year) and,
        if it knows them, ``lower`` and ``upper``; one row a place and year. Only the same place and year meet; a yearly
        amount is divided by 12. Columns ``ratio, ratio_lower, ratio_upper`` are in ``ratio_unit`` (percent); a place
        without income is not_applicable.

        Raises UsageError for missing columns, repeated rows, and units that are no amount a person and time, and what
        `compare` raises.
        """
        from civstats.analysis.adequacy import adequacy
        from civstats.analysis.standing import scope

        asked = scope(self.sql, indicator, year, places, residence, breakdown, level, within, "actual", allow)
        return adequacy(self.sql, asked, incomes)

    @reads
    def convergence(
        self,
        indicator: str,
        years: Sequence[int],
        level: str,
        residence: str = "total",
        breakdown: str = "total",
        *,
        within: str | None = None,
    ) -> Result:
        """Whether places of a ``level`` draw together from the first to the last of two ``years``.

        The same places in both years only. One row a measure, ratio_of_extremes (multiple) and coefficient_of_variation
        (percent; only of exact figures): its interval in both years, ``n``, the places, and ``verdict`` narrower,
        wider, same or cannot_tell. Raises UsageError for years that are not two, IncomparableError where the two years
        differ in definition or part of the year.
        """
        from civstats.analysis.spread import convergence

        return convergence(self.sql, indicator, years, level, residence, breakdown, within)
