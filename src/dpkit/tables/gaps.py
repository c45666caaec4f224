"""Reading a text that was written from items of which some are no rows: the rows keep the items' numbers."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from dpkit.tables.fast import read_fast
from dpkit.tables.reading import Layout, Loaded, Reading
from dpkit.tables.sql import Sql, sql
from dpkit.tables.strict import LINE, read_strictly
from dpkit.tables.table import ROW


def read_with_gaps(reading: Reading, layout: Layout) -> Loaded:
    """Read a file whose rows are not numbered one after the other: by the engine's own reader where that is sound."""
    engine, gaps = reading.engine, reading.file.untold.gaps
    found = read_fast(reading, layout)
    if found is None:
        return read_strictly(reading, layout)
    if found.spans_lines:
        engine.drop(found.table, layout.size)
        return read_strictly(reading, layout)
    table = engine.place(layout.size)
    numbered = (
        "SELECT r + coalesce(more, 0) AS {}, r + {} AS {}, * EXCLUDE (r, start, more) "
        "FROM ({}) ASOF LEFT JOIN {} ON r >= start"
    )
    rows = sql("SELECT rowid AS r, * FROM {}", found.table)
    more = engine.put(("start", "more"), ("BIGINT", "BIGINT"), _steps(gaps))
    select = sql(numbered, ROW, Sql(str(1 + layout.header.lines)), LINE, rows, more)
    engine.run(sql("CREATE TABLE {} AS {}", table, select))
    engine.drop(found.table, layout.size)
    return Loaded(table, table, found.rows, line=LINE, records=reading.file.untold.rows)


def _steps(gaps: Sequence[int]) -> list[tuple[str, str]]:
    """Return the rows, counted without gaps, before which there are more of them, and how many there are then."""
    here = Counter(gap - number for number, gap in enumerate(gaps))
    return [(str(row), str(more)) for row, more in zip(here, accumulate(here.values()), strict=True)]
