"""Rows whose key changed and whose content did not."""

from collections.abc import Mapping, Sequence

from dpkit.model.change import Kind
from dpkit.release.matched import NEW, OLD, Matched
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, joined, sql, text


def tell_rekeyed(engine: Engine, rows: Sql, matched: Matched, fields: Sequence[str]) -> None:
    """Make one of a row that is gone and one that is new if they, and no others, have the same content.

    Args:
        engine: holds the tables.
        rows: the relation of rows that differ, with `o`, `n` and `kind`.
        matched: the tables.
        fields: those beside the key.
    """
    content = {each: Sql(f"s{index}") for index, each in enumerate(fields)}
    pairs = _pairs(engine, rows, matched, content)
    rekeyed, added = text(Kind.ROW_REKEYED.value), text(Kind.ROW_ADDED.value)
    update = "UPDATE {r} SET n = p.n, kind = {k} FROM {p} AS p WHERE {r}.o = p.o AND {r}.n IS NULL"
    engine.run(sql(update, r=rows, p=pairs, k=rekeyed))
    engine.run(sql("DELETE FROM {} WHERE kind = {} AND n IN (SELECT n FROM {})", rows, added, pairs))


def _pairs(engine: Engine, rows: Sql, matched: Matched, content: Mapping[str, Sql]) -> Sql:
    pairs = engine.fresh("rekeyed")
    names = list(content.values())
    query = (
        "CREATE TABLE {} AS SELECT max(o) AS o, max(n) AS n FROM ({} UNION ALL {}) WHERE {} GROUP BY {} "
        "HAVING count(o) = 1 AND count(n) = 1"
    )
    filled = either(sql("{} <> ''", each) for each in names)
    sides = _side(rows, matched, content, OLD), _side(rows, matched, content, NEW)
    engine.run(sql(query, pairs, *sides, filled, joined(names)))
    return pairs


def _side(rows: Sql, matched: Matched, content: Mapping[str, Sql], side: Sql) -> Sql:
    """Return the rows that are on one side only, with their content."""
    gone = side == OLD
    table, cell = (matched.old, matched.before) if gone else (matched.new, matched.after)
    return sql(
        "SELECT {}, o, n FROM {} JOIN {} AS {} ON {}._row = {} WHERE kind = {}",
        joined(sql("{} AS {}", cell(field), named) for field, named in content.items()),
        rows,
        table.relation,
        side,
        side,
        Sql("o" if gone else "n"),
        text((Kind.ROW_REMOVED if gone else Kind.ROW_ADDED).value),
    )
