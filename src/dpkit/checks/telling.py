"""What is told of the rows that a check found: each a finding, with its place, its key and its value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dpkit.checks.check import Check, Query, Rule, fill
from dpkit.load.origin import Place
from dpkit.model.finding import Finding
from dpkit.model.report import Tally
from dpkit.model.show import column_letters, plain
from dpkit.tables.edtf import day_text
from dpkit.tables.engine import Engine
from dpkit.tables.lines import places_of
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW, Table

Extra = Mapping[int, tuple[object, ...]]
FIRST = "first"  #: what a query calls the row, from 1, that has the value already


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule or query that rows of a table broke: how many did, and the first of them.

    Args:
        extra: what a query selects beside `_row`, by row; without it, it is asked of the rows that are shown.
    """

    check: Check
    table: Table
    rule: Rule | Query
    count: int
    rows: list[int]
    extra: Extra | None = None
    near: Mapping[int, str] = field(default_factory=dict)


def tallies(engine: Engine, hits: Iterable[Hit], first: int | None) -> Iterator[Tally]:
    """Yield the tallies of hits; the rows that a table shows are fetched at once, unless every row is shown.

    Args:
        engine: holds the tables.
        hits: on any tables.
        first: how many findings of each check and table are shown; None shows all.
    """
    grouped: dict[str, dict[str, list[Hit]]] = {}
    for hit in hits:
        grouped.setdefault(hit.table.name, {}).setdefault(hit.check.name, []).append(hit)
    for of_table in grouped.values():
        groups = list(of_table.values())
        for some in [groups] if first is not None else [[group] for group in groups]:
            yield from _told(engine, some, first)


def _told(engine: Engine, groups: list[list[Hit]], first: int | None) -> Iterator[Tally]:
    """Yield the tallies of hits on one table, those of a check together."""
    table = groups[0][0].table
    shown = [_shown(hits, first) for hits in groups]
    groups = [_with_extras(engine, hits, places) for hits, places in zip(groups, shown, strict=True)]
    rows = {row for places in shown for row, _ in places}
    names = {
        name
        for hits, places in zip(groups, shown, strict=True)
        for _, number in places
        for name in hits[number].rule.fields
    } | {*table.schema.primary_key}
    cells = fetch(engine, table, sorted(name for name in names if table.column(name)), rows)
    at = places_of(engine, table, rows | _earlier(table, groups, rows))
    for hits, places in zip(groups, shown, strict=True):
        check, total = hits[0].check, sum(hit.count for hit in hits)
        findings = tuple(_finding(hits[number], row, cells[row], at) for row, number in places)
        yield Tally(check.name, table.name, check.severity, total, findings)


def _shown(hits: list[Hit], first: int | None) -> list[tuple[int, int]]:
    """Return the rows that are shown, each with the number of its hit: the first of each before the second of any."""
    firsts = sorted((hit.rows[0], number) for number, hit in enumerate(hits))
    others = sorted((row, number) for number, hit in enumerate(hits) for row in hit.rows[1:])
    return sorted([*firsts, *others][:first])


def _with_extras(engine: Engine, hits: list[Hit], places: list[tuple[int, int]]) -> list[Hit]:
    """Return the hits with what their queries have to say of the rows that are shown; of others nobody asks."""
    rows: dict[int, list[int]] = {}
    for row, number in places:
        rows.setdefault(number, []).append(row)
    told = list(hits)
    for number, of_hit in rows.items():
        rule = hits[number].rule
        if isinstance(rule, Query):
            extra = hits[number].extra
            if extra is None:
                extra = extras(engine, sql("({})", rule.select), of_hit) if rule.extra else {}
            near = dict(engine.run(rule.near(_listed(of_hit)))) if rule.near else {}
            told[number] = replace(hits[number], extra=extra, near=near)
    return told


def extras(engine: Engine, relation: Sql, rows: Iterable[int] | None) -> Extra:
    """Return what a relation of the rows at fault holds of some rows, or all, beside `_row`."""
    some = Sql("true") if rows is None else sql("{} IN ({})", ROW, _listed(rows))
    return {row[0]: row[1:] for row in engine.run(sql("SELECT * FROM {} WHERE {}", relation, some))}


def _listed(rows: Iterable[int]) -> Sql:
    return joined(Sql(str(int(row))) for row in sorted(rows))


def fetch(engine: Engine, table: Table, names: list[str], rows: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return the text of some cells of some rows: row -> field -> text."""
    wanted = _listed(rows)
    if not wanted:
        return {}
    columns = joined([ROW, *(table.columns[name].raw for name in names)])
    query = sql("SELECT {} FROM {} WHERE {} IN ({})", columns, table.relation, ROW, wanted)
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in engine.run(query)}


def _earlier(table: Table, groups: list[list[Hit]], rows: set[int]) -> set[int]:
    """Return the rows that findings on `rows` name as the first of their kind, if they may stand in another file."""
    if len(table.resource.paths) < 2:  # noqa: PLR2004
        return set()
    extras = [
        hit.extra
        for hits in groups
        for hit in hits
        if isinstance(hit.rule, Query) and hit.rule.extra == (FIRST,) and hit.extra
    ]
    return {int(str(extra[row][0])) - 1 for extra in extras for row in rows & extra.keys()}


def _finding(hit: Hit, row: int, cells: Mapping[str, str], places: Mapping[int, Place]) -> Finding:
    rule, table, at = hit.rule, hit.table, places[row]
    details = dict(rule.details)
    if isinstance(rule, Query):
        details |= {"near": hit.near.get(row, "")}
        told = hit.extra[row] if hit.extra and rule.extra else ()
        details |= {name: _text(name, value, places) for name, value in zip(rule.extra, told, strict=True)}
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
