"""Reading with the engine's own reader, which is believed only where its rows account for every byte of the file."""

from collections.abc import Collection

from dpkit.files.scan import Scan
from dpkit.tables.balance import Cells, balanced, cell_sums
from dpkit.tables.csv_sql import LONGEST_LINE, LONGEST_RECORD, fits, read_csv
from dpkit.tables.quotes import quotes_astray
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import ROW

ENDS = ("\n", "\r\n")  #: of rows
#: what the engine says of a record that its buffer does not hold
TOO_LONG = ("Maximum line size", "unterminated quote", "Parallel CSV Reader")


def read_fast(reading: Reading, layout: Layout) -> Loaded | None:
    """Read with the engine's reader; None if it refuses, or if its rows do not account for the file."""
    return _read(reading, layout) if may_be_fast(reading, layout) else None


def _read(reading: Reading, layout: Layout, longest: int = 0) -> Loaded | None:
    engine, file, dialect = reading.engine, reading.file, reading.dialect
    table = _stored(reading, layout, longest)
    if table is None:
        return None
    quoted = file.scan.quotes > layout.header.quotes
    sums = cell_sums(table, layout.cells, dialect, quoted=quoted)
    cells = Cells(*(int(each) for each in engine.run(sums)[0]))
    balances = any(balanced(file.scan, layout.header, cells, layout.width, each) for each in _row_ends(file.scan))
    if not balances or cells.blank or (quoted and quotes_astray(file.fd, dialect, in_cells=cells.quotes > 0)):
        engine.drop(table, layout.size)
        # the engine leaves out what its buffer does not hold, without a word
        again = not longest and _lost(file.scan, cells) > LONGEST_LINE
        return _read(reading, layout, min(file.scan.size, LONGEST_RECORD)) if again else None
    return Loaded(table, numbered(table), cells.rows, spans_lines=cells.line_ends > 0, records=cells.rows)


def _row_ends(file: Scan) -> Collection[str]:
    """Return what the rows may end in: where cells hold line ends of another kind, either of the two."""
    return ENDS if file.line_end is None else (file.line_end,)


def _lost(file: Scan, cells: Cells) -> int:
    """Return how many bytes, at least, stand in no cell, and are no marks between them."""
    return file.size - cells.size - file.delimiters - file.quotes - file.lf - file.cr


def numbered(table: Sql) -> Sql:
    """Return the relation of a table whose rows stand in the order of the file."""
    return sql("(SELECT rowid AS {}, * FROM {})", ROW, table)


def _stored(reading: Reading, layout: Layout, longest: int = 0) -> Sql | None:
    """Return the file as a table; None where the engine refuses it, records that are long at the second attempt."""
    names, file = [f"c{index}" for index in range(layout.width)], reading.file
    source = read_csv(file.path, names, reading.dialect, skip=layout.header.lines, longest=longest)
    try:
        return store(reading.engine, source, layout)
    except reading.engine.failure as error:
        if longest or file.scan.size <= LONGEST_LINE or not any(each in str(error) for each in TOO_LONG):
            return None
    return _stored(reading, layout, min(file.scan.size, LONGEST_RECORD))


def may_be_fast(reading: Reading, layout: Layout) -> bool:
    """Tell whether the file is of the kind whose rows lie one behind the other, without comments or blank lines."""
    found, lines = reading.file.scan, layout.header.lines
    after_header = lines == 1 or (lines == 0 and not found.bom)
    in_cells = found.line_end is None and found.quotes > 0 and found.cr == found.crlf  # such as LF in a file of CRLF
    ends = found.line_end in ENDS or in_cells
    return fits(reading.dialect) and not found.nul and ends and after_header
