"""Identities of one register whose labels are the same, or look the same."""

from collections.abc import Iterable, Iterator, Mapping

from dpkit.claims.sets import folded
from dpkit.claims.skeletons import sql_skeleton
from dpkit.model.lookalikes import skeleton
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Table

MANY = 5_000  #: from here on the engine picks the labels that are looked at
TWINS, KINDS = ("_row", "id", "label"), ("BIGINT", "VARCHAR", "VARCHAR")

Entry = tuple[int, int, str, str, str]  #: table, row, identifier, label, the identifiers it is distinct from


def twins(engine: Engine, tables: Mapping[str, Table]) -> dict[str, Sql]:
    """Return, for each register with twins, a relation of them: `_row`, and `id` and `label` of an earlier row."""
    registers = [table for table in tables.values() if _labelled(table)]
    small = [_entries(number, table, Sql("true")) for number, table in enumerate(registers) if table.rows < MANY]
    entries: list[Entry] = engine.run(joined(small, " UNION ALL ")) if small else []
    for number, table in enumerate(registers):
        if table.rows >= MANY:
            entries += engine.run(_entries(number, table, _doubled(table)))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for number, row, identity, label in _pairs(sorted(entries)):
        found.setdefault(registers[number].name, []).append((str(row), identity, label))
    return {name: engine.put(TWINS, KINDS, rows) for name, rows in found.items()}


def _labelled(table: Table) -> bool:
    register = table.schema.roles.register
    return register is not None and register.label is not None and not table.lacks((register.id, register.label))


def _entries(number: int, table: Table, condition: Sql) -> Sql:
    register = table.schema.roles.register
    names = (register.id, register.label, register.distinct_from) if register else ()
    cells = joined(column.raw if (column := table.column(name)) else Sql("''") for name in names)
    return sql('SELECT {}, "_row", {} FROM {} WHERE {}', Sql(str(number)), cells, table.relation, condition)


def _doubled(table: Table) -> Sql:
    """Return the condition that another label has the same letters, whatever stands between them."""
    register = table.schema.roles.register
    label = table.columns[register.label or ""].raw if register else Sql("''")
    letters = r"hash(regexp_replace(replace(strip_accents(lower({})), 'i', 'l'), '[^\pL\pN]+', '', 'g'))"
    key = sql(letters, sql_skeleton(label))
    return sql("{k} IN (SELECT {k} AS k FROM {} GROUP BY k HAVING count(*) > 1)", table.relation, k=key)


def _pairs(entries: Iterable[Entry]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each entry that has an earlier twin, with that; those that are said to be distinct are none."""
    earlier: dict[tuple[int, str, str], list[Entry]] = {}
    for entry in entries:
        number, row, identity, label, distinct = entry
        keys = [(number, kind, key) for kind, key in (("folded", folded(label)), ("look", skeleton(label))) if key]
        seen = (other for key in keys for other in earlier.get(key, ()))
        apart = {identity, *distinct.split()}
        twin = next((other for other in seen if other[2] not in apart and identity not in other[4].split()), None)
        if twin:
            yield number, row, twin[2], twin[3]
        for key in keys:
            earlier.setdefault(key, []).append(entry)
