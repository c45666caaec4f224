"""Sections: spans of the documents that are about one subject, and the rows cited from them that name another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dpkit.evidence.document import Document
from dpkit.evidence.library import Library
from dpkit.evidence.locator import LocatorError, parse, resolve
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql, text
from dpkit.tables.table import Column, Table

MISPLACED, KINDS = ("_row", "field", "about"), ("BIGINT", "VARCHAR", "VARCHAR")
VOID = ("_row", "part", "reason")
SPANS = {
    "source": "VARCHAR", "field": "VARCHAR", "subject": "VARCHAR", "width": "BIGINT",
    "first_char": "BIGINT", "last_char": "BIGINT", "first_line": "BIGINT", "last_line": "BIGINT",
}  # fmt: skip
FARTHEST = 10**15  #: the end of a section that is left open


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the table of sections."""

    row: int
    source: str
    locator: str
    field: str
    subject: str


def misplaced(engine: Engine, tables: Mapping[str, Table], library: Library, table: Table) -> dict[str, Sql]:
    """Find the rows that are cited from inside a section and name another subject than it.

    Args:
        engine: holds the tables.
        tables: of which some cite.
        library: the documents, by which lines become characters.
        table: the table of sections.

    Returns:
        For each table with such rows a relation: `_row`, `field`, and `about`, the subject of the innermost section.
    """
    sections = list(_sections(engine, table))
    fields = {section.field for section in sections}
    columns = [pair for each in tables.values() for pair in _columns(each, fields)]
    if not columns:
        return {}
    resolved = ((section, _span(section, library)[0]) for section in sections)
    rows = [(section.source, section.field, section.subject, *span) for section, span in resolved if span]
    spans = engine.put(tuple(SPANS), tuple(SPANS.values()), rows)
    found: dict[str, list[tuple[str, str, str]]] = {}
    queries = (_query(number, *pair, spans) for number, pair in enumerate(columns))
    for number, row, about in engine.run(joined(queries, " UNION ALL ")):
        cited, column = columns[number]
        found.setdefault(cited.name, []).append((str(row), column.name, about))
    return {name: engine.put(MISPLACED, KINDS, rows) for name, rows in found.items()}


def void(engine: Engine, tables: Mapping[str, Table], library: Library, table: Table) -> dict[str, Sql]:
    """Return the relation of sections that cover nothing: `_row`, `part` of the role, `reason`."""
    known = {name for each in tables.values() if each.schema.roles.citation for name in each.columns}
    rows = []
    for each in _sections(engine, table):
        if each.field not in known:
            rows.append((str(each.row), "subject_field", "no table that cites has a field of this name"))
        if problem := _span(each, library)[1]:
            rows.append((str(each.row), "locator", problem))
    return {table.name: engine.put(VOID, KINDS, rows)} if rows else {}


def _sections(engine: Engine, table: Table) -> Iterator[Section]:
    roles = table.schema.roles.section
    names = (roles.source, roles.locator, roles.subject_field, roles.subject) if roles else ()
    if names and not table.lacks(names):
        cells = joined(table.columns[name].raw for name in names)
        rows = engine.run(sql('SELECT "_row", {} FROM {} ORDER BY "_row"', cells, table.relation))
        yield from (Section(*row) for row in rows)


def _columns(table: Table, fields: set[str]) -> Iterator[tuple[Table, Column]]:
    citation = table.schema.roles.citation
    if citation and not table.lacks((citation.source, citation.locator)):
        yield from ((table, column) for name, column in table.columns.items() if name in fields and column.present)


def _span(section: Section, library: Library) -> tuple[tuple[str | None, ...], str]:
    """Return width, characters and lines of a section as far as they are known, or why it has none."""
    document = library.document(section.source)
    try:
        scheme, first, last = parse(section.locator)
        if document is not None:
            start, end = resolve(section.locator, len(document.text), document.lines)
            return tuple(map(str, (end - start, start, end, *_lines(start, end, document)))), ""
    except LocatorError as error:
        return (), str(error)
    ends = str(first), str(FARTHEST if last is None else last)
    width = str(int(ends[1]) - first)
    return (width, *ends, None, None) if scheme == "char" else (width, None, None, *ends), ""


def _lines(start: int, end: int, document: Document) -> tuple[int, int]:
    """Return first and last position between lines that lie in a span."""
    length = len(document.text)
    places = [*document.lines, length] if document.lines[-1] < length else document.lines
    return bisect_left(places, start), bisect_right(places, end) - 1


def _query(number: int, table: Table, column: Column, spans: Sql) -> Sql:
    """Return the query for the rows in whose innermost section another value belongs (`number`, `_row`, `about`)."""
    citation = table.schema.roles.citation
    source, locator = (table.columns[name].raw for name in ((citation.source, citation.locator) if citation else ()))
    rows = sql(
        'SELECT "_row", {source} AS source, {value} AS value, left({locator}, 5) AS unit, '
        "TRY_CAST(regexp_extract({locator}, '=([0-9]+),', 1) AS BIGINT) AS a, "
        "TRY_CAST(regexp_extract({locator}, ',([0-9]+)', 1) AS BIGINT) AS b FROM {relation} WHERE NOT ({missing})",
        source=source, locator=locator, value=column.raw, relation=table.relation, missing=column.missing,
    )  # fmt: skip
    inside = sql(
        "s.source = r.source AND s.field = {} AND CASE unit WHEN 'char=' THEN a >= first_char AND b <= last_char "
        "WHEN 'line=' THEN a >= first_line AND b <= last_line END",
        text(column.name),
    )
    suspects = sql("SELECT r.* FROM ({}) AS r SEMI JOIN {} AS s ON {} AND subject <> value", rows, spans, inside)
    return sql(
        'SELECT {n}, "_row", string_agg(DISTINCT subject, {word} ORDER BY subject) FROM '
        '(SELECT *, min(width) OVER (PARTITION BY "_row") AS least FROM ({r}) AS r JOIN {s} AS s ON {i}) '
        'WHERE width = least GROUP BY "_row" HAVING NOT bool_or(subject = value)',
        word=text("' or '"),
        n=Sql(str(number)),
        r=suspects,
        s=spans,
        i=inside,
    )
