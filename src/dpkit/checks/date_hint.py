"""By which format, or as which type, a cell would be a date or a time."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from dpkit.model.descriptor import Field
from dpkit.model.show import show

KEPT = 1_000  #: days of which it is remembered how they are written: many rows have the same
PARTED = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}", re.ASCII)
DAYS = ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y", "%Y{0}%m{0}%d", "%d{0}%m{0}%y", "%m{0}%d{0}%y")
CLOCK = re.compile(r"(?P<day>\S+)(?P<between>[ T])(?P<clock>\d{1,2}:\d{2}.*)", re.ASCII)
TIMES = (
    (re.compile(r"\d{1,2}:\d{2}", re.ASCII), "%H:%M"), (re.compile(r"\d{1,2}\.\d{2}", re.ASCII), "%H.%M"),
    (re.compile(r"\d{1,2}:\d{2} [AaPp][Mm]", re.ASCII), "%I:%M %p"),
    (re.compile(r"\d{1,2}:\d{2}:\d{2} [AaPp][Mm]", re.ASCII), "%I:%M:%S %p"),
)  # fmt: skip
CLOCKS = (*TIMES, (re.compile(r"\d{1,2}:\d{2}:\d{2}", re.ASCII), "%H:%M:%S"))
TOGETHER = re.compile(r"[12]\d{7}", re.ASCII)
LESS = (  #: type, form of the cell, its pattern, the type that it is of
    ("date", re.compile(r"[12]\d{3}", re.ASCII), "%Y", "year"),
    ("date", re.compile(r"[12]\d{3}-\d{2}", re.ASCII), "%Y-%m", "yearmonth"),
    ("datetime", re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII), "%Y-%m-%d", "date"),
    ("date", re.compile(r"[12]\d{3}-\d{2}-\d{2}T[\d:]{8}", re.ASCII), "%Y-%m-%dT%H:%M:%S", "datetime"),
    ("year", re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII), "%Y-%m-%d", "date"),
    ("year", re.compile(r"[12]\d{3}-\d{2}", re.ASCII), "%Y-%m", "yearmonth"),
    ("yearmonth", re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII), "%Y-%m-%d", "date"),
    ("yearmonth", re.compile(r"[12]\d{3}", re.ASCII), "%Y", "year"),
)


def as_date(field: Field, cell: str) -> str:
    """Return what would make a date or time of a cell that is none: `; it is one with format '%d.%m.%Y'`."""
    if field.format != "default":
        return ""
    less = [each for each in LESS if each[0] == field.type and each[1].fullmatch(cell) and _fits(cell, each[2])]
    if less:
        return f"; it is of type {less[0][3]}"
    written = OF_TYPE.get(field.type)
    formats = " or ".join(map(show, written(cell))) if written else ""
    return f"; it is one with format {formats}" if formats else ""


@lru_cache(KEPT)
def _of_day(cell: str) -> tuple[str, ...]:
    """Return the formats by which a cell is a day, as people write one in figures."""
    found = PARTED.fullmatch(cell)
    together = ("%Y%m%d",) if TOGETHER.fullmatch(cell) else ()
    forms = [form.format(found[1]) for form in DAYS] if found else together
    return tuple(form for form in forms if _fits(cell, form))


def _of_moment(cell: str) -> Iterator[str]:
    if found := CLOCK.fullmatch(cell):
        clocks = _fitting(found["clock"], CLOCKS)
        yield from (f"{day}{found['between']}{clock}" for clock in clocks for day in _of_day(found["day"]))


def _of_time(cell: str) -> Iterator[str]:
    yield from _fitting(cell, TIMES)


def _fitting(cell: str, forms: Iterable[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    return (form for look, form in forms if look.fullmatch(cell) and _fits(cell, form))


def _fits(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007 - only whether it can be read is asked
    except ValueError:
        return False
    return True


OF_TYPE: Mapping[str, Callable[[str], Iterable[str]]] = {"date": _of_day, "datetime": _of_moment, "time": _of_time}
