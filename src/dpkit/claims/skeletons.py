"""What a cell looks like, in the engine: one text for all texts that look the same."""

from dpkit.model.lookalikes import ASCII, SKELETON
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
