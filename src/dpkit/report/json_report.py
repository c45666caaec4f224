"""A validation report as JSON; the contract is `validate.schema.json` beside this file."""

from typing import Any

from dpkit.model.finding import Finding, Severity
from dpkit.model.report import Report
from dpkit.report.inert import cut, inert_json

MOST_FIELDS = 20  #: of a primary key


def report_json(report: Report) -> str:
    """Return the report as a JSON text."""
    return inert_json(report_data(report))


def report_data(report: Report) -> dict[str, Any]:
    """Return the report as the object that the contract describes."""
    return {
        "dpkit": report.dpkit,
        "package": {"name": _cut(report.name), "version": _cut(report.version)},
        "valid": report.valid,
        "summary": {
            **{severity.value: report.total(severity) for severity in Severity},
            "resources": report.resources,
            "rows": report.rows,
            "citations": dict(report.citations),
            "release": report.release,
            "skipped": [
                {"check": each.check, "resource": _cut(each.resource), "reason": cut(each.reason)}
                for each in report.skipped
            ],
            "unlisted": report.unlisted,
            "unread": [cut(each) for each in report.unread],
            "unnamed": report.unnamed,
            "ignored": list(report.ignored),
        },
        "counts": report.counts,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    key = {cut(name): cut(value) for name, value in list((finding.key or {}).items())[:MOST_FIELDS]}
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "resource": _cut(finding.resource),
        "file": _cut(finding.file),
        "row": finding.row,
        "line": finding.line,
        "key": key or None,
        "field": _cut(finding.field),
        "column": finding.column,
        "value": _cut(finding.value),
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }


def _cut(text: str | None) -> str | None:
    """Cut a foreign text; the fingerprint is taken over the whole."""
    return None if text is None else cut(text)
