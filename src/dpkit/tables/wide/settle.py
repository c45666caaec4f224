"""What the engine leaves open of a wide table: decided for all cells of a list together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dpkit.model.finding import FaultLog
from dpkit.tables.engine import Engine
from dpkit.tables.settling import Late, by_schema, late_of, match_patterns, open_fields
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW
from dpkit.tables.wide.fields import PLACE, Group, WideField, cells_of

if TYPE_CHECKING:
    from dpkit.tables.typing import TypedField

AT_ONCE = 10  #: tables that are joined at once


def settle_wide(engine: Engine, table: Sql, groups: Sequence[Group]) -> Sql:
    """Decide the cells that the engine leaves open, and tell the fields.

    Args:
        engine: holds the table.
        table: its name.
        groups: of its fields.

    Returns:
        The relation of the table with all that was decided.
    """
    asked: list[tuple[Sql, list[TypedField]]] = [(_cells(table, each), [each.cells]) for each in groups]
    decided = []
    for group, (relation, _), open_ in zip(groups, asked, open_fields(engine, asked), strict=True):
        for each in (group.cells, *group.fields):
            each.long, each.precise = (asked and bool(open_) for asked in (each.asked_exactly, each.limited))
        if open_ and (lates := late_of(engine, relation, group.cells)):
            decided.append(_decided(engine, table, group, lates))
            _tell(group, lates)
    while len(decided) > 1:  # a query would have to join all of them, whatever it asks for
        decided = [_together(engine, decided[start : start + AT_ONCE]) for start in range(0, len(decided), AT_ONCE)]
    return sql("(SELECT * FROM {} JOIN {} USING ({}))", table, decided[0], ROW) if decided else table


def _together(engine: Engine, tables: Sequence[Sql]) -> Sql:
    """Return a new table of the lists of several."""
    together, (first, *others) = engine.fresh("decided"), tables
    more = joined((sql("JOIN {} USING ({})", each, ROW) for each in others), " ")
    engine.run(sql("CREATE TABLE {} AS SELECT * FROM {} {}", together, first, more))
    for each in tables:
        engine.run(sql("DROP TABLE {}", each))
    return together


def match_wide(engine: Engine, table: Sql, groups: Iterable[Group], resource: str, log: FaultLog) -> None:
    """Match the patterns that the engine cannot, once for all fields of a group; see `match_patterns`."""
    for group in groups:
        if group.cells.unjudged:
            _note_unjudged(engine, table, group, resource, log)
        patterns: dict[str, list[WideField]] = {}
        for each in group.fields:
            patterns.setdefault(repr(each.of.constraints.get("pattern")), []).append(each)
        for some in patterns.values():
            found, alike = FaultLog(), replace(group.cells, of=some[0].of, unjudged={})
            match_patterns(engine, _cells(table, group), [alike], resource, found)
            for each in some:
                each.unmatched = alike.unmatched
                for fault in found.kept:
                    log.add(replace(fault, field=each.of.name))


def _note_unjudged(engine: Engine, table: Sql, group: Group, resource: str, log: FaultLog) -> None:
    """Note for each field the cells of its own that its JSON Schema could not be asked of."""
    why = group.cells.unjudged
    mapping = engine.put(("cell",), ("VARCHAR",), [(cell,) for cell in why])
    asked = sql(
        "SELECT DISTINCT {p}, cell FROM {} JOIN {} ON cell = {} ORDER BY ALL",
        _cells(table, group),
        mapping,
        group.cells.raw,
        p=PLACE,
    )
    own: dict[int, dict[str, str]] = {}
    for place, cell in engine.run(asked):
        own.setdefault(place, {})[cell] = why[cell]
    for each in group.fields:
        if each.spot in own:
            each.by_pattern = group.cells.by_pattern
            log.add(by_schema(resource, each, own[each.spot]))


def _cells(table: Sql, group: Group) -> Sql:
    return cells_of(table, {group.cells.raw})


def _tell(group: Group, lates: Iterable[Late]) -> None:
    parts = [part for late in lates for part, *_ in late.parts]
    for each in (group.cells, *group.fields):
        each.late, each.kind = parts, group.cells.kind
        each.explain = group.cells.explain


def _decided(engine: Engine, table: Sql, group: Group, lates: Sequence[Late]) -> Sql:
    """Return a new table of lists of what was decided (`_row`, a list for each part)."""
    cells, joins, columns, lists = group.cells, [], [], []
    for number, late in enumerate(lates):
        mapping = Sql(f"m{number}")
        joins.append(sql("LEFT JOIN {} AS {m} ON {m}.cell = {}", late.mapping, cells.raw, m=mapping))
        for part, kind, said in late.parts:
            columns.append(_column(cells, part, Sql(kind), mapping, Sql(said)))
            lists.append(sql("list({p} ORDER BY {}) AS {p}", PLACE, p=cells.part(part)))
    query = "CREATE TABLE {} AS SELECT {row}, {} FROM (SELECT {row}, {}, {} FROM {} {}) GROUP BY {row}"
    decided = engine.fresh("decided")
    relation, joint = _cells(table, group), joined(joins, " ")
    engine.run(sql(query, decided, joined(lists), PLACE, joined(columns), relation, joint, row=ROW))
    return decided


def _column(cells: WideField, part: str, kind: Sql, mapping: Sql, said: Sql) -> Sql:
    decided = sql("TRY_CAST({}.{} AS {})", mapping, said, kind)
    known = sql("CAST({} AS {})", cells.held(part), kind)
    return sql("CASE WHEN {}.cell IS NOT NULL THEN {} ELSE {} END AS {}", mapping, decided, known, cells.part(part))
