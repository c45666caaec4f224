"""From a CSV file to a Table: fast where the sums prove the reading, else record by record."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, takewhile
from operator import attrgetter

from dpkit.load.header import in_any_case, match_labels, note_doubtful_names, with_names
from dpkit.load.json_rows import join_labels
from dpkit.load.origin import Origin
from dpkit.load.other_header import other_header
from dpkit.load.records import Record, read_records
from dpkit.load.rows import Untold
from dpkit.model.damage import has_marks
from dpkit.model.descriptor import Dialect, Field, Package, Resource, Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.tables.balance import Header
from dpkit.tables.engine import Engine
from dpkit.tables.holding import read_typed
from dpkit.tables.literals import read_literals
from dpkit.tables.reading import Layout, Loaded, Reading
from dpkit.tables.settling import match_patterns, open_fields, settle
from dpkit.tables.sql import Sql
from dpkit.tables.table import LARGE, Column, Table
from dpkit.tables.typing import TypedField, absent_columns, typed_fields
from dpkit.tables.wide.fields import ManyKindsError, is_wide, wide_groups
from dpkit.tables.wide.settle import match_wide, settle_wide

MOST_COLUMNS = 50_000  #: beyond, descriptor and header alone take too long to be judged
AS_COLUMNS = 3_000  #: of a table whose cells do not stand in lists; beyond, the engine takes too much memory
SOUGHT = 20  #: rows among which a header is looked for that is not the first

__all__ = ["Pending", "Reading", "finish", "load", "unread"]


def unread(package: Package, resource: Resource, reason: str) -> Table:
    """Return the table of a file that could not be read: checks on it are skipped for `reason`."""
    schema = resource.schema or Schema(fields=())
    return Table(
        resource=resource,
        schema=schema,
        relation=Sql("?"),
        columns=absent_columns(schema, spans_of(package, resource)),
        package=package,
        unread=reason,
    )


@dataclass(frozen=True, slots=True)
class Pending:
    """A table whose file is in the engine and whose unsure cells are still to be judged."""

    engine: Engine
    package: Package
    resource: Resource
    schema: Schema
    layout: Layout
    loaded: Loaded
    origin: Origin
    untold: Untold
    damaged: bool = False  #: whether files are missing, or marks stand for bytes that are no text (`model.damage`)


def load(reading: Reading) -> Pending | None:
    """Read the file into the engine, with typed columns; None where there is nothing that can be read."""
    header = read_header(reading)
    if header is None:
        return None
    labels, size = header
    resource = reading.resource
    if reading.file.damaged:
        labels = with_names(labels, resource.schema)
        if has_marks("".join(labels)) or is_wide(len(labels)):
            return None
    if reading.dialect.raw.get("caseSensitiveHeader") is False:  # of version 1
        labels = in_any_case(labels, resource.schema)
    most = MOST_COLUMNS if _as_lists(reading) else AS_COLUMNS
    if len(labels) > most:
        problem = f"it has {len(labels):,} columns; at most {most:,} are read"
        reading.log.add(Fault(check="not-supported", resource=resource.name, details={"problem": problem}))
        return None
    try:
        return loaded_by(partial(read_typed, reading), reading, labels, size)
    except ManyKindsError as error:
        reading.log.add(Fault(check="not-supported", resource=resource.name, details={"problem": str(error)}))
        return None


def loaded_by(read: Callable[[Layout], Loaded], reading: Reading, labels: list[str], size: Header) -> Pending:
    """Return the table that `read` loads.

    Args:
        read: takes what header and schema say of the file.
        reading: of the table.
        labels: of its columns.
        size: of its header.
    """
    resource = reading.resource
    schema = _schema(resource, labels)
    columns = _columns(reading, schema, labels)
    note_doubtful_names(labels if reading.dialect.header else [], schema, resource.name, reading.log)
    untold = reading.file.untold
    schema = with_nulls(schema, columns, untold.nulls)
    spans, wide = spans_of(reading.package, resource), _as_lists(reading) and is_wide(len(labels))
    layout = layout_of(len(labels), schema, columns, spans, wide=wide)
    layout = replace(layout, header=size, size=reading.file.scan.size, names=_by_place(columns))
    loaded = read(layout)
    where = Fault(check="descriptor-error", resource=resource.name, file=schema.file)
    read_literals(reading.engine, layout.fields, where, reading.log)
    file = reading.file
    return Pending(reading.engine, reading.package, resource, schema, layout, loaded, file.origin, untold, file.damaged)


def _as_lists(reading: Reading) -> bool:
    return reading.lists and reading.engine.reader is reading.engine  # another engine may know no lists


def layout_of(width: int, schema: Schema, columns: Mapping[str, int], spans: Collection[str], *, wide: bool) -> Layout:
    """Return how a table is held.

    Args:
        width: of the file, in columns.
        schema: of the table.
        columns: the column of each field that the file has.
        spans: fields that are dates to other tables.
        wide: whether cells stand in lists.
    """
    if not wide:
        return Layout(width, typed_fields(schema, columns, spans), Header())
    groups = wide_groups(schema, columns, spans)
    fields = sorted((each for group in groups for each in group.fields), key=attrgetter("index"))
    return Layout(width, [*fields], Header(), groups=groups)


def names_of(reading: Reading, labels: list[str]) -> dict[int, str]:
    """Return the names of the fields by their column; what is wrong with the labels is not told."""
    unheard = replace(reading, log=FaultLog())
    return _by_place(_columns(unheard, _schema(reading.resource, labels), labels))


def _by_place(columns: Mapping[str, int]) -> dict[int, str]:
    return {place: name for name, place in columns.items()}


def _schema(resource: Resource, labels: list[str]) -> Schema:
    return resource.schema or Schema(fields=tuple(Field(name=label, type="any") for label in dict.fromkeys(labels)))


def finish(pending: Iterable[Pending], log: FaultLog) -> Iterator[Table]:
    """Judge the unsure cells and yield the tables; the engine may be locked by now.

    Small tables are asked together, since that is quicker, and large ones each by itself.
    """
    pending = list(pending)
    wide = [each for each in pending if each.layout.groups is not None]
    yield from (_finished_wide(each, log) for each in wide)
    narrow = [each for each in pending if each.layout.groups is None]
    small = [each for each in narrow if each.loaded.rows < LARGE]
    for some in [small] * bool(small) + [[each] for each in narrow if each.loaded.rows >= LARGE]:
        asked = [(each.loaded.table, each.layout.fields) for each in some]
        for each, open_ in zip(some, open_fields(some[0].engine, asked), strict=True):
            yield _finished(each, open_, log)


def _finished(pending: Pending, open_: Collection[int], log: FaultLog) -> Table:
    engine, layout, loaded = pending.engine, pending.layout, pending.loaded
    settle(engine, loaded.table, layout.fields, open_)
    match_patterns(engine, loaded.table, layout.fields, pending.resource.name, log)
    return _table(pending, loaded.relation, log)


def _finished_wide(pending: Pending, log: FaultLog) -> Table:
    engine, table, groups = pending.engine, pending.loaded.table, pending.layout.groups or ()
    relation = settle_wide(engine, table, groups)
    match_wide(engine, table, groups, pending.resource.name, log)
    return replace(_table(pending, relation, log), wide=True)


def _table(pending: Pending, relation: Sql, log: FaultLog) -> Table:
    resource, layout, loaded = pending.resource, pending.layout, pending.loaded
    spans = spans_of(pending.package, resource)
    columns = absent_columns(pending.schema, spans) | {each.of.name: _column(pending, each) for each in layout.fields}
    return Table(
        resource=resource,
        schema=pending.schema,
        relation=relation,
        columns=columns,
        package=pending.package,
        rows=loaded.rows,
        malformed=log.counts.get(("malformed-row", resource.name), 0),
        first_line=1 + layout.header.lines,
        line=loaded.line,
        ends=layout.ends if loaded.spans_lines and loaded.line is None else None,
        origin=pending.origin,
        damaged=pending.damaged,
    )


def with_nulls(schema: Schema, columns: Mapping[str, int], nulls: Collection[int]) -> Schema:
    """Return the schema with the empty text among the missing values of fields that have none, but have nulls."""

    def has_nulls(each: Field) -> bool:
        missing = schema.missing_values if each.missing_values is None else each.missing_values
        return not missing and columns.get(each.name) in nulls

    fields = (replace(each, missing_values=("",)) if has_nulls(each) else each for each in schema.fields)
    return replace(schema, fields=tuple(fields)) if nulls else schema


def _column(pending: Pending, field: TypedField) -> Column:
    rows = pending.untold.unnatural.get(field.place or 0)
    column = field.column()
    if not rows:
        return column
    return replace(column, unnatural=pending.engine.put(("_row",), ("BIGINT",), [(str(row),) for row in rows]))


def spans_of(package: Package, resource: Resource) -> set[str]:
    """Return the fields between which, to the schemas of other tables, something has to lie."""
    return package.spans.get(resource.name, set())


def _no_header(reading: Reading) -> str:
    if (last := reading.dialect.header_rows[-1]) > 1:
        return f"headerRows names row {last}, which the file has not"
    return "the file is empty" if reading.file.scan.size == 0 else "the file has no rows"


def read_header(reading: Reading) -> tuple[list[str], Header] | None:
    """Return the labels of a table's columns, and what its header takes of the file; None if it has no columns."""
    resource, dialect = reading.resource, reading.dialect
    if not dialect.header:
        return _without_header(reading)
    rows = _header_rows(reading)
    first = rows[-1] if rows else None
    cells = (
        join_labels([row.cells for row in rows], dialect.header_join) if len(rows) > 1 else first.cells if first else []
    )
    if first and resource.schema and (first.malformed or any(cell.strip() for cell in cells)):
        header = first.text if len(rows) == 1 else dialect.delimiter.join(cells)
        if fault := other_header(header, cells, dialect, resource.schema, partial(_first_rows, reading)):
            reading.log.add(replace(fault, resource=resource.name))
            return None
    if first is None or not any(cell.strip() for cell in cells):
        what = (first.malformed or "its first line is blank") if first else _no_header(reading)
        details = {"problem": what}
        reading.log.add(Fault(check="blank-header", resource=resource.name, line=1, details=details))
        return None
    for row in rows:
        if row.malformed:
            details = {"problem": row.malformed}
            reading.log.add(Fault(check="malformed-row", resource=resource.name, line=row.line, details=details))
    return cells, header_bytes(first, dialect)


def _header_rows(reading: Reading) -> list[Record]:
    """Return the records of the header: the first, unless the dialect names others."""
    wanted = reading.dialect.header_rows
    with closing(reading.file.text()) as text:
        records = read_records(text, reading.dialect)
        if wanted == (1,):  # whatever comments stand before it
            return list(islice(records, 1))
        named = frozenset(wanted)
        return [each for each in takewhile(lambda each: each.number <= wanted[-1], records) if each.number in named]


def _first_rows(reading: Reading) -> list[Record]:
    with closing(reading.file.text()) as text:
        return list(islice(read_records(text, reading.dialect), SOUGHT))


def header_bytes(first: Record, dialect: Dialect) -> Header:
    """Return what a header takes of its file."""
    ends = first.text.count("\n") + first.text.count("\r") - first.text.count("\r\n")
    marks = first.text.count(dialect.delimiter), first.text.count(dialect.quote) if dialect.quote else 0
    return Header(len(first.text.encode()), *marks, lines=first.line - 1 + max(ends, 1))


def _without_header(reading: Reading) -> tuple[list[str], Header] | None:
    schema = reading.resource.schema
    if schema is not None and schema.fields:
        return [each.name for each in schema.fields], Header()
    with closing(reading.file.text()) as text:
        first = next((each for each in read_records(text, reading.dialect) if each.cells), None)
    return None if first is None else ([f"field{n + 1}" for n in range(len(first.cells))], Header())


def _columns(reading: Reading, schema: Schema, labels: list[str]) -> dict[str, int]:
    if not reading.dialect.header:
        return {label: index for index, label in enumerate(labels)}
    return match_labels(labels, schema, reading.resource.name, reading.log)
