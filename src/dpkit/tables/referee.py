"""The referee: frictionless judges the cells that the lexical filter is not sure of. Nobody else imports it."""

import datetime as dt
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any

from dpkit.model.descriptor import Field
from dpkit.tables import any_date, geojson
from dpkit.tables.idn import ascii_host
from dpkit.tables.lexical import DURATION

LASTING = re.compile(f"{DURATION}(?<![PT])")
DIRECTIVE = re.compile("%(.)", re.DOTALL)
PLAIN = {"G": "Y", "U": "V", "W": "V"}  #: directives of weeks as others that take the same digits


def judge(field: Field, cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each cell that frictionless accepts for `field`, with its value as text that the engine casts."""
    if field.type == "duration":  # the standard sets it no bounds, as Python's calendar does
        yield from ((cell, cell) for cell in cells if LASTING.fullmatch(cell))
        return
    import frictionless

    descriptor = {
        key: value for key, value in field.raw.items() if key not in {"constraints", "missingValues", "dpkit"}
    }
    if not descriptor.get("delimiter", True):
        del descriptor["delimiter"]  # the default, as elsewhere
    # version 0 of the standard marked patterns by `fmt:`
    descriptor |= {"name": field.name, "type": field.type, "format": field.format.removeprefix("fmt:")}
    try:
        reader: Any = frictionless.Field.from_descriptor(descriptor).create_value_reader()
    except frictionless.FrictionlessException:
        return
    if field.type == "geojson":
        reader = geojson.reader(map_profile(field))
    if field.type == "date" and descriptor["format"] == "any":
        reader = any_date.reader(reader)
    if field.type == "string" and field.format == "email":
        reader = _by_host(reader)
    for cell in cells:
        value = _read(reader, cell)
        if value is not None and _has_day(field, cell):
            yield cell, _text(value, cell)


def map_profile(field: Field) -> Mapping[str, Any]:
    """Return the JSON Schema of the maps in a field of type `geojson`."""
    return _profile(field.format)


@cache
def _profile(form: str) -> Mapping[str, Any]:
    import frictionless

    if form == "topojson":
        profile: Mapping[str, Any] = frictionless.settings.TOPOJSON_PROFILE
        return profile
    return geojson.mended(frictionless.settings.GEOJSON_PROFILE)


def _by_host(reader: Any) -> Any:
    """Return the reader of addresses that asks for each host that is not ASCII, which takes long, once, and as ASCII.

    The parts of an address are judged apart from one another.
    """
    hosts: dict[str, bool] = {}

    def read(cell: str) -> str | None:
        name, at, host = cell.rpartition("@")
        if host.isascii() or not at:
            return cell if reader(cell) is not None else None
        if host in hosts:
            return cell if hosts[host] and reader(f"{name}@a.org") is not None else None
        plain = ascii_host(host)
        is_sound = _read(reader, cell if plain is None else f"{name}@{plain}") is not None
        hosts[host] = is_sound or _read(reader, f"a@{host if plain is None else plain}") is not None
        return cell if is_sound else None

    return read


def _read(reader: Any, cell: str) -> Any:
    try:
        value = reader(cell)
        if isinstance(value, dt.datetime):
            value.utcoffset()  # raises an error if it is a day or more
    except Exception:  # noqa: BLE001 - a third party's reader on hostile text: what it cannot read is invalid
        return None
    return value


def _has_day(field: Field, cell: str) -> bool:
    """Tell whether the year of a date has its day or week: Python takes what it has not for one of the next year."""
    pattern = field.format.removeprefix("fmt:")
    if field.type not in {"date", "datetime"} or not (asked := set(DIRECTIVE.findall(pattern)) & set("jGVUW")):
        return True
    found = time.strptime(cell, pattern)
    day = dt.date(*found[:3])
    if "j" in asked and day.timetuple().tm_yday != found.tm_yday:
        return False
    year = _written_year(cell, pattern) if asked - {"j"} else None
    return year in (None, day.isocalendar().year if "G" in asked else day.year)


def _written_year(cell: str, pattern: str) -> int | None:
    """Return the year that stands in a date of weeks; None where it is not found out.

    Without weeks nothing rolls over: where the number of the week stands, one of a minute or a second is read.
    """
    free = next((name for name in "MS" if f"%{name}" not in pattern), None)
    if free is None:
        return None
    plain = DIRECTIVE.sub(lambda found: f"%{PLAIN.get(found[1], found[1]).replace('V', free)}", pattern)
    with suppress(ValueError):
        return time.strptime(cell, plain).tm_year
    return None


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
