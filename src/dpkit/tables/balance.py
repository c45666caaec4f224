"""The conservation law: every byte of a file is accounted for, or the fast reader is not believed.

A reader that shifts, drops or joins cells in silence changes one of the sums: delimiters in the file minus those inside
cells are `(columns - 1) * rows`, line ends likewise, and what is left of the file's length are quotation marks.
"""

from dataclasses import dataclass

from dpkit.files.scan import Scan
from dpkit.model.descriptor import Dialect
from dpkit.tables.sql import Sql, every, joined, name, sql, text

WIDE = 200  #: an expression of more columns is nested too deeply for the engine


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a table hold, summed."""

    rows: int
    size: int  #: bytes
    delimiters: int
    line_ends: int
    quotes: int
    blank: int  #: rows in which every cell is empty


@dataclass(frozen=True, slots=True)
class Header:
    """The bytes of the header line, its line end included."""

    size: int = 0
    delimiters: int = 0
    quotes: int = 0
    lines: int = 0


def cell_sums(relation: Sql, columns: list[Sql], dialect: Dialect, *, quoted: bool) -> Sql:
    """Return the query for `Cells`; without quotation marks in the file no cell can hold a delimiter or line end."""
    if quoted or len(columns) > WIDE:
        row = sql("(SELECT concat({}) AS s FROM {})", joined(columns), relation)
        marks = [_count(text(mark)) for mark in (dialect.delimiter, dialect.quote)]
        ends = sql("{} + {} - {}", _count(Sql("chr(10)")), _count(Sql("chr(13)")), _pairs())
        sums = [Sql("strlen(s)"), marks[0], ends, marks[1], Sql("CAST(s = '' AS INTEGER)")]
    else:
        row = relation
        size = joined((sql("strlen({})", column) for column in columns), " + ")
        blank = every(sql("{} = ''", column) for column in columns)
        sums = [size, Sql("0"), Sql("0"), Sql("0"), sql("CAST({} AS INTEGER)", blank)]
    totals = joined(sql("coalesce(sum({}), 0)", each) for each in sums)
    return sql("SELECT count(*), {} FROM {}", totals, row)


def _count(mark: Sql) -> Sql:
    # to see that there is none takes a fifth of counting none
    few = "(CASE WHEN contains({s}, {mark}) THEN strlen({s}) - strlen(replace({s}, {mark}, '')) ELSE 0 END)"
    return sql(few, s=name("s"), mark=mark)


def _pairs() -> Sql:
    return sql("{} // 2", _count(Sql("chr(13) || chr(10)")))


def balanced(file: Scan, header: Header, cells: Cells, columns: int, line_end: str) -> bool:
    """Tell whether file and cells account for each other."""
    delimiters = file.delimiters - header.delimiters - cells.delimiters
    line_ends = file.line_ends - header.lines - cells.line_ends
    quotes = file.quotes - header.quotes - cells.quotes
    body = file.size - 3 * file.bom - header.size - cells.size - delimiters - line_ends * len(line_end)
    last_open = not file.ends_line and cells.rows > 0
    return delimiters == (columns - 1) * cells.rows and line_ends == cells.rows - last_open and body == quotes
