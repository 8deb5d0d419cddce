"""The methods of target attainment, their thresholds and their version.

Three methods say before the deadline how a target stands; after it only the verdict counts (met, or missed by how
much). Each has the thresholds of its source, as a named preset:

- ``linear``: the *pace*, which is the part of the way from base to goal that is gone over the part of the time that is
  gone (days; SDSN). 1 is exactly on plan.
- ``statcan``: the *growth ratio*, the yearly growth so far over the yearly growth that the goal takes (Statistics
  Canada, Open SDG). Only for positive levels and three years or more.
- ``un2023``: the *projection*, where the yearly growth so far leads by the deadline, as a part of the way from base to
  goal (UN progress chart 2023). Where the growth ratio applies.

*Completion* (actual over target) needs no base and is never mixed with these. No zero is replaced by a small number: a
method that cannot be applied says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

VERSION = "1"
"""Version of the methods, stored with every verdict; it changes whenever one gives another result."""


@dataclass(frozen=True)
class Preset:
    """Thresholds from low to high, and the grades between them, which are codes of the list ``grades``.

    A value has the grade behind the last threshold that it reaches.
    """

    name: str
    thresholds: tuple[float, ...]
    grades: tuple[str, ...]

    def grade(self, value: float) -> str:
        """The grade of one value."""
        return self.grades[sum(threshold <= value for threshold in self.thresholds)]


PRESETS = {
    preset.name: preset
    for preset in (
        Preset("linear", (0.0, 0.5, 1.0), ("regressing", "stagnating", "moderate", "on_track")),
        Preset("statcan", (0.0, 0.6, 0.95), ("regressing", "limited", "moderate", "on_track")),
        Preset("un2023", (0.1, 0.95), ("stagnating", "moderate", "on_track")),
    )
}


def parameters(as_of: date | None = None) -> dict[str, object]:
    """The parameters of the query of targets; without ``as_of`` the verdicts are of the day of the last document."""
    given: dict[str, object] = {"as_of": as_of, "version": VERSION}
    for name, preset in PRESETS.items():
        given |= {f"{name}_thresholds": list(preset.thresholds), f"{name}_names": list(preset.grades)}
    return given
