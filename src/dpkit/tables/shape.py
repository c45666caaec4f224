"""The shape of an expression: what is left of it when the names of its columns are taken out.

Packages ask the same of many columns: that a cell is not empty, that an identifier matches one pattern.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dpkit.tables.sql import Sql, name

# what stands in quotation marks: a literal, or a name
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")
_SUBQUERY = re.compile(r"\bSELECT\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """An expression over places instead of columns, and the SQL type of the column that each place takes."""

    expression: Sql
    kinds: tuple[str, ...]


def place(kind: str, number: int) -> Sql:
    """Return the name by which a shape calls the column at a place."""
    return name(f"{kind} {number}")


def shape_of(expression: Sql, kinds: Mapping[str, str]) -> tuple[Shape, tuple[str, ...]] | None:
    """Return the shape of an expression, and the columns that stand at its places.

    Args:
        expression: over columns of one table.
        kinds: the SQL types of the columns of that table, by name as SQL writes it.

    Returns:
        None where names of columns stand in a subquery, since they may be those of another table.
    """
    columns: list[str] = []

    def placed(match: re.Match[str]) -> str:
        if match[0] not in kinds:
            return match[0]
        if match[0] not in columns:
            columns.append(match[0])
        return place(kinds[match[0]], columns.index(match[0]))

    begun = _SUBQUERY.search(_QUOTED.sub(lambda match: " " * len(match[0]), expression))
    if begun and any(match[0] in kinds for match in _QUOTED.finditer(expression, begun.start())):
        return None
    shaped = _QUOTED.sub(placed, expression)
    return Shape(Sql(shaped), tuple(kinds[each] for each in columns)), tuple(columns)
