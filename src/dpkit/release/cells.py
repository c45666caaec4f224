"""Cells of two matched rows: the same, the same value written otherwise, or another value."""

from dataclasses import dataclass

from dpkit.model.descriptor import Field, Schema
from dpkit.release.fields import MEANING, missing_values
from dpkit.tables.lexical import form
from dpkit.tables.sql import Sql, either, every, is_among, sql, text

SAME, REWRITTEN, CHANGED = Sql("0"), Sql("1"), Sql("2")
EXACT = 15  #: digits that a floating-point number keeps


@dataclass(frozen=True, slots=True)
class Pair:
    """One field in both tables: how each declares it, and the text of a cell before and now, as SQL."""

    old: Field
    new: Field
    before: Sql
    after: Sql
    old_missing: tuple[str, ...]
    new_missing: tuple[str, ...]


def pair(old: Schema, new: Schema, before: tuple[str, Sql], after: tuple[str, Sql]) -> Pair:
    """Return the pair of a field: `before` and `after` are its name and its column in each table."""
    fields = old.field(before[0]) or Field(name=before[0]), new.field(after[0]) or Field(name=after[0])
    return Pair(*fields, before[1], after[1], missing_values(old, fields[0]), missing_values(new, fields[1]))


def state(cell: Pair) -> Sql:
    """Return the expression that is `SAME`, `REWRITTEN` or `CHANGED`.

    Text that is the same is the same value, unless its meaning was changed. Of other text the values are compared where
    the engine can tell them; lists, objects, durations and the like are compared as text.
    """
    differs = sql("{} <> {}", cell.before, cell.after)
    if (cell.old.type, cell.old.format) != (cell.new.type, cell.new.format):
        return sql("CASE WHEN {} THEN {} ELSE {} END", differs, CHANGED, SAME)
    alike = _alike(cell)
    if _one_meaning(cell):
        return sql("CASE WHEN NOT ({}) THEN {} WHEN {} THEN {} ELSE {} END", differs, SAME, alike, REWRITTEN, CHANGED)
    return sql(
        "CASE WHEN {} THEN CASE WHEN {} THEN {} ELSE {} END ELSE {} END", alike, differs, REWRITTEN, SAME, CHANGED
    )


def _one_meaning(cell: Pair) -> bool:
    options = all(cell.old.raw.get(name) == cell.new.raw.get(name) for name in MEANING)
    return options and set(cell.old_missing) == set(cell.new_missing)


def _alike(cell: Pair) -> Sql:
    """Return the condition under which both cells are missing, or have one value."""
    old, new = _missing(cell.before, cell.old_missing), _missing(cell.after, cell.new_missing)
    values = every([sql("NOT ({})", old), sql("NOT ({})", new), _one_value(cell)])
    return either([every([old, new]), values])


def _missing(raw: Sql, values: tuple[str, ...]) -> Sql:
    return is_among(raw, [text(each) for each in values])


def _one_value(cell: Pair) -> Sql:
    before, after = form(cell.old, cell.before), form(cell.new, cell.after)
    equal = sql("coalesce({} = {}, false)", before.value, after.value)
    if before.kind != "DOUBLE":
        return equal
    # two long numbers may differ in digits that the engine's own numbers do not keep
    short = [sql("length({}) <= {}", each, Sql(str(EXACT))) for each in (cell.before, cell.after)]
    return every([*short, equal])
