"""Running the checks: all rules of a table in one scan, rows fetched only for rules that were broken."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from dpkit.checks.check import Check, Rule, Tables
from dpkit.checks.damaged import asked_of_sound, looks_at_cells
from dpkit.checks.keys import LONG
from dpkit.checks.stored import Stored
from dpkit.checks.telling import Hit, extras, tallies
from dpkit.checks.together import AskedQuery, AskedRule, known_together
from dpkit.model.finding import Fault, FaultLog, Skipped
from dpkit.model.report import Tally
from dpkit.tables.engine import Engine
from dpkit.tables.pool import NONE, Found
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW, Table

Uses = tuple[tuple[str, tuple[str, ...]], ...]  #: other tables, and which fields of them
AT_ONCE = 200  #: rules that one scan counts; to plan more takes the engine more than a scan does
SMALL, TOGETHER = 100_000, 25  #: on tables with fewer rows, so many queries are asked at once
TAKEN = 1_000_000  #: rows from which on the engine does not take the first
BEGINNING = 20_000  #: rows of a large table that are searched for the first ones at fault before all are


class Runner:
    """Runs the checks on the tables of one package.

    Args:
        engine: holds the tables.
        tables: by name of the resource.
        first: how many findings of each rule are shown; None shows all.
        log: takes what could not be judged.
        damaged: what can be read of tables that count as unread, by name: only their sound cells are judged.
    """

    def __init__(self, engine: Engine, tables: Tables, first: int | None, log: FaultLog, damaged: Tables) -> None:
        self.engine = engine
        self.tables = tables
        self.first = first
        self.log = log
        self.damaged = damaged
        self.skipped: list[Skipped] = []
        self.found: set[tuple[str, str | None]] = set()
        self._stored = Stored(engine)

    def run(self, checks: Iterable[Check]) -> list[Tally]:
        """Return what the checks found; what did not run is in `skipped`."""
        checks = list(checks)
        asked = {name: self._asked(table, checks) for name, table in self.tables.items()}
        rules = {name: _rules_of(table, asked[name]) for name, table in self.tables.items()}
        queries = {name: self._queries_of(table, asked[name]) for name, table in self.tables.items()}
        known = known_together(self.engine, self.tables, rules, queries, self.first)
        hits = [hit for name, table in self.tables.items() for hit in self._rules(table, rules[name], known)]
        hits += [hit for table in self.damaged.values() for hit in self._of_damaged(table, checks)]
        self._note(hits)
        for late in (False, True):
            for name, table in self.tables.items():
                wave = [(check, query) for check, query in queries[name] if bool(check.needs) is late]
                found = list(self._queries(table, wave, known))
                self._note(found)
                hits += found
        return list(tallies(self.engine, hits, self.first))

    def _note(self, hits: list[Hit]) -> None:
        self.found |= {(hit.check.name, hit.table.name) for hit in hits}

    def _asked(self, table: Table, checks: Collection[Check]) -> Collection[Check]:
        """Return the checks of a table: of one that is damaged, those that do not look at what can be read of it."""
        return [each for each in checks if not looks_at_cells(each)] if table.name in self.damaged else checks

    def _of_damaged(self, table: Table, checks: Collection[Check]) -> Iterator[Hit]:
        rules, queries = asked_of_sound(table, checks, self.tables)
        yield from self._rules(table, rules, {})
        yield from self._queries(table, queries, {})

    def _queries_of(self, table: Table, checks: Iterable[Check]) -> list[AskedQuery]:
        return [(check, query) for check in checks if check.queries for query in check.queries(table, self.tables)]

    def _rules(self, table: Table, pairs: list[AskedRule], known: Mapping[int, Found]) -> list[Hit]:
        sound = [(check, rule) for check, rule in pairs if not self._skip(check, table, rule.fields)]
        hits = [
            Hit(check, table, rule, known[id(rule)].count, known[id(rule)].rows)
            for check, rule in sound
            if id(rule) in known and known[id(rule)].count
        ]
        sound = [(check, rule) for check, rule in sound if id(rule) not in known]
        scans = (sound[start : start + AT_ONCE] for start in range(0, len(sound), AT_ONCE))
        hits += [hit for some in scans for hit in self._scan(table, self._suspected(table, some))]
        order = {id(rule): number for number, (_, rule) in enumerate(pairs)}
        return sorted(hits, key=lambda hit: order[id(hit.rule)])

    def _suspected(self, table: Table, pairs: list[AskedRule]) -> list[AskedRule]:
        """Leave out what no row of a small table is suspect of: to compile patterns takes longer than to scan it."""
        looks = [rule.suspect for _, rule in pairs if rule.suspect is not None]
        if not looks or table.rows >= SMALL:
            return pairs
        found = iter(self._aggregate(table.relation, [sql("bool_or({})", each) for each in looks]))
        return [(check, rule) for check, rule in pairs if rule.suspect is None or next(found)]

    def _scan(self, table: Table, pairs: list[AskedRule]) -> Iterator[Hit]:
        if not pairs:
            return
        try:
            counts = self._aggregate(
                table.relation, [sql("count(*) FILTER (WHERE {})", rule.broken) for _, rule in pairs]
            )
        except self.engine.failure as error:
            if self.engine.gave_up(error):  # a check that was not run for want of memory is no check that found nothing
                raise
            yield from self._scan_each(table, pairs, str(error))
            return
        hit = [(check, rule, count) for (check, rule), count in zip(pairs, counts, strict=True) if count]
        if hit:
            for (check, rule, count), first in zip(hit, self._first_rows(table, hit), strict=True):
                yield Hit(check, table, rule, count, sorted(first))

    def _first_rows(self, table: Table, hit: list[tuple[Check, Rule, int]]) -> tuple[list[int], ...]:
        """Return the first rows that break each rule: of a large table, its beginning has them where many do."""
        wanted = [min(count, self.first or count) for *_, count in hit]
        first = [
            sql("{} FILTER (WHERE {})", _first(most), rule.broken)
            for (_, rule, _), most in zip(hit, wanted, strict=True)
        ]
        if table.rows >= SMALL:
            beginning = sql("(SELECT * FROM {} WHERE {} < {})", table.relation, ROW, Sql(str(BEGINNING)))
            rows = self._aggregate(beginning, first)
            if all(len(some or ()) == most for some, most in zip(rows, wanted, strict=True)):
                return rows
        return self._aggregate(table.relation, first)

    def _scan_each(self, table: Table, pairs: list[AskedRule], error: str) -> Iterator[Hit]:
        if len(pairs) > 1:
            for pair in pairs:
                yield from self._scan(table, [pair])
        else:
            self._unjudged(pairs[0][0], table, pairs[0][1].fields[0], error)

    def _aggregate(self, relation: Sql, columns: list[Sql]) -> tuple[Any, ...]:
        return self.engine.run(sql("SELECT {} FROM {}", joined(columns), relation))[0]

    def _queries(self, table: Table, queries: list[AskedQuery], known: Mapping[int, Found]) -> Iterator[Hit]:
        asked = [
            (check, query)
            for check, query in queries
            if not self._skip(check, table, query.fields, query.uses, query.skip) and known.get(id(query)) is not NONE
        ]
        hits = [
            Hit(check, table, query, found.count, found.rows)
            for check, query in asked
            if (found := known.get(id(query))) is not None
        ]
        rest = [(check, query) for check, query in asked if id(query) not in known]
        few = [pair for pair in rest if table.rows < SMALL and len(pair[1].fields) <= LONG]
        for start in range(0, len(few), TOGETHER):
            hits += self._hits(few[start : start + TOGETHER], table)
        for pair in rest if table.rows >= SMALL else [pair for pair in rest if len(pair[1].fields) > LONG]:
            hits += self._hits([pair], table, stored=True)
        self._stored.forget()
        order = {id(query): number for number, (_, query) in enumerate(queries)}
        yield from sorted(hits, key=lambda hit: order[id(hit.rule)])

    def _hits(self, asked: list[AskedQuery], table: Table, *, stored: bool = False) -> Iterator[Hit]:
        """Yield what queries find; to ask for several at once halves the time on small tables."""
        try:
            found = [self._stored.found(query) if stored else sql("({})", query.select) for _, query in asked]
            counts = self._counts(found, self.first or table.rows)
        except self.engine.failure as error:
            if self.engine.gave_up(error):
                raise
            if len(asked) > 1:
                yield from (hit for each in asked for hit in self._hits([each], table))
            else:
                self._unjudged(asked[0][0], table, asked[0][1].fields[0], str(error))
            return
        for (check, query), relation, (count, rows) in zip(asked, found, counts, strict=True):
            if count:
                kept = extras(self.engine, relation, rows if self.first else None) if stored else None
                yield Hit(check, table, query, count, sorted({*rows}), kept)
            if stored:
                self.engine.drop(relation)

    def _counts(self, relations: list[Sql], first: int) -> list[tuple[int, list[int]]]:
        """Return how many rows each relation has, and the first of them."""
        query = "SELECT {}, count(*), {} FROM {}"
        counted = [sql(query, Sql(str(n)), _first(first), each) for n, each in enumerate(relations)]
        return [(count, rows or []) for _, count, rows in sorted(self.engine.run(joined(counted, " UNION ALL ")))]

    def _unjudged(self, check: Check, table: Table, field_name: str, error: str) -> None:
        details = {"problem": f"({check.name}): {error.splitlines()[0]}"}
        self.log.add(Fault(check="value-unjudged", resource=table.name, field=field_name, details=details))

    def _skip(self, check: Check, table: Table, fields: tuple[str, ...], uses: Uses = (), reason: str = "") -> bool:
        reason = reason or table.lacks(fields)
        for name, others in uses:
            reason = reason or self.tables[name].lacks(others)
        for need in check.needs:
            if not reason and any((need, name) in self.found for name in (table.name, *(name for name, _ in uses))):
                reason = f"{need} was found"
        skipped = Skipped(check.name, table.name, reason)
        if reason and skipped not in self.skipped:
            self.skipped.append(skipped)
        return bool(reason)


def _rules_of(table: Table, checks: Collection[Check]) -> list[AskedRule]:
    return [(check, rule.told_beside(checks)) for check in checks if check.rules for rule in check.rules(table)]


def _first(most: int) -> Sql:
    """Return the aggregate of the first rows, in no order: all of them, where the engine takes no such number."""
    return sql("min({}, {})", ROW, Sql(str(most))) if most < TAKEN else sql("array_agg({})", ROW)
