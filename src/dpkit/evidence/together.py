"""Evidence for the citations of small tables, all of which are asked for at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dpkit.evidence import gather
from dpkit.evidence.gather import (
    EVIDENCE,
    KINDS,
    UNFOLLOWED,
    Fault,
    count_found,
    follow_all,
    parts,
    told,
)
from dpkit.evidence.library import Holding, Library
from dpkit.evidence.locator import fault_of
from dpkit.model.evidence import Verdict
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql, text
from dpkit.tables.table import ROW, Table

if TYPE_CHECKING:
    from dpkit.evidence.settled import Followed

AT_ONCE, MOST = 25, 8_000  #: tables that one query asks, and their rows
Passage = tuple[int, str, int, str, str, str | None]  #: number of the table, part, row, source, locator, quote


def gather_together(
    engine: Engine, tables: Iterable[Table], library: Library
) -> dict[str, tuple[Sql | None, dict[Verdict, int]]]:
    """Follow all citations of small tables; return of each what `dpkit.evidence.gather.gather` does."""
    found: dict[str, tuple[Sql | None, dict[Verdict, int]]] = {}
    for some in _groups(tables):
        evidence = _Evidence(library)
        evidence.take(engine.run(_cited(some)))
        for number, table in enumerate(some):
            faults = evidence.faults[number]
            relation = engine.put(EVIDENCE, KINDS, faults) if faults else None
            found[table.name] = relation, {key: count for key, count in evidence.counts[number].items() if count}
    return found


def _groups(tables: Iterable[Table]) -> Iterator[list[Table]]:
    """Yield the small ones of the tables that cite, some at a time."""
    some: list[Table] = []
    for table in tables:
        if table.rows < gather.MANY and not table.unread and any(parts(table)):
            if len(some) == AT_ONCE or (some and table.rows + sum(each.rows for each in some) > MOST):
                yield some
                some = []
            some.append(table)
    if some:
        yield some


def _cited(tables: Sequence[Table]) -> Sql:
    """Return the query for the passages that the tables cite."""
    selects = [
        sql(
            "SELECT {}, {}, {}, {}, {}, {} FROM {} WHERE NOT ({})",
            Sql(str(number)), text(part.name), ROW, part.source.raw, part.locator.raw,
            sql("CASE WHEN NOT ({}) THEN {} END", part.quote.missing, part.quote.raw) if part.quote else Sql("NULL"),
            table.relation, part.locator.missing,
        )
        for number, table in enumerate(tables)
        for part in parts(table)
    ]  # fmt: skip
    return joined(selects, " UNION ALL ")


class _Evidence:
    """The verdicts on passages of several tables, by number of the table."""

    def __init__(self, library: Library) -> None:
        self.counts: defaultdict[int, Counter[Verdict]] = defaultdict(Counter)
        self.faults: defaultdict[int, list[Fault]] = defaultdict(list)
        self._library = library

    def take(self, passages: Iterable[Passage]) -> None:
        """Follow passages; those of one document one after the other."""
        held = []
        for passage in passages:
            number, part, row, source, locator, quote = passage
            holding = self._library.holdings.get(source)
            if holding is Holding.HELD and quote is not None:
                held.append((number, part, row, source, locator, quote))
            elif holding in UNFOLLOWED:
                self.counts[number][UNFOLLOWED[holding]] += 1
            if holding in {Holding.NOT_HELD, Holding.CHANGED} and (fault := fault_of(locator)):
                self.faults[number].append((str(row), part, Verdict.BAD_LOCATOR, fault))
        held.sort(key=lambda each: each[3])
        self._follow(held)

    def _follow(self, held: list[tuple[int, str, int, str, str, str]]) -> None:
        found: defaultdict[tuple[int, str], list[Followed]] = defaultdict(list)
        rows = ((place, source, locator, quote) for place, (*_, source, locator, quote) in enumerate(held))
        for place, source, verdict, detail in follow_all(rows, self._library):
            number, part, row, *_ = held[place]
            found[number, part].append((row, source, verdict, detail))
        for number, *_ in held:
            self.counts[number][Verdict.VERIFIED] += 1
        for (number, part), followed in found.items():
            count_found(self.counts[number], Counter(verdict for *_, verdict, _ in followed))
            for row, verdict, detail in told(followed, self._library):
                self.faults[number].append((str(row), part, verdict, detail))
