"""Constraints of a field: whether a change loosens or tightens them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from dpkit.model.change import Kind

LOOSER, TIGHTER = Kind.CONSTRAINT_LOOSENED, Kind.CONSTRAINT_TIGHTENED
BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=")


def judge(name: str, old: Any, new: Any) -> Iterator[tuple[Kind, Any, Any]]:
    """Yield how the constraint `name` was changed: the kind, and the values before and after.

    A change that does both, such as an enumeration that lost one value and won another, is told twice. What cannot be
    decided counts as tightened.

    Args:
        name: of a constraint of Table Schema.
        old: its value before; None where it was not there.
        new: its value now.
    """
    if name == "enum" and isinstance(old, list) and isinstance(new, list):
        yield from _enum(old, new)
    elif old != new:
        yield _kind(name, old, new), old, new


def _enum(old: list[Any], new: list[Any]) -> Iterator[tuple[Kind, Any, Any]]:
    gone, more = [each for each in old if each not in new], [each for each in new if each not in old]
    if gone:
        yield TIGHTER, gone, None
    if more:
        yield LOOSER, None, more


def _kind(name: str, old: Any, new: Any) -> Kind:
    if name in {"required", "unique"}:
        return TIGHTER if new else LOOSER
    if old is None or new is None:
        return LOOSER if new is None else TIGHTER
    looser = WIDER.get(name)
    return LOOSER if looser is not None and looser(old, new) else TIGHTER


def _lower(old: Any, new: Any) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return new < old
    # dates and times order as text
    return isinstance(old, str) and isinstance(new, str) and len(old) == len(new) and new < old and not _number(old)


def _number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def _higher(old: Any, new: Any) -> bool:
    return _lower(new, old)


def _more_alternatives(old: Any, new: Any) -> bool:
    """Tell whether a pattern has all the alternatives of another, which is sure to match at least as much."""
    texts = isinstance(old, str) and isinstance(new, str)
    return texts and set(alternatives(old)) <= set(alternatives(new))


def alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern that are in no group and in no set: `a|(b|c)` has two.

    Where that cannot be told for sure, the whole pattern is the only one.
    """
    found = _split(pattern)
    return [pattern] if BACK_REFERENCE.search(pattern) or not all(map(_compiles, found)) else found


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _split(pattern: str) -> list[str]:
    found, depth, in_set, start, escaped = list[str](), 0, False, 0, False
    for place, char in enumerate(pattern):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
    return [*found, pattern[start:]]


WIDER: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": _lower, "exclusiveMinimum": _lower, "minLength": _lower,
    "maximum": _higher, "exclusiveMaximum": _higher, "maxLength": _higher,
    "pattern": _more_alternatives,
}  # fmt: skip
