"""A row has fewer cells than the table has columns.

## What it finds
Rows with too few delimiters. The cells that are not there count as empty. A row inside one pair of quotation marks is a
single cell.

## Why it matters
Where a delimiter was lost in the middle, the cells after it stand in the wrong columns.

## How to mend it
Add the delimiters; an empty cell needs its delimiter, too. Take quotation marks around a whole row away.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the row has {cells} for {columns}{why}"
PASSES = package(events=("event_id,title\na,\n", ["event_id", "title"]))
FAILS = package(events=("event_id,title\na\n", ["event_id", "title"]))
