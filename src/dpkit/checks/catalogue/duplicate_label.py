"""Two columns have the same name.

## What it finds
Labels that stand twice in the header.

## Why it matters
Which of the two columns is meant, readers decide differently; one of them is lost.

## How to mend it
Rename or remove one of the columns.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "column {column} is called {value}, as column {first} is"
PASSES = package(events=("event_id,title\na,b\n", ["event_id", "title"]))
FAILS = package(events=("event_id,title,title\na,b,c\n", ["event_id", "title"]))
