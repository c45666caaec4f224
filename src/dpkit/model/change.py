"""Changes: what differs between two states of a package, and the step of the version that each demands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Self


class Level(IntEnum):
    """The step of a version that changes demand: `Level.PATCH < Level.MINOR`."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        """Return the level as a word."""
        return self.name.lower()


class Kind(StrEnum):
    """What kinds of changes there are, each with the level that it demands.

    This is the "Version" recipe of Data Package (https://datapackage.org/recipes/data-package-version/), a row for each
    of its bullets, and the rows that a package of testimony needs besides.
    """

    level: Level
    told: str

    def __new__(cls, name: str, level: Level = Level.NONE, told: str = "") -> Self:
        """Make a kind of its name, its level, and what it means."""
        kind = str.__new__(cls, name)
        kind._value_, kind.level, kind.told = name, level, told
        return kind

    PACKAGE_RENAMED = "package-renamed", Level.MAJOR, "the package has another name"
    RESOURCE_REMOVED = "resource-removed", Level.MAJOR, "a resource is gone"
    RESOURCE_RENAMED = "resource-renamed", Level.MAJOR, "a resource has another name"
    FIELD_ADDED = "field-added", Level.MAJOR, "a field is new"
    FIELD_REMOVED = "field-removed", Level.MAJOR, "a field is gone"
    FIELD_RENAMED = "field-renamed", Level.MAJOR, "a field has another name"
    FIELDS_REORDERED = "fields-reordered", Level.MAJOR, "the fields stand in another order"
    TYPE_CHANGED = "type-changed", Level.MAJOR, "a field has another type or format"
    MEANING_CHANGED = "meaning-changed", Level.MAJOR, "the same text in a cell means something else"
    CONSTRAINT_TIGHTENED = "constraint-tightened", Level.MAJOR, "values that were valid no longer are"
    KEY_CHANGED = "key-changed", Level.MAJOR, "rows are identified by other fields"
    ROLE_CHANGED = "role-changed", Level.MAJOR, "a field plays another part for dpkit, or none"
    SUBJECT_REMOVED = "subject-removed", Level.MAJOR, "a table no longer speaks of a subject"
    NOT_COMPARED = "not-compared", Level.MAJOR, "a table could not be compared, so that anything may have changed"

    RESOURCE_ADDED = "resource-added", Level.MINOR, "a resource is new"
    SUBJECT_ADDED = "subject-added", Level.MINOR, "a table speaks of a new subject"
    ROW_ADDED = "row-added", Level.MINOR, "a row is new"
    ROW_REMOVED = "row-removed", Level.MINOR, "a row is gone"
    ROW_REKEYED = "row-rekeyed", Level.MINOR, "a row has another key and the same content"
    CONSTRAINT_LOOSENED = "constraint-loosened", Level.MINOR, "values that were not valid now are"
    ROLE_ADDED = "role-added", Level.MINOR, "a field plays a part for dpkit that none played before"
    LICENCE_CHANGED = "licence-changed", Level.MINOR, "the licences are others"
    CONTENT_CHANGED = "content-changed", Level.MINOR, "a file that is no table has other bytes"

    ROW_CHANGED = "row-changed", Level.PATCH, "values of a row were corrected"
    ROW_RECITED = "row-recited", Level.PATCH, "a row has the same values and other evidence"
    ROW_REWRITTEN = "row-rewritten", Level.PATCH, "a row has the same values, written otherwise"
    DESCRIPTION_CHANGED = "description-changed", Level.PATCH, "descriptive metadata is another"
    RESOURCES_REORDERED = "resources-reordered", Level.PATCH, "the resources stand in another order"
    DIALECT_CHANGED = "dialect-changed", Level.PATCH, "a file is written down otherwise"

    PATH_CHANGED = "path-changed", Level.NONE, "a file lies elsewhere"


ROW_KINDS = (
    Kind.ROW_ADDED, Kind.ROW_REMOVED, Kind.ROW_REKEYED, Kind.ROW_CHANGED, Kind.ROW_RECITED, Kind.ROW_REWRITTEN,
)  # fmt: skip
SUBJECT_KINDS = (Kind.SUBJECT_ADDED, Kind.SUBJECT_REMOVED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference between two descriptors."""

    kind: Kind
    resource: str | None = None  #: its name in the new package, or in the old one where it is gone
    field: str | None = None
    property: str | None = None  #: of the descriptor, such as `title` or `constraints.enum`
    old: str | None = None  #: text as it stands, anything else as JSON
    new: str | None = None
    rows: int | None = None  #: of a resource that was added or removed


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: its text before and after; a row that is new has no text before, one that is gone none after."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RowChange:
    """One difference between the rows of two tables."""

    kind: Kind  #: one of ROW_KINDS
    key: tuple[str, ...]  #: cells of the key, in the order of `TableChanges.key`; empty where the table has none
    old_key: tuple[str, ...] = ()  #: of a row whose key changed
    subject: tuple[str, ...] = ()  #: what the row speaks of, if the table has subjects
    cells: tuple[CellChange, ...] = ()
    times: int = 1  #: how often, for rows that are the same as others


@dataclass(frozen=True, kw_only=True, slots=True)
class TableChanges:
    """What differs between the rows of one table: the exact counts, and the first differences of each kind."""

    resource: str
    old_rows: int
    new_rows: int
    key: tuple[str, ...] = ()  #: the fields by which rows were matched; empty: whole rows were compared
    subject: tuple[str, ...] = ()  #: the fields that say what a row speaks of
    counts: Mapping[Kind, int] = field(default_factory=dict)  #: of ROW_KINDS and SUBJECT_KINDS; none is 0
    fields: Mapping[str, int] = field(default_factory=dict)  #: field -> in how many rows its cell has another text
    rows: tuple[RowChange, ...] = ()
    subjects: Mapping[Kind, tuple[tuple[str, ...], ...]] = field(default_factory=dict)  #: the first ones of each kind
    note: str = ""  #: why rows were not matched by key, if they were not


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One of the two packages that are compared."""

    name: str | None = None
    version: str | None = None
    told: str = ""  #: where it was found, in the words of who asked


@dataclass(frozen=True, kw_only=True)
class Difference:
    """All that differs between two packages."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...] = ()  #: of the descriptors, and tables that could not be compared
    tables: tuple[TableChanges, ...] = ()  #: of tables that both have, where rows differ

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not self.counts

    @property
    def level(self) -> Level:
        """The step of the version that the changes demand together: the highest that one of them demands."""
        return max((kind.level for kind in self.counts), default=Level.NONE)

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many changes there are of each kind, those that demand most first."""
        counts: dict[Kind, int] = {}
        for change in self.changes:
            counts[change.kind] = counts.get(change.kind, 0) + 1
        for table in self.tables:
            for kind, number in table.counts.items():
                counts[kind] = counts.get(kind, 0) + number
        order = list(Kind)
        return dict(sorted(counts.items(), key=lambda item: order.index(item[0])))


@dataclass(frozen=True, kw_only=True, slots=True)
class FactChange:
    """A value that the evidence of a subject supports best, and that is another now."""

    resource: str
    subject: tuple[str, ...]
    field: str
    old: str  #: empty where nothing was stated, or nothing prevailed
    new: str
    ruling: str = ""  #: choice and reason, where a ruling decides on it


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a section of the changelog can say."""

    difference: Difference
    facts: tuple[FactChange, ...] = ()
    reasons: Mapping[tuple[str, str, tuple[str, ...]], str] = field(default_factory=dict)
    #: resource, field and subject -> choice and reason of the ruling on them now
