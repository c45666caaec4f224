"""A cell claims a date or a number that stands in no passage of its row.

## What it finds
Claims of kind `date` whose year, month or day, and claims of kind `quantity` whose number, stand neither in the quote,
nor in the quote of the context, nor in a cell of the row whose name ends in `_as_written`; of a date also not in that
of the source. Digits count with and without thousands separators (20 000), in English also words (`twenty-three`,
`second`, `twice`); months as numbers and by their names in English, French, German, Spanish and Russian; decades and
centuries for dates and spans within them; years of the Juche calendar. Left out are rows whose basis is `inferred`,
rows of sources whose document is not known (no sha256), dates that the passage leaves to another (`a year later`), and
passages whose language does not show. Tables of which too many rows would have to be read one by one are skipped.

## Why it matters
A quote that stands in its document proves nothing if it says something else: this is how a slip of the pen looks.

## How to mend it
Correct the cell, or quote the words that give it (as context, if they stand elsewhere). If it was worked out, it is no
testimony: leave it empty, or say that it is inferred.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.doubt_query import with_doubt
from dpkit.checks.example import cited
from dpkit.claims.marks import Doubt
from dpkit.model.finding import Severity
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
PASSES = cited(quote="In July 1923", locator="char=0,12", date="1923-07")
FAILS = cited(quote="In July 1923", locator="char=0,12", date="1924-07")


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each date and quantity of a table with such cells."""
    del tables
    yield from with_doubt(table, Doubt.VALUE, "{field} is {value}, but its passage {value1} has {detail}")
