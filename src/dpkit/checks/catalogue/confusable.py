"""A cell holds characters that look like others.

## What it finds
In fields of kind `label` and in those whose names end in `_as_written`: cells that differ from another cell of the
field only in characters that look alike (`I`, `l`, `1`; `O` and `0`; Cyrillic and Greek letters like Latin ones).
There, and in the labels of registers: words that mix scripts, and `II` after a name that elsewhere ends in `Il`. Rows
with a remark (a field `remark` or `note`) are left out.

## Why it matters
What looks the same is not found, joined or counted as the same.

## How to mend it
Correct the cell. If the document itself is at fault, keep its spelling and say so in a remark.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.NOTICE
NAMES = {"fields": [{"name": "row_id"}, {"name": "name", "dpkit": {"claim": "label"}}]}
PASSES = package(names=("row_id,name\n1,Kim Jong Il\n2,Nicholas II\n", NAMES))
FAILS = package(names=("row_id,name\n1,Kim Jong Il\n2,Kim Jong II\n", NAMES))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each field of a table with such cells."""
    del tables
    if (relation := table.derived.get("confusables")) is None:
        return
    for name in table.columns:
        yield Query(
            fields=(name,),
            select=sql('SELECT "_row", detail FROM {} WHERE field = {}', relation, text(name)),
            extra=("detail",),
            message="{field} is {value}: {detail}",
        )
