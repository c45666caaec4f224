"""The record of the last release cannot be read, so it vouches for nothing.

## What it finds
A `release.json`, or a record of the highest version in `releases/`, that is broken or belongs to another package. It is
looked at only where a document is not at hand.

## Why it matters
Citations that the release verified are counted as not checked.

## How to mend it
Get the record back as it was committed (`git log releases/`), or unpack the archive anew. Records are never edited.
"""

from dpkit.checks.example import cited, overlaid, recorded
from dpkit.model.finding import Severity

SEVERITY = Severity.WARNING
FAULT = "it {problem}"
ALSO = ("document-not-held",)
PASSES = recorded(cited(file=""))
FAILS = overlaid(cited(file=""), {"releases/1.0.0.json": '{"dpkit": "0.1.0"'})
