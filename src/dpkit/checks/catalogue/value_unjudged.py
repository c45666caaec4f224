"""It cannot be told whether cells are sound.

## What it finds
Cells that the `jsonSchema` of their field would take too much work to judge: more than 250,000 references to follow,
a number of more than 4,300 digits of which a multiple is asked, or nesting beyond what Python can follow. Also fields
on which the engine failed to run a check; its name and the engine's words are told.

## Why it matters
What was not judged must not pass for valid.

## How to mend it
Write the JSON Schema so that fewer references lead to the same part of a value, or shorten the value. Where the engine
failed, please report it: that is a fault of dpkit.
"""

import json

from dpkit.checks.example import changed, overlaid, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{field} could not be judged {problem}"
FIELD = {"name": "sizes", "type": "array", "constraints": {"jsonSchema": {"items": {"multipleOf": 0.5}}}}
PASSES = package(things=("thing,sizes\na,[1.5]\n", {"fields": [{"name": "thing"}, FIELD]}))
FAILS = overlaid(
    changed(PASSES, path="things.json"),
    {"things.json": json.dumps([{"thing": "a", "sizes": f"[0.{'0' * 4300}1]"}])},
)
