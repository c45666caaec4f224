"""A column has another name than its field, or stands at another place.

## What it finds
Labels that differ from the field at their place, where the schema's `fieldsMatch` is `exact` (as it is by default).

Where no label is that of a field, that is told once. If it has one cause (columns parted by another mark than the
delimiter of the dialect, a row before the header, another number of columns), the cause is told, and no row is read.

## Why it matters
Readers that go by position and readers that go by name get different tables.

## How to mend it
Rename or move the column, or set `"fieldsMatch": "equal"` if the order does not matter. If all columns stand in one,
save the file with commas, or name in the resource what parts them: `"dialect": {"delimiter": ";"}`. If the header is
not the first row, say so with `"dialect": {"headerRows": [2]}`; if there is none, with `"dialect": {"header": false}`.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{called} {value}, expected {expected}"
PASSES = package(events=("event_id,title\na,b\n", ["event_id", "title"]))
FAILS = package(events=("event_id,name\na,b\n", ["event_id", "title"]))
