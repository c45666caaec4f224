"""What is asked of many fields of a wide table alike, asked once of all cells of a list."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from dpkit.tables.engine import Engine
from dpkit.tables.pool import NONE, Found
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import ROW, Table
from dpkit.tables.wide.fields import PLACE, cells_of, listed

FEWEST = 5  #: fields of a group; to ask fewer one by one is cheaper than to take the whole list apart
PARTS = ("t", "v", "lo", "up", "k", "m", "j")  #: of a field: its text, and what may have been decided of it
_ITEM = re.compile(r'"[a-z]+(\d+)"(\[\d+\])')
_NAME = re.compile(r'"[a-z]+\d+"')
_NAMED = re.compile(r'"(?:[^"]|"")*"')
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_SUBQUERY = re.compile(r"\bSELECT\b", re.IGNORECASE)
_LIKE = attrgetter("lists", "expression")
_KEPT = 10_000  #: expressions of which it is remembered what they name


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression over the cells at one place of lists: over names of lists instead of their items."""

    lists: tuple[Sql, ...]
    expression: Sql
    place: int


def asked_of(expression: Sql) -> Asked | None:
    """Return what an expression asks of one field; None where it asks of several, or of other relations."""
    item = _ITEM.search(expression)
    if item is None:
        return None
    shape, number, place = str(expression), item[1], item[2]
    for part in PARTS:
        one = listed(part, int(number))
        shape = shape.replace(f"{one}{place}", one)
    lists = _lists(shape, number)
    return Asked(lists, Sql(shape), int(place[1:-1])) if lists else None


@lru_cache(_KEPT)
def _lists(shape: str, number: str) -> tuple[Sql, ...]:
    """Return the lists that an expression names; none if it names anything else."""
    literals, rest = _LITERAL.findall(shape), _LITERAL.sub("", shape)
    names, known = {*_NAMED.findall(rest)}, {listed(part, int(number)) for part in PARTS}
    # a literal may have been taken for an item: what looks like one is asked by itself
    alone = any(map(_NAME.search, literals)) or _SUBQUERY.search(rest) or _ITEM.search(rest)
    return () if alone or not names <= known else tuple(sorted(map(Sql, names)))


def broken(engine: Engine, table: Table, asked: Iterable[Asked], first: int | None) -> dict[Asked, Found]:
    """Return which rows fulfil conditions, of all conditions that enough fields share.

    Raises:
        Exception: the engine refused one of them (`Engine.failure`).
    """
    asked, found = set(asked), dict[Asked, Found]()
    most = Sql(str(table.rows if first is None else first))
    for some in _alike(asked):
        one = some[0]
        query = "SELECT {}, count(*), min({}, {}) FROM {} WHERE {} GROUP BY {}"
        counted = engine.run(sql(query, PLACE, ROW, most, cells_of(table.relation, one.lists), one.expression, PLACE))
        answers = {place: Found(count, sorted(rows)) for place, count, rows in counted}
        found |= {each: answers.get(each.place, NONE) for each in some}
    return found | _broken_but_for_values(engine, table, asked - found.keys(), most)


def _broken_but_for_values(engine: Engine, table: Table, asked: Iterable[Asked], most: Sql) -> dict[Asked, Found]:
    """Return likewise which rows fulfil conditions that enough fields share but for values: bounds of their own."""
    found: dict[Asked, Found] = {}
    values = {_without_values(each): each for each in asked}
    for key, group in groupby(sorted(values), _LIKE):
        some = list(group)
        if len(some) < FEWEST or not some[0].values:
            continue
        names = [f"value{number}" for number in range(len(some[0].values))]
        rows = ((str(number), str(each.place), *each.values) for number, each in enumerate(some))
        own = engine.put(("asked", "at_place", *names), ("BIGINT", "BIGINT", *["VARCHAR"] * len(names)), rows)
        query = "SELECT asked, count(*), min({}, {}) FROM {} JOIN {} ON at_place = {} WHERE {} GROUP BY asked"
        cells, condition = cells_of(table.relation, some[0].lists), Sql(key[1])
        counted = engine.run(sql(query, ROW, most, cells, own, PLACE, condition))
        answers = {number: Found(count, sorted(rows)) for number, count, rows in counted}
        found |= {values[each]: answers.get(number, NONE) for number, each in enumerate(some)}
    return found


class _Valued(NamedTuple):
    """An expression over columns instead of the values that it casts, and these values."""

    lists: tuple[Sql, ...]
    expression: str
    place: int
    values: tuple[str, ...]


def _without_values(asked: Asked) -> _Valued:
    values: list[str] = []

    def taken(match: re.Match[str]) -> str:
        text = match.string
        if not (text.endswith("CAST(", 0, match.start()) and text.startswith(" AS ", match.end())):
            return match[0]
        values.append(match[0][1:-1].replace("''", "'"))
        return f"value{len(values) - 1}"

    return _Valued(asked.lists, _LITERAL.sub(taken, asked.expression), asked.place, tuple(values))


def repeated(engine: Engine, table: Table, keys: Iterable[Asked]) -> dict[Asked, bool]:
    """Return whether keys stand twice in a field, of all keys that enough fields share; NULL is none.

    Raises:
        Exception: the engine refused one of them (`Engine.failure`).
    """
    found: dict[Asked, bool] = {}
    for some in _alike(keys):
        one = some[0]
        keyed = sql("SELECT {}, {} AS key FROM {}", PLACE, one.expression, cells_of(table.relation, one.lists))
        query = "SELECT DISTINCT {p} FROM ({}) WHERE key IS NOT NULL GROUP BY {p}, key HAVING count(*) > 1"
        twice = {place for (place,) in engine.run(sql(query, keyed, p=PLACE))}
        found |= {each: each.place in twice for each in some}
    return found


def _alike(asked: Iterable[Asked]) -> Iterator[Sequence[Asked]]:
    groups = (list(some) for _, some in groupby(sorted(set(asked), key=_LIKE), _LIKE))
    return (some for some in groups if len(some) >= FEWEST)
