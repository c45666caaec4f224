"""A validation report as workflow commands: GitHub Actions shows each finding beside its line in a pull request."""

from collections.abc import Iterator

from dpkit.model.finding import Finding
from dpkit.model.report import Report
from dpkit.model.show import plain
from dpkit.report.place import file_of, table_of, within
from dpkit.report.text import verdict

LONGEST_PATH = 4_096


def report_github(report: Report) -> str:
    """Return a line for each finding, `::error file=...,line=...,title=...::message`, and a last line of counts."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for tally in report.tallies:
        title = f"{plain(tally.check)}{table_of(tally.resource)}"
        for finding in tally.findings:
            yield _command(finding.severity, _annotated(finding), **_place(finding, report.folder), title=title)
        if tally.findings and (more := tally.count - len(tally.findings)):
            yield _command(tally.severity, f"and {more:,} more", title=title)
    for severity, check, tables, found in report.unshown:
        yield _command(severity, f"{found:,} in {tables:,} more tables", title=plain(check))
    yield f"dpkit: {verdict(report)}"


def _place(finding: Finding, folder: str) -> dict[str, str]:
    file = file_of(finding)
    line = {"line": str(finding.line)} if finding.line else {}
    return {"file": f"{plain(folder, LONGEST_PATH)}/{file}" if folder else file, **line}


def _annotated(finding: Finding) -> str:
    named = ", ".join(within(finding))
    return finding.message + (f" [{named}]" if named else "")


def _command(severity: str, message: str, **properties: str) -> str:
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{severity} {written}::{_data(message)}"


def _data(text: str) -> str:
    """Escape what ends a message (the runner knows no other escapes)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what ends a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
