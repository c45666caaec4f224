"""The descriptor goes against a recommendation of the standard.

## What it finds
Names of packages and resources that hold anything but lowercase letters, digits, `.`, `-` and `_`.

## Why it matters
Nothing is wrong with the data. But a name becomes part of addresses, file names and queries, and not every tool takes
one with blanks or capital letters; version 1 of the standard forbade them.

## How to mend it
Give it a plain name, and say the rest in its title.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.WARNING
FAULT = "{place}: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, name="Events of 2001")
