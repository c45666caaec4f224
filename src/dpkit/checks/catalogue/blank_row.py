"""A row is blank.

## What it finds
Lines without text, and rows in which every cell is empty. They count as no row in all other checks.

## Why it matters
Readers differ: some drop blank lines, some make them rows of missing values, some stop reading there.

## How to mend it
Remove the line.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the row is blank"
PASSES = package(events=("event_id,title\na,b\nc,d\n", ["event_id", "title"]))
FAILS = package(events=("event_id,title\na,b\n,\nc,d\n", ["event_id", "title"]))
