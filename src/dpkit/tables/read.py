"""From a CSV file to a Table: fast where the sums prove the reading, else record by record."""

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from dpkit.load.csv_file import CsvFile
from dpkit.load.header import match_labels
from dpkit.load.records import Record, read_records
from dpkit.model.descriptor import Dialect, Field, Package, Resource, Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import count
from dpkit.tables.balance import Cells, Header, balanced, cell_sums, may_hold_bare_quotes
from dpkit.tables.csv_sql import LONGEST_LINE, fits, raw, read_csv
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql
from dpkit.tables.table import ROW, Table
from dpkit.tables.typing import TypedField, absent_columns, read_literals, settle, typed_fields

ROW_NAME, LINE_NAME = "_row", "_line"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file in the engine: the relation, the number of rows, and, from the strict reader, the line of each."""

    relation: Sql
    rows: int
    line: Sql | None = None
    spans_lines: bool = False  #: whether a cell holds a line end


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one table: what is read, and where faults go."""

    engine: Engine
    file: CsvFile
    package: Package
    resource: Resource
    log: FaultLog


def unread(package: Package, resource: Resource, reason: str) -> Table:
    """Return the table of a file that could not be read: checks on it are skipped for `reason`."""
    schema = resource.schema or Schema(fields=())
    return Table(
        resource=resource,
        schema=schema,
        relation=Sql("?"),
        columns=absent_columns(schema),
        package=package,
        unread=reason,
    )


@dataclass(frozen=True, slots=True)
class Pending:
    """A table whose file is in the engine and whose unsure cells are still to be judged."""

    reading: Reading
    loaded: Loaded
    schema: Schema
    fields: list[TypedField]
    first_line: int


def load(reading: Reading) -> Pending | None:
    """Read the file into the engine, with typed columns; None where there is nothing that can be read."""
    header = _header(reading)
    if header is None:
        return None
    labels, size = header
    resource = reading.resource
    schema = resource.schema or Schema(fields=tuple(Field(name=label, type="any") for label in dict.fromkeys(labels)))
    columns = _columns(reading, schema, labels)
    fields = typed_fields(schema, columns)
    width = len(labels)
    loaded = _fast(reading, width, fields, size) or _strictly(reading, width, fields, size)
    read_literals(reading.engine, fields, resource.name, reading.log)
    return Pending(reading, loaded, schema, fields, 1 + size.lines)


def finish(pending: Pending) -> Table:
    """Judge the unsure cells and return the table; the engine may be locked by now."""
    engine, loaded, reading = pending.reading.engine, pending.loaded, pending.reading
    relation = settle(engine, loaded.relation, pending.fields)
    columns = absent_columns(pending.schema) | {each.of.name: each.column() for each in pending.fields}
    return Table(
        resource=reading.resource,
        schema=pending.schema,
        relation=relation,
        columns=columns,
        package=reading.package,
        rows=loaded.rows,
        first_line=pending.first_line,
        line=loaded.line,
        ends=_ends(pending.fields) if loaded.spans_lines and loaded.line is None else None,
    )


def _ends(fields: list[TypedField]) -> Sql:
    cells = sql("concat({})", joined(each.raw for each in fields))
    return sql("(strlen({c}) - strlen(replace({c}, chr(10), '')))", c=cells)


def _header(reading: Reading) -> tuple[list[str], Header] | None:
    resource, dialect = reading.resource, reading.resource.dialect
    if not dialect.header:
        return _without_header(reading)
    with closing(reading.file.text()) as text:
        first = next(read_records(text, dialect), None)
    if first is None or not any(cell.strip() for cell in first.cells):
        what = "the file is empty" if reading.file.scan.size == 0 else first.malformed if first else ""
        details = {"problem": what or "its first line is blank"}
        reading.log.add(Fault(check="blank-header", resource=resource.name, line=1, details=details))
        return None
    return first.cells, _header_bytes(first, dialect)


def _header_bytes(first: Record, dialect: Dialect) -> Header:
    ends = first.text.count("\n") + first.text.count("\r") - first.text.count("\r\n")
    marks = first.text.count(dialect.delimiter), first.text.count(dialect.quote) if dialect.quote else 0
    return Header(len(first.text.encode()), *marks, lines=first.line - 1 + max(ends, 1))


def _without_header(reading: Reading) -> tuple[list[str], Header] | None:
    schema = reading.resource.schema
    if schema is not None:
        return [each.name for each in schema.fields], Header()
    with closing(reading.file.text()) as text:
        first = next(read_records(text, reading.resource.dialect), None)
    return None if first is None else ([f"field{n + 1}" for n in range(len(first.cells))], Header())


def _columns(reading: Reading, schema: Schema, labels: list[str]) -> dict[str, int]:
    if not reading.resource.dialect.header:
        return {label: index for index, label in enumerate(labels)}
    return match_labels(labels, schema, reading.resource.name, reading.log)


def _table(reading: Reading, source: Sql, width: int, fields: list[TypedField], first: list[Sql]) -> Sql:
    table = reading.engine.fresh("table")
    cells = [raw(index) for index in range(width)]
    derived = [column for each in fields for column in each.selected()]
    reading.engine.run(sql("CREATE TABLE {} AS SELECT {} FROM {}", table, joined([*first, *cells, *derived]), source))
    return table


def _with_rows(table: Sql) -> Sql:
    return sql("(SELECT rowid AS {}, * FROM {})", ROW, table)


def _fast(reading: Reading, width: int, fields: list[TypedField], header: Header) -> Loaded | None:
    """Read with the engine's reader; None if it refuses, or if its rows do not account for the file."""
    engine, file, dialect = reading.engine, reading.file, reading.resource.dialect
    line_end = file.scan.line_end
    if not fits(dialect) or line_end in {None, "\r"} or header.lines > 1 or (file.scan.bom and not header.lines):
        return None
    names = [f"c{index}" for index in range(width)]
    try:
        table = _table(reading, read_csv(file.path, names, dialect, skip=header.lines), width, fields, [])
    except engine.failure:
        return None
    quoted = file.scan.quotes > header.quotes
    sums = cell_sums(table, [raw(index) for index in range(width)], dialect, quoted=quoted)
    cells = Cells(*(int(each) for each in engine.run(sums)[0]))
    sound = balanced(file.scan, header, cells, width, line_end or "\n") and not cells.blank
    if not sound or (cells.quotes and may_hold_bare_quotes(file.fd, dialect)):
        engine.run(sql("DROP TABLE {}", table))
        return None
    return Loaded(_with_rows(table), cells.rows, spans_lines=cells.line_ends > 0)


def _strictly(reading: Reading, width: int, fields: list[TypedField], header: Header) -> Loaded:
    """Read record by record, note what is wrong, and hand what is sound to the engine in a form beyond doubt."""
    staged = reading.engine.staging / f"strict-{reading.file.fd}"
    longest, rows = LONGEST_LINE, 0
    with closing(reading.file.text()) as text, staged.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, record in _sound(reading, read_records(text, reading.resource.dialect), width, header):
            longest = max(longest, 4 * len(record.text) + 100)
            rows += 1
            writer.writerow([number, record.line, *record.cells])
    names = [ROW_NAME, LINE_NAME, *(f"c{index}" for index in range(width))]
    own = [sql("CAST({n} AS BIGINT) AS {n}", n=name(each)) for each in (ROW_NAME, LINE_NAME)]
    table = _table(reading, read_csv(str(staged), names, longest=longest), width, fields, own)
    staged.unlink()
    return Loaded(table, rows, line=name(LINE_NAME))


def _sound(reading: Reading, records: Iterator[Record], width: int, header: Header) -> Iterator[tuple[int, Record]]:
    if header.lines:
        next(records, None)
    for number, record in enumerate(records):
        for fault in _row_faults(record, width):
            reading.log.add(replace(fault, resource=reading.resource.name, row=number + 1, line=record.line))
        if not record.malformed and any(record.cells):
            cells = record.cells + [""] * (width - len(record.cells))
            yield number, Record(record.line, cells[:width], record.text)


def _row_faults(record: Record, width: int) -> Iterator[Fault]:
    found = len(record.cells)
    details = {"cells": count(found, "cell"), "columns": count(width, "column")}
    if record.malformed:
        yield Fault(check="malformed-row", details={"problem": record.malformed})
    elif not any(record.cells):
        yield Fault(check="blank-row")
    elif found > width:
        yield Fault(check="extra-cell", value=record.cells[width], details=details)
    elif found < width:
        yield Fault(check="missing-cell", details=details)
