"""What a contract asks of columns and rows, as functions of pandas objects. Missing cells never reach a column's."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dpkit.frames.cells import series
from dpkit.tables.edtf import Days, days

if TYPE_CHECKING:
    import pandas as pd

    Cells = pd.Series[Any]
    OnCells = Callable[[Cells], Cells]
    OnRows = Callable[[pd.DataFrame], Cells]


def one_of(values: Collection[Any]) -> "OnCells":
    """Return the rule that cells are one of `values`; NaN is itself here, as it is to the engine."""
    if any(value != value for value in values):  # noqa: PLR0124 - only NaN differs from itself
        return lambda cells: cells.isin(values) | (cells != cells)  # noqa: PLR0124
    return lambda cells: cells.isin(values)


def among(choose: Callable[[Collection[str]], Iterable[str]]) -> "OnCells":
    """Return the rule that cells are among the texts that `choose` picks from those there are."""
    return lambda cells: cells.isin(list(choose(list(cells.unique()))))


def of_type(kind: type) -> "OnCells":
    """Return the rule that each cell is a Python object of `kind`."""
    return lambda cells: cells.map(lambda cell: isinstance(cell, kind)).astype(bool)


def whole_days(cells: "Cells") -> "Cells":
    """Tell which moments are days, without a time of day."""
    return cells == cells.dt.normalize()


def dated(texts: Iterable[str]) -> list[str]:
    """Return those of `texts` that are dates (EDTF)."""
    return [text for text in texts if days(text)]


def unique(cells: "Cells") -> "Cells":
    """Tell which cells are not those of an earlier row."""
    return ~cells.duplicated()


def unique_together(key: Sequence[str]) -> "OnRows":
    """Return the rule that rows differ in `key`; rows with a missing value in it are not compared."""
    names = list(key)
    return lambda frame: ~(frame[names].duplicated() & frame[names].notna().all(axis="columns"))


def in_order(start: str, end: str, subject: Sequence[str], counted: "OnRows") -> "OnRows":
    """Return the rule that no row starts after all ends of its subject, or, without a start, ends before all starts.

    Args:
        start: the field that holds starts.
        end: the field that holds ends.
        subject: the fields that say what a row is about; without any, each row is judged alone.
        counted: tells which rows count.
    """

    def rule(frame: "pd.DataFrame") -> "Cells":
        counts = counted(frame)
        lower = _bound(frame[start], lambda day: day.lower).where(counts)
        upper = _bound(frame[end], lambda day: day.upper).where(counts)
        first, last = lower, upper
        if subject:
            keys = [frame[name] for name in subject]
            first = lower.groupby(keys, dropna=False, sort=False).transform("min")
            last = upper.groupby(keys, dropna=False, sort=False).transform("max")
        wrong = (lower > last).fillna(value=False) | (lower.isna() & (upper < first).fillna(value=False))
        return ~wrong.astype(bool)

    return rule


def _bound(cells: "Cells", part: Callable[[Days], int]) -> "Cells":
    known = {cell: part(day) for cell in cells.dropna().unique() if (day := days(_written(cell)))}
    return series([known.get(cell) for cell in cells], "Int64", cells.index)


def _written(cell: Any) -> str:
    """Return a date as a file writes it."""
    if isinstance(cell, str):
        return cell
    return cell.date().isoformat() if isinstance(cell, dt.datetime) else f"{cell:04d}"


def counting(allowed: Sequence[tuple[str, Sequence[str]]]) -> "OnRows":
    """Return the function that tells which rows have nothing, or one of the allowed values, in certain fields."""

    def rule(frame: "pd.DataFrame") -> "Cells":
        counts = series([True] * len(frame), "boolean", frame.index)
        for name, values in allowed:
            counts &= frame[name].isna() | frame[name].isin(values)
        return counts

    return rule


def where_present(names: Iterable[str], rule: "OnRows") -> "OnRows":
    """Return `rule`, which passes where the frame has not all of the columns `names`."""
    names = set(names)
    return lambda frame: (
        rule(frame) if names <= set(frame.columns) else series([True] * len(frame), "boolean", frame.index)
    )
