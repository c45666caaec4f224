"""Reading line by line, where each line is a record: the engine tells which rows are at fault, be they millions."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import StringIO

from dpkit.files.scan import Scan
from dpkit.load.records import Record, read_records
from dpkit.model.descriptor import Dialect
from dpkit.tables.balance import Header
from dpkit.tables.csv_sql import raw, read_csv
from dpkit.tables.fast import may_be_fast
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.sql import Sql, joined, sql, text, texts
from dpkit.tables.strict import LINE, NO_ROW, cells_and_faults, checks_of
from dpkit.tables.table import ROW

UNUSED = Dialect(delimiter="\x1f", quote="")  #: by which no line is taken apart
WIDEST = 200  #: columns, for each of which the pattern of a record has a part
SHORTEST = 2  #: bytes of a line, on average: of millions that are blank, a table would be larger than their file
OPEN = "open"  #: of a line in which a quoted cell begins that does not end there
Told = tuple[int, str, str]  #: row, the text of its line, and the check that finds something in it


def read_lined(reading: Reading, layout: Layout) -> Loaded | None:
    """Read a file, and note what is wrong; None if a record may have several lines, or if the engine refuses it."""
    found = reading.file.scan
    if not may_be_fast(reading, layout) or found.line_end is None or layout.width > WIDEST:
        return None
    if found.size < SHORTEST * found.line_ends:
        return None
    try:
        with closing(_Lines(reading, layout)) as lines:
            some = lines.first_told() if lines.account_for(found, layout.header) else None
            if some is None:
                return None
            table = store(reading.engine, lines.parted(), layout, ROW, LINE)
            rows, records, unfinished = lines.counted()
            lines.note(some)  # at last: where the engine refuses anything, the strict reader notes all
    except reading.engine.failure:
        return None
    return Loaded(table, table, rows, line=LINE, records=records, unfinished=unfinished)


class _Lines:
    """The lines of a file behind its header, with what is wrong with each.

    Args:
        reading: of the table.
        layout: of the table.
    """

    def __init__(self, reading: Reading, layout: Layout) -> None:
        self._reading, self._layout, self._engine = reading, layout, reading.engine
        self._first = 1 + layout.header.lines
        self._table = self._engine.place(layout.size)
        source = read_csv(reading.file.path, ["line"], UNUSED, skip=layout.header.lines)
        judged = _judged(source, reading.dialect, layout.width)
        try:
            self._engine.run(sql("CREATE TABLE {} AS {}", self._table, judged))
        except self._engine.failure:
            self.close()
            raise
        totals = "SELECT fault, count(*), sum(strlen(line)) FROM {} GROUP BY fault"
        rows = self._engine.run(sql(totals, self._table))
        self._counts = {fault: count for fault, count, _ in rows}
        self._bytes = sum(row[2] for row in rows)

    def account_for(self, file: Scan, header: Header) -> bool:
        """Tell whether each line is a record, and they are all that is in the file."""
        ends, records = file.line_ends - header.lines, sum(self._counts.values())
        size = file.size - 3 * file.bom - header.size - ends * len(file.line_end or "")
        return OPEN not in self._counts and size == self._bytes and records == ends + (not file.ends_line)

    def first_told(self) -> list[Told] | None:
        """Return the first lines at fault of each kind; None where Python would judge one of them otherwise."""
        some = [*self._told(max(1, self._reading.log.first or 1))]
        width = self._layout.width
        return some if all(checks_of(self._record(line), width) == [check] for _, line, check in some) else None

    def counted(self) -> tuple[int, int, bool]:
        """Return how many rows there are, and how many records, and whether the last of these is malformed."""
        records = sum(self._counts.values())
        last = sql("SELECT fault FROM {} WHERE rowid = {}", self._table, Sql(str(records - 1)))
        rows = sum(count for fault, count in self._counts.items() if fault not in NO_ROW)
        return rows, records, self._engine.run(last) == [("malformed-row",)]

    def close(self) -> None:
        """Drop the table of the lines."""
        self._engine.drop(self._table, self._layout.size)

    def _told(self, most: int | None) -> Iterator[Told]:
        """Yield the lines that are at fault: the first of each kind, or all."""
        faulty = sql("SELECT rowid, line, fault FROM {} WHERE fault <> ''", self._table)
        if most is None:
            return self._engine.stream(sql("{} ORDER BY rowid", faulty))
        first = "SELECT unnest(min(rowid, {})) FROM {} WHERE fault <> '' GROUP BY fault"
        rows = sql(first, Sql(str(most)), self._table)
        return iter(self._engine.run(sql("{} AND rowid IN ({}) ORDER BY rowid", faulty, rows)))

    def note(self, some: list[Told]) -> None:
        """Note what is wrong: the first lines at fault, or, where all are to be told, all."""
        noted: Counter[str] = Counter()
        for row, written, check in some if self._reading.log.first is not None else self._told(None):
            record = self._record(written)._replace(line=self._first + row)
            cells_and_faults(self._reading, self._layout, row, record)
            noted[check] += 1
        for check in noted:
            self._reading.log.add_more(check, self._reading.resource.name, self._counts[check] - noted[check])

    def parted(self) -> Sql:
        """Return the relation of the rows, each with its number, that of its line, and a cell a column."""
        dialect = self._reading.dialect
        quoted = self._reading.file.scan.quotes > self._layout.header.quotes
        rows = "SELECT rowid, string_split({}, {}) AS w FROM {} WHERE fault NOT IN {}"
        line, no_row = _without_quotes(dialect) if quoted else Sql("line"), texts(sorted(NO_ROW))
        split = sql(rows, line, text(dialect.delimiter), self._table, no_row)
        cells = [sql("w[{}]", Sql(str(number))) for number in range(1, self._layout.width + 1)]
        said = [sql("coalesce({}, '')", _said(cell, dialect) if quoted else cell) for cell in cells]
        columns = joined(sql("{} AS {}", cell, raw(index)) for index, cell in enumerate(said))
        numbers = sql("rowid AS {}, rowid + {} AS {}", ROW, Sql(str(self._first)), LINE)
        return sql("(SELECT {}, {} FROM ({}))", numbers, columns, split)

    def _record(self, written: str) -> Record:
        return next(read_records(StringIO(f"{written}\n", newline=""), self._reading.dialect))


def _judged(lines: Sql, dialect: Dialect, width: int) -> Sql:
    """Return the query for lines with how many `cells` each has as a record, and which check finds a `fault` in it.

    Args:
        lines: relation with a column `line`.
        dialect: how the lines are written.
        width: how many cells a record should have.
    """
    delimiter, _, quoted = _patterns(dialect)
    mark, quote, stand_in = (text(each) for each in (dialect.delimiter, dialect.quote, UNUSED.delimiter))
    marked = sql("SELECT line, contains(line, {}) AS marked FROM {}", quote, lines)
    bare = "SELECT *, CASE WHEN marked THEN regexp_replace(line, {}, {}, 'g') ELSE line END AS bare FROM ({})"
    # what is in quotation marks is a cell, and beside it there are none
    sound = "NOT marked OR NOT (contains(bare, {}) OR regexp_matches(bare, {})) AS sound"
    beside = f"[^{delimiter}]{UNUSED.delimiter}|{UNUSED.delimiter}[^{delimiter}]"
    looked_at = sql(
        "SELECT *, {}, strlen(bare) - strlen(replace(bare, {}, '')) + 1 AS cells FROM ({})",
        sql(sound, quote, text(beside)),
        mark,
        sql(bare, text(quoted), stand_in, marked),
    )
    return sql(
        "SELECT line, cells, CASE WHEN NOT sound AND regexp_full_match(line, {}) THEN 'open' "
        "WHEN NOT sound THEN 'malformed-row' WHEN {} THEN 'blank-row' WHEN cells > {width} THEN 'extra-cell' "
        "WHEN cells < {width} THEN 'missing-cell' ELSE '' END AS fault FROM ({})",
        text(_open(dialect)),
        _is_blank(dialect),
        looked_at,
        width=Sql(str(width)),
    )


def _without_quotes(dialect: Dialect) -> Sql:
    """Return a sound `line` that can be split at its delimiters; to take it apart by a pattern takes twice as long.

    Two quotation marks become a line end, which no line holds. Every second part between those that are left is quoted,
    and delimiters in it are hidden.
    """
    parts = sql("string_split(replace(line, {q} || {q}, chr(10)), {q})", q=text(dialect.quote))
    hidden = sql("replace(part, {}, {})", text(dialect.delimiter), text(UNUSED.delimiter))
    shown = sql("lambda part, i: CASE WHEN i % 2 = 0 THEN {} ELSE part END", hidden)
    return sql("array_to_string(list_transform({}, {}), '')", parts, shown)


def _said(cell: Sql, dialect: Dialect) -> Sql:
    """Return what a cell of a line `_without_quotes` says; one of nothing but quotation marks had two around it."""
    inner = sql("CASE WHEN trim({c}, chr(10)) = '' THEN substr({c}, 2) ELSE {c} END", c=cell)
    hidden, delimiter, quote = (text(each) for each in (UNUSED.delimiter, dialect.delimiter, dialect.quote))
    said = sql("replace(replace({}, chr(10), {}), {}, {})", inner, quote, hidden, delimiter)
    return sql("CASE WHEN contains({c}, chr(10)) OR contains({c}, {}) THEN {} ELSE {c} END", hidden, said, c=cell)


def _is_blank(dialect: Dialect) -> Sql:
    delimiter, nothing = re.escape(dialect.delimiter), re.escape(dialect.quote) * 2
    return sql(
        "replace(replace(bare, {}, ''), {}, '') = '' AND (NOT marked OR regexp_full_match(line, {}))",
        text(dialect.delimiter),
        text(UNUSED.delimiter),
        text(f"(?:{nothing})?(?:{delimiter}(?:{nothing})?)*"),
    )


def _patterns(dialect: Dialect) -> tuple[str, str, str]:
    """Return patterns for the delimiter, a cell, and a quoted one, on a line by itself."""
    delimiter, quote = re.escape(dialect.delimiter), re.escape(dialect.quote)
    quoted = f"{quote}(?:[^{quote}]|{quote}{quote})*{quote}"
    return delimiter, f"(?:{quoted}|[^{quote}{delimiter}]*)", quoted


def _open(dialect: Dialect) -> str:
    """Return a pattern for a line that ends within a quoted cell; an unquoted one may hold quotation marks there."""
    delimiter, _, quoted = _patterns(dialect)
    quote = re.escape(dialect.quote)
    before = f"(?:{quoted}|[^{quote}{delimiter}][^{delimiter}]*|)"
    return f"(?:{before}{delimiter})*{quote}(?:[^{quote}]|{quote}{quote})*"
