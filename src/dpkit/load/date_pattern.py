"""Whether a pattern of dates is one: it MUST follow the syntax of Python's strptime (Table Schema, "Field formats")."""

import datetime as dt
import re
from functools import lru_cache

from dpkit.model.show import show

NO_MATCH = "time data "  #: how Python begins, if a pattern is one and the text does not have it
KEPT = 1_000  #: patterns that are remembered: thousands of fields have the same
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
