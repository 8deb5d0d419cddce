"""Reading each distinct value once: a million rows hold few different tokens, dates and names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

T = TypeVar("T")


@dataclass(frozen=True)
class Outcomes(Generic[T]):
    """What was read from the distinct values of some columns, and which row has which of them."""

    values: Sequence[T]
    codes: np.ndarray[Any, np.dtype[np.int64]]

    def column(self, type_: pa.DataType, of: Callable[[T], object]) -> pa.Array:
        """``of`` each value, spread over the rows."""
        import pyarrow as pa

        return pa.array([of(value) for value in self.values], type_).take(pa.array(self.codes))

    def rows(self, where: Callable[[T], bool]) -> Sequence[int]:
        """The numbers of the rows whose value fulfils ``where``."""
        import numpy as np

        chosen = np.array([where(value) for value in self.values], dtype=bool)
        return np.flatnonzero(chosen[self.codes]).tolist() if chosen.any() else []


def read_distinct(columns: Sequence[pa.ChunkedArray], read: Callable[..., T]) -> Outcomes[T]:
    """Call ``read`` once for each distinct combination of the values of ``columns`` (which hold no nulls)."""
    import numpy as np

    combined: np.ndarray[Any, np.dtype[np.int64]] | None = None
    dictionaries: list[list[Any]] = []
    for column in columns:
        encoded = column.combine_chunks().dictionary_encode()
        indices = encoded.indices.to_numpy().astype(np.int64)
        dictionaries.append(encoded.dictionary.to_pylist())
        combined = indices if combined is None else combined * len(dictionaries[-1]) + indices
    if combined is None:
        raise ValueError("no columns to read")
    distinct, codes = np.unique(combined, return_inverse=True)
    arguments: list[list[Any]] = []
    for dictionary in reversed(dictionaries):
        distinct, indices = np.divmod(distinct, len(dictionary)) if dictionary else (distinct, distinct)
        arguments.append([dictionary[index] for index in indices.tolist()])
    return Outcomes([read(*values) for values in zip(*reversed(arguments), strict=True)], codes)
