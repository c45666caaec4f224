"""JSON as RFC 8259 has it, with limits of our own, the same on every Python."""

import json
import re
from typing import Any

from dpkit.model.show import show

DEEPEST = 100
LONGEST_NUMBER = 4300  #: digits; CPython's own limit, which other versions and options change


class JsonError(ValueError):
    """The text is no JSON that dpkit reads; the message says why.

    Args:
        problem: the message.
        line: where in the text, from 1, if it is known.
    """

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


def parse(data: bytes) -> Any:
    """Return the value that `data` (UTF-8, a BOM is allowed) stands for.

    Raises:
        JsonError: not UTF-8, not JSON, a key twice in one object, NaN, or nested more than 100 deep.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError(f"byte {error.start + 1:,} is not UTF-8", data.count(b"\n", 0, error.start) + 1) from error
    if not text.strip():
        raise JsonError("it is empty")
    _limit_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_whole)
    except json.JSONDecodeError as error:
        problem = f"it is not JSON: {error.msg[0].lower()}{error.msg[1:]}, line {error.lineno} column {error.colno}"
        raise JsonError(problem, error.lineno) from error
    except RecursionError as error:
        raise JsonError(f"it is nested more than {DEEPEST} deep") from error


def parse_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object that `data` stands for; errors as in `parse`, and one if it is no object."""
    value = parse(data)
    if not isinstance(value, dict):
        raise JsonError("it is not a JSON object")
    return value


def _limit_depth(text: str) -> None:
    depth = 0
    for bracket in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text, re.DOTALL):
        mark = bracket.group()[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST:
            raise JsonError(f"it is nested more than {DEEPEST} deep")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise JsonError(f"an object has the key {show(key)} twice")
        found[key] = value
    return found


def _refuse(constant: str) -> Any:
    raise JsonError(f"it is not JSON: {constant} is no JSON number")


def _whole(digits: str) -> int:
    if (length := len(digits.removeprefix("-"))) > LONGEST_NUMBER:
        raise JsonError(f"it holds a number of {length:,} digits")
    return int(digits)
