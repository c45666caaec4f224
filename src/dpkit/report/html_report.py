"""A validation report as one HTML file for people: no script, nothing fetched, all foreign text escaped.

The page is built as a tree of elements, so a text can never become an element or an attribute.
"""

import re
from collections.abc import Iterator
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dpkit.model.finding import Finding, Severity
from dpkit.model.report import Page, Report, Tally
from dpkit.model.show import count, plain
from dpkit.report.place import file_of, within
from dpkit.report.text import skipped_lines, standing, summary_lines, title, verdict

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
PACKAGE = "the package"


def report_html(report: Report) -> str:
    """Return the report as an HTML document that needs nothing else."""
    page = Element("html", lang="en")
    _head(SubElement(page, "head"), report)
    body = SubElement(page, "body")
    _header(SubElement(body, "header"), report)
    main = SubElement(body, "main")
    if report.tallies:
        _overview(main, report)
    else:
        _add(main, "p", "No check found anything.")
    for number, tally in enumerate(report.tallies):
        if tally.findings:
            _section(main, tally, report.pages.get(tally.check, Page("")), number)
    _notes(main, [line for line in [*skipped_lines(report), *summary_lines(report)] if line])
    _add(SubElement(body, "footer"), "p", f"Made by dpkit {report.dpkit}. This file runs no code and loads nothing.")
    indent(page)
    return "<!doctype html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    element = SubElement(parent, tag, {name.rstrip("_"): value for name, value in attributes.items()})
    element.text = text
    return element


def _head(head: Element, report: Report) -> None:
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "meta", name="referrer", content="no-referrer")
    _add(head, "title", f"{_named(report)}: {standing(report)}")
    _add(head, "style", files("dpkit.report").joinpath("report.css").read_text(encoding="utf-8"))


def _named(report: Report) -> str:
    return " ".join(plain(each) for each in (report.name or "Package without a name", report.version) if each)


def _header(header: Element, report: Report) -> None:
    _add(header, "h1", _named(report))
    _add(header, "p", title(report).rpartition(": ")[2])
    _add(header, "p", verdict(report), class_="verdict valid" if report.valid else "verdict invalid")


def _overview(main: Element, report: Report) -> None:
    _add(main, "h2", "What was found")
    body = _table(main, ("", "check", "in", "found"), "overview")
    for number, tally in enumerate(report.tallies):
        if tally.findings:
            row = _counted(body, tally.severity, PACKAGE if tally.resource is None else plain(tally.resource))
            _add(row[1], "a", plain(tally.check), href=f"#found-{number}")
            row[3].text = f"{tally.count:,}"
    for severity, check, tables, found in report.unshown:
        row = _counted(body, severity, count(tables, "more table"))
        row[1].text, row[3].text = plain(check), f"{found:,}"


def _table(parent: Element, labels: tuple[str, ...], kind: str) -> Element:
    table = _add(_add(parent, "div", class_="scroll"), "table", class_=kind)
    row = SubElement(SubElement(table, "thead"), "tr")
    for label in labels:
        _add(row, "th", label, scope="col")
    return SubElement(table, "tbody")


def _counted(body: Element, severity: Severity, where: str) -> Element:
    row = SubElement(body, "tr")
    _add(SubElement(row, "td"), "span", severity, class_=f"mark {severity}")
    SubElement(row, "td")
    _add(row, "td", where)
    _add(row, "td", class_="number")
    return row


def _section(main: Element, tally: Tally, page: Page, number: int) -> None:
    section = SubElement(main, "section", id=f"found-{number}")
    head = _add(section, "h2")
    _add(head, "span", tally.severity, class_=f"mark {tally.severity}").tail = f" {plain(tally.check)}"
    where = PACKAGE if tally.resource is None else plain(tally.resource)
    _add(section, "p", f"{tally.count:,} in {where}", class_="where")
    if page.title:
        _prose(section, page.title, "title")
    if page.mend:
        _prose(section, f"How to mend it: {page.mend}", "mend")
        _documentation(section, page)
    body = _table(section, ("where", "what"), "findings")
    for finding in tally.findings:
        _row(body, finding)
    if more := tally.count - len(tally.findings):
        _add(section, "p", f"and {more:,} more", class_="more")


def _documentation(section: Element, page: Page) -> None:
    details = SubElement(section, "details")
    _add(details, "summary", "What this check finds, and why it matters")
    for head, text in (("What it finds", page.finds), ("Why it matters", page.matters)):
        _add(details, "h3", head)
        for paragraph in text.split("\n\n"):
            _prose(details, paragraph)


def _prose(parent: Element, text: str, kind: str = "") -> None:
    """Add a paragraph of a check's documentation; what stands in backticks is code."""
    element = _add(parent, "p", **({"class_": kind} if kind else {}))
    last = None
    for number, part in enumerate(re.split(r"`([^`]+)`", text.replace("\n", " "))):
        if number % 2:
            last = _add(element, "code", part)
        elif last is None:
            element.text = part
        else:
            last.tail = part


def _row(body: Element, finding: Finding) -> None:
    row = SubElement(body, "tr")
    where, what = SubElement(row, "td"), SubElement(row, "td")
    _add(where, "span", file_of(finding), class_="file")
    for part in _parts(finding):
        _add(where, "span", part, class_="part")
    _add(what, "span", finding.message, class_="message")


def _parts(finding: Finding) -> Iterator[str]:
    if finding.line:
        yield f"line {finding.line:,}"
    yield from within(finding)


def _notes(main: Element, lines: list[str]) -> None:
    if lines:
        _add(main, "h2", "What else is to be known")
        notes = _add(main, "ul", class_="notes")
        for line in lines:
            _add(notes, "li", line)
