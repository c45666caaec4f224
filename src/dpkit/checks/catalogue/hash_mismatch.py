"""A file has other bytes than the descriptor's hash promises.

## What it finds
Resources whose `hash` differs from the digest of their file (md5, sha1, sha256 and others of their families). Where the
file would have that digest with other line ends, it is said.

## Why it matters
The file was changed after it was described, or the wrong file was packed.

## How to mend it
If the change was meant, record the new hash; if not, restore the file. If git changed the line ends, tell it to
leave them alone: `* -text` in `.gitattributes`.
"""

from dpkit.checks.example import changed, package
from dpkit.model.finding import Severity

SEVERITY = Severity.ERROR
FAULT = "the {algorithm} of the file is {found}, the descriptor says {expected}{aside}"
PASSES = changed(package(events=("event_id\na\n", ["event_id"])), hash="md5:81f0c5973c4e6921337e2a14f700ef8e")
FAILS = changed(PASSES, hash="sha1:0000000000000000000000000000000000000000")
