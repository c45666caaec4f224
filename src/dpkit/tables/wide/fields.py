"""The fields of a wide table: cells of one kind stand in lists, so that the engine sees few columns.

To the engine, a column costs memory and a condition takes time to plan, however few the rows. Lists hold the texts of
up to `GROUP` columns that are typed alike; what is asked of a single column names its place in a list, and what is
asked of all of them is asked once, of all cells of the list (`ask`).
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dpkit.model.descriptor import Field, Schema
from dpkit.tables.compound import is_compound
from dpkit.tables.lexical import day_bounds
from dpkit.tables.sql import Sql, name, sql
from dpkit.tables.table import ROW
from dpkit.tables.typing import TypedField, Typing

NARROW = 1_000  #: columns; the cells of a table of more stand in lists
GROUP = 256  #: columns of one list
MOST_GROUPS = 3_000  #: lists of one table
PLACE = Sql("place")  #: of a cell in its list, from 1
OPTIONS = (  #: of a field, on which it depends which cells the referee accepts
    "type", "format", "trueValues", "falseValues", "bareNumber", "floatNumber", "decimalChar", "groupChar", "delimiter",
    "itemType", "arrayItem",
)  # fmt: skip


class ManyKindsError(ValueError):
    """A table has more kinds of fields than it may have lists; the message says how many."""


def is_wide(width: int) -> bool:
    """Tell whether the cells of a table of so many columns stand in lists."""
    return width > NARROW


@dataclass
class WideField(TypedField):
    """A field whose cells stand in a list, or, without a `spot`, all cells of the list."""

    group: int = 0
    spot: int = 0  #: in the list, from 1
    late: Collection[str] = ()  #: parts that were decided outside the engine, and are held

    def part(self, part: str) -> Sql:
        """Return what was decided of the field's cells."""
        return listed(part, self.group, self.spot)

    @property
    def value(self) -> Sql:
        """The typed value: computed where it is asked for, unless something had to be decided."""
        return self.part("v") if "v" in self.late else self.unless_missing(self.form.value)

    @property
    def bounds(self) -> tuple[Sql, Sql]:
        """First and last day of a date."""
        if "lo" in self.late:
            return self.part("lo"), self.part("up")
        lower, upper = day_bounds(self.raw)
        return self.unless_missing(lower), self.unless_missing(upper)

    def held(self, part: str) -> Sql:
        """Return what is known of a part without any decision."""
        known = {"v": self.value, **dict(zip(("lo", "up"), self.bounds if self.dated else (), strict=False))}
        return known.get(part, Sql("NULL"))


@dataclass
class Group:
    """Fields whose cells stand in one list."""

    cells: WideField  #: stands for the cells of all of them
    fields: list[WideField] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of the list."""
        return self.cells.group

    @property
    def places(self) -> list[int]:
        """The columns of the file, in the order of the list."""
        return [each.place for each in self.fields if each.place is not None]


def listed(part: str, group: int, spot: int = 0) -> Sql:
    """Return the name of a list, or the item of a list that has a `spot`."""
    return sql("{}[{}]", name(f"{part}{group}"), Sql(str(int(spot)))) if spot else name(f"{part}{group}")


def cells_of(relation: Sql, lists: Collection[Sql]) -> Sql:
    """Return the relation of the cells of lists, a row each: `_row`, `place`, and a column by the name of each list.

    Args:
        relation: of the table.
        lists: names of lists of the same fields, at least one.
    """
    first, *_ = sorted(lists)
    columns = [sql("unnest({each}) AS {each}", each=each) for each in sorted(lists)]
    return sql(
        "(SELECT {}, generate_subscripts({}, 1) AS {}, {} FROM {})",
        ROW,
        first,
        PLACE,
        Sql(", ".join(columns)),
        relation,
    )


def wide_groups(schema: Schema, columns: Mapping[str, int], spans: Collection[str] = ()) -> list[Group]:
    """Return the fields that the file has, in groups of one kind.

    Args:
        schema: of the table.
        columns: the column of each field that the file has.
        spans: fields that are dates to other tables.

    Raises:
        ManyKindsError: hardly any two fields are alike.
    """
    typing, kinds = Typing.of(schema, spans), dict[Any, list[tuple[int, Field]]]()
    for index, each in enumerate(schema.fields):
        if each.name in columns:
            kinds.setdefault(_kind(each, typing), []).append((index, each))
    pieces = [*_pieces([*kinds.values()])]
    if len(pieces) > MOST_GROUPS:
        raise ManyKindsError(
            f"it has {len(columns):,} columns of {len(kinds):,} kinds (by type, format, options and missing values); "
            f"of tables with more than {NARROW:,} columns, at most {MOST_GROUPS:,} kinds are read"
        )
    return [_group(typing, number, some, columns) for number, some in enumerate(pieces)]


def _pieces(kinds: Sequence[list[tuple[int, Field]]]) -> Iterator[list[tuple[int, Field]]]:
    for some in kinds:
        yield from (some[start : start + GROUP] for start in range(0, len(some), GROUP))


def _group(typing: Typing, number: int, some: list[tuple[int, Field]], columns: Mapping[str, int]) -> Group:
    first = some[0][1]
    alike = replace(first, raw={key: first.raw[key] for key in OPTIONS if key in first.raw})
    group = Group(_wide(typing.typed(alike, number, listed("t", number), None), number))
    group.cells.kind = group.cells.form.kind
    for spot, (index, each) in enumerate(some, 1):
        typed = typing.typed(each, index, listed("t", number, spot), columns[each.name])
        group.fields.append(_wide(typed, number, spot))
        group.cells.limited |= typed.limited
    return group


def _wide(typed: TypedField, group: int, spot: int = 0) -> WideField:
    return WideField(**vars(typed), group=group, spot=spot)


def _kind(of: Field, typing: Typing) -> tuple[Any, ...]:
    """Return what is equal for fields whose cells are typed alike."""
    options = json.dumps({each: of.raw[each] for each in OPTIONS if each in of.raw})
    schema = json.dumps(of.constraints.get("jsonSchema")) if is_compound(of) else ""
    return of.type, of.format, of.missing_values, of.name in typing.dated, of.name in typing.compared, options, schema
