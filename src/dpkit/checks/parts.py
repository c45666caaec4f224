"""Which part of a value is wrong, where that is plain: an hour, a month, a latitude."""

import json
import re
from collections.abc import Iterator, Sequence

from dpkit.load.json_text import JsonError, parse
from dpkit.load.node import WORDS as KINDS
from dpkit.model.descriptor import Field
from dpkit.model.show import count, listing, plain
from dpkit.tables.map_reason import why_no_map
from dpkit.tables.referee import map_profile
from dpkit.tables.undated import why_undated

CLOCK = re.compile(r"(?:(?P<day>-?[0-9]{4,}-[0-9]{2}-[0-9]{2})T)?(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?![0-9]).*")
MONTH = re.compile(r"-?[0-9]{4,}-(?P<month>[0-9]{2})")
POINT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?), ?([+-]?[0-9]+(?:\.[0-9]+)?)")
PARTS = (("hour", 23), ("minute", 59), ("second", 59))
KEYS = ("lon", "lat")
ENDS = (("longitude", 180), ("latitude", 90))
MONTHS = 12


def wrong_json(field: Field, cell: str) -> str:
    """Return why a cell is no JSON, or what other kind of value: `: it is an array`."""
    try:
        value = parse(cell.encode(errors="surrogatepass"), [])
    except JsonError as error:
        return f": {error}"
    if field.type == "geojson":
        why = why_no_map(map_profile(field), cell)
        return f": {why}" if why else ""
    kind = KINDS.get(type(value), "")
    return f": it is {kind}" if kind and field.type != ("array" if isinstance(value, list) else "object") else ""


def beyond_range(field: Field, cell: str) -> str:
    """Return which part of a time or place lies beyond what there is: `: there is no hour 25`."""
    if field.type == "geopoint" and field.format != "default":
        return wrong_point(field, cell)
    if field.format != "default":
        return ""
    if field.type == "geopoint":
        match = POINT.fullmatch(cell)
        return next(_beyond([float(part) for part in match.groups()], match.groups()), "") if match else ""
    if field.type == "yearmonth" and (match := MONTH.fullmatch(cell)):
        return _month(match["month"])
    if (
        field.type in {"time", "datetime"}
        and (match := CLOCK.fullmatch(cell))
        and (match["day"] is None) is (field.type == "time")
    ):
        day = match["day"] and why_undated(match["day"])
        return f": {day}" if day else next(_no_time(match["time"]), "")
    return ""


def _month(month: str) -> str:
    return "" if 1 <= int(month) <= MONTHS else f": there is no month {month}"


def _no_time(clock: str) -> Iterator[str]:
    for (name, most), part in zip(PARTS, clock.split(":"), strict=True):
        if int(part) > most:
            yield f": there is no {name} {part}"


def wrong_point(field: Field, cell: str) -> str:
    """Return what is wrong with a place that is written in JSON: `: it has no lat`."""
    try:
        value = parse(cell.encode(errors="surrogatepass"), [])
    except JsonError as error:
        return f": {error}"
    if not isinstance(value, kind := list if field.format == "array" else dict):
        return f": it is {KINDS.get(type(value), 'null')}, expected {KINDS[kind]}"
    if isinstance(value, dict) and ({*value} != {*KEYS}):
        lacking = [each for each in KEYS if each not in value]
        return f": it has no {lacking[0]}" if lacking else f": it has more than {listing(KEYS)}"
    numbers = [value[each] for each in KEYS] if isinstance(value, dict) else [*value]
    if len(numbers) != len(KEYS):
        return f": it has {count(len(numbers), 'item')}, expected 2"
    return next(_beyond(numbers, [plain(json.dumps(each), 40) for each in numbers]), "")


def _beyond(numbers: Sequence[object], written: Sequence[str]) -> Iterator[str]:
    for (name, most), number, text in zip(ENDS, numbers, written, strict=True):
        if not isinstance(number, int | float) or isinstance(number, bool):
            yield f": the {name} is {text}, expected a number"
        elif abs(number) > most:
            yield f": the {name} {text} lies beyond {most if number > 0 else -most}"
