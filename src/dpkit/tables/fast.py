"""Reading with the engine's own reader, which is believed only where its rows account for every byte of the file."""

from dpkit.tables.balance import Cells, balanced, cell_sums
from dpkit.tables.csv_sql import fits, read_csv
from dpkit.tables.quotes import quotes_astray
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.sql import sql
from dpkit.tables.table import ROW


def read_fast(reading: Reading, layout: Layout) -> Loaded | None:
    """Read with the engine's reader; None if it refuses, or if its rows do not account for the file."""
    engine, file, dialect = reading.engine, reading.file, reading.dialect
    if not _may_be_fast(reading, layout):
        return None
    names = [f"c{index}" for index in range(layout.width)]
    try:
        table = store(engine, read_csv(file.path, names, dialect, skip=layout.header.lines), layout)
    except engine.failure:
        return None
    quoted = file.scan.quotes > layout.header.quotes
    sums = cell_sums(table, layout.cells, dialect, quoted=quoted)
    cells = Cells(*(int(each) for each in engine.run(sums)[0]))
    sound = balanced(file.scan, layout.header, cells, layout.width, file.scan.line_end or "\n") and not cells.blank
    if not sound or (quoted and quotes_astray(file.fd, dialect, in_cells=cells.quotes > 0)):
        engine.run(sql("DROP TABLE {}", table))
        return None
    relation = sql("(SELECT rowid AS {}, * FROM {})", ROW, table)
    return Loaded(table, relation, cells.rows, spans_lines=cells.line_ends > 0)


def _may_be_fast(reading: Reading, layout: Layout) -> bool:
    found, lines = reading.file.scan, layout.header.lines
    after_header = lines == 1 or (lines == 0 and not found.bom)
    return fits(reading.dialect) and found.line_end in {"\n", "\r\n"} and after_header
