"""A report as the cache keeps it: all of it but its queries, and where its reader stood."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from dpkit.model.finding import Finding, Severity, Skipped
from dpkit.model.report import Page, Report, Tally


def to_remember(report: Report) -> bytes:
    """Return the report as bytes, from which `as_remembered` makes it again."""
    return json.dumps(asdict(replace(report, queries=(), folder=""))).encode()


def as_remembered(data: bytes) -> Report:
    """Return the report of which `data` is what `to_remember` returned."""
    found: dict[str, Any] = json.loads(data)
    texts = {name: tuple(found[name]) for name in ("checks", "ignored", "queries", "unread")}
    parts = {
        "tallies": tuple(map(_tally, found["tallies"])),
        "skipped": tuple(Skipped(**each) for each in found["skipped"]),
        "pages": {name: Page(**page) for name, page in found["pages"].items()},
    }
    return Report(**{**found, **texts, **parts})


def _tally(found: Mapping[str, Any]) -> Tally:
    findings = tuple(Finding(**{**each, "severity": Severity(each["severity"])}) for each in found["findings"])
    return Tally(**{**found, "severity": Severity(found["severity"]), "findings": findings})
