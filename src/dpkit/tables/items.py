"""Lists, whose items are judged as cells of their own type: in its default form, and no laxer than such a cell."""

import re
from collections.abc import Iterable, Iterator

from dpkit.load.options import ITEMS, separator
from dpkit.model.descriptor import Field
from dpkit.model.show import show
from dpkit.tables.engine import Engine
from dpkit.tables.lexical import NUMBER, form
from dpkit.tables.referee import judge
from dpkit.tables.sql import Sql, sql

SURE = {"integer": re.compile("[+-]?[0-9]+"), "number": re.compile(NUMBER)}  #: told faster than the engine is asked
LONGEST = 10_000  #: characters of a list whose items are told


def judge_all(engine: Engine, field: Field, cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each cell that is valid, as `judge` does; of lists, by their items."""
    if field.type != "list":
        yield from judge(field, cells)
        return
    lists = {cell: cell.split(separator(field.raw)) for cell in cells}
    sound = _sound(engine, _kind(field), {item for items in lists.values() for item in items})
    yield from ((cell, cell) for cell, items in lists.items() if sound.issuperset(items))


def wrong_item(engine: Engine, field: Field, cell: str) -> str:
    """Return which item of a list is not of the type of its items: `: item 2, 'x', is not an integer`."""
    items = cell.split(separator(field.raw)) if len(cell) <= LONGEST else []
    kind, sound = _kind(field), _sound(engine, _kind(field), {*items})
    place = next((number for number, item in enumerate(items, 1) if item not in sound), None)
    article = "an" if kind[0] in "aeiou" else "a"
    return "" if place is None else f": item {place}, {show(items[place - 1], 40)}, is not {article} {kind}"


def _kind(field: Field) -> str:
    kind = field.raw.get("itemType")
    return kind if isinstance(kind, str) and kind in ITEMS else "string"


def _sound(engine: Engine, kind: str, items: set[str]) -> set[str]:
    """Return those of `items` that are values of a type."""
    if kind == "string":
        return items
    sure = {item for item in items if SURE[kind].fullmatch(item)} if kind in SURE else set[str]()
    return sure | _by_engine(engine, kind, items - sure) if items - sure else sure


def _by_engine(engine: Engine, kind: str, items: set[str]) -> set[str]:
    field = Field(name="item", type=kind)
    made = form(field, Sql("item"))
    relation = engine.put(("item",), ("VARCHAR",), [(item,) for item in items])
    found = engine.run(sql("SELECT item, {} IS NOT NULL, {} FROM {}", made.value, made.unsure, relation))
    unsure = [item for item, known, unsure in found if unsure and not known]
    judged = unsure if made.digits else [item for item, _ in judge(field, unsure)] if unsure else []
    return {item for item, known, _ in found if known}.union(judged)
