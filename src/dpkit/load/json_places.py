"""Where in a text of JSON something stands whose place the parser does not tell."""

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from dpkit.model.descriptor import Dialect

LARGEST = 1 << 20  #: bytes that are searched for keys
CONSTANT = re.compile(rb'"(?:[^"\\]|\\.)*+"|(-?Infinity|NaN)', re.DOTALL)
MARK = re.compile(rb'("(?:[^"\\]|\\.)*+")(\s*+:)?|[{}\[\]]', re.DOTALL)

BLANK = re.compile(r"[ \t\r\n]*+")
DECODER = json.JSONDecoder()


def line_of_constant(data: bytes) -> int | None:
    """Return the line of the first NaN or Infinity outside of strings."""
    start = next((match.start() for match in CONSTANT.finditer(data) if match[1]), None)
    return None if start is None else _line(data, start)


def lines_of_repeated(data: bytes) -> dict[str, int]:
    """Return the keys that stand twice in an object, with the line where each does so first; `data` is JSON."""
    found: dict[str, int] = {}
    within: list[set[str]] = []
    for match in MARK.finditer(data) if len(data) <= LARGEST else ():
        if match[2]:
            key = json.loads(match[1])
            if key in within[-1]:
                found.setdefault(key, _line(data, match.start()))
            within[-1].add(key)
        elif match[0] in b"{[":
            within.append(set())
        elif match[0] in b"}]":
            within.pop()
    return found


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def lines_of_rows(data: bytes, dialect: Dialect, wanted: Collection[int]) -> dict[int, int]:
    """Return the lines on which items of a table begin, by their rows, from 1.

    Args:
        data: the text, which is JSON.
        dialect: says where the rows are; below a property whose name has a point, they are not sought.
        wanted: the rows.
    """
    found: dict[int, int] = {}
    try:
        text = data.decode("utf-8-sig")
        start = _past_blank(text, 0)
        if dialect.property:
            start = _value_of(text, start, dialect.property)
        row, line, at, last = -_before_rows(text, start, dialect), 1, 0, max(wanted, default=0)
        for place, _ in _items(text, start):
            row += 1
            if row in wanted:
                line, at = line + text.count("\n", at, place), place
                found[row] = line
            if row >= last:
                break
    except (ValueError, IndexError, RecursionError):  # it is not what it was when it was read
        return {}
    return found


def _before_rows(text: str, start: int, dialect: Dialect) -> int:
    """Return how many items stand before the rows: those of a table of arrays up to the end of its header."""
    kinds = {"array": list, "object": dict}
    first = (type(item) for _, item in _items(text, start) if type(item) in kinds.values())
    if not dialect.header or kinds.get(dialect.item_type or "", next(first, None)) is not list:
        return 0
    arrays = (number for number, (_, item) in enumerate(_items(text, start), 1) if type(item) is list)
    return max(islice(arrays, dialect.header_rows[-1]), default=0)


def _items(text: str, place: int) -> Iterator[tuple[int, Any]]:
    """Yield where each item of the array at `place` begins, and the item."""
    if text[place] != "[":
        raise ValueError
    place = _past_blank(text, place + 1)
    while text[place] != "]":
        item, end = DECODER.raw_decode(text, place)
        yield place, item
        place = _past_blank(text, end)
        place = _past_blank(text, place + 1) if text[place] == "," else place


def _value_of(text: str, place: int, name: str) -> int:
    """Return where the value of a property of the object at `place` begins."""
    while text[place] in "{,":
        key, end = DECODER.raw_decode(text, _past_blank(text, place + 1))
        value = _past_blank(text, _past_blank(text, end) + 1)
        if key == name:
            return value
        place = _past_blank(text, DECODER.raw_decode(text, value)[1])
    raise ValueError


def _past_blank(text: str, place: int) -> int:
    found = BLANK.match(text, place)
    return found.end() if found else place
