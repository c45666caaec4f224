"""The difference of two packages whose tables are in one engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dpkit.model.change import Change, Difference, Edition, Kind, TableChanges
from dpkit.model.descriptor import Package
from dpkit.release.descriptors import package_changes, resource_changes
from dpkit.release.fields import field_changes, schema_changes
from dpkit.release.matching import same_fields, same_resources
from dpkit.release.rows import row_changes
from dpkit.release.subjects import subject_fields
from dpkit.release.text_table import TextTable
from dpkit.tables.engine import Engine

Tables = Mapping[str, TextTable]


@dataclass(frozen=True, slots=True)
class Content:
    """One of the two packages, read.

    Attributes:
        package: what its descriptor says.
        tables: its tables, by name.
        digests: of the data of each resource that is no table, or none that could be read, by its name.
    """

    package: Package
    tables: Tables
    digests: Mapping[str, str]


class Comparison:
    """Two packages on their way to a `Difference`.

    Args:
        engine: holds the tables of both.
        old: the package before.
        new: the package now.
        first: how many differences of each kind and table are kept; None keeps all. All are counted.
    """

    def __init__(self, engine: Engine, old: Content, new: Content, first: int | None) -> None:
        self.engine, self.old, self.new, self.first = engine, old, new, first
        self.same = same_resources(old.package, new.package)

    def difference(self) -> Difference:
        """Return all that differs."""
        changes = [*package_changes(self.old.package, self.new.package), *self._resources()]
        tables: list[TableChanges] = []
        for then, now in self.same.items():
            changes += self._resource(then, now)
            if then in self.old.tables and now in self.new.tables:
                found, rows = self._table(self.old.tables[then], self.new.tables[now])
                changes += found
                tables += [each for each in rows if each.counts]
            elif self.old.digests.get(then) != self.new.digests.get(now):
                changes.append(Change(kind=Kind.CONTENT_CHANGED, resource=now))
        return Difference(
            old=_edition(self.old.package),
            new=_edition(self.new.package),
            changes=tuple(changes),
            tables=tuple(tables),
        )

    def _resources(self) -> Iterator[Change]:
        old, new = ([each.name for each in content.package.resources] for content in (self.old, self.new))
        for name in old:
            if name not in self.same:
                table = self.old.tables.get(name)
                yield Change(kind=Kind.RESOURCE_REMOVED, resource=name, rows=table.rows if table else None)
        for name in new:
            if name not in self.same.values():
                table = self.new.tables.get(name)
                yield Change(kind=Kind.RESOURCE_ADDED, resource=name, rows=table.rows if table else None)
        kept = [self.same[name] for name in old if name in self.same]
        if kept != [name for name in new if name in self.same.values()]:
            yield Change(kind=Kind.RESOURCES_REORDERED)

    def _resource(self, then: str, now: str) -> Iterator[Change]:
        old, new = self.old.package.resource(then), self.new.package.resource(now)
        if then != now:
            yield Change(kind=Kind.RESOURCE_RENAMED, resource=now, old=then, new=now)
        if old is not None and new is not None:
            yield from resource_changes(old, new)

    def _table(self, old: TextTable, new: TextTable) -> tuple[list[Change], list[TableChanges]]:
        same = same_fields(self.engine, old, new)
        changes = [*field_changes(old.schema, new.schema, same, new.name)]
        changes += schema_changes(old.schema, new.schema, same, new.name)
        if old.unread or new.unread:
            return changes + self._not_compared(old, new), []
        subject = subject_fields(new.schema, new.name, [self.new.package]) or tuple(
            same.get(each, each) for each in subject_fields(old.schema, old.name, [self.old.package])
        )
        return changes, [row_changes(self.engine, old, new, same, subject, self.first)]

    def _not_compared(self, old: TextTable, new: TextTable) -> list[Change]:
        digest = self.new.digests.get(new.name)
        if digest is not None and digest == self.old.digests.get(old.name):
            return []
        before, after = (f"it could not be read: {each.unread}" if each.unread else None for each in (old, new))
        return [Change(kind=Kind.NOT_COMPARED, resource=new.name, old=before, new=after)]


def _edition(package: Package) -> Edition:
    return Edition(name=package.name, version=package.version)
