"""Doubts about the claims of all tables: the engine settles what plainly stands there, Python reads the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

from dpkit.claims.amounts import amounts
from dpkit.claims.bearing import amount_doubts, calendar_doubts, date_doubts
from dpkit.claims.dates import dates
from dpkit.claims.marks import INFERRED, MOST_READ, TOO_MANY, WRITTEN, Doubt
from dpkit.claims.plainly import amount_stands, date_stands, perhaps_dated_otherwise, perhaps_readable
from dpkit.model.roles import ClaimKind
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, every, joined, sql, text
from dpkit.tables.table import Column, Table

MANY = 5_000  #: from here on the engine settles first; both ways find the same
NUMBERS = ("BIGINT", "HUGEINT", "BIGNUM", "DOUBLE", "VARCHAR")  #: kinds of columns whose cells can be quantities
DOUBTS, KINDS = ("_row", "kind", "field", "detail"), ("BIGINT", "VARCHAR", "VARCHAR", "VARCHAR")

Row = tuple[int, int, bool, str, str, list[str]]  #: table, row, whether it must bear its claims, source, text, cells
Found = tuple[int, tuple[str, str, str, str]]  #: table, and a row of the relation


@dataclass(frozen=True, slots=True)
class Claims:
    """A table whose rows claim dates or quantities and rest on passages.

    Args:
        table: the table.
        judged: whether a row must bear its claims: it has a quote, and says not that it is inferred.
        source: what it cites.
        texts: quote, quote of the context, and what is kept as written.
        columns: dates and quantities.
    """

    table: Table
    judged: Sql
    source: Sql
    texts: tuple[Column, ...]
    columns: tuple[Column, ...]

    @property
    def passages(self) -> Sql:
        """The texts of a row, one after the other."""
        given = [sql("CASE WHEN NOT ({}) THEN {} END", column.missing, column.raw) for column in self.texts]
        return sql("concat_ws(' | ', {})", joined(given)) if len(given) > 1 else sql("coalesce({}, '')", *given)

    def rows(self, number: int, condition: Sql) -> Sql:
        """Return the query for the rows that are to be read, with `number` for the table."""
        cells = joined(sql("coalesce({}, '')", _given(column, _cell(column))) for column in self.columns)
        claimed = either(sql("NOT ({})", column.missing) for column in self.columns)
        select = 'SELECT {}, "_row", {} AS judged, {}, {} AS passages, [{}] FROM {} WHERE ({}) AND {}'
        parts = (_number(number), self.judged, self.source, self.passages, cells, self.table.relation)
        return sql(select, *parts, claimed, condition)

    def unsettled(self) -> Sql:
        """Return the condition on the rows of a large table that the engine cannot settle."""
        stands = every(
            sql("{} OR coalesce({}, false)", column.missing, date_stands(column, self.passages))
            if _dated(column)
            else sql("{} IS NULL OR {}", column.value, amount_stands(column, self.passages))
            for column in self.columns
            if column.of.claim
        )
        doubtful = [sql("{} AND NOT ({})", self.judged, stands)]
        if any(map(_dated, self.columns)):
            doubtful.append(perhaps_dated_otherwise(self.passages))
        # that a passage is in no known language is the cheapest to tell
        return sql("CASE WHEN {} THEN {} ELSE false END", perhaps_readable(self.passages), either(doubtful))


def doubts(engine: Engine, tables: Mapping[str, Table]) -> dict[str, Sql]:
    """Return, for each table with doubtful claims, a relation of them (`_row`, `kind`, `field`, `detail`).

    Where more than `MOST_READ` rows would have to be read one by one, `TOO_MANY` stands in its place.
    """
    claims = [found for table in tables.values() if (found := _claims(table))]
    small = [each for each in claims if each.table.rows < MANY]
    published = _published(engine, tables)
    relations = _put(engine, small, _small(engine, small, published))
    for each in claims:
        if each not in small:
            relations |= _large(engine, each, published)
    return relations


def _claims(table: Table) -> Claims | None:
    citation, source = table.schema.roles.citation, table.schema.roles.source
    quotes = [table.column(name) for name in ((citation.quote, citation.context_quote) if citation else ())]
    written = [column for column in table.columns.values() if column.name.endswith(WRITTEN) and column.present]
    texts = [column for column in quotes if column] + written
    columns = [column for column in table.columns.values() if _is_claim(column, source.published if source else None)]
    if table.unread or not texts or not columns:
        return None
    judged, cited = [Sql("false")], table.column(citation.source if citation else None)
    if citation and quotes[0]:
        judged = [sql("NOT ({})", quotes[0].missing)]
        if basis := table.column(citation.basis):
            judged.append(sql("{} <> {}", basis.raw, text(INFERRED)))
        if cited and "documented" in table.derived:  # of a text that nobody holds, the quote may be all there is
            judged.append(sql("{} IN {}", cited.raw, table.derived["documented"]))
    return Claims(table, every(judged), cited.raw if cited else Sql("''"), tuple(texts), tuple(columns))


def _is_claim(column: Column, published: str | None) -> bool:
    if column.of.claim is None:
        return column.name == published and column.present
    amount = column.of.claim.kind is ClaimKind.QUANTITY and column.kind in NUMBERS
    return column.present and (amount or (column.of.claim.kind is ClaimKind.DATE))


def _published(engine: Engine, tables: Mapping[str, Table]) -> dict[str, str]:
    """Return when each source appeared."""
    pairs: dict[str, str] = {}
    for table in tables.values():
        source = table.schema.roles.source
        if source and source.published and not table.lacks((source.id, source.published)):
            columns = joined(table.columns[name].raw for name in (source.id, source.published))
            pairs |= dict(engine.run(sql("SELECT {} FROM {}", columns, table.relation)))
    return pairs


def _small(engine: Engine, small: list[Claims], published: Mapping[str, str]) -> Iterator[Found]:
    if small:
        query = joined((each.rows(number, Sql("true")) for number, each in enumerate(small)), " UNION ALL ")
        yield from _doubts(engine.run(query), small, published)


def _large(engine: Engine, claims: Claims, published: Mapping[str, str]) -> dict[str, Sql]:
    few = sql("{} LIMIT {}", claims.rows(0, claims.unsettled()), _number(MOST_READ + 1))
    rows = engine.run(few)
    if len(rows) > MOST_READ:
        return {claims.table.name: TOO_MANY}
    return _put(engine, [claims], _doubts(rows, [claims], published))


def _doubts(rows: Iterable[Row], claims: list[Claims], published: Mapping[str, str]) -> Iterator[Found]:
    """Read the rows; each text once."""
    dated, counted = cache(dates), cache(amounts)
    for number, row, judged, source, passages, cells in rows:
        for column, cell in zip(claims[number].columns, cells, strict=True):
            if not cell:
                continue
            found: list[tuple[Doubt, str]] = []
            if not _dated(column):
                found += amount_doubts(cell, counted(passages)) if judged else ()
            else:
                found += calendar_doubts(cell, dated(passages))
                if judged and column.of.claim:
                    found += date_doubts(cell, dated(passages), published.get(source, ""))
            for doubt, detail in found:
                yield number, (str(row), doubt, column.name, detail)


def _put(engine: Engine, claims: list[Claims], found: Iterable[Found]) -> dict[str, Sql]:
    """Store what was found, a relation for each table that has any."""
    return {
        claims[number].table.name: engine.put(DOUBTS, KINDS, (row for _, row in rows))
        for number, rows in groupby(found, itemgetter(0))
    }


def _number(number: int) -> Sql:
    return Sql(str(number))


def _dated(column: Column) -> bool:
    return column.lower is not None


def _cell(column: Column) -> Sql:
    if not _dated(column):
        return sql("CAST({} AS VARCHAR)", column.value)
    ends = joined(each for each in (column.lower, column.upper) if each is not None)
    return sql("CASE WHEN coalesce({}) IS NOT NULL THEN {} END", ends, column.raw)  # else it is no date


def _given(column: Column, cell: Sql) -> Sql:
    return sql("CASE WHEN NOT ({}) THEN {} END", column.missing, cell)
