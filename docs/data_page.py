"""The data dictionary, `docs/data.md`: what a package holds, how it was made, and what its tables mean."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from package_rows import PackageRows
from resolved_view import View, view_text, views
from table_sections import common_fields, common_text, kind, table_text

from dpkit.api.session import Session, look_at
from dpkit.model.show import count
from dpkit.report.markdown import code, link, table, text, without_empty

ABOUT, OMITTED = "What the package is", "Passages that were left out"
RESOLVED, TABLES = "The resolved view", "The tables as they are"
TITLE, PUBLISHER, REASON = "title", "publisher", "reliability_reason"  #: fields of the sources that people read

READING = """A **register** has one row for each thing that is spoken of (a person, a visit, a gift), with the passage
that first names it. A table of **accounts** has one row for each passage of a source that speaks of such a thing, its
*subject*, and says only what that passage states: what several passages state stands in several rows. The tables of
**sources**, **exclusions** and **rulings** describe the documents, what of them was left out, and what was decided
where they contradict each other. To look something up, begin with the [resolved view](#the-resolved-view), one row a
subject; to see who says it, and in which words, follow it to the accounts (`dpkit trace TABLE ID` does so). The terms
are explained in the [glossary](glossary.md)."""

RESOLVING = """These tables are derived from the accounts, never edited. For each subject and field they show the stated
value that fits all testimony best: a day before its month, a number before "over" a smaller one, a place before the
region it lies in. References are shown by the label of the row they point to.

- *contested: a / b*: the claims do not all fit one state of the world; each side is given, with the ruling if any.
- An empty cell: no passage states a value that can be compared. A word such as "several" gives no number; forecasts
  and inferences are not compared.
- *(low)*: the value rests on rows of low confidence alone.
- *2 forms*: a name or title is written in two ways, which the accounts tell.
- *passages*: how many rows of the accounts speak of the subject.

Fields that may rightly hold several values (topics, names, who took part) stand in the accounts only. A day or month
that merely lies within a span is shown where the ends of the span are not both known. Columns without any value are
left out."""


def data_page(package: Path, method: str) -> str:
    """Return the page on a package.

    Args:
        package: its folder or descriptor.
        method: how the data were made, in Markdown; it begins with a heading of level 2.
    """
    with look_at(package) as session:
        rows = PackageRows(session)
        found = views(rows)
        parts = [
            f"# Data dictionary\n\n{_made(session)}\n",
            _index(rows, found, _first_heading(method)),
            _about(session, rows),
            f"{method.strip()}\n",
            _omitted(rows),
            f"## {RESOLVED}\n\n{RESOLVING}\n" if found else "",
            *(view_text(rows, view) for view in found),
            f"## {TABLES}\n",
            *_tables(rows),
        ]
    return "\n".join(part for part in parts if part)


def _made(session: Session) -> str:
    name = text(str(session.package.raw.get("title") or session.package.name or "a package"), 500)
    version = f", version {text(session.package.version)}" if session.package.version else ""
    return f"**{name}**{version}\n\nThis page is made from the package by `make docs`."


def _first_heading(method: str) -> str:
    return next((line.removeprefix("## ") for line in method.splitlines() if line.startswith("## ")), "")


def _index(rows: PackageRows, found: list[View], method: str) -> str:
    headings = [ABOUT, method, *([RESOLVED] if found else []), TABLES]
    sections = "".join(f"{number}. {link(each, each)}\n" for number, each in enumerate(filter(None, headings), 1))
    resolved = {view.name: link("resolved", view.heading) for view in found}
    cells = [
        [
            link(code(name), f"Table {name}"),
            text(str(each.resource.raw.get("title") or "")),
            kind(each),
            f"{len(rows.of[name]):,}",
            resolved.get(name, ""),
        ]
        for name, each in rows.tables.items()
    ]
    return f"## Index\n\n{sections}\n{table(*without_empty(['table', 'title', 'kind', 'rows', ''], cells))}"


def _about(session: Session, rows: PackageRows) -> str:
    described = text(str(session.package.raw.get("description") or ""), 5000)
    total = sum(len(each) for each in rows.of.values())
    cited = sum(_cited(rows).values())
    counts = f"{count(len(rows.tables), 'table')}, {count(total, 'row')}, {count(cited, 'cited passage')}."
    return "\n\n".join(part for part in (f"## {ABOUT}", described, READING, counts, _sources(session, rows)) if part)


def _sources(session: Session, rows: PackageRows) -> str:
    """Return the table of sources, with how often each is cited, and the reasons of their grades."""
    sources = rows.tables.get(session.package.roles.sources or "")
    roles = sources.schema.roles.source if sources else None
    if sources is None or roles is None:
        return ""
    fields = {"title": TITLE, "publisher": PUBLISHER, "published": roles.published}
    fields |= {"control group": roles.control_group, "reliability": roles.reliability}
    cited = _cited(rows)
    cells, reasons = [], []
    for row in rows.of[sources.name]:
        source = row.cells.get(roles.id, "")
        own = [text(row.cells.get(field or "", "")) for field in fields.values()]
        cells.append([code(source), *own, f"{cited[source]:,}"])
        if reason := text(row.cells.get(REASON, ""), 1000):
            reasons.append(f"- {code(source)} is **{own[-1]}**: {reason}\n")
    heads, cells = without_empty(["id", *fields, "cited passages"], cells)
    graded = f"\nWhy they are graded as they are:\n\n{''.join(reasons)}" if reasons else ""
    return f"### The sources\n\n{table(heads, cells)}{graded}"


def _cited(rows: PackageRows) -> Counter[str]:
    """Return how many passages of each source are cited, contexts included."""
    places = ("locator", "context_locator")
    every = (row for some in rows.of.values() for row in some if row.table.schema.roles.citation)
    return Counter(row.part("source") for row in every for place in places if row.part(place))


def _omitted(rows: PackageRows) -> str:
    """Return the passages that are excluded, with the reasons."""
    cells = [
        [text(row.cells.get(each, "")) for each in (roles.source, roles.locator, roles.reason or "")]
        for name, each in rows.tables.items()
        if (roles := each.schema.roles.exclusion)
        for row in rows.of[name]
    ]
    lead = (
        "A locator `line=a,b` (RFC 5147) counts the positions between the lines from 0: `line=0,1` is the first line."
    )
    return f"### {OMITTED}\n\n{lead}\n\n{table(('source', 'lines', 'reason'), cells)}" if cells else ""


def _tables(rows: PackageRows) -> Iterator[str]:
    common = common_fields(rows)
    if common:
        yield common_text(rows, common)
    for each in rows.tables.values():
        yield table_text(rows, each, common)
