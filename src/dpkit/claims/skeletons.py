"""What a cell looks like, in the engine: one text for all texts that look the same."""

from dpkit.model.lookalikes import ASCII, LATIN, SKELETON
from dpkit.tables.sql import Sql, sql, text


def sql_skeleton(cell: Sql) -> Sql:
    """Return the skeleton of a cell, in the engine."""
    short = cell
    for char, first in ASCII.items():
        short = sql("replace({}, {}, {})", short, text(char), text(first))
    pairs = [(chr(code), char) for code, char in SKELETON.items()]
    all_, firsts = ("".join(chars) for chars in zip(*pairs, strict=True))
    whole = sql("translate(nfc_normalize({}), {}, {})", cell, text(all_), text(firsts))
    return sql("CASE WHEN strlen({c}) = length({c}) THEN {} ELSE {} END", short, whole, c=cell)


def sql_latin(cell: Sql) -> Sql:
    """Return a cell with the Latin letter for each that looks like one: lower case tells a Cyrillic M from it."""
    chars, latin = "".join(map(chr, LATIN)), "".join(LATIN.values())
    return sql(
        "CASE WHEN strlen({c}) = length({c}) THEN {c} ELSE translate({c}, {}, {}) END", text(chars), text(latin), c=cell
    )
