"""A file is longer or shorter than the descriptor says.

## What it finds
Resources whose `bytes` differ from the length of their file. Where it would have that length with other line ends,
it is said.

## Why it matters
A shorter file was often cut while it was copied; an editor that changes line ends changes the length, too.

## How to mend it
Restore the file, or record the new length.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the file has {found} bytes, the descriptor says {expected}{aside}"
PASSES = changed(package(events=("event_id\na\n", ["event_id"])), bytes=11)
FAILS = changed(PASSES, bytes=12)
