"""Whether a pattern of dates is one: it MUST follow the syntax of Python's strptime (Table Schema, "Field formats")."""

import datetime as dt
import re
from functools import lru_cache

from dpkit.model.show import show

NO_MATCH = "time data "  #: how Python begins, if a pattern is one and the text does not have it
KEPT = 1_000  #: patterns that are remembered: thousands of fields have the same
LETTERS = re.compile(r"y{4}|y{2}|m{1,4}|d{1,2}|h{1,2}|s{1,2}|[-/. :,tz]", re.IGNORECASE)
DIRECTIVES = {"yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "d": "%d", "h": "%H", "s": "%S"}
DEFAULT = {  #: what the form that the standard has without a pattern is as one
    "date": {"%Y-%m-%d"},
    "time": {"%H:%M:%S"},
    "datetime": {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"},
}
DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)


@lru_cache(KEPT)
def unreadable(pattern: str) -> str:
    """Return what is wrong with a pattern of dates or times, as a clause; empty if it is one."""
    if _accepted(pattern):
        return ""
    names = [match[1] for match in DIRECTIVE.finditer(pattern)]
    for index, name in enumerate(names):
        if not name:
            return "it ends with a stray %"
        if not _accepted(f"%{name}"):
            return f"Python's strptime knows no {show('%' + name)}"
        if name != "%" and name in names[:index]:
            return f"{show('%' + name)} stands there twice"
    return "some of its directives exclude each other"


def _accepted(pattern: str) -> bool:
    """Tell whether Python makes a reader of a pattern; the text that it reads is not one that has it."""
    try:
        dt.datetime.strptime("\0", pattern)  # noqa: DTZ007
    except ValueError as error:
        return str(error).startswith(NO_MATCH)
    except (re.error, OverflowError, RecursionError, LookupError):
        return False
    return True


def in_directives(letters: str, kind: str) -> str:
    """Return what `dd.mm.yyyy` is as a pattern: `%d.%m.%Y`, or `default`; nothing where that is not plain.

    Args:
        letters: of the parts of a date, as spreadsheets write a format.
        kind: type of the field.
    """
    pattern, rest = "", letters
    while found := LETTERS.match(rest):
        rest = rest[found.end() :]
        pattern += _directive(found[0], pattern, kind)
    if rest or pattern.count("%") < 2 or unreadable(pattern):  # noqa: PLR2004 - a year or a day alone is no date
        return ""
    return "default" if pattern in DEFAULT[kind] else pattern


def _directive(part: str, before: str, kind: str) -> str:
    low = part.lower()
    if low in {"m", "mm"}:
        return "%M" if "%M" not in before and ("%H" in before or kind == "time") else "%m"
    return DIRECTIVES.get(low) or DIRECTIVES.get(low[0]) or part
