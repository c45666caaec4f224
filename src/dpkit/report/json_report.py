"""A validation report as JSON; the contract is `validate.schema.json` beside this file."""

import json
from typing import Any

from dpkit.model.finding import Finding, Severity
from dpkit.model.report import Report

LONGEST = 500  #: characters of a value; the fingerprint is taken over the whole


def report_json(report: Report) -> str:
    """Return the report as a JSON text."""
    return json.dumps(report_data(report), ensure_ascii=False, indent=2) + "\n"


def report_data(report: Report) -> dict[str, Any]:
    """Return the report as the object that the contract describes."""
    return {
        "dpkit": report.dpkit,
        "package": {"name": report.name, "version": report.version},
        "valid": report.valid,
        "summary": {
            **{severity.value: report.total(severity) for severity in Severity},
            "resources": report.resources,
            "rows": report.rows,
            "citations": dict(report.citations),
            "release": report.release,
            "skipped": [
                {"check": each.check, "resource": each.resource, "reason": each.reason} for each in report.skipped
            ],
            "ignored": list(report.ignored),
        },
        "counts": report.counts,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    value = finding.value
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "resource": finding.resource,
        "file": finding.file,
        "row": finding.row,
        "line": finding.line,
        "key": dict(finding.key) if finding.key else None,
        "field": finding.field,
        "value": value if value is None or len(value) <= LONGEST else value[: LONGEST - 1] + "…",
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }
