"""Contradictions of a package: conflicts found, told, and matched with the rulings on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dpkit.claims.bounds import Bounds, claim_bounds, trees
from dpkit.claims.conflicts import KINDS, Conflicts, claim_rows, find_conflicts, key_names
from dpkit.claims.groups import Held, told
from dpkit.claims.rulings import Judged, Ruling, judge_all, standing
from dpkit.claims.voters import Voters, voters
from dpkit.model.roles import ClaimKind
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql, text
from dpkit.tables.table import ROW, Table

CONFLICTS = "conflicts "  #: with the field's name: the derived relation of its conflicts


@dataclass
class Contradictions:
    """What the claims of a package's tables are to each other."""

    fields: dict[str, dict[str, Bounds]] = field(default_factory=dict)
    conflicts: dict[str, dict[str, Conflicts]] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    voters: Voters = field(default_factory=dict)  #: whose voices the sources are


def gather(
    engine: Engine, tables: Mapping[str, Table], rulings: list[Ruling], sources: Table | None = None
) -> Contradictions:
    """Find the conflicts of all tables, and what became of the rulings.

    Args:
        engine: holds the tables.
        tables: by name.
        rulings: of the package.
        sources: the table that describes the sources, if there is one.
    """
    found = Contradictions(voters=voters(engine, sources))
    numbered = trees(engine, tables)
    for table in tables.values():
        bounds = list(claim_bounds(table, numbered))
        found.fields[table.name] = {each.column.name: each for each in bounds}
        found.conflicts[table.name] = {each.bounds.column.name: each for each in find_conflicts(engine, table, bounds)}
    found.judged = judge_all(engine, rulings, tables, found.fields, found.conflicts)
    return found


def derive(engine: Engine, table: Table, found: Contradictions, first: int | None) -> dict[str, Sql]:
    """Return the derived relations of a table's conflicts, by `conflicts FIELD`.

    Their columns: `_row` (the first row of the subject that claims the field), `kind`, `subject`, `detail` (in words,
    for the first ones), `ruling` (choice and reason of the ruling that stands, or NULL).
    """
    return {
        CONFLICTS + field_name: _relation(engine, table, conflicts, found, first)
        for field_name, conflicts in found.conflicts.get(table.name, {}).items()
    }


def _relation(engine: Engine, table: Table, conflicts: Conflicts, found: Contradictions, first: int | None) -> Sql:
    details = engine.put(
        ("at_row", "detail"), ("BIGINT", "VARCHAR"), _details(engine, table, conflicts, found.voters, first).items()
    )
    ruled = engine.put(
        (*key_names(table), "ruling"), ["VARCHAR"] * (len(key_names(table)) + 1), _ruled(table, conflicts, found)
    )
    kinds = joined(
        (
            sql(
                "SELECT {}, {} AS kind FROM {} WHERE {}",
                joined([ROW, *key_names(table)]),
                text(kind),
                conflicts.relation,
                name(kind),
            )
            for kind in KINDS
        ),
        " UNION ALL ",
    )
    relation = engine.fresh("told")  # stored, since every check on conflicts asks it
    engine.run(
        sql(
            "CREATE TABLE {} AS "
            "SELECT {r}, kind, concat_ws(', ', {k}) AS subject, coalesce(detail, '') AS detail, ruling "
            "FROM ({}) LEFT JOIN {} ON at_row = {r} LEFT JOIN {} USING ({k})",
            relation,
            kinds,
            details,
            ruled,
            r=ROW,
            k=joined(key_names(table)),
        )
    )
    return relation


def _details(engine: Engine, table: Table, conflicts: Conflicts, known: Voters, first: int | None) -> dict[str, str]:
    """Return, by row, the conflicts that will be shown in words."""
    claim = conflicts.bounds.column.of.claim
    kind = claim.kind if claim else ClaimKind.VALUE
    return {str(row): told(kind, held, known) for row, held in held_in(engine, table, conflicts, first).items()}


def held_in(engine: Engine, table: Table, conflicts: Conflicts, first: int | None = None) -> dict[int, list[Held]]:
    """Return the claims in conflicts, by the row that the relation of the conflicts gives, in one query for all.

    Args:
        engine: holds the table.
        table: with the claims.
        conflicts: on one field.
        first: how many conflicts of each of `KINDS`, in the order of their rows; None takes all.
    """
    keys = joined(key_names(table))
    limit = sql(" LIMIT {}", Sql(str(first))) if first is not None else Sql("")
    of_kind = "(SELECT {r} AS at_row, {k} FROM {} WHERE {} ORDER BY {r}{})"
    shown = joined((sql(of_kind, conflicts.relation, name(kind), limit, r=ROW, k=keys) for kind in KINDS), " UNION ")
    query = sql(
        "SELECT at_row, source, cell, lower, upper, said FROM ({}) JOIN ({}) USING ({}) ORDER BY at_row, {}",
        claim_rows(table, conflicts.bounds),
        shown,
        keys,
        ROW,
    )
    held: dict[int, list[Held]] = {}
    for row, *claim in engine.run(query):
        held.setdefault(row, []).append(Held(*claim))
    return held


def _ruled(table: Table, conflicts: Conflicts, found: Contradictions) -> Iterator[tuple[str, ...]]:
    for subject, ruling in standing(found.judged, table, conflicts.bounds.column.name):
        yield (*subject, ruling.told)
