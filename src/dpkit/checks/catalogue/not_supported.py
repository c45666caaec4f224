"""A resource is of a kind that this version of dpkit does not check.

## What it finds
Tables of another format than delimited text (CSV, TSV), JSON, workbooks (`.xlsx`) and Parquet; keys that lead to
another package; patterns and hashes of a kind that dpkit does not know.

## Why it matters
What was not checked must not pass for valid.

## How to mend it
Write the table as a CSV file, or leave this check out with `--ignore not-supported`: the report will say so.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{resource} was not checked: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, format="ods")
