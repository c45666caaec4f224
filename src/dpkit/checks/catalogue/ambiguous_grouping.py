"""A number has its marks for groups of digits where groups do not end.

## What it finds
Numbers of a field with a `groupChar` in which that stands behind the `decimalChar` (`1,234.5`, where `.` parts groups),
before the first digit, or before one, two, or more than four digits (`1.5`). Groups of three and of four digits are in
use, and of two before the last one.

## Why it matters
By the standard, the mark is left out wherever it stands: `1.5` is 15 then, and `1,234.5` is 1.2345. Mostly such a
number was written by other rules than its column.

## How to mend it
Write the number as its column does. Where whole columns are written so, change `groupChar` and `decimalChar`.
"""

import re
from collections.abc import Callable, Iterator

from dpkit.checks.check import Rule
from dpkit.checks.example import package
from dpkit.model.descriptor import Field
from dpkit.model.finding import Severity
from dpkit.model.show import show
from dpkit.tables.sql import sql, text
from dpkit.tables.table import Table

SEVERITY = Severity.WARNING
SCHEMA = {"fields": [{"name": "distance_km", "type": "number", "groupChar": ".", "decimalChar": ","}]}
PASSES = package(events=('distance_km\n1.234\n20.000.000\n"1,5"\n', SCHEMA))
FAILS = package(events=("distance_km\n1.5\n", SCHEMA))


def rules(table: Table) -> Iterator[Rule]:
    """Yield a rule for each field of numbers with a mark for groups."""
    for column in table.columns.values():
        group = column.of.raw.get("groupChar")
        if column.of.type in {"integer", "number"} and isinstance(group, str) and group:
            odd = sql("regexp_full_match({}, {})", column.raw, text(f"(?s).*(?:{_odd(column.of, group)}).*"))
            yield Rule(
                fields=(column.name,),
                suspect=sql("contains({}, {})", column.raw, text(group)),
                broken=sql("{} IS NOT NULL AND {}", column.value, odd),
                message="{field} is {value}, in which {group} parts no groups of digits{hint}",
                details={"group": show(group)},
                hint=_reading(column.of, group),
            )


def _odd(field: Field, group: str) -> str:
    """Return the pattern of what is around a mark that stands where no group begins."""
    mark, point = re.escape(group), re.escape(_point(field))
    none = f"[^0-9{''.join(map(re.escape, group))}]"
    few, many, one = f"[0-9]{mark}[0-9]{{1,2}}(?:{none}|$)", f"{mark}[0-9]{{5}}", f"{mark}[0-9]?{mark}"
    return f"{point}[0-9]*{mark}|{few}|{many}|{one}|^[+-]?{mark}[0-9]"


def _point(field: Field) -> str:
    point = field.raw.get("decimalChar") if field.type == "number" else None
    return point if isinstance(point, str) and point else "."


def _reading(field: Field, group: str) -> Callable[[str], str]:
    def hint(cell: str) -> str:
        return f"; it is read as {cell.replace(group, '').replace(_point(field), '.')}"

    return hint
