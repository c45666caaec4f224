"""Rules and queries that are asked of many small tables at once."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from dpkit.checks.check import Check, Query, Rule, Tables
from dpkit.tables.engine import Engine
from dpkit.tables.pool import EXACT, NONE, Found, Keys, Placed, Pool
from dpkit.tables.sql import Sql
from dpkit.tables.table import Table
from dpkit.tables.wide.ask import Asked, asked_of, broken, repeated

MANY = 500  #: queries of a package from which on even few small tables are asked together
AskedRule = tuple[Check, Rule]
AskedQuery = tuple[Check, Query]


def known_together(
    engine: Engine,
    tables: Tables,
    rules: Mapping[str, list[AskedRule]],
    queries: Mapping[str, list[AskedQuery]],
    first: int | None,
) -> dict[int, Found]:
    """Return what is known, by their `id`, of the rules and queries that could be asked together.

    Of a rule or keys it is all there is to know; of another query, that it finds nothing (`NONE`).

    Args:
        engine: holds the tables.
        tables: by name.
        rules: of each table.
        queries: likewise.
        first: how many rows of each rule are shown; None shows all.
    """
    pool = Pool(engine, tables.values(), many=sum(map(len, queries.values())) >= MANY)
    asking = _Asking(pool)
    for name, table in tables.items():
        asking.place(table, rules[name], queries[name])
    known: dict[int, Found] = {}
    with suppress(engine.failure):  # asked one by one, it turns out which one the engine refuses
        known = dict(asking.known(first))
    for name, table in tables.items():
        with suppress(engine.failure):
            known |= _known_in_lists(engine, table, rules[name], queries[name], first) if table.wide else {}
    return known


def _known_in_lists(
    engine: Engine, table: Table, rules: list[AskedRule], queries: list[AskedQuery], first: int | None
) -> dict[int, Found]:
    """Return what is known, by `id`, of what is asked of many fields of a wide table alike."""
    rules = [(check, rule) for check, rule in rules if not table.lacks(rule.fields)]
    queries = [(check, query) for check, query in queries if not table.lacks(query.fields)]
    conditions = _placed([(rule, rule.broken) for _, rule in rules])
    conditions += _placed([(query, query.suspect) for _, query in queries if isinstance(query.suspect, Sql)])
    keys = _placed([(query, _own_key(table, query)) for _, query in queries if isinstance(query.suspect, Keys)])
    found = broken(engine, table, (asked for _, asked in conditions), first)
    twice = repeated(engine, table, (asked for _, asked in keys))
    known = {
        id(one): found[asked]
        for one, asked in conditions
        if asked in found and (isinstance(one, Rule) or not found[asked].count)
    }
    return known | {id(query): NONE for query, asked in keys if twice.get(asked) is False}


def _placed(asked: Iterable[tuple[Rule | Query, Sql | None]]) -> list[tuple[Rule | Query, Asked]]:
    return [(one, placed) for one, each in asked if each is not None and (placed := asked_of(each))]


def _own_key(table: Table, query: Query) -> Sql | None:
    """Return the key of a query for values of one field that stand twice, where equal values are equal texts."""
    exact = {table.columns[name].kind for name in query.fields} <= EXACT
    return query.suspect.own if isinstance(query.suspect, Keys) and not query.suspect.others and exact else None


@dataclass
class _Asking:
    pool: Pool
    conditions: list[tuple[Rule | Query, Placed]] = field(default_factory=list)
    keyed: list[tuple[Query, tuple[Placed, ...]]] = field(default_factory=list)

    def place(self, table: Table, rules: list[AskedRule], queries: list[AskedQuery]) -> None:
        """Place what can be asked of a table; what its columns do not allow is left to be skipped."""
        for _, rule in rules:
            if not table.lacks(rule.fields) and (placed := self.pool.place(table, rule.broken)):
                self.conditions.append((rule, placed))
        for _, query in queries:
            if query.suspect is None or table.lacks(query.fields):
                continue
            if isinstance(query.suspect, Keys):
                if keys := self.pool.place_keys(table, query.suspect):
                    self.keyed.append((query, keys))
            elif placed := self.pool.place(table, query.suspect):
                self.conditions.append((query, placed))

    def known(self, first: int | None) -> Iterator[tuple[int, Found]]:
        """Ask, and yield what was found, by `id`."""
        broken = self.pool.broken((placed for _, placed in self.conditions), first)
        unmet = self.pool.unmet([keys for _, keys in self.keyed], first)
        for one, placed in self.conditions:
            found = broken.get(placed, NONE)
            if isinstance(one, Rule) or found is NONE:  # of a query it is what is suspect
                yield id(one), found
        yield from ((id(query), unmet.get(number, NONE)) for number, (query, _) in enumerate(self.keyed))
