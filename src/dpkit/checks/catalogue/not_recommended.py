"""The descriptor goes against a recommendation of the standard.

## What it finds
Names of packages and resources that hold anything but lowercase letters, digits, `.`, `-` and `_`; constraints that
stand beside `constraints`, and parts of a schema that stand beside `schema`, where nothing reads them; properties that
are called almost as the standard's (`constraint`, `primaryKeys`, `datatype`), a line end that was escaped twice, a hash
whose algorithm is in capitals, a homepage or a contributor's path that is no URL, a `format` in words (`Comma Separated
Values`) where an ending of files should stand, or one that the type of its field has not.

## Why it matters
Nothing is wrong with the data. But what stands in the wrong place guards nothing. And a name becomes part of
addresses, file names and queries; not every tool takes one with blanks or capital letters, which version 1 of the
standard forbade.

## How to mend it
Give it a plain name, and say the rest in its title; move what stands in the wrong place, and call it as the standard
does.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.WARNING
FAULT = "{place}: {problem}"
PASSES = package(events=("event_id\na\n", ["event_id"]))
FAILS = changed(PASSES, name="Events of 2001")
