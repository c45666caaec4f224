"""A reference leads to no row.

## What it finds
Rows whose foreign key is not found in the resource it refers to, and rows that fill only a part of a key of several
fields, unless the other table has a row with the same part. A key that is wholly empty refers to nothing and is sound.

A cell of the other table that differs only in case, white space, look-alike characters or type is named.

## Why it matters
A mistyped identifier is a new, unknown thing: counts, joins and maps lose the row without a word.

## How to mend it
Correct the identifier, or add the row that it should lead to.
"""

from collections.abc import Iterator
from functools import partial

from dpkit.checks.check import Query, Tables
from dpkit.checks.example import package
from dpkit.checks.keys import each_is, numbered
from dpkit.checks.near import are_numbers, near
from dpkit.model.descriptor import ForeignKey
from dpkit.model.finding import Severity
from dpkit.model.show import count, listing
from dpkit.tables.exact import exact_number
from dpkit.tables.pool import Keys, key_of
from dpkit.tables.sql import Sql, either, every, joined, sql
from dpkit.tables.table import Column, Table

SEVERITY = Severity.ERROR
MAY_LACK = {"superset", "partial"}  #: values of `fieldsMatch` by which a file may lack columns
PLACES = {"fields": [{"name": "place_id"}], "primaryKey": ["place_id"]}
KEY = {"fields": ["place_id"], "reference": {"resource": "places", "fields": ["place_id"]}}
EVENTS = {"fields": [{"name": "event_id"}, {"name": "place_id"}], "foreignKeys": [KEY]}
PASSES = package(places=("place_id\nomsk\n", PLACES), events=("event_id,place_id\na,omsk\nb,\n", EVENTS))
FAILS = package(places=("place_id\nomsk\n", PLACES), events=("event_id,place_id\na,omks\n", EVENTS))


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield the queries for each foreign key; the source of a citation belongs to `source-unknown`."""
    for key in table.schema.foreign_keys:
        target = tables.get(key.resource or table.name)
        if target is None or _is_source(table, key):
            continue
        columns = [table.columns[name] for name in key.fields]
        given = every(sql("NOT ({})", column.missing) for column in columns)
        if len(columns) > 1:
            yield _partly(table, target, key, columns, given)
        absent = _untold(target, key)
        yield _no_column(table, target, key, absent) if absent else _not_found(table, target, key, columns)


def _partly(table: Table, target: Table, key: ForeignKey, columns: list[Column], given: Sql) -> Query:
    half = sql("NOT ({}) AND ({})", given, _some(columns))
    others = [target.column(name) for name in key.reference]
    cells = [_comparable(own, other) for own, other in zip(columns, others, strict=True) if other]
    names = numbered(len(cells))
    select = sql('SELECT "_row" FROM {} WHERE {}', table.relation, half)
    uses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if len(cells) == len(columns) and not target.unread:
        own = sql('SELECT "_row", {} FROM {} WHERE {}', _as([own for own, _ in cells], names), table.relation, half)
        there = sql("SELECT {} FROM {}", _as([other for _, other in cells], names), target.relation)
        same = every(sql("o.{n} IS NOT DISTINCT FROM t.{n}", n=name) for name in names)
        select = sql('SELECT "_row" FROM ({}) AS o ANTI JOIN ({}) AS t ON {}', own, there, same)
        uses = ((target.name, key.reference),)
    return Query(
        fields=key.fields,
        select=select,
        message=each_is(len(columns)) + ": the key to {target} is only partly filled",
        details={"target": target.name},
        uses=uses,
        suspect=half,
    )


def _is_source(table: Table, key: ForeignKey) -> bool:
    citation = table.schema.roles.citation
    return citation is not None and key.fields == (citation.source,) and key.resource == table.package.roles.sources


def _some(columns: list[Column]) -> Sql:
    return either(sql("NOT ({})", column.missing) for column in columns)


def _untold(target: Table, key: ForeignKey) -> str:
    """Return a column that a key leads to and the file has not, where that is no fault of the file by itself."""
    told = target.resource.schema is not None and target.schema.fields_match not in MAY_LACK
    absent = [name for name in key.reference if target.column(name) is None]
    return "" if target.unread or told or not absent else absent[0]


def _no_column(table: Table, target: Table, key: ForeignKey, absent: str) -> Query:
    given = every(sql("NOT ({})", table.columns[name].missing) for name in key.fields)
    return Query(
        fields=key.fields,
        select=sql('SELECT "_row" FROM {} WHERE {}', table.relation, given),
        message=each_is(len(key.fields)) + ", but {target} has no column {absent}",
        details={"target": target.name, "absent": absent},
        suspect=given,
    )


def _not_found(table: Table, target: Table, key: ForeignKey, columns: list[Column]) -> Query:
    pairs = [
        (own, other) for own, name in zip(columns, key.reference, strict=True) if (other := target.columns.get(name))
    ]
    names = numbered(len(pairs))
    cells = [_comparable(*pair) for pair in pairs]
    own_cells, other_cells = [own for own, _ in cells], [other for _, other in cells]
    # a cell that is no value of its type is a type-error, and no reference
    given = every([sql("{} IS NOT NULL", own.value) for own, _ in pairs])
    own_rows = sql('SELECT "_row", {} FROM {} WHERE {}', _as(own_cells, names), table.relation, given)
    select = sql(
        'SELECT "_row" FROM ({}) ANTI JOIN (SELECT {} FROM {}) USING ({})',
        own_rows,
        _as(other_cells, names),
        target.relation,
        joined(names),
    )
    return Query(
        fields=key.fields,
        select=select,
        message=each_is(len(names)) + ", but {target} has no row with that {reference}{near}{lost}",
        details={"target": target.name, "reference": listing(key.reference), "lost": _lost(target)},
        uses=((target.name, key.reference),),
        suspect=Keys(key_of(own_cells, [given]), ((target, key_of(other_cells, ())),)),
        near=partial(near, table, target, *pairs[0]) if len(pairs) == 1 else None,
    )


def _lost(target: Table) -> str:
    """Return what is to be said of rows that may have the key, but are not there to be asked."""
    return f"; {count(target.malformed, 'row')} of it could not be read" if target.malformed else ""


def _comparable(own: Column, other: Column) -> tuple[Sql, Sql]:
    """Return what is the same of two cells exactly if one refers to the other."""
    if are_numbers(own, other) and (own.of.type != other.of.type or own.exact or other.exact):
        return exact_number(own), exact_number(other)
    if own.of.type == other.of.type:
        return own.compared, other.compared
    if own.kind != other.kind and "string" in {own.of.type, other.of.type}:
        return own.raw, Sql("CAST(NULL AS VARCHAR)")  # the text 1 is not the number 1; `any` may be either
    return (own.value, other.value) if own.kind == other.kind else (own.raw, other.raw)


def _as(cells: list[Sql], names: list[Sql]) -> Sql:
    return joined(sql("{} AS {}", cell, name) for cell, name in zip(cells, names, strict=True))
