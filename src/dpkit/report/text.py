"""A validation report as text."""

from collections.abc import Iterator, Sequence

from dpkit.model.evidence import Verdict
from dpkit.model.finding import Finding, Severity
from dpkit.model.report import Report, Tally
from dpkit.model.show import count, listing, plain, show
from dpkit.report.place import file_of, table_of, within

MANY = 10  #: from so many on, what was left out is counted
FEW = 3  #: files that are named
SEVERAL = 4  #: resources from which on what one check found once in each is told together
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
    return "\n".join([title(report), "", *_body(report), *summary_lines(report), verdict(report)]) + "\n"


def title(report: Report) -> str:
    """Return the line that says what was checked."""
    named = " ".join(plain(each) for each in (report.name or "package without a name", report.version) if each)
    return f"{named}: {count(report.resources, 'resource')}, {count(report.rows, 'row')}"


def _body(report: Report) -> Iterator[str]:
    for tallies in _together(report.tallies):
        yield from _told(tallies)
    yield from _unshown(report)
    yield from skipped_lines(report)


def _together(tallies: Sequence[Tally]) -> Iterator[list[Tally]]:
    """Yield what is told under one heading: a tally, or all of a check that found one thing in each of several."""
    shown = [tally for tally in tallies if tally.findings]
    once: dict[str, list[Tally]] = {}
    for tally in shown:
        if tally.count == 1 and tally.resource is not None:
            once.setdefault(tally.check, []).append(tally)
    for tally in shown:
        alike = once.get(tally.check, [])
        if tally.count > 1 or tally.resource is None or len(alike) < SEVERAL:
            yield [tally]
        elif tally is alike[0]:
            yield alike


def _told(tallies: list[Tally]) -> Iterator[str]:
    first, number = tallies[0], sum(tally.count for tally in tallies)
    where = table_of(first.resource) if len(tallies) == 1 else f" in {count(len(tallies), 'resource')}"
    yield f"{first.severity}  {plain(first.check)}{where}: {number:,}"
    named = len(tallies) > 1
    for tally in tallies:
        yield from (f"  {finding_line(each, tally.resource if named else None)}" for each in tally.findings)
    if more := number - sum(len(tally.findings) for tally in tallies):
        yield f"  ... and {more:,} more (--all shows them)"
    yield ""


def finding_line(finding: Finding, resource: str | None = None) -> str:
    """Return a finding on one line: place, message, row and key; `resource` where no heading names it."""
    place = file_of(finding) + (f":{finding.line}" if finding.line else "")
    named = ", ".join([table_of(resource).strip()] * bool(resource) + within(finding))
    return f"{place}  {finding.message}" + (f"  [{named}]" if named else "")


def _unshown(report: Report) -> Iterator[str]:
    lines = [
        f"{severity}  {plain(check)} in {count(tables, 'more table')}: {found:,} (--all shows them)"
        for severity, check, tables, found in report.unshown
    ]
    yield from [*lines, ""] if lines else []


def skipped_lines(report: Report) -> Iterator[str]:
    """Yield a line for each reason for which checks were skipped."""
    reasons: dict[str, list[str]] = {}
    for skipped in report.skipped:
        reasons.setdefault(skipped.reason, []).append(skipped.check)
    for reason, checks in reasons.items():
        yield f"skipped  {listing([plain(each) for each in dict.fromkeys(checks)])}: {plain(reason, 200)}"
    if report.unlisted:
        yield f"skipped  {count(report.unlisted, 'more check')} (--all shows them)"
    if reasons or report.unlisted:
        yield ""


def summary_lines(report: Report) -> Iterator[str]:
    """Yield what became of the citations, and which checks were left out on request."""
    total = sum(report.citations.values())
    words = WORDS | {Verdict.VERIFIED_AT_RELEASE: f"verified at release {plain(report.release or '')}"}
    parts = [f"{number:,} {words[Verdict(verdict)]}" for verdict, number in report.citations.items()]
    if total:
        yield f"{count(total, 'citation')}: {', '.join(parts)}"
    if report.ignored:
        names = [plain(each) for each in report.ignored]
        left_out = listing(names) if len(names) < MANY else count(len(names), "check")
        yield f"left out on request: {left_out}"


def verdict(report: Report) -> str:
    """Return the line that says whether the package is valid, and how much was found."""
    counts = [count(report.total(severity), severity) for severity in Severity]
    return f"{standing(report)}: {', '.join(counts)}"


def standing(report: Report) -> str:
    """Return whether the package is valid, in words; where files could not be read, that takes precedence."""
    if report.unread:
        left = report.unnamed + len(report.unread[FEW:])
        some = [show(each) for each in report.unread[:FEW]] + ([f"{left:,} more"] if left else [])
        return f"not judged in full, since {listing(some)} could not be read"
    return "valid" if report.valid else "not valid"
