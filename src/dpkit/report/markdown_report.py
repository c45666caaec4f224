"""A validation report as GitHub Flavored Markdown, for the comment on a pull request."""

import re
from collections.abc import Iterator

from dpkit.model.finding import Finding
from dpkit.model.report import Page, Report, Tally
from dpkit.model.show import count, plain
from dpkit.report.place import file_of, table_of, within
from dpkit.report.text import skipped_lines, summary_lines, title, verdict

LONGEST = 1_000  #: characters of a message or a place, which were cut by their parts before
_MARKS = re.compile(r"[^\w ,.'()/-]|(?<=www)\.|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", re.ASCII | re.IGNORECASE)


def report_markdown(report: Report) -> str:
    """Return a verdict, a table of what was found, and a table of findings for each check and resource."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from ("## dpkit validate", "", f"**{verdict(report)}**", "", inert(title(report)))
    yield from _overview(report)
    for tally in report.tallies:
        if tally.findings:
            yield from _section(tally, report.pages.get(tally.check, Page("")))
    notes = [line for line in [*skipped_lines(report), *summary_lines(report)] if line]
    if notes:
        yield ""
    yield from (f"- {inert(line)}" for line in notes)


def _overview(report: Report) -> Iterator[str]:
    if not report.tallies:
        return
    yield from ("", "| | check | in | found |", "|---|---|---|--:|")
    for tally in report.tallies:
        if tally.findings:
            where = "the package" if tally.resource is None else inert(table_of(tally.resource).removeprefix(" in "))
            yield f"| {tally.severity} | {inert(tally.check)} | {where} | {tally.count:,} |"
    for severity, check, tables, found in report.unshown:
        yield f"| {severity} | {inert(check)} | {count(tables, 'more table')} | {found:,} |"


def _section(tally: Tally, page: Page) -> Iterator[str]:
    where = "" if tally.resource is None else f" in {inert(table_of(tally.resource).removeprefix(' in '))}"
    yield from ("", f"### {tally.severity}: {inert(tally.check)}{where}", "")
    if page.title:
        yield from (page.title, "")
    yield from ("| where | what |", "|---|---|", *(_row(finding) for finding in tally.findings))
    if more := tally.count - len(tally.findings):
        yield f"| | and {more:,} more |"


def _row(finding: Finding) -> str:
    line = [f"line {finding.line:,}"] if finding.line else []
    return f"| {inert(', '.join([file_of(finding), *line, *within(finding)]))} | {inert(finding.message)} |"


def inert(text: str) -> str:
    """Return foreign text that Markdown shows as it is.

    Each mark that could have a meaning in Markdown, HTML or a table is an entity, so that `a_b.csv` is found as it is
    called; in `<code>`, GitHub neither links a `www.` nor calls an `@name`.
    """
    return f"<code>{_MARKS.sub(_entity, plain(text, LONGEST))}</code>"


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};" if match[0].isascii() else match[0]
