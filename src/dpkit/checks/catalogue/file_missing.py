"""A file that the descriptor names is not there, or cannot be read.

## What it finds
Resources whose path leads to no file.

## Why it matters
A package without one of its files is not the package.

## How to mend it
Add the file, or correct the path; mind upper and lower case.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the file {value} {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, path="event.csv")
