"""It takes too long to tell which cells match the pattern of their field.

## What it finds
Patterns with look-around, back-references or repeats of more than a thousand, which on some cells of the table take
more than seconds, as the `pattern` of a field or in its `jsonSchema`. All other patterns take time in proportion to
the cell.

## Why it matters
What was not judged must not pass for valid. Such a pattern may also stop whoever else validates the table.

## How to mend it
Write the pattern without look-around and back-references, and without a repeat inside a repeat: `a+` for `(a+)+`.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{field} could not be judged: {problem}"
PASSES = package(events=("name\naaab\n", {"fields": [{"name": "name", "constraints": {"pattern": "(a+)+b"}}]}))
FAILS = package(
    events=(f"name\n{'a' * 40}\n", {"fields": [{"name": "name", "constraints": {"pattern": "(?=a)(a+)+b"}}]})
)
