"""The analyses as methods of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats.reads import Reader, reads

if TYPE_CHECKING:
    from datetime import date

    from civstats.analysis.binding import Binding
    from civstats.analysis.result import Result


class Analyses(Reader):
    """What a dataset can be asked; each method is a few lines over the module of its name in `civstats.analysis`."""

    @reads
    def growth(
        self, locality: str = "", indicator: str = "", residence: str = "", breakdown: str = "", *, span: int = 1,
        rule: str = "year_end", below: bool = True,
    ) -> Result:  # fmt: skip
        """Pairs of levels ``span`` years apart with the change between them as intervals, one row a pair.

        ``locality`` (name or code) chooses a place and all places ``below`` it, the others a code. Change is in units
        of ``change_unit`` and in percent (none for shares, which change by percentage points); ``lower`` and ``upper``
        ends are null where unbounded, the exact value is null where it is not known. Printed growth stands beside the
        computed one, with the verdict of the findings. ``rule`` says what the standard of a year is: ``year_end`` (in
        force at its end) or ``day_weighted``. The columns are those of the table ``growth``; which levels are
        compared is told by `civstats.analysis.growth`. ``.claims()`` gives sentences that are certain.

        Raises UsageError for an unknown name or code, and for a span below 1.
        """
        from civstats.analysis.growth import growth

        return growth(self.sql, locality, indicator, residence, breakdown, span=span, rule=rule, below=below)

    @reads
    def targets(
        self, locality: str = "", indicator: str = "", *, as_of: date | None = None, below: bool = True
    ) -> Result:
        """Every target with what answers it and whether it was met, one row a target.

        ``locality`` (name or code) chooses a place and all places ``below`` it. ``attainment`` is met, not_met (by
        ``difference``), cannot_tell (``attainment_reason`` says why) or not_yet_due, as it could be told on the day
        ``as_of`` from the documents issued until then; without it, on the day of the latest document. The columns are
        those of the table ``targets``; the rules are told by `civstats.analysis.targets`. ``.claims()`` gives
        sentences that are certain.

        Raises UsageError for an unknown name or code.
        """
        from civstats.analysis.targets import targets

        return targets(self.sql, locality, indicator, as_of=as_of, below=below)

    @reads
    def binding_standard(
        self, locality: str, programme: str, residence: str = "total", *, on: date, tier: str = "total"
    ) -> Binding:
        """Which standard applied in ``locality`` (name or code) on the day ``on``, with the documents that say so.

        ``programme`` is dibao, tekun or children, ``residence`` urban, rural or total, ``tier`` a breakdown such as
        institutional. The rules are those of `civstats.analysis.binding`; where no document says, the state is
        "unknown". Raises UsageError for an unknown or ambiguous name.
        """
        from civstats.analysis.binding import binding_standard

        return binding_standard(self.sql, locality, programme, residence, on, tier)
