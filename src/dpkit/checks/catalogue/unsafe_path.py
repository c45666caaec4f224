"""A path would lead out of the package.

## What it finds
Paths that are absolute, hold `..` or a hidden folder, are URLs, or are symbolic links that lead outside: of data files,
schemas and dialects, and of licences, sources and images, which dpkit does not read.

## Why it matters
A package is often somebody else's. Its paths must not make a reader open files that are no part of it.

## How to mend it
Put the file into the package's folder and name it by a relative path, with `/` between folders.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{place} is {value}: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, path="../events.csv")
