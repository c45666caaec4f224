"""Reading a small file record by record: done before the engine's own reader would have begun."""

from contextlib import closing

from dpkit.tables.binding import bound_rows
from dpkit.tables.fast import may_be_fast, numbered
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.strict import checks_of, rows_of

SIZE, RECORDS, WIDTH = 1 << 15, 300, 100  #: bytes, lines and columns at most


def read_small(reading: Reading, layout: Layout) -> Loaded | None:
    """Read a file in one go, and bind its cells; None if it is large, or anything in it is at fault."""
    scan = reading.file.scan
    if scan.size > SIZE or scan.line_ends > RECORDS or layout.width > WIDTH or not may_be_fast(reading, layout):
        return None
    with closing(reading.file.text()) as text:
        records = list(rows_of(reading, text, layout))
    if not records or any(checks_of(each, layout.width) for each in records):
        return None
    source, values = bound_rows([f"c{place}" for place in range(layout.width)], [each.cells for each in records])
    table = store(reading.engine, source, layout, values=values)
    lines = any("\n" in cell or "\r" in cell for each in records for cell in each.cells)
    return Loaded(table, numbered(table), len(records), spans_lines=lines, records=len(records))
