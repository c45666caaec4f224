"""The data of a resource cannot be read as a table.

## What it finds
JSON that is none, or in which there is no array of rows; a file of one JSON value a line, the first 1,000 of which are
none; a workbook or a Parquet file that is damaged, or has no such sheet.

## Why it matters
Nothing in it could be checked.

## How to mend it
Correct the file, or tell where the rows are: `property`, `itemType`, `sheetName` of the dialect.
"""

from dpkit.checks.example import changed, overlaid, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{resource} could not be read as a table: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = overlaid(changed(PASSES, path="events.json"), {"events.json": '{"event_id": "a"}'})
