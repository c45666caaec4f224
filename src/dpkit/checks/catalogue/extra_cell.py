"""A row has more cells than the table has columns.

## What it finds
Rows with too many delimiters. The first cells are kept, so that the other checks can go on.

## Why it matters
A comma in a text without quotation marks shifts all cells after it; some readers say nothing.

## How to mend it
Put the cell that holds the comma into quotation marks.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the row has {cells} for {columns}; the first one too many is {value}"
PASSES = package(events=('event_id,title\na,"b, c"\n', ["event_id", "title"]))
FAILS = package(events=("event_id,title\na,b, c\n", ["event_id", "title"]))
