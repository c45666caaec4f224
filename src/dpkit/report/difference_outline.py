"""A difference as an outline: sections, groups and items of marked text, for every form that people read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dpkit.model.change import CellChange, Change, Difference, Kind, Level, RowChange, TableChanges
from dpkit.model.semver import Version
from dpkit.model.show import count, listing, plain

WORDS = {
    Kind.PACKAGE_RENAMED: ("package renamed", "packages renamed"),
    Kind.RESOURCE_REMOVED: ("resource removed", "resources removed"),
    Kind.RESOURCE_RENAMED: ("resource renamed", "resources renamed"),
    Kind.FIELD_ADDED: ("field added", "fields added"),
    Kind.FIELD_REMOVED: ("field removed", "fields removed"),
    Kind.FIELD_RENAMED: ("field renamed", "fields renamed"),
    Kind.FIELDS_REORDERED: ("table with its fields in another order", "tables with their fields in another order"),
    Kind.TYPE_CHANGED: ("type changed", "types changed"),
    Kind.MEANING_CHANGED: ("way of reading cells changed", "ways of reading cells changed"),
    Kind.CONSTRAINT_TIGHTENED: ("constraint tightened", "constraints tightened"),
    Kind.KEY_CHANGED: ("primary key changed", "primary keys changed"),
    Kind.ROLE_CHANGED: ("role changed", "roles changed"),
    Kind.SUBJECT_REMOVED: ("subject removed", "subjects removed"),
    Kind.NOT_COMPARED: ("table not compared", "tables not compared"),
    Kind.RESOURCE_ADDED: ("resource added", "resources added"),
    Kind.SUBJECT_ADDED: ("subject added", "subjects added"),
    Kind.ROW_ADDED: ("row added", "rows added"),
    Kind.ROW_REMOVED: ("row removed", "rows removed"),
    Kind.ROW_REKEYED: ("row under another key", "rows under another key"),
    Kind.CONSTRAINT_LOOSENED: ("constraint loosened", "constraints loosened"),
    Kind.ROLE_ADDED: ("role added", "roles added"),
    Kind.LICENCE_CHANGED: ("list of licences changed", "lists of licences changed"),
    Kind.CONTENT_CHANGED: ("file changed that is no table", "files changed that are no tables"),
    Kind.ROW_CHANGED: ("row corrected", "rows corrected"),
    Kind.ROW_RECITED: ("row cited anew", "rows cited anew"),
    Kind.ROW_REWRITTEN: ("row written otherwise", "rows written otherwise"),
    Kind.DESCRIPTION_CHANGED: ("description changed", "descriptions changed"),
    Kind.RESOURCES_REORDERED: ("order of resources changed", "orders of resources changed"),
    Kind.DIALECT_CHANGED: ("file format changed", "file formats changed"),
    Kind.PATH_CHANGED: ("path changed", "paths changed"),
}
SIGNS = {Kind.ROW_ADDED: "+", Kind.ROW_REMOVED: "-"}
NOTHING = "nothing"
LONGEST = 60  #: characters of a cell
CONTEXT = 15  #: characters that are shown before two long texts part
MOST_CELLS = 6  #: of a row that is new or gone


class Mark(StrEnum):
    """What a piece of text is."""

    PLAIN = ""
    NAME = "name"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; foreign text is safe to print, but not yet escaped for the form it will be in."""

    text: str
    mark: Mark = Mark.PLAIN


Item = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one kind in one resource."""

    heading: str
    items: tuple[Item, ...] = ()
    more: int = 0  #: how many are counted and not shown


@dataclass(frozen=True, slots=True)
class Section:
    """What differs in one resource, or in the package itself."""

    heading: str
    groups: tuple[Group, ...]


def title(difference: Difference) -> str:
    """Return the title: `p 1.0.0 to 1.1.0`."""
    old, new = difference.old, difference.new
    names = [plain(each) for each in dict.fromkeys([old.name, new.name]) if each]
    versions = [plain(each.version or each.told or "no version") for each in (old, new)]
    return f"{' to '.join(names) or 'package without a name'}, {versions[0]} to {versions[1]}"


def summary(difference: Difference) -> Iterator[str]:
    """Yield the lines of the summary: the level, what demands it, and what else there is."""
    if difference.empty:
        yield "no difference"
        return
    yield f"level: {difference.level}{_version(difference)}"
    for level in sorted(Level, reverse=True):
        found = {kind: number for kind, number in difference.counts.items() if kind.level is level}
        if found:
            yield f"{level or 'no step'}: {tell(found)}"


def _version(difference: Difference) -> str:
    old, new = (Version.parse(each.version or "") for each in (difference.old, difference.new))
    if old is None:
        return ""
    least = old.after(difference.level)
    told = f" ({old} has to be followed by {least} at least"
    return f"{told}; it is followed by {new})" if new is not None and new < least else f"{told})"


def tell(counts: dict[Kind, int]) -> str:
    """Return numbers of changes in words: `2 rows added and 1 row removed`."""
    return listing([count(number, *WORDS[kind]) for kind, number in counts.items()])


def sections(difference: Difference) -> Iterator[Section]:
    """Yield what differs: of the package itself first, then resource by resource."""
    resources = [each.resource for each in difference.changes] + [each.resource for each in difference.tables]
    tables = {each.resource: each for each in difference.tables}
    for name in dict.fromkeys([None, *resources]):
        changes = [each for each in difference.changes if each.resource == name]
        groups = (*_changes(changes), *(_rows(tables[name]) if name in tables else ()))
        if groups:
            rows = f": {tables[name].old_rows:,} to {count(tables[name].new_rows, 'row')}" if name in tables else ""
            yield Section(f"{plain(name) if name is not None else 'the package'}{rows}", groups)


def _changes(changes: Sequence[Change]) -> Iterator[Group]:
    for kind in Kind:
        some = [each for each in changes if each.kind is kind]
        if some:
            yield Group(tell({kind: len(some)}), tuple(_change(each) for each in some))


def _change(change: Change) -> Item:
    about = [plain(each) for each in (change.field, change.property) if each]
    if change.rows is not None:
        about.append(f"with {count(change.rows, 'row')}")
    named = (Piece(" ".join(about), Mark.NAME),) if about else ()
    told = _from_to(change)
    return (*named, Piece(": "), *told) if named and told else (*named, *told)


def _from_to(change: Change) -> Item:
    """Return what was there and what is there now; of two long texts, the piece where they part."""
    if change.old is not None and change.new is not None:
        old, new = _parting(change.old, change.new)
        return (Piece(_cell(old), Mark.OLD), Piece(" → "), Piece(_cell(new), Mark.NEW))
    if change.new is not None:
        more = change.kind is Kind.CONSTRAINT_LOOSENED and change.property == "constraints.enum"
        return (Piece("now also " if more else "now "), Piece(_cell(change.new), Mark.NEW))
    return (Piece("no longer "), Piece(_cell(change.old), Mark.OLD)) if change.old is not None else ()


def _parting(old: str, new: str) -> tuple[str, str]:
    """Return both texts without most of what they begin with alike, if they are longer than is shown."""
    alike = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = old.rfind(" ", 0, max(0, alike - CONTEXT)) + 1
    if max(len(old), len(new)) <= LONGEST or not start:
        return old, new
    return f"…{old[start:]}", f"…{new[start:]}"


def _cell(text: str | None) -> str:
    return plain(text, LONGEST) if text else NOTHING


def _rows(table: TableChanges) -> Iterator[Group]:
    if table.note:
        yield Group(plain(table.note, 300))
    for kind, number in table.counts.items():
        if kind in table.subjects:
            shown = tuple((Piece(_key(each), Mark.NAME),) for each in table.subjects[kind])
            yield Group(tell({kind: number}), shown, number - len(shown))
        else:
            rows = [row for row in table.rows if row.kind is kind]
            more = number - sum(row.times for row in rows)
            yield Group(tell({kind: number}), tuple(_row(row, table) for row in rows), more)


def _row(row: RowChange, table: TableChanges) -> Item:
    named = Piece(_key(row.key), Mark.NAME)
    about = f" ({_key(row.subject)})" if row.subject and row.subject != row.key else ""
    if row.kind is Kind.ROW_REKEYED:
        return (Piece(_key(row.old_key), Mark.OLD), Piece(" → "), Piece(_key(row.key), Mark.NEW), Piece(about))
    if row.kind in SIGNS:
        return (named, Piece(about + (f" {row.times:,} times" if row.times > 1 else "")), *_whole(row, table))
    return (named, Piece(about), *_joined(_cell_change(each) for each in row.cells))


def _whole(row: RowChange, table: TableChanges) -> Iterator[Piece]:
    """Yield the first cells of a row that is new or gone, but for those by which it is named."""
    cells = [each for each in row.cells if each.field not in (*table.key, *table.subject)]
    mark = Mark.NEW if row.kind is Kind.ROW_ADDED else Mark.OLD
    shown = ((Piece(f"{plain(each.field)} "), Piece(_cell(each.new or each.old), mark)) for each in cells[:MOST_CELLS])
    yield from _joined(shown)
    if len(cells) > MOST_CELLS:
        yield Piece("; ...")


def _joined(items: Iterable[Item]) -> Iterator[Piece]:
    for number, item in enumerate(items):
        yield Piece("; " if number else ": ")
        yield from item


def _cell_change(cell: CellChange) -> Item:
    old, new = _parting(cell.old or "", cell.new or "")
    return (Piece(f"{plain(cell.field)} "), Piece(_cell(old), Mark.OLD), Piece(" → "), Piece(_cell(new), Mark.NEW))


def _key(cells: Sequence[str]) -> str:
    return ", ".join(plain(each, LONGEST) or "''" for each in cells)
