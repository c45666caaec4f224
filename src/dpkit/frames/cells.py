"""Columns of a pandas frame: which type of pandas holds a field, and how cells come into it.

`datetime64[us]` holds all days from year 1 to 9999, which are all that Table Schema and Python know.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TEXT = "string"
DTYPES = {
    "integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[us]",
    "datetime": "datetime64[us]", "time": "object",
}  # fmt: skip


def dtype(type_: str) -> str:
    """Return the pandas type that holds the cells of a field of Table Schema's type `type_`."""
    return DTYPES.get(type_, TEXT)


def series(values: Iterable[Any], kind: str, index: "pd.Index[Any]") -> "pd.Series[Any]":
    """Return `values`, of which None is missing, as a column of the pandas type `kind`."""
    import pandas as pd

    values = list(values)
    if kind == "Float64":
        return pd.Series(_numbers(values), index=index)
    if kind == "object":
        values = [pd.NA if value is None else value for value in values]
    return pd.Series(values, index=index, dtype=kind)


def _numbers(values: Sequence[float | None]) -> Any:
    """Return an array in which NaN, a number to Table Schema, is not taken for a missing value."""
    import numpy as np
    import pandas as pd

    missing = np.array([value is None for value in values], dtype=bool)
    known = np.array([0.0 if value is None else value for value in values], dtype=float)
    return pd.arrays.FloatingArray(known, missing)
