"""Identities of a register that lie, parent by parent, in themselves."""

from collections.abc import Iterator, Mapping

from dpkit.model.show import plain
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Table

CIRCLES, KINDS = ("_row", "way"), ("BIGINT", "VARCHAR")
TOLD = 5  #: identifiers of a circle that are named


def circles(engine: Engine, tables: Mapping[str, Table]) -> dict[str, Sql]:
    """Return, for each register with circles, a relation of the rows on one: `_row`, and the `way` back to it."""
    found = {}
    for name, table in tables.items():
        entries = {identity: (row, parent) for row, identity, parent in _entries(engine, table)}
        rows = [(str(entries[way[0]][0]), _told(way)) for way in _ways({k: v for k, (_, v) in entries.items()})]
        if rows:
            found[name] = engine.put(CIRCLES, KINDS, rows)
    return found


def _entries(engine: Engine, table: Table) -> list[tuple[int, str, str]]:
    """Return row, identifier and parent of those that are parents and have one: no other can lie on a circle."""
    register = table.schema.roles.register
    if register is None or register.parent is None or table.lacks((register.id, register.parent)):
        return []
    identity, parent = table.columns[register.id], table.columns[register.parent]
    query = sql(
        'SELECT "_row", {} AS id, {} AS parent FROM {} WHERE NOT ({})',
        identity.raw,
        parent.raw,
        table.relation,
        parent.missing,
    )
    within = "SELECT * FROM r WHERE id IN (SELECT parent FROM r) AND parent IN (SELECT id FROM r)"
    return engine.run(sql("WITH r AS ({}) " + within + ' ORDER BY "_row"', query))


def _ways(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield, for each identifier on a circle, the identifiers from it to itself."""
    seen = set[str]()
    for start in parents:
        way, name = list[str](), start
        while name in parents and name not in seen:
            seen.add(name)
            way.append(name)
            name = parents[name]
        if name in way:
            ring = way[way.index(name) :]
            yield from ([*ring[index:], *ring[:index], ring[index]] for index in range(len(ring)))


def _told(way: list[str]) -> str:
    names = way if len(way) <= TOLD else [*way[: TOLD - 1], "...", way[-1]]
    return " in ".join(plain(name, 40) for name in names)
