"""Words that the standard of dpkit knows, for the checks that ask whether a cell is one of them."""

from collections.abc import Mapping, Sequence

from dpkit.checks.check import Rule
from dpkit.tables.literals import literal_text
from dpkit.tables.sql import sql, texts
from dpkit.tables.table import Column

CONSTRAINTS = "constraint-error"  #: the check that tells of cells that the field's own `enum` or `categories` have not


def none_of(column: Column, terms: Sequence[str], message: str, details: Mapping[str, str]) -> Rule:
    """Return the rule that a cell, if there is something in it, is one of `terms`.

    What the field's own `enum` or `categories` refuse is told by the check on constraints, and not again if that runs.
    """
    broken = sql("NOT ({}) AND {} NOT IN {}", column.missing, column.raw, texts(terms))
    allowed, beside = column.of.constraints.get("enum") or column.of.categories, None
    if isinstance(allowed, list | tuple) and allowed and column.of.type == "string":
        beside = CONSTRAINTS, sql("{} AND {} IN {}", broken, column.raw, texts(map(literal_text, allowed)))
    return Rule(fields=(column.name,), broken=broken, message=message, details=details, beside=beside)
