"""The tables of a package as they would be without a source, and what refers to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dpkit.claims.conflicts import whose_word
from dpkit.model.impact import Reference
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, joined, sql, text
from dpkit.tables.table import ROW, Column, Table


def citing(table: Table, source: str) -> Sql | None:
    """Return the condition that a row cites the source; None if the table cites nothing."""
    citation = table.schema.roles.citation
    cited = table.column(citation.source) if citation and not table.unread else None
    return sql("{} = {}", cited.raw, text(source)) if cited else None


def only(engine: Engine, table: Table, condition: Sql) -> Table:
    """Return the table with those of its rows that fulfil a condition."""
    view = engine.fresh("part")
    engine.run(sql("CREATE VIEW {} AS SELECT * FROM {} WHERE {}", view, table.relation, condition))
    rows = engine.run(sql("SELECT count(*) FROM {}", view))[0][0]
    return replace(table, relation=view, rows=rows)


def left(engine: Engine, tables: Mapping[str, Table], source: str) -> dict[str, Table]:
    """Return the tables without the rows that cite the source, or pass on its word.

    The table of sources keeps all rows: what was taken from the source is not the more independent for it.
    """
    found = dict(tables)
    for name, table in tables.items():
        if (cited := citing(table, source)) is not None and table.schema.roles.source is None:
            fallen = either([cited, sql("{} = {}", whose_word(table), text(source))])
            found[name] = only(engine, table, sql("NOT ({})", fallen))
    return found


def silenced(engine: Engine, before: Table, after: Table) -> list[tuple[str, ...]]:
    """Return the subjects of a table of which it has rows before, and none after."""
    fields = before.schema.roles.subject
    if not fields or before.rows == after.rows or before.lacks(fields):
        return []
    cells = joined(before.columns[each].stated for each in fields)
    query = sql("SELECT {c} FROM {} EXCEPT SELECT {c} FROM {}", before.relation, after.relation, c=cells)
    return sorted(subject for subject in engine.run(query) if all(subject))


def referring(engine: Engine, register: Table, tables: Mapping[str, Table]) -> list[tuple[str, int]]:
    """Return each identity in a register, and how many rows of the tables refer to it by a foreign key."""
    roles = register.schema.roles.register
    if roles is None or register.lacks((roles.id,)):
        return []
    keys = [
        sql("SELECT {} AS id FROM {}", column.raw, other.relation)
        for other in tables.values()
        for column in _keys(other, register.name, roles.id)
    ]
    query = sql(
        "SELECT r.id, count(k.id) FROM (SELECT {} AS id, {row} FROM {}) AS r LEFT JOIN ({}) AS k ON k.id = r.id "
        "GROUP BY r.id ORDER BY min(r.{row})",
        register.columns[roles.id].raw,
        register.relation,
        joined(keys, " UNION ALL ") or Sql("SELECT '' AS id WHERE false"),
        row=ROW,
    )
    return engine.run(query)


def named_in(
    engine: Engine, tables: Mapping[str, Table], fallen: Mapping[str, Table], source: str
) -> Iterator[Reference]:
    """Yield the fields in which rows that do not cite a source name it, with the number of these rows."""
    for table in tables.values():
        cited = citing(table, source) if table.name in fallen else None
        others = sql("NOT ({})", cited) if cited else Sql("true")
        for column in _naming(table):
            query = sql(
                "SELECT count(*) FROM {} WHERE {} = {} AND {}", table.relation, column.raw, text(source), others
            )
            if rows := engine.run(query)[0][0]:
                yield Reference(resource=table.name, field=column.name, rows=rows)


def _naming(table: Table) -> Iterator[Column]:
    """Yield the columns of a table whose cells name sources, but for the one that cites."""
    roles, sources = table.schema.roles, table.package.roles.sources
    parts = [
        roles.source.origin if roles.source else None,
        roles.citation.according_to if roles.citation else None,
        roles.ruling.preferred_source if roles.ruling else None,
        roles.exclusion.source if roles.exclusion else None,
        roles.section.source if roles.section else None,
        *(key.fields[0] for key in table.schema.foreign_keys if key.resource == sources and len(key.fields) == 1),
    ]
    silent = {roles.citation.source if roles.citation else None, roles.source.id if roles.source else None}
    for name in dict.fromkeys(parts):
        if name not in silent and not table.unread and (column := table.column(name)):
            yield column


def _keys(table: Table, target: str, identity: str) -> Iterator[Column]:
    """Yield the columns of a table that refer to the identifiers of another, or of itself."""
    for key in table.schema.foreign_keys if not table.unread else ():
        if (key.resource or table.name) == target:
            names = (name for name, reference in zip(key.fields, key.reference, strict=True) if reference == identity)
            yield from (column for name in names if (column := table.column(name)))
