"""Releases of the dataset: what differs between two versions, what number the newer one needs, and how it is made.

>>> from civstats.release import diff, required_bump
>>> found = diff(civstats.open("civstats-1.0.0.zip"), civstats.open())
>>> required_bump(found)
'minor'
"""

from civstats.release.compare import Change, Diff, diff
from civstats.release.version import required_bump

__all__ = ["Change", "Diff", "diff", "required_bump"]
