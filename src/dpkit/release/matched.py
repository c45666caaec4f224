"""Two tables whose rows are matched by a key."""

from collections.abc import Mapping
from dataclasses import dataclass

from dpkit.release.cells import Pair, pair
from dpkit.release.text_table import TextTable
from dpkit.tables.sql import Sql, sql

OLD, NEW = Sql("old"), Sql("new")  #: what the two tables are called in a query


@dataclass(frozen=True, slots=True)
class Matched:
    """Two tables whose rows are matched by a key.

    Attributes:
        columns: name of a field now -> its name before; the fields that both tables have.
        key: the fields, by their names now, that say which row is which.
    """

    old: TextTable
    new: TextTable
    columns: Mapping[str, str]
    key: tuple[str, ...]

    def before(self, field: str, table: Sql = OLD) -> Sql:
        """Return the column of a field in the old table."""
        return sql("{}.{}", table, self.old.columns[self.columns[field]])

    def after(self, field: str, table: Sql = NEW) -> Sql:
        """Return the column of a field in the new table."""
        return sql("{}.{}", table, self.new.columns[field])

    def pair(self, field: str) -> Pair:
        """Return both cells of a field."""
        before, after = (self.columns[field], self.before(field)), (field, self.after(field))
        return pair(self.old.schema, self.new.schema, before, after)
