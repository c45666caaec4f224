"""A file is not in the encoding that it should be in.

## What it finds
Files that are not UTF-8, or not in the `encoding` that the descriptor declares. The encoding is never
guessed for reading; the message says what the text would be in an encoding that the bytes speak for. Cells in which
such bytes stand are not judged, nor what other tables or claims make of the file; all other cells of it are.

## Why it matters
Read in a wrong encoding, `Khasán` becomes `KhasÃ¡n`, and nobody notices before it is in print.

## How to mend it
Save the file as UTF-8, or declare its encoding: `"encoding": "iso-8859-1"`.
"""

from dpkit.checks.example import overlaid, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the file cannot be read as text: {problem}"
PASSES = package(events=("event_id\nKhasán\n", ["event_id"]))
FAILS = overlaid(PASSES, {"events.csv": "event_id\nKhasán\n".encode("latin-1")})
