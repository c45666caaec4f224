"""The rows of a package, read once, and what the pages ask of them: labels, references, sets of values."""

from collections.abc import Iterable, Mapping, Sequence

from dpkit.api.session import Session
from dpkit.api.testimony import Row, read_rows
from dpkit.claims.sets import ValueSet, preorder, value_set
from dpkit.model.roles import Claim
from dpkit.tables.sql import Sql
from dpkit.tables.table import Table


class PackageRows:
    """All rows of a package's tables, as text, by the name of the table."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tables: Mapping[str, Table] = session.tables
        self.of: dict[str, list[Row]] = {
            name: [] if table.unread else list(read_rows(session, table, Sql("true")))
            for name, table in session.tables.items()
        }
        self._labels = {name: dict(self._identities(table, "label")) for name, table in session.tables.items()}
        self._trees: dict[str, dict[str, tuple[int, int]]] = {}

    def label(self, register: str, identifier: str) -> str:
        """Return the label of a register's row, or the identifier where it has none."""
        return self._labels.get(register, {}).get(identifier) or identifier

    def possible(self, claim: Claim, cell: str, qualifier: str) -> ValueSet | None:
        """Return the set of possible values that a cell stands for."""
        name = claim.tree or ""
        if name not in self._trees:
            table = self.tables.get(name)
            self._trees[name] = preorder(dict(self._identities(table, "parent"))) if table else {}
        return value_set(claim, cell, qualifier, self._trees[name])

    def _identities(self, table: Table, part: str) -> Iterable[tuple[str, str]]:
        register = table.schema.roles.register
        field = getattr(register, part, None)
        if register and field:
            for row in self.of[table.name]:
                yield row.cells.get(register.id, ""), row.cells.get(field, "")


def reference(table: Table, field: str) -> str:
    """Return the name of the table that a field by itself refers to, or nothing."""
    keys = (key for key in table.schema.foreign_keys if key.fields == (field,))
    return next((key.resource or table.name for key in keys), "")


def by_subject(table: Table, rows: Sequence[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows of a table by their subject, what belongs together side by side, in the order of the file."""
    found: dict[tuple[str, ...], list[Row]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        subject = tuple(row.named(table.schema.roles.subject).values())
        found.setdefault(subject, []).append(row)
        for width in range(1, len(subject) + 1):
            seen.setdefault(subject[:width], len(seen))
    order = sorted(found, key=lambda subject: [seen[subject[:width]] for width in range(1, len(subject) + 1)])
    return {subject: found[subject] for subject in order}
