"""How much of each document is cited or excluded, and which of its lines are not."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from dpkit.evidence.document import Document
from dpkit.evidence.gather import parts
from dpkit.evidence.library import Library
from dpkit.evidence.locator import LocatorError, parse, physical_lines, resolve
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Table

UNCOVERED = ("id", "covered", "total", "share", "uncovered")
MANY = 50_000  #: rows of a package from which on the engine merges the passages
RANGES = 10  #: so many ranges of lines are told


def uncovered(engine: Engine, tables: Mapping[str, Table], library: Library, exclusions: Table | None) -> Sql | None:
    """Find the documents that are not wholly cited or excluded.

    Args:
        engine: holds the tables.
        tables: of which some cite.
        library: the documents.
        exclusions: the table of passages that were left out.

    Returns:
        A relation (`id` of the source, `covered` and `total` lines, `share`, the lines `uncovered`), if there are any.
    """
    located = _located(tables.values(), exclusions)
    many = sum(table.rows for table in tables.values()) >= MANY
    spans: dict[str, list[tuple[int, int]]] = {}
    for source, locator in engine.run(_merged(engine, located, library) if many else located) if located else ():
        if (document := library.document(source)) is not None and (span := _lines(document, locator)):
            spans.setdefault(source, []).append(span)
    rows = [row for source, document in library.each() for row in _told(source, document, spans.get(source, []))]
    return engine.put(UNCOVERED, ["VARCHAR"] * len(UNCOVERED), rows) if rows else None


def mislaid(engine: Engine, library: Library, exclusions: Table) -> Sql | None:
    """Return the relation (`_row`, `detail`) of the exclusions from known documents whose locator leads nowhere."""
    roles = exclusions.schema.roles.exclusion
    if roles is None or exclusions.lacks((roles.source, roles.locator)):
        return None
    source, locator = (exclusions.columns[name].raw for name in (roles.source, roles.locator))
    given = sql("NOT ({})", exclusions.columns[roles.locator].missing)
    query = sql('SELECT "_row", {}, {} FROM {} WHERE {} ORDER BY "_row"', source, locator, exclusions.relation, given)
    rows = []
    for row, name, place in engine.run(query):
        if library.digests.get(name) and (problem := _problem(library.document(name), place)):
            rows.append((str(row), problem))
    return engine.put(("_row", "detail"), ("BIGINT", "VARCHAR"), rows) if rows else None


def _problem(document: Document | None, locator: str) -> str:
    try:
        if document is None:
            parse(locator)
        else:
            resolve(locator, len(document.text), document.lines)
    except LocatorError as error:
        return str(error)
    return ""


def _located(tables: Iterable[Table], exclusions: Table | None) -> Sql:
    """Return a query for all passages (`source`, `locator`) that are cited, as context too, or excluded."""
    cited = [(table, list(parts(table))) for table in tables if not table.unread]
    columns = [(table, found[0].source, [part.locator for part in found]) for table, found in cited if found]
    roles = exclusions.schema.roles.exclusion if exclusions else None
    if exclusions and roles and not exclusions.lacks((roles.source, roles.locator)):
        columns.append((exclusions, exclusions.columns[roles.source], [exclusions.columns[roles.locator]]))
    selects = (
        sql("SELECT {}, unnest([{}]) FROM {}", source.raw, joined(each.raw for each in locators), table.relation)
        for table, source, locators in columns
    )
    return joined(selects, " UNION ALL ")


def _merged(engine: Engine, located: Sql, library: Library) -> Sql:
    """Return a query for the same passages, those that overlap or touch made one: there may be a million of them."""
    ends = [(source, str(len(document.text))) for source, document in library.each()]
    bounds = (
        "SELECT source, {first} AS a, {second} AS b FROM located JOIN {ends} USING (source) "
        "WHERE {char} AND {first} < {second} AND {second} <= length"
    )
    before = "max(b) OVER (PARTITION BY source ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    heads = f"SELECT *, coalesce(a > {before}, true) AS head FROM ({bounds})"
    number = "count(*) FILTER (WHERE head) OVER (PARTITION BY source ORDER BY a, b)"
    islands = f"SELECT *, {number} AS island FROM ({heads})"
    return sql(
        "WITH located(source, locator) AS MATERIALIZED ({located}) "
        f"SELECT source, 'char=' || min(a) || ',' || max(b) FROM ({islands}) GROUP BY source, island "
        "UNION ALL SELECT DISTINCT source, locator FROM located WHERE NOT {char}",
        located=located,
        ends=engine.put(("source", "length"), ("VARCHAR", "BIGINT"), ends),
        char=Sql("regexp_full_match(locator, 'char=[0-9]{1,15},[0-9]{1,15}')"),
        first=Sql("TRY_CAST(split_part(substr(locator, 6), ',', 1) AS BIGINT)"),
        second=Sql("TRY_CAST(split_part(locator, ',', 2) AS BIGINT)"),
    )


def _lines(document: Document, locator: str) -> tuple[int, int] | None:
    """Return first and last line, from 1, that a passage touches; a bad locator is told by another check."""
    length = len(document.text)
    try:
        start, end = resolve(locator, length, document.lines)
    except LocatorError:
        return None
    return physical_lines(start, end, document.lines)


def _told(source: str, document: Document, spans: list[tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    places = pairwise([*document.lines, len(document.text)])
    lines = [number for number, (start, end) in enumerate(places, 1) if document.text[start:end].strip()]
    covered = {number for first, last in spans for number in range(first, last + 1)}
    left = [number for number in lines if number not in covered]
    if left:
        share = int(1000 * (len(lines) - len(left)) / len(lines)) / 10  # rounded down: nothing but all is 100%
        yield source, f"{len(lines) - len(left):,}", f"{len(lines):,}", f"{share}%", ranges(left)


def ranges(numbers: list[int]) -> str:
    """Return the numbers of lines, ascending, as `lines 12-14, 20`, the first ten ranges of them."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    told = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:RANGES]]
    more = len(runs) - RANGES
    words = ", ".join(told) + (f" and {more} more" if more > 0 else "")
    return f"line {words}" if len(numbers) == 1 else f"lines {words}"
