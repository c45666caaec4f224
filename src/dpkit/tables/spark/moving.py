"""Rows of text on their way to Spark."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WRITTEN = 100_000  #: characters of a table that stands in a query itself: asked ten times as fast as what is sent
BATCH = 1 << 26  #: characters that are sent at once
ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'"})

Row = Sequence[str | None]


def frames(session: "SparkSession", columns: Sequence[str], rows: Iterable[Row]) -> "Iterator[DataFrame]":
    """Yield rows of text as frames with these columns; one at least."""
    batches = _batches(rows)
    first, size = next(batches, ([], 0))
    if size <= WRITTEN:
        yield session.sql(_written(columns, first))
        return
    yield _sent(session, columns, first)
    for batch, _ in batches:
        yield _sent(session, columns, batch)


def _written(columns: Sequence[str], rows: list[Row]) -> str:
    names = ", ".join(_name(column) for column in columns)
    if not rows:
        return f"SELECT * FROM VALUES ({', '.join('CAST(NULL AS STRING)' for _ in columns)}) AS t({names}) WHERE false"
    cells = (", ".join(_literal(cell) for cell in row) for row in rows)
    return f"SELECT * FROM VALUES {', '.join(f'({row})' for row in cells)} AS t({names})"


def _name(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


def _literal(cell: str | None) -> str:
    return "CAST(NULL AS STRING)" if cell is None else "'" + cell.translate(ESCAPES) + "'"


def _sent(session: "SparkSession", columns: Sequence[str], rows: list[Row]) -> "DataFrame":
    import pyarrow as pa

    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return session.createDataFrame(pa.table(arrays, names=list(columns)))


def _batches(rows: Iterable[Row]) -> Iterator[tuple[list[Row], int]]:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(cell) for cell in row if cell) + len(row)
        if size >= BATCH:
            yield batch, size
            batch, size = [], 0
    if batch:
        yield batch, size
