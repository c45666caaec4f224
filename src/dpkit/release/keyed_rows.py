"""Rows of two tables, matched by their keys: one join tells which differ, and in which cells."""

from collections.abc import Iterator, Sequence

from dpkit.model.change import CellChange, Kind, RowChange
from dpkit.model.descriptor import Schema
from dpkit.release.cells import CHANGED, SAME, state
from dpkit.release.matched import NEW, OLD, Matched
from dpkit.release.rekeyed import tell_rekeyed
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, every, joined, sql, text, texts

VALUES, EVIDENCE = Sql("cells"), Sql("evidence")  #: the states of the fields that say something, and of those that cite


class KeyedRows:
    """The rows that differ between two tables, as a relation in the engine.

    Its columns: `o` and `n`, the row in each table; `kind`; `cells` and `evidence`, a state for each field.

    Args:
        engine: holds both tables.
        matched: the tables, and how their rows are matched. The keys must be unique in each.
    """

    def __init__(self, engine: Engine, matched: Matched) -> None:
        self.engine, self.matched = engine, matched
        self.fields = [each for each in matched.columns if each not in matched.key]
        citing = citation_fields(matched.new.schema)
        self._lists = {
            VALUES: [each for each in self.fields if each not in citing],
            EVIDENCE: [each for each in self.fields if each in citing],
        }
        self._relation = self._compare()
        if self.fields and {Kind.ROW_ADDED, Kind.ROW_REMOVED} <= self.counts().keys():
            tell_rekeyed(engine, self._relation, matched, self.fields)

    def counts(self) -> dict[Kind, int]:
        """Return how many rows there are of each kind."""
        found = self.engine.run(sql("SELECT kind, count(*) FROM {} GROUP BY kind", self._relation))
        return {Kind(kind): number for kind, number in found}

    def changed_fields(self) -> dict[str, int]:
        """Return in how many rows the text of each field differs, where it does."""
        if not self.fields:
            return {}
        kinds = texts(each.value for each in (Kind.ROW_CHANGED, Kind.ROW_RECITED, Kind.ROW_REWRITTEN))
        sums = joined(sql("count(*) FILTER (WHERE {} > {})", self._state(each), SAME) for each in self.fields)
        counts = self.engine.run(sql("SELECT {} FROM {} WHERE kind IN {}", sums, self._relation, kinds))
        return {field: number for field, number in zip(self.fields, counts[0], strict=True) if number}

    def _state(self, field: str) -> Sql:
        return next(
            sql("{}[{}]", cells, Sql(str(fields.index(field) + 1)))
            for cells, fields in self._lists.items()
            if field in fields
        )

    def moves_subjects(self, subject: Sequence[str]) -> bool:
        """Tell whether any row was added or removed, or speaks of another subject now."""
        moved = [sql("{} > {}", self._state(each), SAME) for each in subject if each in self.fields]
        rows = either([Sql("o IS NULL"), Sql("n IS NULL"), Sql("kind = 'row-rekeyed'"), *moved])
        return bool(self.engine.run(sql("SELECT count(*) FROM {} WHERE {}", self._relation, rows))[0][0])

    def first(self, kind: Kind, most: int | None, subject: Sequence[str]) -> Iterator[RowChange]:
        """Yield the first rows of a kind, in the order of the new table (of the old one, where they are gone)."""
        limit = sql(" LIMIT {}", Sql(str(most))) if most is not None else Sql("")
        chosen = sql("(SELECT * FROM {} WHERE kind = {} ORDER BY n, o{})", self._relation, text(kind.value), limit)
        side = "LEFT JOIN {t} AS {side} ON {side}._row = c.{row}"
        joins = [
            sql(side, t=self.matched.old.relation, side=OLD, row=Sql("o")),
            sql(side, t=self.matched.new.relation, side=NEW, row=Sql("n")),
        ]
        shown = [*self.matched.key, *self.fields]
        before, after = ([cell(each) for each in shown] for cell in (self.matched.before, self.matched.after))
        query = sql(
            "SELECT {} FROM {} AS c {} ORDER BY c.n, c.o", joined([*before, *after]), chosen, joined(joins, " ")
        )
        for row in self.engine.run(query):
            old, new = (dict(zip(shown, cells, strict=True)) for cells in (row[: len(shown)], row[len(shown) :]))
            yield self._row(kind, old, new, subject)

    def _row(self, kind: Kind, old: dict[str, str], new: dict[str, str], subject: Sequence[str]) -> RowChange:
        # of a row that is gone or new all cells are None on the other side
        here = old if kind is Kind.ROW_REMOVED else new
        cells = [CellChange(each, old[each], new[each]) for each in here if old[each] != new[each]]
        shown = here if kind in {Kind.ROW_ADDED, Kind.ROW_REMOVED} else dict[str, str]()
        key = tuple(here[each] for each in self.matched.key)
        return RowChange(
            kind=kind,
            key=key,
            old_key=tuple(old[each] for each in self.matched.key) if kind is Kind.ROW_REKEYED else (),
            subject=tuple(here[each] for each in subject),
            cells=tuple(each for each in cells if each.field not in shown or shown[each.field]),
        )

    def _compare(self) -> Sql:
        """Join the tables on the key and keep what differs: exactly, cell by cell, and without fetching a row."""
        rows, matched = self.engine.fresh("rows"), self.matched
        # one list of states, not a column a field: of a thousand columns the engine would make a plan too long
        lists = [
            sql("CAST([{}] AS UTINYINT[]) AS {}", joined(state(matched.pair(each)) for each in fields), cells)
            for cells, fields in self._lists.items()
        ]
        query = (
            "CREATE TABLE {rows} AS SELECT *, {kind} AS kind "
            "FROM (SELECT {cells} FROM {a} AS {old} FULL JOIN {b} AS {new} ON {key}) "
            "WHERE o IS NULL OR n IS NULL OR greatest(list_max({values}), list_max({evidence})) > {same}"
        )
        self.engine.run(
            sql(
                query,
                rows=rows,
                kind=self._kind(),
                cells=joined([Sql("old._row AS o, new._row AS n"), *lists]),
                a=matched.old.relation,
                old=OLD,
                b=matched.new.relation,
                new=NEW,
                key=every(sql("{} = {}", matched.before(each), matched.after(each)) for each in matched.key),
                values=VALUES,
                evidence=EVIDENCE,
                same=SAME,
            )
        )
        return rows

    def _kind(self) -> Sql:
        corrected, cited = (sql("list_contains({}, {})", cells, CHANGED) for cells in (VALUES, EVIDENCE))
        kinds = (Kind.ROW_ADDED, Kind.ROW_REMOVED, Kind.ROW_CHANGED, Kind.ROW_RECITED, Kind.ROW_REWRITTEN)
        conditions = "CASE WHEN o IS NULL THEN {} WHEN n IS NULL THEN {} WHEN {c} THEN {} WHEN {e} THEN {} ELSE {} END"
        return sql(conditions, *(text(each.value) for each in kinds), c=corrected, e=cited)


def citation_fields(schema: Schema) -> set[str]:
    """Return the fields that say where a row comes from and how sure it is, and not what it says.

    `mode` is none of them, nor is a field that decides which rows are compared (`claims`): other cells in them change
    what counts.
    """
    citation = schema.roles.citation
    if citation is None:
        return set()
    evidence = (
        citation.source,
        citation.locator,
        citation.quote,
        citation.confidence,
        citation.context_locator,
        citation.context_quote,
        citation.from_context,
        citation.basis,
        citation.according_to,
    )
    decisive = {name for part, _ in schema.roles.claims for name in (part, getattr(citation, part, None))}
    return {each for each in evidence if each} - decisive
