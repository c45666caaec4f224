r"""Patterns of JSON Schema, which are those of ECMA-262 (ECMAScript), written so that they mean the same to others.

There `\d` and `\w` are those of ASCII, `\s` is all white space of Unicode, `\cA` is a control character, a dot is no
end of a line of any kind, and a `[` in a class is a `[`. Source: JSON Schema 2020-12, core, 6.4, and ECMA-262, 22.2.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from dpkit.load.xml_pattern import Ranges, joined, others, written

TOKEN = re.compile(
    r"\\c(?P<control>[A-Za-z])|\\x(?P<two>[0-9a-fA-F]{2})|\\u\{(?P<any>0*[0-9a-fA-F]{1,6})\}"
    r"|\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})|\\u(?P<four>[0-9a-fA-F]{4})"
    r"|\\[icIC]|\\.|.",
    re.DOTALL,
)
LINE_ENDS: Ranges = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
DIGITS: Ranges = ((0x30, 0x39),)
WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Ranges = (
    (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
    (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
)  # fmt: skip
CLASSES = {"d": DIGITS, "w": WORD, "s": SPACE}


@lru_cache(1 << 10)
def as_xml(pattern: str) -> str:
    """Return a pattern of JSON Schema in XML Schema's way, in which it may match a part of a text."""
    return "".join(_rewritten(pattern))


def _rewritten(pattern: str) -> Iterator[str]:
    within = False
    for token in TOKEN.finditer(pattern):
        mark = token[0]
        if mark == "[" and within:
            yield r"\["
        elif mark == "." and not within:
            yield written(others(LINE_ENDS))
        elif mark[0] == "\\":
            yield _escape(token, within=within)
        else:
            within = (within or mark == "[") and mark != "]"
            yield mark


def _escape(token: re.Match[str], *, within: bool) -> str:
    mark = token[0]
    if (code := _code(token)) is not None:
        found: Ranges = ((code, code),)
    elif (kind := mark[-1]).lower() in CLASSES:
        found = CLASSES[kind.lower()] if kind.islower() else others(CLASSES[kind.lower()])
    else:
        return kind if kind in "icIC" else mark
    return written(joined(found))[1:-1] if within else written(found)


def _code(token: re.Match[str]) -> int | None:
    """Return the character that an escape stands for, if it is one of those that others write otherwise."""
    if token["control"]:
        return ord(token["control"]) % 32
    if token["high"]:
        return 0x10000 + ((int(token["high"], 16) & 0x3FF) << 10) + (int(token["low"], 16) & 0x3FF)
    digits = token["two"] or token["any"] or token["four"]
    code = int(digits, 16) if digits else None
    return None if code is None or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else code  # noqa: PLR2004 - Unicode's
