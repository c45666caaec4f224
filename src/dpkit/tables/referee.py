"""The referee: frictionless judges the cells that the lexical filter is not sure of. Nobody else imports it."""

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

from dpkit.model.descriptor import Field
from dpkit.tables import geojson


def judge(field: Field, cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each cell that frictionless accepts for `field`, with its value as text that the engine casts."""
    import frictionless

    descriptor = {
        key: value for key, value in field.raw.items() if key not in {"constraints", "missingValues", "dpkit"}
    }
    # version 0 of the standard marked patterns by `fmt:`
    descriptor |= {"name": field.name, "type": field.type, "format": field.format.removeprefix("fmt:")}
    try:
        reader: Any = frictionless.Field.from_descriptor(descriptor).create_value_reader()
    except frictionless.FrictionlessException:
        return
    if field.type == "geojson" and field.format == "default":
        reader = geojson.reader(frictionless.settings.GEOJSON_PROFILE)
    for cell in cells:
        value = _read(reader, cell)
        if value is not None and _has_day(field, cell):
            yield cell, _text(value, cell)


def _read(reader: Any, cell: str) -> Any:
    try:
        return reader(cell)
    except Exception:  # noqa: BLE001 - a third party's reader on hostile text: what it cannot read is invalid
        return None


def _has_day(field: Field, cell: str) -> bool:
    """Tell whether the year of a date has its day: Python takes day 366 of any year for a day of the next one."""
    pattern = field.format.removeprefix("fmt:")
    if field.type not in {"date", "datetime"} or "%j" not in pattern:
        return True
    found = time.strptime(cell, pattern)
    return dt.date(*found[:3]).timetuple().tm_yday == found.tm_yday


def _text(value: Any, cell: str) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Decimal() | float() | int():
            return str(value)
        case dt.datetime():
            return _utc(value).isoformat()
        case dt.time():
            return value.replace(tzinfo=None).isoformat()
        case dt.date():
            return value.isoformat()
    return cell


def _utc(value: dt.datetime) -> dt.datetime:
    with suppress(OverflowError):  # at the ends of the calendar the offset is left out
        value = value.astimezone(dt.UTC) if value.tzinfo else value
    return value.replace(tzinfo=None)
