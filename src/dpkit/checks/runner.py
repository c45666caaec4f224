"""Running the checks: all rules of a table in one scan, rows fetched only for rules that were broken."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dpkit.checks.check import Check, Query, Rule, Tables, fill
from dpkit.checks.damaged import asked_of_sound, looks_at_cells
from dpkit.checks.together import AskedQuery, AskedRule, known_together
from dpkit.load.origin import Place
from dpkit.model.finding import Fault, FaultLog, Finding, Skipped
from dpkit.model.report import Tally
from dpkit.model.show import column_letters, plain
from dpkit.tables.edtf import day_text
from dpkit.tables.engine import Engine
from dpkit.tables.lines import places_of
from dpkit.tables.pool import NONE, Found
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW, Table

Uses = tuple[tuple[str, tuple[str, ...]], ...]  #: other tables, and which fields of them
AT_ONCE = 200  #: rules that one scan counts; to plan more takes the engine more than a scan does
SMALL, TOGETHER = 100_000, 25  #: on tables with fewer rows, so many queries are asked at once
BEGINNING = 20_000  #: rows of a large table that are searched for the first ones at fault before all are
FIRST = "first"  #: what a query calls the row, from 1, that has the value already


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule or query that rows of a table broke: how many did, and the first of them."""

    check: Check
    table: Table
    rule: Rule | Query
    count: int
    rows: list[int]
    extra: Mapping[int, tuple[object, ...]] = field(default_factory=dict)
    near: Mapping[int, str] = field(default_factory=dict)


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
        return list(self._tallies(hits))

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
        first = [_first(rule.broken, most) for (_, rule, _), most in zip(hit, wanted, strict=True)]
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
        at_once = TOGETHER if table.rows < SMALL else 1
        for start in range(0, len(asked), at_once):
            yield from self._hits(asked[start : start + at_once], table)

    def _hits(self, asked: list[AskedQuery], table: Table) -> Iterator[Hit]:
        """Yield what queries find; to ask for several at once halves the time on small tables."""
        try:
            found = [self._found(query, table) for _, query in asked]
            counts = self._counts(found)
        except self.engine.failure as error:
            if self.engine.gave_up(error):
                raise
            if len(asked) > 1:
                yield from (hit for each in asked for hit in self._hits([each], table))
            else:
                self._unjudged(asked[0][0], table, asked[0][1].fields[0], str(error))
            return
        for (check, query), relation, count in zip(asked, found, counts, strict=True):
            if count:
                few = sql("SELECT * FROM {} ORDER BY {} LIMIT {}", relation, ROW, Sql(str(self.first or count)))
                rows = {row[0]: row[1:] for row in self.engine.run(few)}
                yield Hit(check, table, query, count, list(rows), rows, self._near(query, rows))

    def _found(self, query: Query, table: Table) -> Sql:
        """Return what a query finds; of a large table it is stored, since it is asked for twice."""
        if table.rows < SMALL:
            return sql("({})", query.select)
        relation = self.engine.fresh("found")
        self.engine.run(sql("CREATE TABLE {} AS {}", relation, query.select))
        return relation

    def _counts(self, relations: list[Sql]) -> list[int]:
        counted = [sql("SELECT {}, count(*) FROM {}", Sql(str(n)), each) for n, each in enumerate(relations)]
        return [count for _, count in sorted(self.engine.run(joined(counted, " UNION ALL ")))]

    def _near(self, query: Query, rows: Iterable[int]) -> dict[int, str]:
        """Return what a query has to say of single rows; it is asked of those that are shown only."""
        if query.near is None:
            return {}
        return dict(self.engine.run(query.near(joined(Sql(str(int(row))) for row in rows))))

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

    def _tallies(self, hits: list[Hit]) -> Iterator[Tally]:
        """Yield the tallies; the rows that a table shows are fetched at once, unless every row is shown."""
        grouped: dict[str, dict[str, list[Hit]]] = {}
        for hit in hits:
            grouped.setdefault(hit.table.name, {}).setdefault(hit.check.name, []).append(hit)
        for of_table in grouped.values():
            groups = list(of_table.values())
            for some in [groups] if self.first is not None else [[group] for group in groups]:
                yield from self._told(some)

    def _told(self, groups: list[list[Hit]]) -> Iterator[Tally]:
        """Yield the tallies of hits on one table, those of a check together."""
        table = groups[0][0].table
        shown = [_shown(hits, self.first) for hits in groups]
        rows = {row for places in shown for row, _ in places}
        names = {
            name
            for hits, places in zip(groups, shown, strict=True)
            for _, number in places
            for name in hits[number].rule.fields
        } | {*table.schema.primary_key}
        cells = fetch(self.engine, table, sorted(name for name in names if table.column(name)), rows)
        at = places_of(self.engine, table, rows | _earlier(table, groups, rows))
        for hits, places in zip(groups, shown, strict=True):
            check, total = hits[0].check, sum(hit.count for hit in hits)
            findings = tuple(_finding(hits[number], row, cells[row], at) for row, number in places)
            yield Tally(check.name, table.name, check.severity, total, findings)


def _rules_of(table: Table, checks: Collection[Check]) -> list[AskedRule]:
    return [(check, rule.told_beside(checks)) for check in checks if check.rules for rule in check.rules(table)]


def _shown(hits: list[Hit], first: int | None) -> list[tuple[int, int]]:
    """Return the rows that are shown, each with the number of its hit: the first of each before the second of any."""
    firsts = sorted((hit.rows[0], number) for number, hit in enumerate(hits))
    others = sorted((row, number) for number, hit in enumerate(hits) for row in hit.rows[1:])
    return sorted([*firsts, *others][:first])


def _first(broken: Sql, most: int) -> Sql:
    return sql("min({}, {}) FILTER (WHERE {})", ROW, Sql(str(most)), broken)


def fetch(engine: Engine, table: Table, names: list[str], rows: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return the text of some cells of some rows: row -> field -> text."""
    wanted = joined(Sql(str(row)) for row in sorted(rows))
    if not wanted:
        return {}
    columns = joined([ROW, *(table.columns[name].raw for name in names)])
    query = sql("SELECT {} FROM {} WHERE {} IN ({})", columns, table.relation, ROW, wanted)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in engine.run(query)}


def _earlier(table: Table, groups: list[list[Hit]], rows: set[int]) -> set[int]:
    """Return the rows that findings on `rows` name as the first of their kind, if they may stand in another file."""
    if len(table.resource.paths) < 2:  # noqa: PLR2004
        return set()
    hits = [hit for hits in groups for hit in hits if isinstance(hit.rule, Query) and hit.rule.extra == (FIRST,)]
    return {int(str(hit.extra[row][0])) - 1 for hit in hits for row in rows & hit.extra.keys()}


def _finding(hit: Hit, row: int, cells: Mapping[str, str], places: Mapping[int, Place]) -> Finding:
    rule, table, at = hit.rule, hit.table, places[row]
    details = dict(rule.details)
    if isinstance(rule, Query):
        details |= {"near": hit.near.get(row, "")}
        details |= {name: _text(name, value, places) for name, value in zip(rule.extra, hit.extra[row], strict=True)}
    values = [cells.get(name, "") for name in rule.fields]
    if values[0] == table.resource.dialect.null:
        details |= {"declared": "nullSequence"}
    if isinstance(rule, Rule) and rule.hint is not None:
        details |= {"hint": rule.hint(values[0])}
    return Finding(
        check=hit.check.name,
        severity=hit.check.severity,
        message=fill(rule.message, rule.fields, values, details),
        resource=table.name,
        file=at.file or table.resource.file or "datapackage.json",
        row=row + 1,
        line=at.line,
        key={name: cells[name] for name in table.schema.primary_key if name in cells} or None,
        field=rule.fields[0],
        column=letters(table, rule.fields[0]),
        value=values[0],
    )


def letters(table: Table, name: str | None) -> str | None:
    """Return the letters by which a spreadsheet calls the column of a field, if the file has it."""
    column = table.column(name)
    return None if column is None or column.place is None else column_letters(column.place)


def _text(name: str, value: object, places: Mapping[int, Place]) -> str:
    if name == FIRST and isinstance(value, int) and (at := places.get(value - 1)) and at.file:
        return f"{value} ({plain(at.file)}{'' if at.line is None else f':{at.line}'})"
    if name.startswith("day"):
        return day_text(value) if isinstance(value, int) else ".."  # as EDTF writes an open end
    return str(value)
