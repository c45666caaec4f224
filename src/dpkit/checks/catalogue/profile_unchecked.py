"""The package, or a resource, follows a profile of its own, which was not looked at.

## What it finds
A `$schema` or `profile` that is none of the standard's: an extension, such as that of a community.

## Why it matters
The standard's own rules were checked, those of the extension were not: dpkit fetches no profile.

## How to mend it
Nothing is wrong. Check the package with the tool of the extension, too.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.NOTICE
FAULT = "{place}: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = {
    "datapackage.json": '{"$schema": "https://example.org/profile.json",'
    ' "resources": [{"name": "events", "path": "events.csv"}]}',
    "events.csv": "event_id\na\n",
}
