"""The descriptor breaks a rule of the standard, or of the `dpkit` property.

## What it finds
A `datapackage.json` (or a schema or dialect that it names) that is not JSON, or in which a property is missing, has
the wrong type, or names a field or resource that does not exist.

## Why it matters
What the descriptor says wrongly, nobody can check: a key over a field that does not exist guards nothing.

## How to mend it
Correct the property at the place given, such as `resources[2].schema.fields[0].type`.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{place}: {problem}"
PASSES = package(events=("event_id\na\n", {"fields": [{"name": "event_id", "type": "string"}]}))
FAILS = package(events=("event_id\na\n", {"fields": [{"name": "event_id", "type": "text"}]}))
