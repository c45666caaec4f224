"""A validation report as JUnit XML, which the readers of continuous integration take as a list of tests."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dpkit.model.finding import Severity
from dpkit.model.report import Report, Tally
from dpkit.model.show import count, plain
from dpkit.report.place import LONGEST_FILE
from dpkit.report.text import finding_line, verdict

PACKAGE = "package"  #: the class of the tests that concern no single resource


def report_junit(report: Report) -> str:
    """Return the report as one test suite.

    A test is a check on a resource: failed where it found errors, skipped where it did not run. What is no error (a
    warning, a notice) stands in the output of a test that passes. A check that found nothing is one test.
    """
    suites = Element("testsuites", name="dpkit validate")
    named = " ".join(plain(each) for each in (report.name, report.version) if each) or PACKAGE
    suite = SubElement(suites, "testsuite", name=named)
    for tally in report.tallies:
        if tally.findings:
            _found(suite, tally)
    for severity, check, tables, found in report.unshown:
        _judged(_case(suite, f"{check} in {count(tables, 'more table')}", None), check, severity, found, ())
    _not_found(suite, report)
    SubElement(suite, "system-out").text = verdict(report)
    for element in (suites, suite):
        _count(element)
    indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _case(suite: Element, name: str, resource: str | None) -> Element:
    place = PACKAGE if resource is None else plain(resource)
    return SubElement(suite, "testcase", classname=place, name=plain(name, LONGEST_FILE))


def _found(suite: Element, tally: Tally) -> None:
    lines = [finding_line(finding) for finding in tally.findings]
    more = tally.count - len(lines)
    lines += [f"... and {more:,} more (--all shows them)"] if more else []
    _judged(_case(suite, tally.check, tally.resource), tally.check, tally.severity, tally.count, lines)


def _judged(case: Element, check: str, severity: Severity, found: int, lines: Iterable[str]) -> None:
    text, told = "\n".join(lines), count(found, severity)
    if severity is Severity.ERROR:
        SubElement(case, "failure", type=plain(check), message=told).text = text
    else:
        SubElement(case, "system-out").text = f"{told}\n{text}"


def _not_found(suite: Element, report: Report) -> None:
    """Add the checks that did not run, and those that ran and found nothing."""
    for each in report.skipped:
        SubElement(_case(suite, each.check, each.resource), "skipped", message=plain(each.reason, 200))
    if report.unlisted:
        SubElement(_case(suite, count(report.unlisted, "more check"), None), "skipped")
    quiet = report.pages.keys() - report.counts.keys() - {each.check for each in report.skipped}
    for check in sorted(quiet):
        _case(suite, check, None)


def _count(element: Element) -> None:
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    for outcome in ("failure", "skipped"):
        element.set({"failure": "failures"}.get(outcome, outcome), str(sum(1 for _ in element.iter(outcome))))
    element.set("errors", "0")
