"""Regular expressions of RE2, which DuckDB matches with, as Java reads them, with which Spark matches.

What both read alike stays as it is; what they read differently is written so that Java does what RE2 would
(https://github.com/google/re2/wiki/Syntax; `java.util.regex.Pattern`); what cannot be is refused. The newest
characters may be of no category to one of them: each has the tables of the Unicode version that it was built with.
"""

import re

FLAGS = "(?d)"  #: `.`, `^` and `$` know of no line end but the line feed
ESCAPED = r"\\Q.*?(?:\\E|\Z)|\\[pP](?:\{\^?\w+\}|\w)|\\x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})|\\[0-7]{1,3}|\\."
WITHOUT = re.compile(ESCAPED + r"|\(\?P?<\w+>|\(\?[^:)]*[:)]|\{\d+(?:,\d*)?\}|\[\^?\]?|.", re.DOTALL)
IN = re.compile(ESCAPED + r"|\[:\^?\w+:\]|.", re.DOTALL)
SPACE = r"\t\n\f\r "
WORD = "0-9A-Za-z_"
EDGE = f"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"
NO_EDGE = f"(?:(?<=[{WORD}])(?=[{WORD}])|(?<![{WORD}])(?![{WORD}]))"
ESCAPES = {r"\v": r"\x0B", r"\s": f"[{SPACE}]", r"\S": f"[^{SPACE}]", r"\b": EDGE, r"\B": NO_EDGE}
IN_CLASS = {r"\v": r"\x0B", r"\s": SPACE, r"\S": f"[^{SPACE}]", "[": r"\[", "&": r"\&"}
CATEGORY = re.compile(r"\\([pP])\{?(\^?)(\w+)\}?")
POSIX = {
    "alnum": "Alnum", "alpha": "Alpha", "ascii": "ASCII", "blank": "Blank", "cntrl": "Cntrl", "digit": "Digit",
    "graph": "Graph", "lower": "Lower", "print": "Print", "punct": "Punct", "upper": "Upper", "xdigit": "XDigit",
}  # fmt: skip
LONGEST_CATEGORY = 2  #: letters of a general category; longer names are scripts


class UnlikeError(ValueError):
    """RE2 and Java do not read a pattern alike; the message says what in it."""


def java(pattern: str) -> str:
    """Return a pattern of RE2 as Java takes it.

    Raises:
        UnlikeError: it holds what cannot be said to Java.
    """
    written, multiline, inside, place = [FLAGS], False, False, 0
    while match := (IN if inside else WITHOUT).match(pattern, place):
        mark, place = match[0], match.end()
        if inside:
            written.append("]" if mark == "]" else _in_class(mark))
            inside = mark != "]"
        elif mark.startswith("["):
            written.append(mark.replace("]", r"\]"))
            inside = True
        else:
            multiline = multiline or _turns_on(mark, "m")
            written.append(_outside(mark, multiline=multiline))
    return "".join(written)


def _in_class(mark: str) -> str:
    if mark.startswith("[:"):
        return _posix(mark)
    return IN_CLASS[mark] if mark in IN_CLASS else _escaped(mark)


def _outside(mark: str, *, multiline: bool) -> str:
    if mark == "$" and not multiline:
        return r"\z"
    if mark == "{":
        return r"\{"
    if mark.startswith("(?P<"):
        return _named(mark[3:])
    if mark.startswith("(?<"):
        return _named(mark[2:])
    if mark.startswith("(?"):
        return _flags(mark)
    return ESCAPES[mark] if mark in ESCAPES else _escaped(mark)


def _escaped(mark: str) -> str:
    if found := CATEGORY.fullmatch(mark):
        return _category(*found.groups())
    if re.fullmatch(r"\\[0-7]{1,3}", mark):
        return rf"\x{{{int(mark[1:], 8):X}}}"
    return mark


def _category(letter: str, negated: str, name: str) -> str:
    letter = {"p": "P", "P": "p"}[letter] if negated else letter
    return rf"\{letter}{{{name}}}" if len(name) <= LONGEST_CATEGORY else rf"\{letter}{{Is{name}}}"


def _posix(mark: str) -> str:
    name = mark.strip("[:]").removeprefix("^")
    if name == "word":
        return f"[^{WORD}]" if "^" in mark else WORD
    if name == "space":
        return rf"[^{SPACE}\x0B]" if "^" in mark else rf"{SPACE}\x0B"
    if name not in POSIX:
        raise UnlikeError(f"Java has no class {mark}")
    return rf"\{'P' if '^' in mark else 'p'}{{{POSIX[name]}}}"


def _named(name: str) -> str:
    if "_" in name:
        raise UnlikeError(f"Java has no groups with names such as {name.strip('<>')}")
    return f"(?{name}"


def _flags(mark: str) -> str:
    if "U" in mark:
        raise UnlikeError("to RE2 the flag U turns greed around, to Java it means Unicode")
    on, minus, off = mark[2:-1].partition("-")
    if "m" in off or ("m" in on and mark.endswith(":")):
        raise UnlikeError("it reads `$` in two ways")
    # without u, case is that of ASCII
    on, off = on + "u" * ("i" in on), off + "u" * ("i" in off)
    return f"(?{on}{minus}{off}{mark[-1]}"


def _turns_on(mark: str, flag: str) -> bool:
    return mark.startswith("(?") and not mark.startswith(("(?<", "(?P")) and flag in mark.partition("-")[0]
