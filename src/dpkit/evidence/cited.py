"""Every cited passage of a table as a release records it."""

from dpkit.evidence.gather import Part
from dpkit.tables.sql import Sql, joined, sql, text
from dpkit.tables.table import ROW, Table

COLUMNS = ("resource", "key", "part", "source", "locator", "digest")  #: those of a `ReleasedCitation`
SPACE = text(r"[\s\p{Z}\x0b\x1c-\x1f\x{85}]+")  #: what `str.split` splits at


def cited(table: Table, part: Part, sources: Sql) -> Sql:
    """Return a query for the passages that a table cites.

    Args:
        table: a table that was read.
        part: its citation, or its context.
        sources: a relation of sources by `id`; passages of others are left out.

    Returns:
        A query for `_row` and, as in `ReleasedCitation`, `resource`, `key`, `part`, `source`, `locator`, `digest`.
    """
    return sql(
        "SELECT {row}, {resource} AS resource, {key} AS key, {part} AS part, s.id AS source, {locator} AS locator, "
        "sha256({quote}) AS digest FROM {table} JOIN {sources} AS s ON {source} = s.id WHERE NOT ({missing})",
        row=ROW,
        resource=text(table.name),
        key=_key(table),
        part=text(part.name),
        locator=part.locator.raw,
        quote=_folded(part.quote.raw) if part.quote else text(""),
        table=table.relation,
        sources=sources,
        source=part.source.raw,
        missing=part.locator.missing,
    )


def _key(table: Table) -> Sql:
    names = table.schema.primary_key
    if not names or table.lacks(names):
        return text("")
    cells = [table.columns[name].raw for name in names]
    return cells[0] if len(cells) == 1 else sql("CAST(to_json([{}]) AS VARCHAR)", joined(cells))


def _folded(quote: Sql) -> Sql:
    return sql("trim(regexp_replace({}, {}, ' ', 'g'), ' ')", quote, SPACE)
