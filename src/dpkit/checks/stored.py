"""What queries on large tables find, and what several of them share: it is stored, since it is asked for again."""

from dpkit.checks.check import Query
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, sql


class Stored:
    """Relations of what queries find; one part that queries share is kept at a time.

    Args:
        engine: holds the tables.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._part: Sql | None = None
        self._relation = Sql("")

    def found(self, query: Query) -> Sql:
        """Store what a query finds, and return the relation."""
        if query.shared != self._part:
            self.forget()
            if query.shared is not None:
                self._relation = self._made("shared", query.shared)
                self._part = query.shared
        select = query.select
        if self._part is not None:
            select = Sql(select.replace(self._part, sql("SELECT * FROM {}", self._relation)))
        return self._made("found", select)

    def forget(self) -> None:
        """Drop the part that queries shared."""
        if self._part is not None:
            self._engine.drop(self._relation)
            self._part = None

    def _made(self, what: str, select: Sql) -> Sql:
        relation = self._engine.fresh(what)
        self._engine.run(sql("CREATE TABLE {} AS {}", relation, select))
        return relation
