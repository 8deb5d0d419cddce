"""What people decide, and what follows from it.

A **primary** table holds what somebody entered: documents, figures, code lists. All other tables are derived. Even
primary tables have columns that are computed: who revises the date of a document changes, in one act, one row of
``sources`` and the years of its figures. The tables below say what follows from what, so that a change is counted once,
where it was made, and everything else is told as its consequence.
"""

from __future__ import annotations

PRIMARY = ("sources", "localities", "indicators", "units", "codes", "observations")

COUNTED = {"sources": ("figure_count",), "observations": ("corroborations",)}
"""Columns of primary tables that count rows elsewhere: a change of them alone is a consequence."""

_DATES = ("year", "period_start", "period_end", "effective_from", "due")
_VALUES = ("value", "lower", "upper", "bound", "precision", "unit")

FOLLOWS = {
    ("sources", "locality_id"): ("locality_id", "area"),
    ("sources", "issued"): _DATES,
    ("sources", "published"): _DATES,
    ("sources", "effective_from"): _DATES,
    ("sources", "period_start"): _DATES,
    ("sources", "period_end"): _DATES,
    ("sources", "evidence"): ("evidence",),
    ("indicators", "unit"): _VALUES,
}
"""Columns of ``observations`` that are read by the light of a column of their document or indicator."""

SPOKEN_OF = ("township", "village")
"""Levels of which ``localities`` lists only the places that a figure or document speaks of, and those above them: such
a row comes and goes with the figures."""

MEANING = {"indicators": ("unit", "direction", "summable"), "units": ("quantity", "factor")}
"""Columns of code lists that say what the numbers of others mean: revising one changes the meaning of old values."""

ANOTHER_FIGURE = (("indicator_id",), ("printed",), ("locator", "char_start"))
"""A figure that has another value in one column of each of these is another figure under an old number: it stands
elsewhere, is printed otherwise, and says something else. A figure that was misread keeps its place or its words."""
