"""A header that is none of this table, for one cause: another delimiter, a row before it, another table."""

from collections.abc import Callable, Iterable

from dpkit.load.header import wanted_labels
from dpkit.load.records import Record
from dpkit.model.descriptor import Dialect, Schema
from dpkit.model.finding import Fault
from dpkit.model.show import first_of, listing, show

MARKS = (";", "\t", "|", ",", ":")  #: that are seen to separate columns
FEW = 3  #: labels that are told


def other_header(
    header: str, labels: list[str], dialect: Dialect, schema: Schema, later: Callable[[], Iterable[Record]]
) -> Fault | None:
    """Return what is wrong with a header by which no row of the table can be read; None if it is not as wrong as that.

    Args:
        header: its text.
        labels: what it calls the columns; none where that cannot be told.
        dialect: by which it was read.
        schema: of the table.
        later: returns the first rows of the file.
    """
    wanted = list(wanted_labels(schema).values())
    if not wanted or {*wanted} & {*labels}:
        return None
    if mark := _parted(header, dialect, {*wanted}):
        why = _separated(mark, dialect)
        told = {"called": "column 1 is called", "expected": f"{show(wanted[0], 40)}; {why}: no row was read"}
        return Fault(check="incorrect-label", line=1, value=header.strip(), details=told | {"column": "1"})
    if (
        labels
        and schema.fields_match == "exact"
        and len(wanted) > 1
        and (why := _elsewhere(labels, wanted, dialect, later))
    ):
        expected = f"{listing(first_of([show(each, 20) for each in wanted], FEW))}; {why}: no row was read"
        told = {"called": "no column is called like a field: the header is", "expected": expected}
        return Fault(check="incorrect-label", line=1, value=dialect.delimiter.join(labels), details=told)
    return None


def _parted(header: str, dialect: Dialect, wanted: set[str]) -> str:
    """Return what seems to part the columns, where that is not the delimiter of the dialect; or nothing."""

    def found(mark: str) -> int:
        return len(wanted & {each.strip().strip(dialect.quote or None) for each in header.split(mark)})

    marks = [mark for mark in MARKS if mark in header.strip() and mark != dialect.delimiter]
    best = max(marks, key=found, default="")
    return best if best and found(best) else ""


def _separated(mark: str, dialect: Dialect) -> str:
    found, said = ("a tab" if each == "\t" else show(each) for each in (mark, dialect.delimiter))
    return f"the columns seem to be separated by {found}, but the dialect's delimiter is {said}"


def _elsewhere(labels: list[str], wanted: list[str], dialect: Dialect, later: Callable[[], Iterable[Record]]) -> str:
    if row := next((each for each in later() if {*wanted} <= {*each.cells}), None):
        return f"row {row.number} of the file seems to be the header, which the dialect does not say"
    if mark := next((each for each in MARKS if len(labels) == 1 and labels[0].count(each) == len(wanted) - 1), ""):
        return _separated(mark, dialect)
    columns = "1 column" if len(labels) == 1 else f"{len(labels):,} columns"
    return f"{columns} cannot be {len(wanted):,} fields" if len(labels) != len(wanted) else ""
