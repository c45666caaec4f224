"""Subjects that a table speaks of, and no longer does."""

from collections.abc import Iterable

from dpkit.model.change import Kind
from dpkit.model.descriptor import Package, Schema
from dpkit.release.text_table import TextTable
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql

Subject = tuple[str, ...]


def subject_fields(schema: Schema, name: str, packages: Iterable[Package]) -> Subject:
    """Return the fields that say what the rows of a table speak of, or nothing.

    They are the subject of a table of testimony, the identifier of a register or of the sources; of any other table,
    the fields that a foreign key of another table leads to: what it refers to is meant to stay.
    """
    roles = schema.roles
    for identity in (roles.register, roles.source):
        if identity is not None:
            return (identity.id,)
    return roles.subject or _referenced(name, packages)


def _referenced(name: str, packages: Iterable[Package]) -> Subject:
    keys = (
        key.reference
        for package in packages
        for resource in package.resources
        if resource.schema and resource.name != name
        for key in resource.schema.foreign_keys
        if key.resource == name
    )
    return next(keys, ())


class Subjects:
    """The subjects of two tables, compared.

    Args:
        engine: holds both tables.
        old: the table before, with its subject's fields.
        new: the table now, with its subject's fields.
    """

    def __init__(self, engine: Engine, old: tuple[TextTable, Subject], new: tuple[TextTable, Subject]) -> None:
        self.engine = engine
        before, after = _distinct(*old), _distinct(*new)
        self._relations = {
            Kind.SUBJECT_REMOVED: sql("({} EXCEPT {})", before, after),
            Kind.SUBJECT_ADDED: sql("({} EXCEPT {})", after, before),
        }

    def counts(self) -> dict[Kind, int]:
        """Return how many subjects there are of each kind."""
        counts = {
            kind: self.engine.run(sql("SELECT count(*) FROM {}", relation))[0][0]
            for kind, relation in self._relations.items()
        }
        return {kind: number for kind, number in counts.items() if number}

    def first(self, kind: Kind, most: int | None) -> tuple[Subject, ...]:
        """Return the first subjects of a kind, in the order of their texts."""
        limit = sql(" LIMIT {}", Sql(str(most))) if most is not None else Sql("")
        return tuple(self.engine.run(sql("SELECT * FROM {} ORDER BY ALL{}", self._relations[kind], limit)))


def _distinct(table: TextTable, fields: Subject) -> Sql:
    return sql("SELECT DISTINCT {} FROM {}", joined(table.columns[each] for each in fields), table.relation)
