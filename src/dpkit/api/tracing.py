"""Tracing: the rows that speak of a subject, followed to the words they rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.session import Session
from dpkit.api.testimony import Row, Teller, read_rows
from dpkit.checks.hints import not_edtf
from dpkit.claims.groups import read_key
from dpkit.model.errors import DpkitError
from dpkit.model.show import listing, plain, show
from dpkit.model.trace import Mention, Trace
from dpkit.tables.edtf import Days, days
from dpkit.tables.sql import Sql, every, sql, text
from dpkit.tables.table import Column, Table


@dataclass(frozen=True, slots=True)
class Hit:
    """A table whose rows speak of the subject, and the condition that picks them."""

    table: Table
    where: Sql


def trace(path: Path, documents: Sequence[Path], resource: str, key: str, field: str | None = None) -> Trace:
    """Return the trace of a subject; see `Package.trace`."""
    with look_into(path, documents) as session:
        table = table_of(session, resource)
        hits = _register_hits(session, table, key) or _own_hits(session, table, key)
        if hits is None:
            raise DpkitError(_no_such_key(session, table, key))
        teller = Teller(session)
        rows = [row for hit in hits for row in read_rows(session, hit.table, hit.where)]
        fields = teller.fields(rows, field)
        if field is not None and not fields:
            raise DpkitError(f"no passage states {plain(field)} of {plain(key)}{_other_fields(teller, rows)}")
        own = [row for row in _identity(session, table, key) if row.table is table]
        return Trace(
            resource=resource,
            key=key,
            label=_label(table, own),
            named_in=teller.citation(own[0]) if own and table.schema.roles.register else None,
            fields=fields,
            mentions=tuple(_mentions(session, table, key)) if field is None else (),
            sources=teller.sources(),
            not_held=teller.not_held(),
            unchecked=teller.unchecked(),
            release=session.release,
        )


def table_of(session: Session, resource: str) -> Table:
    """Return a table of a package.

    Raises:
        DpkitError: it has no such table, or it could not be read.
    """
    if not session.tables:
        raise DpkitError("the package has no table; `dpkit validate` tells more")
    if resource not in session.tables:
        near = get_close_matches(resource, session.tables, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"it has {', '.join(session.tables)}"
        raise DpkitError(f"the package has no table {show(resource)}; {hint}")
    table = session.tables[resource]
    if table.unread:
        raise DpkitError(f"{resource} could not be read ({table.unread}); `dpkit validate` tells more")
    return table


def _referring(session: Session, table: Table) -> Iterable[tuple[Table, str]]:
    """Yield the tables that cite and refer to a register, and the field by which they do."""
    for other in session.tables.values():
        for key in other.schema.foreign_keys if other.schema.roles.citation and not other.unread else ():
            if key.resource == table.name and len(key.fields) == 1 and other.column(key.fields[0]):
                yield other, key.fields[0]


def _is(table: Table, field: str, value: str) -> Sql:
    return sql("{} = {}", table.columns[field].raw, text(value))


def _identity(session: Session, table: Table, key: str) -> list[Row]:
    register = table.schema.roles.register
    if register is None or table.column(register.id) is None:
        return []
    return list(read_rows(session, table, _is(table, register.id, key)))


def _register_hits(session: Session, table: Table, key: str) -> list[Hit] | None:
    if not _identity(session, table, key):
        return None
    return [
        Hit(other, _is(other, field, key))
        for other, field in _referring(session, table)
        if field in other.schema.roles.subject
    ]


def _own_hits(session: Session, table: Table, key: str) -> list[Hit] | None:
    """Return the rows of a table with this subject or, if there are none, with this primary key."""
    cells = read_key(key)
    for fields in (table.schema.roles.subject, table.schema.primary_key):
        if fields and len(fields) == len(cells) and not table.lacks(fields):
            where = every(_is(table, field, cell) for field, cell in zip(fields, cells, strict=True))
            if session.engine.run(sql("SELECT count(*) FROM {} WHERE {}", table.relation, where))[0][0]:
                return [Hit(table, where)]
    return None


def _no_such_key(session: Session, table: Table, key: str) -> str:
    known: list[str] = []
    roles = table.schema.roles
    for fields in ((roles.register.id,) if roles.register else (), roles.subject, table.schema.primary_key):
        if fields and not table.lacks(fields):
            columns = Sql(" || ',' || ".join(table.columns[field].raw for field in fields))
            known += [row[0] for row in session.engine.run(sql("SELECT DISTINCT {} FROM {}", columns, table.relation))]
    near = get_close_matches(key, dict.fromkeys(known), n=3, cutoff=0.5)
    some = [show(each, 40) for each in near or sorted(known)[:3]]
    hint = (
        f"; near it: {listing(some, 'or')}"
        if near
        else f"; it has {', '.join(some)}{', ...' * (len(known) > len(some))}"
        if some
        else ""
    )
    return f"{table.name} has no {show(key)}{hint}"


def _other_fields(teller: Teller, rows: list[Row]) -> str:
    names = list(dict.fromkeys(each.field for each in teller.fields(rows, None)))
    return f"; there are passages on {listing(names)}" if names else ""


def _label(table: Table, own: list[Row]) -> str:
    register = table.schema.roles.register
    return own[0].cells.get(register.label or "", "") if own and register else ""


def _mentions(session: Session, table: Table, key: str) -> Iterable[Mention]:
    if table.schema.roles.register is None:
        return
    for other, field in _referring(session, table):
        subject = other.schema.roles.subject
        register = other.schema.roles.register
        names = subject or ((register.id,) if register else other.schema.primary_key)
        if field in subject or other.lacks(names):
            continue
        cells = Sql(" || ',' || ".join(other.columns[name].raw for name in names)) if names else Sql("''")
        query = sql(
            'SELECT {} AS subject, count(*) FROM {} WHERE {} GROUP BY 1 ORDER BY min("_row")',
            cells,
            other.relation,
            _is(other, field, key),
        )
        for named, rows in session.engine.run(query):
            yield Mention(resource=other.name, field=field, subject=named, rows=rows)


def on_date(path: Path, documents: Sequence[Path], date: str) -> Trace:
    """Return what is dated to a day, month or span; see `Package.on`."""
    asked = days(date)
    if asked is None:
        raise DpkitError(f"{show(date)} is not {not_edtf(date)}")
    with look_into(path, documents) as session:
        teller = Teller(session)
        fields = [
            traced
            for table in session.tables.values()
            if table.schema.roles.citation and not table.schema.roles.source and not table.unread
            for column in table.columns.values()
            if column.lower is not None and column.upper is not None
            for traced in teller.fields(list(read_rows(session, table, _within(column, asked))), column.name)
        ]
        return Trace(
            resource="",
            key=date,
            fields=tuple(fields),
            sources=teller.sources(),
            not_held=teller.not_held(),
            unchecked=teller.unchecked(),
            release=session.release,
        )


def _within(column: Column, asked: Days) -> Sql:
    first, last = Sql(str(asked.lower)), Sql(str(asked.upper))
    return sql("{} >= {} AND {} <= {}", column.lower or Sql("NULL"), first, column.upper or Sql("NULL"), last)
