r"""What the regular expressions of XML Schema have alone, written so that other engines know it.

These are the characters of names (`\i`, `\c` and their complements), blocks of characters (`\p{IsGreek}`) and classes
from which another is taken away (`[a-z-[aeiou]]`). Source: XML Schema 1.0, part 2, appendix F, and the names of XML
1.0, fifth edition.
"""

import re
import sys
import unicodedata
import warnings
from collections.abc import Callable, Iterable
from functools import lru_cache, reduce

from dpkit.load.unicode_class import with_short_classes
from dpkit.load.xml_blocks import BLOCKS

Ranges = tuple[tuple[int, int], ...]  #: first and last code points, in order, apart from one another

ALONE = re.compile(r"\\[icIC]|\\[pP]\{Is|\[(?:\\.|[^\[\]\\])*-\[", re.DOTALL)
NOT_PYTHON = re.compile(ALONE.pattern + r"|\\[pP]\{|\\[dDwWsS]", re.DOTALL)  #: what Python has not, or otherwise
UNICODE = re.compile(r"\\[pP]\{\^?[\w=-]+\}")  #: the classes of XML Schema, such as `\\p{L}`, which Python has not
LAST = sys.maxunicode
SURROGATES = (0xD800, 0xDFFF)
# fmt: off
INITIAL: Ranges = (
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
)
LATER: Ranges = ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))
# fmt: on
WHITE: Ranges = ((9, 10), (13, 13), (32, 32))
CODE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
SPECIAL = frozenset("\\[]^-&~|")  #: what an engine may take for more than itself, within a class


def without_xml(pattern: str, alone: re.Pattern[str] = ALONE) -> str:
    """Return `pattern` without what XML Schema has alone; one that cannot be taken apart is returned as it is."""
    pattern = with_short_classes(pattern)
    if not alone.search(pattern):
        return pattern
    try:
        return "".join(_rewritten(pattern, alone))
    except (IndexError, ValueError, RecursionError):
        return pattern


def for_python(pattern: str) -> str:
    """Return `pattern` as Python reads it: without the classes of Unicode that Python has not."""
    return without_xml(pattern, NOT_PYTHON)


def why_no_pattern(pattern: str) -> str:
    """Return why `pattern`, in XML Schema's way or JSON's, is no regular expression, or nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # `[[:alpha:]]` is a set to Python, a class to the engine
            re.compile(UNICODE.sub("a", without_xml(pattern)))
    except RecursionError:
        return "its brackets are nested too deep"
    except (re.error, OverflowError) as error:
        return str(error)
    return ""


def _rewritten(pattern: str, alone: re.Pattern[str]) -> Iterable[str]:
    place = 0
    while place < len(pattern):
        mark = pattern[place]
        if mark == "[":
            found, end = _class(pattern, place + 1)
            yield written(found) if alone.search(pattern[place:end]) else pattern[place:end]
            place = end
        elif mark == "\\":
            found, end = _atom(pattern, place) if alone.match(pattern, place) else ((), place + 2)
            yield written(found) if found else pattern[place:end]
            place = end
        else:
            yield mark
            place += 1


def _class(pattern: str, place: int) -> tuple[Ranges, int]:
    """Return the characters of the class whose `[` stands before `place`, and the place behind its `]`."""
    negated = pattern[place] == "^"
    place += negated
    parts: list[Ranges] = []
    less: Ranges = ()
    while pattern[place] != "]" or not parts:
        if pattern.startswith("-[", place) and parts:
            less, place = _class(pattern, place + 2)
            if pattern[place] != "]":
                raise ValueError(pattern)
            break
        part, place = _part(pattern, place)
        parts.append(part)
    found = joined(each for part in parts for each in part)
    return _both(others(found) if negated else found, others(less)), place + 1


def _part(pattern: str, place: int) -> tuple[Ranges, int]:
    """Return the characters of one part of a class (a character, a range, an escape), and the place behind it."""
    first, place = _atom(pattern, place)
    if pattern[place] == "-" and pattern[place + 1] not in "[]" and len(first) == 1 and first[0][0] == first[0][1]:
        last, place = _atom(pattern, place + 1)
        return ((first[0][0], last[-1][1]),), place
    return first, place


def _atom(pattern: str, place: int) -> tuple[Ranges, int]:
    if pattern[place] != "\\":
        return ((ord(pattern[place]), ord(pattern[place])),), place + 1
    kind = pattern[place + 1]
    if kind in "pP":
        end = pattern.index("}", place)
        found = _category(pattern[place + 3 : end])
        return others(found) if kind == "P" else found, end + 1
    if code := CODE.match(pattern, place):
        return ((int(code[1] or code[2], 16),) * 2,), code.end()
    return _escaped(kind), place + 2


def _escaped(kind: str) -> Ranges:
    if kind.lower() in CLASSES:
        found = CLASSES[kind.lower()]()
        return others(found) if kind.isupper() else found
    if kind.isalnum() and kind not in CONTROLS:
        raise ValueError(kind)
    char = ord(CONTROLS.get(kind, kind))
    return ((char, char),)


@lru_cache
def _category(name: str) -> Ranges:
    """Return the characters of a category of Unicode, such as `L` or `Lu`, or of a block, such as `IsGreek`."""
    if name.startswith("Is") and (block := BLOCKS.get(name.removeprefix("Is"))):
        return joined(block)
    found = [each for kind, ranges in _categories().items() if kind.startswith(name) for each in ranges]
    if not name or not found:
        raise ValueError(name)
    return joined(found)


@lru_cache(1)
def _categories() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    start, kind = 0, unicodedata.category("\0")
    for code in range(1, LAST + 2):
        new = unicodedata.category(chr(code)) if code <= LAST else ""
        if new != kind:
            found.setdefault(kind, []).append((start, code - 1))
            start, kind = code, new
    return found


CLASSES: dict[str, Callable[[], Ranges]] = {
    "i": lambda: INITIAL,
    "c": lambda: joined([*INITIAL, *LATER]),
    "d": lambda: _category("Nd"),
    "s": lambda: WHITE,
    "w": lambda: joined([*_category("L"), *_category("M"), *_category("N"), (ord("_"), ord("_"))]),
}


def joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return ranges in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if last < first:
            raise ValueError(f"{first} to {last}")
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return tuple(found)


def others(ranges: Ranges) -> Ranges:
    """Return all other characters."""
    edges = [-1, *(edge for each in ranges for edge in each), LAST + 1]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return tuple((last + 1, first - 1) for last, first in gaps if last + 1 <= first - 1)


def _both(one: Ranges, other: Ranges) -> Ranges:
    """Return the characters of both."""
    return others(joined([*others(one), *others(other)]))


def written(ranges: Ranges) -> str:
    """Return a class of these characters, as most engines read it."""
    kept = _both(ranges, others((SURROGATES,)))
    if not kept:
        return r"[^\s\S]"
    return "[" + reduce(lambda text, each: text + _span(*each), kept, "") + "]"


def _span(first: int, last: int) -> str:
    return _char(first) if first == last else f"{_char(first)}-{_char(last)}"


def _char(code: int) -> str:
    char = chr(code)
    return "\\" + char if char in SPECIAL else rf"\x{code:02x}" if code < ord(" ") else char
