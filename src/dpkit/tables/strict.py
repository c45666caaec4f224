"""Reading record by record, strictly: says where a file is at fault, and keeps what is sound."""

import csv
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from io import StringIO
from itertools import dropwhile
from pathlib import Path
from typing import TextIO

from dpkit.files.scan import scan
from dpkit.load.records import Record, read_records, where_malformed
from dpkit.load.rows import numbers
from dpkit.model.descriptor import Dialect
from dpkit.model.finding import Fault
from dpkit.model.show import count, plain, show
from dpkit.tables.balance import Cells, Header, balanced, cell_sums
from dpkit.tables.csv_sql import LONGEST_LINE, PLAIN, read_csv
from dpkit.tables.engine import Engine
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.sql import Sql, name, sql
from dpkit.tables.table import ROW

LINE = name("_line")
OWN = ("_row", "_line")
NO_ROW = {"malformed-row", "blank-row"}  #: what is found in a record that is none


def read_strictly(reading: Reading, layout: Layout) -> Loaded:
    """Read record by record, note what is wrong, and hand what is sound to the engine in a form beyond doubt."""
    staged = reading.engine.staging / f"strict-{reading.file.fd}"
    longest, rows, records, unfinished = LONGEST_LINE, 0, 0, False
    with closing(reading.file.text()) as text, staged.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, record in numbered_rows(reading, text, layout):
            unfinished, records = bool(record.malformed), number + record.times
            if cells := cells_and_faults(reading, layout, number, record):
                longest = max(longest, 4 * len(record.text) + 100)
                rows += 1
                writer.writerow([number, record.line, *cells])
    table = read_staged(reading.engine, staged, layout, longest)
    records = max(records, reading.file.untold.rows)
    return Loaded(table, table, rows, line=LINE, records=records, unfinished=unfinished)


def numbered_rows(reading: Reading, text: TextIO, layout: Layout) -> Iterator[tuple[int, Record]]:
    """Yield the records behind the header, each with its number, from 0; runs are of blank lines."""
    if gaps := reading.file.untold.gaps:
        yield from zip(numbers(gaps), rows_of(reading, text, layout), strict=False)
        return
    number = 0
    for record in rows_of(reading, text, layout, runs=True):
        yield number, record
        number += record.times


def rows_of(reading: Reading, text: TextIO, layout: Layout, *, runs: bool = False) -> Iterator[Record]:
    """Return the records behind the header; `runs` are of blank lines, each of them one record."""
    records = read_records(text, reading.dialect, runs=runs)
    last = reading.dialect.header_rows[-1]
    if layout.header.lines and last == 1:
        next(records, None)
    elif layout.header.lines:
        return dropwhile(lambda record: record.number <= last, records)
    return records


def cells_and_faults(reading: Reading, layout: Layout, number: int, record: Record) -> list[str]:
    """Return the cells of a record, one a column, and note what is wrong with it; none if it is no row."""
    cells, width = record.cells, layout.width
    if len(cells) == width and not record.malformed and "\0" not in record.text and any(cells):
        return cells
    checks = checks_of(record, width)
    for check in checks:  # of millions that are alike, most are only counted
        if reading.log.keeps(check, reading.resource.name):
            reading.note(_fault_of(check, record, reading.dialect, layout), number, record.line, record.times)
        else:
            reading.log.add_more(check, reading.resource.name, record.times)
    if NO_ROW.intersection(checks):
        return []
    return (cells + [""] * (width - len(cells)))[:width]


def checks_of(record: Record, width: int) -> list[str]:
    """Return the names of the checks that find something in a record of a table of so many columns."""
    if record.malformed:
        return ["malformed-row"]
    found, checks = len(record.cells), []
    if not any(record.cells):
        checks.append("blank-row")
    elif found != width:
        checks.append("extra-cell" if found > width else "missing-cell")
    return [*checks, "null-character"] if "\0" in record.text else checks


def _fault_of(check: str, record: Record, dialect: Dialect, layout: Layout) -> Fault:
    """Return what a check finds in a record of a table whose columns are those of `layout`."""
    found, width, names = len(record.cells), layout.width, layout.names
    first = str(min(found, width) + 1)  # the first column that is too many, or not there
    details = {"cells": count(found, "cell"), "columns": count(width, "column"), "column": first}
    match check:
        case "malformed-row":
            return _malformed(record, dialect, names)
        case "extra-cell":
            return Fault(check="extra-cell", value=record.cells[width], details=details)
        case "missing-cell" if _is_row_in_quotes(record, dialect, width):
            quoted = {"why": ": quotation marks stand around the whole row", "column": ""}
            return Fault(check="missing-cell", value=record.cells[0], details=details | quoted)
        case "missing-cell":
            label = plain(names.get(found) or f"column {found + 1}")
            missing = {"why": f"; the first that is not there is {label}"}
            return Fault(check="missing-cell", field=names.get(found), details=details | missing)
        case "null-character":
            index = next(index for index, cell in enumerate(record.cells) if "\0" in cell)
            label = plain(names.get(index) or f"column {index + 1}")
            where = {"label": label, "column": str(index + 1)}
            return Fault(check="null-character", field=names.get(index), value=record.cells[index], details=where)
    return Fault(check="blank-row")


def _malformed(record: Record, dialect: Dialect, names: Mapping[int, str]) -> Fault:
    """Return why a record is malformed, with the cell at fault and its column, where it is one of quotation marks."""
    number, cell = where_malformed(record, dialect) if dialect.quote else (0, "")
    if not number or dialect.quote not in cell:
        return Fault(check="malformed-row", details={"problem": record.malformed})
    name = names.get(number - 1)
    problem = f"{record.malformed}, in {plain(name or f'column {number}')}: {show(cell, 40)}"
    return Fault(check="malformed-row", field=name, value=cell, details={"problem": problem, "column": str(number)})


def _is_row_in_quotes(record: Record, dialect: Dialect, width: int) -> bool:
    """Tell whether the only cell of a record is a whole row: as a program writes it that takes rows for cells."""
    cell, *others = record.cells
    is_quoted = dialect.quote and record.text.startswith(dialect.quote)
    if others or not is_quoted or cell.count(dialect.delimiter) < width - 1:
        return False
    inside = read_records(StringIO(cell, newline=""), dialect)
    return [(len(each.cells), each.malformed) for each in inside] == [(width, "")]


def read_staged(engine: Engine, staged: Path, layout: Layout, longest: int, dialect: Dialect = PLAIN) -> Sql:
    """Return a file of sound rows as a table, and remove the file.

    Args:
        engine: gets the table.
        staged: the cells of a record are the number of the row, that of its line, and those of the layout.
        layout: of the table.
        longest: bytes that a record may have, at least.
        dialect: of the file.
    """
    table = _read(engine, staged, layout, longest, dialect) or _one_by_one(engine, staged, layout, dialect)
    staged.unlink()
    return table


def _read(engine: Engine, staged: Path, layout: Layout, longest: int, dialect: Dialect) -> Sql | None:
    """Read a file of sound rows; None where the engine refuses it, or does not account for all of it."""
    own = [sql("CAST({n} AS BIGINT) AS {n}", n=each) for each in (ROW, LINE)]
    try:
        source = read_csv(str(staged), [*OWN, *_names(layout)], dialect, longest=longest, line_end="\n")
        table = store(engine, source, layout, *own)
    except engine.failure:
        return None
    whole = [sql("CAST({} AS VARCHAR)", each) for each in (ROW, LINE)] + layout.cells
    cells = Cells(*(int(each) for each in engine.run(cell_sums(table, whole, dialect, quoted=True))[0]))
    fd = os.open(staged, os.O_RDONLY)
    try:
        counted = scan(fd, dialect.delimiter.encode(), dialect.quote.encode())
    finally:
        os.close(fd)
    if balanced(counted, Header(), cells, len(whole), "\n"):
        return table
    engine.drop(table, layout.size)
    return None


def _one_by_one(engine: Engine, staged: Path, layout: Layout, dialect: Dialect) -> Sql:
    """Return the staged file as a table whose cells were bound, not read by the engine: slow, and always right."""
    columns = [*OWN, *_names(layout)]
    kinds = ["BIGINT"] * len(OWN) + ["VARCHAR"] * layout.width
    with staged.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(text, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)
        cells = engine.put(columns, kinds, rows)
    return store(engine, cells, layout, ROW, LINE)


def _names(layout: Layout) -> list[str]:
    return [f"c{index}" for index in range(layout.width)]
