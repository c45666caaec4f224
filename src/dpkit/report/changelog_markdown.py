"""The draft of a section of the changelog, in the form of Keep a Changelog."""

from collections.abc import Iterable, Iterator, Sequence

from dpkit.model.change import Change, Draft, FactChange, Kind, Level, RowChange, TableChanges
from dpkit.model.semver import Version
from dpkit.model.show import count, listing
from dpkit.report.difference_outline import tell
from dpkit.report.markdown import code, text

LONGEST = 120  #: characters of a value
SHOWN = 10  #: subjects and rows that are named one by one
SHAPE = tuple(
    kind for kind in Kind
    if kind.value.split("-")[0] not in {"row", "subject"} and kind not in {Kind.RESOURCE_ADDED, Kind.RESOURCE_REMOVED}
)  # fmt: skip
Section = tuple[str, list[str]]  #: a heading, and the items of a list


def changelog_markdown(draft: Draft) -> str:
    """Return the section: what was added, removed, corrected and cited anew, which facts that touches, and the schema.

    It is a draft: what the changes mean, nobody can compute.
    """
    return "".join(f"{line}\n" for line in _lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    difference = draft.difference
    yield "### Data"
    yield ""
    last = Version.parse(difference.old.version or "")
    if difference.empty or last is None:
        yield "No difference." if difference.empty else f"The changes demand a {difference.level} step."
    else:
        yield f"Since {last}. The changes demand {_step(difference.level)}: {last.after(difference.level)} or higher."
    for heading, items in _sections(draft):
        if items:
            yield from ("", f"**{heading}**", "", *(f"- {item}" for item in items))


def _step(level: Level) -> str:
    return "no other version" if level is Level.NONE else f"a {level} step"


def _sections(draft: Draft) -> Iterator[Section]:
    changes, tables = draft.difference.changes, draft.difference.tables
    yield "Added", [*_resources(changes, Kind.RESOURCE_ADDED), *_rows(tables, Kind.ROW_ADDED, Kind.SUBJECT_ADDED)]
    yield (
        "Removed",
        [*_resources(changes, Kind.RESOURCE_REMOVED), *_rows(tables, Kind.ROW_REMOVED, Kind.SUBJECT_REMOVED)],
    )
    yield "Corrected", list(_corrected(draft))
    yield "Facts with another value", [_fact(each) for each in draft.facts]
    yield "Cited anew", list(_listed(tables, Kind.ROW_RECITED))
    yield "Under another key", list(_listed(tables, Kind.ROW_REKEYED))
    yield "Written otherwise", list(_listed(tables, Kind.ROW_REWRITTEN))
    yield "Schema and description", list(_shape(changes))


def _resources(changes: Sequence[Change], kind: Kind) -> Iterator[str]:
    for each in changes:
        if each.kind is kind:
            rows = f", {count(each.rows, 'row')}" if each.rows is not None else ""
            yield f"{_name(each.resource)}: the whole resource{rows}"


def _rows(tables: Iterable[TableChanges], rows: Kind, subjects: Kind) -> Iterator[str]:
    for table in tables:
        if rows in table.counts or subjects in table.counts:
            told = tell({kind: table.counts[kind] for kind in (rows, subjects) if kind in table.counts})
            named = _some([", ".join(each) for each in table.subjects.get(subjects, ())], table.counts.get(subjects, 0))
            yield f"{_name(table.resource)}: {told}{f' ({named})' if named else ''}"


def _corrected(draft: Draft) -> Iterator[str]:
    for table in draft.difference.tables:
        for row in table.rows:
            if row.kind is Kind.ROW_CHANGED:
                yield from (f"{_place(table, row)}, {line}" for line in _cells(draft, table, row))
        if more := table.counts.get(Kind.ROW_CHANGED, 0) - sum(row.kind is Kind.ROW_CHANGED for row in table.rows):
            yield f"{_name(table.resource)}: {count(more, 'row')} more"


def _cells(draft: Draft, table: TableChanges, row: RowChange) -> Iterator[str]:
    for cell in row.cells:
        reason = draft.reasons.get((table.resource, cell.field, row.subject))
        told = f" (ruling: {text(reason)})" if reason else ""
        yield f"{_name(cell.field)}: {_value(cell.old)} is now {_value(cell.new)}{told}"


def _fact(fact: FactChange) -> str:
    told = f" (ruling: {text(fact.ruling)})" if fact.ruling else ""
    subject = text(", ".join(fact.subject))
    return f"{_name(fact.resource)} {subject}, {_name(fact.field)}: {_value(fact.old)} is now {_value(fact.new)}{told}"


def _listed(tables: Iterable[TableChanges], kind: Kind) -> Iterator[str]:
    for table in tables:
        if kind in table.counts:
            keys = [_key(row) for row in table.rows if row.kind is kind]
            yield f"{_name(table.resource)}: {count(table.counts[kind], 'row')} ({_some(keys, table.counts[kind])})"


def _key(row: RowChange) -> str:
    old = f"{', '.join(row.old_key)} is now " if row.old_key else ""
    return old + ", ".join(row.key)


def _shape(changes: Sequence[Change]) -> Iterator[str]:
    """Yield changes of the schema; the same change of several tables is told once."""
    alike: dict[tuple[object, ...], list[Change]] = {}
    for each in changes:
        if each.kind in SHAPE and each.kind is not Kind.DESCRIPTION_CHANGED:
            alike.setdefault((each.kind, each.field, each.property, each.old, each.new), []).append(each)
    for some in alike.values():
        first, tables = some[0], [each.resource for each in some if each.resource]
        about = " ".join(_name(each) for each in (first.field, first.property) if each)
        values = f": {_value(first.old)} is now {_value(first.new)}" if (first.old, first.new) != (None, None) else ""
        where = f", in {_some(tables, len(tables))}" if tables else ""
        yield f"{first.kind.told}: {about}{values}{where}" if about or values else f"{first.kind.told}{where}"
    if described := sum(each.kind is Kind.DESCRIPTION_CHANGED for each in changes):
        yield tell({Kind.DESCRIPTION_CHANGED: described})


def _place(table: TableChanges, row: RowChange) -> str:
    subject = f" {text(', '.join(row.subject))}" if row.subject and row.subject != row.key else ""
    return f"{_name(table.resource)}{subject}, row {text(', '.join(row.key))}"


def _some(names: Sequence[str], total: int) -> str:
    shown = [text(each) for each in names[:SHOWN]]
    return listing([*shown, f"{total - len(shown):,} more"] if total > len(shown) else shown)


def _name(name: str | None) -> str:
    return code(name or "")


def _value(value: str | None) -> str:
    return code(value, LONGEST) if value else "nothing"
