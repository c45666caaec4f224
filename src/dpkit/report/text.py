"""A validation report as text."""

from collections.abc import Iterator

from dpkit.model.evidence import Verdict
from dpkit.model.finding import Finding, Severity
from dpkit.model.report import Report, Tally
from dpkit.model.show import count, listing, plain

WORDS = {
    Verdict.VERIFIED: "verified",
    Verdict.NOT_HELD: "not checked, since the document is not held",
    Verdict.NOT_READABLE: "not checked, since the document is not readable",
    Verdict.MOVED: "moved",
    Verdict.CUT: "cut",
    Verdict.NOT_FOUND: "not found",
    Verdict.BAD_LOCATOR: "with a bad locator",
}


def report_text(report: Report) -> str:
    """Return the report as text, ending with a line that tells whether the package is valid."""
    return "\n".join([_title(report), "", *_body(report), *_summary(report)]) + "\n"


def _title(report: Report) -> str:
    named = " ".join(plain(each) for each in (report.name, report.version) if each) or "package without a name"
    return f"{named}: {count(report.resources, 'resource')}, {count(report.rows, 'row')}"


def _body(report: Report) -> Iterator[str]:
    for tally in report.tallies:
        yield from _tally(tally)
    reasons: dict[str, list[str]] = {}
    for skipped in report.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.check)
    for reason, checks in reasons.items():
        yield f"skipped  {listing(list(dict.fromkeys(checks)))}: {plain(reason, 200)}"
    if reasons:
        yield ""


def _tally(tally: Tally) -> Iterator[str]:
    where = f" in {plain(tally.resource)}" if tally.resource else ""
    yield f"{tally.severity}  {tally.check}{where}: {tally.count:,}"
    yield from (f"  {_finding(finding)}" for finding in tally.findings)
    if more := tally.count - len(tally.findings):
        yield f"  ... and {more:,} more (--all shows them)"
    yield ""


def _finding(finding: Finding) -> str:
    place = plain(finding.file or "datapackage.json") + (f":{finding.line}" if finding.line else "")
    row = [f"row {finding.row}"] if finding.row else []
    key = [f"{plain(name)} {plain(value, 40)}" for name, value in (finding.key or {}).items()]
    named = f"  [{', '.join(row + key)}]" if row or key else ""
    return f"{place}  {finding.message}{named}"


def _summary(report: Report) -> Iterator[str]:
    total = sum(report.citations.values())
    words = WORDS | {Verdict.VERIFIED_AT_RELEASE: f"verified at release {plain(report.release or '')}"}
    parts = [f"{number:,} {words[Verdict(verdict)]}" for verdict, number in report.citations.items()]
    if total:
        yield f"{count(total, 'citation')}: {', '.join(parts)}"
    if report.ignored:
        left_out = listing(list(report.ignored)) if len(report.ignored) < 10 else count(len(report.ignored), "check")  # noqa: PLR2004
        yield f"left out on request: {left_out}"
    counts = [count(report.total(severity), severity) for severity in Severity]
    yield f"{'valid' if report.valid else 'not valid'}: {', '.join(counts)}"
