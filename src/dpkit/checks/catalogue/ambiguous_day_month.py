"""A day rests on a date that can be read in two ways.

## What it finds
Rows that claim a day while their quote, or a cell whose name ends in `_as_written`, has a date such as `04/08/2024`:
two different numbers up to 12, of which either may be the month. Rows with a remark (a field `remark` or `note`) are
left out: there it is said how the date is read, and why.

## Why it matters
4 August or 8 April: who reads the table cannot see that somebody had to choose.

## How to mend it
Say in a remark what shows which number is the month; else claim only what both readings have in common.
"""

from collections.abc import Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import cited
from dpkit.claims.marks import REMARKS, WRITTEN
from dpkit.model.finding import Severity
from dpkit.tables.sql import Sql, either, every, sql, text
from dpkit.tables.table import Column, Table

SEVERITY = Severity.NOTICE
TEXT = "She came on 04/08/1923.\n"
_CITED = {"text": TEXT, "recorded": TEXT, "quote": "on 04/08/1923", "locator": "char=9,22", "date": "1923-08-04"}
PASSES = cited(**_CITED, remark="The letter writes the day first.")
FAILS = cited(**_CITED, remark="")
FORM = r"(?:^|[^0-9/])(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/(?:[0-9]{4}|[0-9]{2})(?:[^0-9/]|$)"


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for the quote and for what is kept as written, where the table has days."""
    days = [column for column in table.columns.values() if column.lower is not None and column.present]
    citation = table.schema.roles.citation
    quote = table.column(citation.quote) if citation else None
    written = [column for column in table.columns.values() if column.name.endswith(WRITTEN) and column.present]
    claimed = either(sql("{} = {}", column.lower or Sql("0"), column.upper or Sql("1")) for column in days)
    remarks = [column for column in map(table.column, REMARKS) if column]
    silent = [claimed, *(column.missing for column in remarks)]
    seen: list[Sql] = []
    for column in [*written, *([quote] if quote else [])] if days else ():
        broken = every([_ambiguous(column), *silent, *(sql("NOT ({})", other) for other in seen)])
        seen.append(_ambiguous(column))
        message = "{field} {value} has a date of which either number may be the month"
        yield Rule(fields=(column.name,), suspect=_slashed(column), broken=broken, message=message)


def _slashed(column: Column) -> Sql:
    return sql("contains({}, '/')", column.raw)


def _ambiguous(column: Column) -> Sql:
    numbers = (
        "TRY_CAST(regexp_extract({c}, {form}, 1) AS INTEGER) <> TRY_CAST(regexp_extract({c}, {form}, 2) AS INTEGER)"
    )
    condition = f"CASE WHEN {{slashed}} AND regexp_matches({{c}}, {{form}}) THEN {numbers} ELSE false END"
    return sql(condition, slashed=_slashed(column), c=column.raw, form=text(FORM))
