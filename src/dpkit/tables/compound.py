"""Values that are more than one thing (JSON, lists, points, durations): when two are the same, and how long each is."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext
from typing import Any

from dpkit.load.json_number import UnjudgedError, Written
from dpkit.load.options import separator
from dpkit.model.descriptor import Field
from dpkit.tables.engine import Engine
from dpkit.tables.json_reason import reason
from dpkit.tables.json_schema import SchemaJudge

JSON = ("object", "array", "geojson")
MORE = 20  #: digits that the sum of the parts of a duration may have beside its own
MONTH = Decimal("30.436875")  #: days, the mean of the calendar
DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Compound:
    """What is compared of a value: a key, equal for equal values, and a measure, its length or duration in seconds."""

    key: str
    measure: float | None = None
    refused: bool = False  #: by the JSON Schema of its field
    unjudged: str = ""  #: why that could not be judged, if so


def is_compound(field: Field) -> bool:
    """Tell whether the values of a field are compared by more than their text."""
    return field.type in JSON or field.type in READERS


def reader(field: Field, engine: Engine) -> Callable[[str], Compound]:
    """Return the function that reads the cells of a field that the referee accepts.

    It raises a ValueError for what the referee should have refused: NaN in JSON, a duration without a part after its T.
    """
    judge = judge_of(field, engine)
    if judge is None:
        return lambda cell: _read(field, cell)
    return lambda cell: next(each for _, each in judge.settled(lambda cell: _json(cell, judge), [cell]))


def read_all(field: Field, judge: SchemaJudge | None, cells: Iterable[str]) -> Iterator[tuple[str, Compound]]:
    """Yield those of `cells` that are values, read; `judge` is that of `judge_of`."""

    def read(cell: str) -> Compound | None:
        try:
            return _json(cell, judge) if judge else _read(field, cell)
        except ValueError:
            return None

    found = judge.settled(read, cells) if judge else ((cell, read(cell)) for cell in cells)
    yield from ((cell, each) for cell, each in found if each)


def why_refused(judge: SchemaJudge, cell: str) -> str:
    """Return why a JSON Schema refuses a cell: `: age is required`."""

    def told(cell: str) -> str:
        try:
            error = judge.error(_loaded(cell))
        except ValueError:
            return ""
        return "" if error is None else f": {reason(error)}"

    return next((each for _, each in judge.settled(told, [cell])), "")


def judge_of(field: Field, engine: Engine) -> SchemaJudge | None:
    """Return the judge of the JSON Schema of a field, if it has one."""
    schema = field.constraints.get("jsonSchema")
    return None if schema is None or field.type not in JSON else SchemaJudge(schema, engine)


def _read(field: Field, cell: str) -> Compound:
    return _json(cell, None) if field.type in JSON else READERS[field.type](field, cell)


def _json(cell: str, judge: SchemaJudge | None) -> Compound:
    value = _loaded(cell)
    key, measure = _canonical(cell), len(value) if isinstance(value, dict | list) else None
    try:
        return Compound(key, measure, judge is not None and judge.error(value) is not None)
    except UnjudgedError as error:
        return Compound(key, measure, unjudged=str(error))


def _loaded(cell: str) -> Any:
    return json.loads(cell, parse_constant=_no_json, parse_float=Written)


def _no_json(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _canonical(cell: str) -> str:
    """Return JSON in which equal values are equal texts: keys sorted, `1.0` as `1`."""
    value = json.loads(cell, parse_float=_mark, parse_int=_mark)
    try:
        return json.dumps(value, sort_keys=True)
    except RecursionError:
        return cell


def _mark(digits: str) -> str:
    """Return a number as a text that no string of a cell is likely to be."""
    return f"\0{_number(digits)}"


def _number(digits: str) -> str:
    """Return a number so that equal ones are equal texts: `1.0` and `1`; what is none stays as it is."""
    try:
        exact = Context(prec=len(digits) + 1, Emax=MAX_EMAX, Emin=MIN_EMIN).normalize(Decimal(digits))
    except ArithmeticError:
        return digits
    return str(exact) if exact else "0"


def _list(field: Field, cell: str) -> Compound:
    items = cell.split(separator(field.raw))
    numeric = field.raw.get("itemType") in {"integer", "number"}
    return Compound(json.dumps([_number(item) if numeric else item for item in items]), len(items))


def _geopoint(field: Field, cell: str) -> Compound:
    if field.format == "default":
        return Compound(json.dumps([_number(part.strip()) for part in cell.split(",")]))
    return Compound(_canonical(cell))


def _duration(_: Field, cell: str) -> Compound:
    found = DURATION.fullmatch(cell)
    if found is None or cell.endswith(("P", "T")):
        raise ValueError(f"{cell} is no duration")
    with localcontext(Context(prec=len(cell) + MORE, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
        seconds += 60 * minutes + 3600 * hours + 86400 * days
        sign, months = -1 if found[1] else 1, 12 * years + months
        measure = float(sign * (seconds + 86400 * MONTH * months))
        return Compound(f"{_number(str(sign * months))} {_number(str(sign * seconds))}", measure)


READERS: dict[str, Callable[[Field, str], Compound]] = {
    "list": _list,
    "geopoint": _geopoint,
    "duration": _duration,
}
