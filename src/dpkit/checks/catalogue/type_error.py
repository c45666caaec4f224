"""A cell is not of its field's type.

## What it finds
Cells that do not have the lexical form that Table Schema asks for: `abc` or `1 000` as a number, `2001-02-30` as a
date. In JSON, a text that stands there as a number is no text.

## Why it matters
A cell that is no value of its type is read as text, as nothing, or as another value, as the reader pleases.

## How to mend it
Correct the cell, leave it empty if nothing is known, or give the field another type or format. Numbers may be written
with other marks (`1.234,5`) where the field says so by `decimalChar` and `groupChar`; what else stands for nothing
known (`NA`) is listed in `missingValues`.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Rule, Tables
from dpkit.checks.example import package
from dpkit.checks.hints import hint_of
from dpkit.model.descriptor import Field
from dpkit.model.finding import Severity
from dpkit.tables.sql import sql
from dpkit.tables.table import Table

SEVERITY = Severity.ERROR
FORMS = {  #: how the values are written whose type alone does not say so
    "date": "YYYY-MM-DD", "time": "hh:mm:ss", "datetime": "YYYY-MM-DDThh:mm:ss", "year": "YYYY",
    "yearmonth": "YYYY-MM",
    "duration": "such as P1Y2M3D", "geopoint": "longitude, latitude",
}  # fmt: skip
SUCH = {  #: what a value of a format looks like
    "uri": "such as https://example.org/a%20b", "email": "such as name@example.org", "binary": "in base64",
    "uuid": "such as 123e4567-e89b-12d3-a456-426614174000", "array": "such as [90.5, 45]",
    "object": 'such as {"lon": 90.5, "lat": 45}',
}  # fmt: skip
SCHEMA = {"fields": [{"name": "event_id"}, {"name": "distance_km", "type": "number"}]}
PASSES = package(events=("event_id,distance_km\na,20000\nb,\n", SCHEMA))
FAILS = package(events=("event_id,distance_km\na,far\n", SCHEMA))


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field whose cells may be invalid."""
    for column in table.columns.values():
        if column.of.type not in {"string", "any"} or column.of.format != "default":
            broken = sql("NOT ({}) AND {} IS NULL", column.missing, column.value)
            details = {"type": _kind(column.of)}
            message = "{field} is {value}, not {type}{hint}"
            hint = hint_of(column.of, table.schema.raw.get("missingValues"), column.explain)
            yield Rule(fields=(column.name,), broken=broken, message=message, details=details, hint=hint)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each column in which JSON has values of another type that would do as text."""
    del tables
    for column in table.columns.values():
        if column.unnatural is not None:
            select = sql(
                'SELECT "_row" FROM (SELECT "_row" FROM {} WHERE {} IS NOT NULL) JOIN {} USING ("_row")',
                table.relation,
                column.value,
                column.unnatural,
            )
            message, details = "{field} is {value}, not {type}: JSON has it as another type", {"type": _kind(column.of)}
            yield Query(fields=(column.name,), select=select, message=message, details=details)


def _kind(field: Field) -> str:
    article = "an" if field.type[0] in "aeiou" else "a"
    if field.format != "default":
        such = f" ({SUCH[field.format]})" if field.format in SUCH and field.type in {"string", "geopoint"} else ""
        return f"{article} {field.type} of format {field.format}{such}"
    return f"{article} {field.type}" + (f" ({FORMS[field.type]})" if field.type in FORMS else "")
