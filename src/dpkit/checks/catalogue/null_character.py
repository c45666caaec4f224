"""A cell holds a NUL, which is no character of any text.

## What it finds
Rows with a cell that holds the character of code point 0.

## Why it matters
Many programs take it for the end of the text: what stands behind it is lost without a word. Mostly it is a trace of a
damaged file, or of one in an encoding that nobody declared (UTF-16).

## How to mend it
Get the file anew from where it came, declare its encoding, or take the character out.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "{label} is {value}, and holds a NUL (U+0000)"
PASSES = package(events=("event_id,title\na,arrival\n", ["event_id", "title"]))
FAILS = package(events=("event_id,title\na,arri\0val\n", ["event_id", "title"]))
