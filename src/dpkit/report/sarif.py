"""A validation report as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the files."""

import re
from typing import Any
from urllib.parse import quote

from dpkit.model.finding import Finding, Severity
from dpkit.model.report import Page, Report
from dpkit.report.inert import cut, inert_json
from dpkit.report.place import DESCRIPTOR

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def report_sarif(report: Report) -> str:
    """Return the report as a SARIF log of one run: a rule for each check that found something, a result a finding."""
    return inert_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    severities = {tally.check: tally.severity for tally in report.tallies}
    rules = [_rule(name, severity, report.pages.get(name, Page(name))) for name, severity in severities.items()]
    numbers = {name: number for number, name in enumerate(severities)}
    driver = {"name": "dpkit", "semanticVersion": report.dpkit, "version": report.dpkit, "rules": rules}
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": not report.unread, "toolExecutionNotifications": _notifications(report)}
        ],
        "results": [_result(each, numbers[each.check], report.folder) for each in report.findings],
        "properties": {"valid": report.valid, "counts": report.counts},
    }


def _rule(name: str, severity: Severity, page: Page) -> dict[str, Any]:
    text = page.finds or page.title
    described = {"fullDescription": {"text": text, "markdown": text}}
    if page.mend:
        described["help"] = {
            "text": f"Why it matters: {page.matters}\n\nHow to mend it: {page.mend}",
            "markdown": f"**Why it matters.** {page.matters}\n\n**How to mend it.** {page.mend}",
        }
    level = {"level": LEVELS[severity]}
    return {"id": name, "shortDescription": {"text": page.title}, **described, "defaultConfiguration": level}


def _notifications(report: Report) -> list[dict[str, Any]]:
    """Return what was not checked, and what was found beyond the results that are listed."""
    told = [f"{each.check} was skipped: {cut(each.reason)}" for each in report.skipped]
    told += [f"{report.unlisted:,} more checks were skipped"] if report.unlisted else []
    told += [f"{each} was left out on request" for each in report.ignored]
    unread = [{"level": "error", "message": {"text": f"{cut(each)} could not be read"}} for each in report.unread]
    told += [f"{report.unnamed:,} more files could not be read"] if report.unnamed else []
    more = sum(report.counts.values()) - len(report.findings)
    told += [f"{more:,} more findings are counted, but not listed"] if more else []
    return unread + [{"level": "note", "message": {"text": each}} for each in told]


def _result(finding: Finding, number: int, folder: str) -> dict[str, Any]:
    return {
        "ruleId": finding.check,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": re.sub(r"[{}\[\]\\]", lambda match: _ESCAPED[match[0]], finding.message)},
        "locations": [_location(finding, folder)],
        "partialFingerprints": {"dpkit/v1": finding.fingerprint},
        "properties": _properties(finding),
    }


# in a message, SARIF reads {0} as a place to fill, [text](1) as a link
_ESCAPED = {"{": "{{", "}": "}}", "[": "\\[", "]": "\\]", "\\": "\\\\"}


def _location(finding: Finding, folder: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file or DESCRIPTOR, folder)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    parts = [("resource", finding.resource), ("row", finding.row and str(finding.row)), ("field", finding.field)]
    named = [(kind, cut(name)) for kind, name in parts if name]
    if not named:
        return {"physicalLocation": physical}
    qualified = "/".join(f"{kind}={quote(name, safe='', errors='replace')}" for kind, name in named)
    logical = {"name": named[-1][1], "fullyQualifiedName": qualified, "kind": named[-1][0]}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _uri(file: str, folder: str) -> str:
    """Return a path as a relative URI (RFC 3986), from the current directory where the package lies below it."""
    path = f"{folder}/{file}" if folder else file
    uri = quote(cut(path), safe="/", errors="replace")
    return f".{uri}" if uri.startswith("/") else uri


def _properties(finding: Finding) -> dict[str, Any]:
    key = {cut(name): cut(value) for name, value in (finding.key or {}).items()}
    parts = {"row": finding.row, "column": finding.column, "key": key, "value": finding.value and cut(finding.value)}
    return {name: part for name, part in parts.items() if part}
