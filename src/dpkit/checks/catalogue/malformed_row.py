"""A row breaks the rules of CSV or JSON and cannot be read.

## What it finds
A quotation mark that is never closed, that stands inside a cell without quotation marks, or that is followed by more
text (RFC 4180). In JSON, an item that is of another kind than the others (a number among objects); where each line is
one value, a line that is no JSON.

## Why it matters
Readers differ in what they make of such a row; some swallow all rows up to the next quotation mark. The other rows are
judged.

## How to mend it
Put the whole cell into quotation marks and double those inside: `"the ""Silfida"" ballet"`. Of JSON, correct the
item or the line that is named.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the row cannot be read: {problem}"
PASSES = package(events=('event_id,title\na,"the ""Silfida"" ballet"\n', ["event_id", "title"]))
FAILS = package(events=('event_id,title\na,the "Silfida" ballet\n', ["event_id", "title"]))
