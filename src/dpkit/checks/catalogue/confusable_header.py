"""The name of a column holds a character that cannot be told by sight.

## What it finds
Labels of a header, and names of fields, with characters that are not seen (control characters, marks of direction,
characters without a width, blanks other than the space), and with words that mix Latin letters with Cyrillic or Greek
ones that look like them.

## Why it matters
Whoever types the name as it looks finds no such column; two columns can look as if they had one name.

## How to mend it
Type the name anew, in the file and in the schema. The message tells the characters by their code points.
"""

from dpkit.checks.example import package
from dpkit.model.finding import Severity

SEVERITY = Severity.WARNING
FAULT = "{what} {value}, {problem}"
PASSES = package(
    places=("place_id,\u043c\u0435\u0441\u0442\u043e\na,b\n", ["place_id", "\u043c\u0435\u0441\u0442\u043e"])
)
FAILS = package(places=("place_id,n\u0430me\na,b\n", ["place_id", "n\u0430me"]))
