"""JSON as RFC 8259 has it, with limits of our own, the same on every Python."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Self

from dpkit.load.json_places import line_of_constant
from dpkit.load.suspected import what_else
from dpkit.model.show import show

DEEPEST = 100
MOST_VALUES = 2_000_000  #: a value takes up to some 230 bytes
STRING = re.compile(rb'"[^"]*+"?')
NO_MARKS = bytes(set(range(256)) - set(b',[]{}"'))
PIECE = 1 << 20
LONGEST_NUMBER = 4300  #: digits; CPython's own limit, which other versions and options change
BLANK = " \t\r\n"  #: white space of JSON
SHORT_NUMBER = 15  #: characters of a number with a point that a float surely is


class JsonError(ValueError):
    """The text is no JSON that dpkit reads; the message says why.

    Args:
        problem: the message.
        line: where in the text, from 1, if it is known.
    """

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


class LongNumber(float):
    """A number that has more digits than a float, or a greater exponent, and how it is written."""

    literal: str

    def __new__(cls, literal: str) -> Self:
        """Return the number that `literal` writes."""
        made = super().__new__(cls, literal)
        made.literal = literal
        return made


def parse(data: bytes, repeated: list[str] | None = None) -> Any:
    """Return the value that `data` (UTF-8, a BOM is allowed) stands for.

    Args:
        data: the text.
        repeated: takes the keys that stand twice in an object, of which the last counts; None refuses them.

    Raises:
        JsonError: not UTF-8, not JSON, a key twice in one object, NaN, nested more than 100 deep, or too many values.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise JsonError(f"byte {error.start + 1:,} is not UTF-8{what_else(data)}", line) from error
    if not text or text.isspace():
        raise JsonError("it is empty")
    _limit(data)
    try:
        return json.loads(
            text,
            object_pairs_hook=partial(_unique, repeated),
            parse_constant=partial(_refuse, data),
            parse_int=_whole,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        problem = f"it is not JSON: {_reason(error)}, line {error.lineno} column {error.colno}"
        raise JsonError(problem, error.lineno) from error
    except RecursionError as error:
        raise JsonError(f"it is nested more than {DEEPEST} deep") from error


def parse_line(data: bytes) -> Any:
    """Return the value of a short text, of which there may be millions; that it is none is told without a reason."""
    if len(data) < MOST_VALUES and data.count(b"[") + data.count(b"{") <= DEEPEST:
        try:
            text = data.decode().strip(BLANK)
            value, end = _READER.raw_decode(text)
        except ValueError as error:
            if not data.startswith(BOM_UTF8):
                raise JsonError("it is not JSON") from error
        else:
            if end == len(text):
                return value
            raise JsonError("it is not JSON")
    return parse(data)


def parse_object(data: bytes, repeated: list[str] | None = None) -> dict[str, Any]:
    """Return the JSON object that `data` stands for; arguments and errors as in `parse`, and one if it is no object."""
    value = parse(data, repeated)
    if not isinstance(value, dict):
        raise JsonError("it is not a JSON object")
    return value


def _reason(error: json.JSONDecodeError) -> str:
    """Return what the parser says; or, of common slips, what is wrong; versions of Python say different things."""
    before, after = error.doc[: error.pos].rstrip(), error.doc[error.pos :].lstrip()
    if before.endswith(",") and after.startswith(("]", "}")):
        return "a comma stands before the closing bracket"
    if after.startswith(",") and after[1:].lstrip().startswith(("]", "}")):
        return "a comma stands before the closing bracket"
    if after.startswith(("//", "/*", "#")):
        return "JSON has no comments"
    if after.startswith("'"):
        return "JSON has texts in double quotes, not in single ones"
    return f"{error.msg[0].lower()}{error.msg[1:]}".removesuffix(" at").removesuffix(" starting")


def _limit(data: bytes) -> None:
    """Refuse what would be too deep or too large as objects of Python; all passes over the text are in C."""
    marks = b"".join(_without_strings(data)).translate(None, delete=b'"')
    if sum(marks.count(mark) for mark in b",[{") > MOST_VALUES:
        raise JsonError(f"it holds more than {MOST_VALUES:,} values")
    brackets, depth = marks.translate(bytes.maketrans(b"{}", b"[]"), delete=b","), 0
    while b"[]" in brackets and depth <= DEEPEST:  # each turn takes the innermost pairs away
        brackets, depth = brackets.replace(b"[]", b""), depth + 1
    if depth > DEEPEST or brackets.count(b"[") > DEEPEST:
        raise JsonError(f"it is nested more than {DEEPEST} deep")


def _without_strings(data: bytes) -> Iterator[bytes]:
    """Yield the marks outside of strings, piece by piece: a list of all strings would take more than the text."""
    marks = data.replace(b"\\\\", b"").replace(b'\\"', b"").translate(None, delete=NO_MARKS).replace(b'""', b"")
    start = 0
    while start < len(marks):
        end = start + PIECE
        if marks.count(b'"', start, end) % 2:  # it would end within a string
            end = marks.find(b'"', end) + 1 or len(marks)
        yield STRING.sub(b"", marks[start:end])
        start = end


def _unique(repeated: list[str] | None, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found.clear()
    for key, value in pairs:
        if key in found:
            if repeated is None:
                raise JsonError(f"an object has the key {show(key)} twice")
            repeated.append(key)
        found[key] = value
    return found


def _refuse(data: bytes, constant: str) -> Any:
    raise JsonError(f"it is not JSON: {constant} is no JSON number", line_of_constant(data))


def _whole(digits: str) -> int:
    if (length := len(digits.removeprefix("-"))) > LONGEST_NUMBER:
        raise JsonError(f"it holds a number of {length:,} digits")
    return int(digits)


def _number(literal: str) -> float:
    found = float(literal)
    if len(literal) > LONGEST_NUMBER or (len(literal) <= SHORT_NUMBER and "e" not in literal.lower()):
        return found
    return found if Decimal(literal) == Decimal(repr(found)) else LongNumber(literal)


def _odd(constant: str) -> Any:
    raise JsonError(constant)


_READER = json.JSONDecoder(
    object_pairs_hook=partial(_unique, None), parse_constant=_odd, parse_int=_whole, parse_float=_number
)  # made once: to make one takes longer than to read a line
