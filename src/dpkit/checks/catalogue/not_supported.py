"""A resource is of a kind that this version of dpkit does not check.

## What it finds
Tables whose data stand in the descriptor, in several files, or in another format than CSV.

## Why it matters
What was not checked must not pass for valid.

## How to mend it
Write the table as one CSV file, or leave this check out with `--ignore not-supported`: the report will say so.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{resource} was not checked: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = {
    "datapackage.json": '{"resources": [{"name": "events", "data": [{"event_id": "a"}],'
    ' "schema": {"fields": [{"name": "event_id"}]}}]}'
}
