"""Reading with the engine's own reader, which is believed only where its rows account for every byte of the file."""

from dpkit.tables.balance import Cells, balanced, cell_sums, may_hold_bare_quotes
from dpkit.tables.csv_sql import fits, read_csv
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import ROW


def read_fast(reading: Reading, layout: Layout) -> Loaded | None:
    """Read with the engine's reader; None if it refuses, or if its rows do not account for the file."""
    engine, file, dialect = reading.engine, reading.file, reading.resource.dialect
    if not _may_be_fast(reading, layout):
        return None
    names = [f"c{index}" for index in range(layout.width)]
    try:
        table = store(engine, read_csv(file.path, names, dialect, skip=layout.header.lines), layout)
    except engine.failure:
        return None
    cells = _sums(reading, layout, table)
    sound = balanced(file.scan, layout.header, cells, layout.width, file.scan.line_end or "\n") and not cells.blank
    if not sound or (cells.quotes and may_hold_bare_quotes(file.fd, dialect)):
        engine.run(sql("DROP TABLE {}", table))
        return None
    return Loaded(sql("(SELECT rowid AS {}, * FROM {})", ROW, table), cells.rows, spans_lines=cells.line_ends > 0)


def _may_be_fast(reading: Reading, layout: Layout) -> bool:
    found, lines = reading.file.scan, layout.header.lines
    return (
        fits(reading.resource.dialect) and found.line_end in {"\n", "\r\n"} and lines <= 1 and (lines or not found.bom)
    )


def _sums(reading: Reading, layout: Layout, table: Sql) -> Cells:
    quoted = reading.file.scan.quotes > layout.header.quotes
    query = cell_sums(table, layout.cells, reading.resource.dialect, quoted=quoted)
    return Cells(*(int(each) for each in reading.engine.run(query)[0]))
