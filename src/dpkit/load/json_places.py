"""Where in a text of JSON something stands whose place the parser does not tell."""

import json
import re

LARGEST = 1 << 20  #: bytes that are searched for keys
CONSTANT = re.compile(rb'"(?:[^"\\]|\\.)*+"|(-?Infinity|NaN)', re.DOTALL)
MARK = re.compile(rb'("(?:[^"\\]|\\.)*+")(\s*+:)?|[{}\[\]]', re.DOTALL)


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
