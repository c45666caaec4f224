"""A field of the schema has no column in the file.

## What it finds
Fields whose name is not in the header, where the schema's `fieldsMatch` asks for it.

## Why it matters
All cells of that field are missing; checks on it are skipped, not passed.

## How to mend it
Add the column, or take the field out of the schema.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the file has {lacking}; its columns are {labels}"
PASSES = package(events=("event_id,title\na,b\n", ["event_id", "title"]))
FAILS = package(events=("event_id\na\n", ["event_id", "title"]))
