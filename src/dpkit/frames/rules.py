"""What a contract asks of columns and rows, as functions of pandas objects. Missing cells never reach a column's."""

import datetime as dt
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dpkit.frames.cells import series
from dpkit.load.json_number import UnjudgedError
from dpkit.tables.compound import Compound
from dpkit.tables.edtf import Days, days

Reader = Callable[[str], Compound | None]

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


def by_key(read: Reader, rule: "OnCells") -> "OnCells":
    """Return `rule`, asked of the keys by which compound values are compared; what is no value passes."""

    def keyed(cells: "Cells") -> "Cells":
        keys = _keys(cells, read)
        return rule(keys) | keys.isna()

    return keyed


def by_measure(read: Reader, comparison: str, bound: float) -> "OnCells":
    """Return the rule that the measures of compound values compare with `bound` as `operator` has it."""

    def fits(cell: str) -> bool:
        found = read(cell)
        return found is None or found.measure is None or bool(getattr(operator, comparison)(found.measure, bound))

    return lambda cells: cells.map(fits).astype(bool)


def accepted(read: Reader) -> "OnCells":
    """Return the rule that no value is refused by the JSON Schema of its field; it raises where that is not known."""

    def fits(cell: str) -> bool:
        found = read(cell)
        if found is not None and found.unjudged:
            raise UnjudgedError(found.unjudged)
        return found is None or not found.refused

    return lambda cells: cells.map(fits).astype(bool)


def _keys(cells: "Cells", read: Reader) -> "Cells":
    known = {cell: found.key for cell in cells.dropna().unique() if (found := read(cell))}
    return series([known.get(cell) for cell in cells], "string", cells.index)


def unique_together(key: Sequence[str], readers: Mapping[str, Reader]) -> "OnRows":
    """Return the rule that rows differ in `key`; rows with a missing value in it are not compared.

    Args:
        key: the fields.
        readers: of fields with compound values.
    """
    names = list(key)

    def rule(frame: "pd.DataFrame") -> "Cells":
        keys = frame[names].assign(**{name: _keys(frame[name], readers[name]) for name in names if name in readers})
        return ~(keys.duplicated() & keys.notna().all(axis="columns"))

    return rule


def in_order(start: str, end: str, subject: Sequence[str], counted: "OnRows") -> "OnRows":
    """Return the rule that no row starts after all ends of its subject, or ends before all starts.

    Args:
        start: the field that holds starts.
        end: the field that holds ends.
        subject: the fields that say what a row is about; without any, or with one of them empty, a row is judged alone.
        counted: tells which rows count.
    """

    def rule(frame: "pd.DataFrame") -> "Cells":
        counts = counted(frame)
        lower = _bound(frame[start], lambda day: day.lower).where(counts)
        upper = _bound(frame[end], lambda day: day.upper).where(counts)
        first, last = lower, upper
        if subject:
            alone = frame[list(subject)].isna().any(axis="columns")
            keys = [*(frame[name] for name in subject), alone.cumsum().where(alone, 0)]
            first = lower.groupby(keys, dropna=False, sort=False).transform("min")
            last = upper.groupby(keys, dropna=False, sort=False).transform("max")
        wrong = (lower > last).fillna(value=False) | (upper < first).fillna(value=False)
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
