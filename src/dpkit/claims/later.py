"""Derived relations that are made when a check first asks for them: who does not ask does not wait."""

from collections.abc import Callable, Iterator, Mapping

from dpkit.tables.sql import Sql

Maker = Callable[[], Mapping[str, Sql]]  #: makes one relation for each table that needs it: name of the table -> it


class Later(Mapping[str, Sql]):
    """The derived relations of one table, by name. One that would hold nothing is not there.

    Args:
        table: name of the table.
        known: relations that are there already.
        makers: by name of the relation; each is called at most once for all tables if it is wrapped in `cache`.
    """

    def __init__(self, table: str, known: Mapping[str, Sql], makers: Mapping[str, Maker]) -> None:
        self._table = table
        self._known = known
        self._makers = makers

    def __getitem__(self, name: str) -> Sql:
        """Return a relation, made now if need be."""
        return self._known[name] if name in self._known else self._makers[name]()[self._table]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the relations that are there."""
        return (name for name in (*self._known, *self._makers) if name in self)

    def __len__(self) -> int:
        """Return how many relations there are."""
        return sum(1 for _ in self)
