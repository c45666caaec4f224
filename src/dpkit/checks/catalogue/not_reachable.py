"""A file is on the web, and was not fetched.

## What it finds
Resources, schemas and dialects whose path is a URL. dpkit connects to no host unless it is told to, and what was not
read does not count as valid.

## Why it matters
What stands behind an address may change, vanish, or be meant to be asked for by whoever reads the package.

## How to mend it
Put a copy into the package, or allow the host: `--allow-remote example.org`.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{place}: {value} was not read: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, path="https://example.org/events.csv")
