"""A key holds a character that cannot be told by sight.

## What it finds
In fields of primary, unique and foreign keys, in those that foreign keys refer to, and in those that say which subject
a row is about: cells with characters that are not seen (control characters, marks of direction, characters without a
width, blanks other than the space, a space at the beginning or end), words that mix Latin letters with Cyrillic or
Greek ones that look like them, and cells that are another one but for how letters and their marks are composed (`é` as
one character, or as `e` and an accent).

## Why it matters
Two keys that look the same and are not lead to two rows, or to none, and what is said of one subject is not held
against what is said of the other; a mark of direction shows a key backwards.

## How to mend it
Type the key anew in one script, in all tables that use it. The message tells the characters by their code points.
"""

from collections.abc import Iterator

from dpkit.checks.check import Query, Rule, Tables
from dpkit.checks.example import package
from dpkit.model.finding import Severity
from dpkit.model.lookalikes import LOOKS_LATIN
from dpkit.tables.sql import only_if, sql, text
from dpkit.tables.table import Column, Table

SEVERITY = Severity.WARNING
PLACES = {"fields": [{"name": "place_id"}], "primaryKey": ["place_id"]}
PASSES = package(places=("place_id\nomsk\nkΩ\nHán\n", PLACES))
FAILS = package(places=("place_id\nomsk\n\u043emsk\n", PLACES))

CONTROL = r"[\x00-\x1F\x7F]"
UNSEEN = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}\x{115F}\x{1160}\x{3164}]"
ALIKE = rf"[\p{{Cyrillic}}{LOOKS_LATIN}]"
MIXED = rf"\p{{Latin}}{ALIKE}|{ALIKE}\p{{Latin}}"


def rules(table: Table) -> Iterator[Rule]:
    """Yield three rules for each field of text that is part of a key."""
    for name, column in _columns(table):
        # beyond ASCII, a text has more bytes than characters: that spares most cells the patterns
        foreign = sql("strlen({c}) <> length({c})", c=column.raw)
        control, unseen, mixed = (
            sql("regexp_matches({}, {})", column.raw, text(each)) for each in (CONTROL, UNSEEN, MIXED)
        )
        hides = sql("CASE WHEN {} THEN {} ELSE {} END", foreign, unseen, control)
        yield Rule(fields=(name,), broken=hides, message="{field} is {value}, which holds {points}")
        padded = sql("({c} LIKE ' %' OR {c} LIKE '% ')", c=column.raw)
        yield Rule(fields=(name,), broken=padded, message="{field} is {value}, with a blank at its beginning or end")
        broken = only_if(foreign, sql("{} AND NOT ({})", mixed, unseen))
        message = "{field} is {value}, a word of several scripts: it holds {points}"
        yield Rule(fields=(name,), suspect=foreign, broken=broken, message=message)


def queries(table: Table, tables: Tables) -> Iterator[Query]:
    """Yield a query for each such field: for cells that are not composed, and of which another is the composed form."""
    del tables
    for name, column in _columns(table):
        foreign = sql("strlen({c}) <> length({c})", c=column.raw)
        cells = sql(
            'SELECT "_row", {c} AS cell, nfc_normalize({c}) AS normal FROM {} WHERE {}',
            table.relation,
            foreign,
            c=column.raw,
        )
        select = sql('SELECT "_row" FROM ({c}) WHERE cell <> normal AND normal IN (SELECT cell FROM ({c}))', c=cells)
        message = "{field} is {value}, which looks like another of its cells: it holds {points}"
        yield Query(fields=(name,), select=select, suspect=foreign, message=message)


def _columns(table: Table) -> Iterator[tuple[str, Column]]:
    """Yield the fields of text that are part of a key."""
    for name in _names(table):
        column = table.column(name)
        if column and column.of.type in {"string", "any"}:
            yield name, column


def _names(table: Table) -> list[str]:
    schema = table.schema
    unique = tuple(each.name for each in schema.fields if each.constraints.get("unique") is True)
    referring = (key.fields for key in schema.foreign_keys)
    own = (schema.primary_key, unique, *schema.unique_keys, schema.roles.subject)
    keys = [*own, *referring, *table.package.references.get(table.name, ())]
    return list(dict.fromkeys(name for key in keys for name in key))
