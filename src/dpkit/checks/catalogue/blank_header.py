"""The header is empty, or a column in it has no name.

## What it finds
Empty files, files whose first line is blank, and blank labels.

## Why it matters
A column without a name cannot be matched with a field, and a file without a header loses its first row to it.

## How to mend it
Write the names of the fields into the first line, or set `"header": false` in the dialect if there is none.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the header is not complete: {problem}"
PASSES = package(events=("event_id,title\na,b\n", ["event_id", "title"]))
FAILS = package(events=("event_id,\na,b\n", ["event_id", "title"]))
