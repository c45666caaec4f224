"""Why a cell that people read as a time or a duration is none: it is not written as XML Schema writes it."""

import re
from datetime import date, timedelta

from dpkit.model.descriptor import Field

DAY_0 = date(1899, 12, 30)  #: from which spreadsheets count
SERIAL = re.compile("[1-7][0-9]{4}")
TIMED = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:.*")
MOMENT = re.compile(
    "[0-9]{4,}-[0-9]{2}-[0-9]{2}(?P<t>[Tt])[0-9]{2}:[0-9]{2}"
    "(?P<seconds>:[0-9]{2}(?P<parts>[.,][0-9]+)?)?(?P<zone>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
WEEKS = re.compile("(?P<sign>-?)P(?P<weeks>[0-9]{1,9})W")
CLOCK = re.compile("(?P<hours>[0-9]{1,9}):(?P<minutes>[0-5][0-9]):(?P<seconds>[0-5][0-9])")


def no_moment(field: Field, cell: str) -> str:
    """Return why a cell is no date, time or duration: `: it has no seconds`; or nothing."""
    judge = OF_TYPE.get(field.type) if field.format == "default" else None
    return judge(cell) if judge else ""


def _no_day(cell: str) -> str:
    if SERIAL.fullmatch(cell):
        return f"; it is {DAY_0 + timedelta(int(cell))} as spreadsheets count days"
    return ": a time stands after the day" if TIMED.fullmatch(cell) else ""


def _no_datetime(cell: str) -> str:
    if not (found := MOMENT.fullmatch(cell)):
        return ""
    if found["t"] == "t" or found["zone"] == "z":
        return ": T and Z are capital letters"
    if not found["seconds"]:
        return ": it has no seconds"
    if (found["parts"] or "").startswith(","):
        return ": a point stands before parts of a second"
    return (
        ": an offset is written +hh:mm" if found["zone"] and ":" not in found["zone"] and found["zone"] != "Z" else ""
    )


def _no_year(cell: str) -> str:
    if re.fullmatch(r"[0-9]{4}\.0*", cell):
        return ": it has a decimal point"
    return ": a year has four digits or more" if re.fullmatch("[0-9]{1,3}", cell) else ""


def _no_month(cell: str) -> str:
    return ": a month has two digits" if re.fullmatch("[0-9]{4}-[0-9]", cell) else ""


def _no_duration(cell: str) -> str:
    if found := WEEKS.fullmatch(cell):
        return f": it has no weeks; {found['sign']}P{7 * int(found['weeks'])}D is as long"
    if found := CLOCK.fullmatch(cell):
        hours, minutes, seconds = map(int, found.groups())
        return f"; a duration of so many hours is PT{hours}H{minutes}M{seconds}S"
    return ": it says no number" if cell in {"P", "PT"} else ""


OF_TYPE = {
    "date": _no_day, "datetime": _no_datetime, "year": _no_year, "yearmonth": _no_month, "duration": _no_duration,
}  # fmt: skip
