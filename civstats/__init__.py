"""civstats: figures of Chinese civil affairs (民政), each traced to the characters it was read from.

>>> import civstats
>>> ds = civstats.open()              # the packaged dataset, or a folder or URL of curated Parquet
>>> ds.table("subsidy_standards")     # a pandas DataFrame
>>> ds.explain("ordos-2023-summary:21")
>>> civstats.validate().ok            # holds it against the expectation suites
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "1.0.0"
__all__ = ["Dataset", "__version__", "open", "validate"]

if TYPE_CHECKING:
    from civstats import export as export
    from civstats import plot as plot
    from civstats.dataset import Dataset
    from civstats.dataset import open as open  # noqa: A004  (civstats.open is the name that users expect)
    from civstats.validation.run import validate as validate


def __getattr__(name: str) -> object:
    # `import civstats` must stay cheap: DuckDB, pandas and pyarrow come in with the first use.
    if name in ("Dataset", "open"):
        from civstats import dataset

        return getattr(dataset, name)
    if name == "validate":
        from civstats.validation.run import validate

        return validate
    if name in ("export", "plot"):
        from importlib import import_module

        return import_module(f"civstats.{name}")  # plot needs the extra plot; raises an error that says so
    raise AttributeError(f"module 'civstats' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "export", "plot"])
