"""A cell that repeats the words of its source holds words that its passage does not.

## What it finds
Cells of the fields that the schema's `dpkit` property names in `as_written`, whose text stands neither in the row's
quote nor in the quote of its context. White space may differ; letters, digits and signs never. Rows without a quote are
not judged.

## Why it matters
Such a cell is a quotation, although no locator of its own says so. A digit slips in it as easily as in a quote, and
what is computed from it goes wrong.

## How to mend it
Write it as the quote has it. If the words stand elsewhere, quote that place, as the passage or as its context.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.evidence.cited import SPACE
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
PASSES = cited(as_written=["date_in_words"], quote="In July 1923", locator="char=0,12", date_in_words="July 1923")
FAILS = cited(as_written=["date_in_words"], quote="In July 1923", locator="char=0,12", date_in_words="July 1932")


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field that repeats the words of its source."""
    citation = table.schema.roles.citation
    quote = table.described(citation.quote) if citation else None
    if citation is None or quote is None:
        return
    context = table.column(citation.context_quote)
    passage = sql("concat({}, chr(10), {})", quote.raw, context.stated if context else text(""))
    for name in table.schema.roles.as_written:
        if cell := table.described(name):
            judged = sql("NOT ({}) AND NOT ({})", cell.missing, quote.missing)
            yield Rule(
                fields=(cell.name, quote.name),
                broken=sql("{} AND NOT contains({}, {})", judged, _folded(passage), _folded(cell.raw)),
                message="{field} is {value}, which does not stand in the passage {value1}",
                suspect=sql("{} AND NOT contains({}, {})", judged, passage, cell.raw),
            )


def _folded(words: Sql) -> Sql:
    return sql("trim(regexp_replace({}, {}, ' ', 'g'))", words, SPACE)
