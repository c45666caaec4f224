"""What a cell is not, and why, where that is plain: said of the rows that are shown."""

import re
from collections.abc import Callable

from dpkit.checks.date_hint import as_date
from dpkit.checks.moment_hint import no_moment
from dpkit.checks.number_hint import not_a_number
from dpkit.checks.parts import beyond_range, wrong_json
from dpkit.checks.uri_hint import wrong_uri
from dpkit.load.options import DEFAULT, words
from dpkit.model.descriptor import Field
from dpkit.model.show import first_of, listing, plain
from dpkit.tables.undated import LONGEST, why_undated

MISSING = {  #: what statistical offices and programs write for it, in small letters
    "", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "-", "--", "\u2013", "\u2014", "?", ".", "..", "...",
    ":", "*", "nd", "n.d.", "n/d", "\\n", "(null)", "missing", "unknown", "not available", "no data", "#value!",
    "#div/0!", "#ref!", "#name?", "#num!", "#null!",
}  # fmt: skip
MOST_WORDS = 5  #: for true, or for false, that are told
CALENDAR = {"date", "time", "datetime", "year", "yearmonth"}
YEAR_0 = re.compile("-?0000(?![0-9])")
FAR_DAY = re.compile("(-[0-9]{4,}|[1-9][0-9]{4,})-[0-9]{2}-[0-9]{2}")
BLANK_FOR_T = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:")
BASE64 = re.compile("[A-Za-z0-9+/]+=*")
LEAP_SECOND = re.compile(r"(^|T)[0-2][0-9]:[0-5][0-9]:60(\.[0-9]+)?(Z|[+-][0-9:]+)?$")


def not_edtf(cell: str) -> str:
    """Return what a cell that is no date (EDTF) is not: `a date: its end lies before its beginning`."""
    why = why_undated(cell)
    return f"a date: {why}" if why else f"a date (EDTF, such as 2001-08-04){unlisted(cell)}"


def no_json(field: Field, cell: str) -> str:
    """Return why a cell is no JSON, or not of the kind that its field asks for: `: it is an array`."""
    return unlisted(cell) or wrong_json(field, cell)


def unlisted(cell: str) -> str:
    """Return what is to be said of a cell that marks a value as missing, but is none of the missing values."""
    return "; missingValues does not list it" if cell.lower() in MISSING else ""


def hint_of(field: Field, missing: object = None, explain: Callable[[str], str] | None = None) -> Callable[[str], str]:
    """Return the function that says why a cell is no value of its field, or what would make it one.

    Args:
        field: of the cell.
        missing: the missing values of the schema, as they are written there.
        explain: says it of a list, in which an item is wrong.
    """
    of_type = {"object": no_json, "array": no_json, "geojson": no_json}
    judge = of_type.get(field.type, _hint)
    name = field.name if field.label is None else field.label
    labels = labels_in(field.raw.get("missingValues", missing)) | labels_in(field.raw.get("categories"))
    known = {name: "; it is the name of the field: the row seems to be a header"} | labels
    if field.type == "list":
        return lambda cell: known.get(cell) or (explain(cell) if explain else "")
    return lambda cell: known.get(cell) or judge(field, cell)


def labels_in(values: object) -> dict[str, str]:
    """Return what is to be said of a label that stands in place of its value, by the label."""
    listed = [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
    pairs = [(each.get("label"), each.get("value")) for each in listed]
    return {label: f"; it is the label of {plain(str(value), 30)}" for label, value in pairs if isinstance(label, str)}


def _hint(field: Field, cell: str) -> str:
    if len(cell) > LONGEST and field.format != "uri":
        return ""
    if cell != cell.strip():
        return ": there is white space around it" if cell.strip() else ": it is white space only"
    if field.format == "uri":
        return unlisted(cell) or wrong_uri(cell)
    if judge := OF_TYPE.get(field.type):
        return judge(field, cell)
    if told := _out_of_calendar(field, cell) or beyond_range(field, cell):
        return told
    is_day = (field.type, field.format) == ("date", "default") and "/" not in cell
    return (
        f": {why}"
        if is_day and (why := why_undated(cell))
        else unlisted(cell) or as_date(field, cell) or _odd(field, cell)
    )


def _odd(field: Field, cell: str) -> str:
    if field.format == "binary":
        return ": its length is no multiple of four" if BASE64.fullmatch(cell) and len(cell) % 4 else ""
    return no_moment(field, cell)


def _no_word(field: Field, cell: str) -> str:
    """Return how a field writes true and false."""
    if told := unlisted(cell):
        return told
    shown = ([plain(word, 20) for word in words(field.raw, name)] for name in DEFAULT)
    true, false = (listing(first_of(each, MOST_WORDS), "or") for each in shown)
    return f"; true is written {true or 'in no way'}, and false {false or 'in no way'}"


def _no_number(field: Field, cell: str) -> str:
    return not_a_number(field, cell) or unlisted(cell)


OF_TYPE = {"number": _no_number, "integer": _no_number, "boolean": _no_word}


def _out_of_calendar(field: Field, cell: str) -> str:
    """Return what is to be said of a date or time that looks like one, but that XML Schema does not have."""
    if field.format != "default" or field.type not in CALENDAR:
        return ""
    if YEAR_0.match(cell):
        return ": there is no year 0"
    if field.type == "date" and FAR_DAY.fullmatch(cell):
        return ": the standard has dates of the years 0001 to 9999"
    if field.type == "datetime" and BLANK_FOR_T.match(cell):
        return ": a T stands between day and time"
    return ": there are no leap seconds" if LEAP_SECOND.search(cell) and field.type in {"time", "datetime"} else ""
