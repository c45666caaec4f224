"""A table as a pandas frame."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dpkit.frames.cells import MOMENT, dtype, series, whole_number
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW, Column, Table

if TYPE_CHECKING:
    import pandas as pd


def frame(engine: Engine, table: Table) -> "pd.DataFrame":
    """Return `table`, which lies in `engine`, as a frame; see `Package.frame`."""
    import pandas as pd

    columns = [column for column in table.columns.values() if column.present]
    values = joined([ROW, *map(_value, columns)])
    rows = engine.run(sql("SELECT {} FROM {} ORDER BY {}", values, table.relation, ROW))
    records, *cells = zip(*rows, strict=True) if rows else [()] * (1 + len(columns))
    index = pd.Index([record + 1 for record in records], dtype="int64", name="row")
    named = zip(columns, map(_whole, columns, cells), strict=True)
    return pd.DataFrame({each.name: series(values, _kind(each), index) for each, values in named}, index=index)


def _value(column: Column) -> Sql:
    return sql("epoch_us({})", column.value) if _kind(column) == MOMENT else column.value


def _whole(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column; whole numbers of any length come from the engine as texts."""
    return [None if each is None else whole_number(each) for each in values] if column.kind == "BIGNUM" else values


def _kind(column: Column) -> str:
    """Return the pandas type of a column; whole numbers that 64 bits cannot hold stay Python's."""
    kind = dtype(column.of.type)
    return "object" if kind == "Int64" and column.kind != "BIGINT" else kind
