"""The file has a column that the schema does not describe.

## What it finds
Labels that are the name of no field, where the schema's `fieldsMatch` does not allow more columns.

## Why it matters
Nobody knows what such a column means, and nothing in it is checked.

## How to mend it
Describe the column in the schema, or remove it.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{called} {value}, which {why}"
PASSES = package(events=("event_id,title\na,b\n", ["event_id", "title"]))
FAILS = package(events=("event_id,title,place\na,b,c\n", ["event_id", "title"]))
