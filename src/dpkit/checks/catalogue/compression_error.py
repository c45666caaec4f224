"""A packed file cannot be unpacked, or must not be.

## What it finds
Files of the format gzip or zip that are damaged, cut off or encrypted, that would unpack to more than 2 GiB, or to more
than both 10 MB and 200 times their size, or that do not hold the one file that the resource is.

## Why it matters
What cannot be unpacked cannot be checked; and a small file that unpacks to an enormous one is an attack.

## How to mend it
Pack the file anew. If an archive holds several files, name the one that is meant as `innerpath` of the resource.
"""

from dpkit.checks.example import changed, overlaid, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{value} could not be unpacked: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = overlaid(changed(PASSES, path="events.csv.gz"), {"events.csv.gz": b"\x1f\x8b\x08"})
