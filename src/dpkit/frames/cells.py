"""Columns of a pandas frame: which type of pandas holds a field, and how cells come into it.

`datetime64[us]` holds all days from year 1 to 9999, which are all that Table Schema knows, and those that an offset
brings over the ends. A moment is handed over as its microseconds since 1970, since Python's end with the year 9999.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TEXT, MOMENT = "string", "datetime64[us]"
DTYPES = {
    "integer": "Int64", "year": "Int64", "number": "Float64", "boolean": "boolean", "date": MOMENT, "datetime": MOMENT,
    "time": "object",
}  # fmt: skip
NO_TIME = -(2**63)
AT_ONCE = 4_000  #: digits


def dtype(type_: str) -> str:
    """Return the pandas type that holds the cells of a field of Table Schema's type `type_`."""
    return DTYPES.get(type_, TEXT)


def series(values: Iterable[Any], kind: str, index: "pd.Index[Any]") -> "pd.Series[Any]":
    """Return `values`, of which None is missing, as a column of the pandas type `kind`."""
    import pandas as pd

    values = list(values)
    if kind in {"Float64", MOMENT}:
        return pd.Series(_numbers(values) if kind == "Float64" else _moments(values), index=index)
    if kind == "object":
        values = [pd.NA if value is None else value for value in values]
    return pd.Series(values, index=index, dtype=kind)


def moment(microseconds: int) -> Any:
    """Return a moment that columns of moments can be compared with."""
    return _moments([microseconds])[0]


def whole_number(text: str) -> int:
    """Return the whole number in `text`, however long it is; Python itself reads so many digits at most."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    found = 0
    for start in range(0, len(digits), AT_ONCE):
        part = digits[start : start + AT_ONCE]
        found = found * 10 ** len(part) + int(part)
    return sign * found


def _moments(values: Sequence[int | None]) -> Any:
    import numpy as np

    return np.array([NO_TIME if value is None else value for value in values], dtype="int64").view(MOMENT)


def _numbers(values: Sequence[float | None]) -> Any:
    """Return an array in which NaN, a number to Table Schema, is not taken for a missing value."""
    import numpy as np
    import pandas as pd

    missing = np.array([value is None for value in values], dtype=bool)
    known = np.array([0.0 if value is None else value for value in values], dtype=float)
    return pd.arrays.FloatingArray(known, missing)
