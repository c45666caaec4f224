"""SQL written by dpkit: names and values of a package enter a query quoted, or not at all."""

import re
from collections.abc import Iterable, Sequence

SURROGATE = re.compile("[\ud800-\udfff]")
LITERAL = re.compile(r"(?:CAST\()?'((?:[^']|'')*)'(?: AS (\w+)\))?")
MANY = 1_000  #: literals; each of them takes the engine some kilobytes
MARK = "\x1f"  #: between them
SEVERAL = 5  #: texts; of more, the engine makes a join, and a hundred of those take all memory


class Sql(str):
    """A piece of SQL that dpkit wrote; the engine runs nothing else."""

    __slots__ = ()


def name(text: str) -> Sql:
    """Return `text` as a quoted identifier."""
    return Sql('"' + text.replace('"', '""') + '"')


def text(value: str) -> Sql:
    """Return `value` as a string literal; half of a surrogate pair, which no file can hold, is U+FFFD."""
    literal = "'" + SURROGATE.sub("\ufffd", value).replace("'", "''") + "'"
    # the engine's parser, before its version 2, stops at a NUL
    return Sql("(" + literal.replace("\0", "' || chr(0) || '") + ")" if "\0" in value else literal)


def number(value: float) -> Sql:
    """Return `value` as a numeric literal."""
    return Sql(repr(value))


def sql(pattern: str, *parts: Sql, **named: Sql) -> Sql:
    """Fill `pattern`, a literal of dpkit's own, with pieces of SQL.

    Raises:
        TypeError: a part is a plain string.
    """
    if not all(isinstance(part, Sql) for part in (*parts, *named.values())):
        raise TypeError(f"unquoted part in {pattern!r}")
    return Sql(pattern.format(*parts, **named))


def joined(parts: Iterable[Sql], between: str = ", ") -> Sql:
    """Return `parts` with `between` (a literal of dpkit's own) between them."""
    return Sql(between.join(parts))


def listed(literals: Sequence[Sql]) -> Sql:
    """Return literals, each a text or a text that is cast, for IN; very many as one text, that is soon planned.

    Whether NULL is one of very many depends on the engine.
    """
    found = [LITERAL.fullmatch(each) for each in literals if len(literals) > MANY and MARK not in each]
    kinds = {each[2] or "VARCHAR" for each in found if each}
    if len(kinds) != 1 or None in found or len(found) < len(literals):
        return sql("({})", joined(literals))
    together = Sql(MARK.join(each[1] for each in found if each))
    split = "(SELECT unnest(CAST(string_split('{}', chr({})) AS {}[])))"
    return sql(split, together, Sql(str(ord(MARK))), Sql(kinds.pop()))


def texts(values: Iterable[str]) -> Sql:
    """Return `values` as a parenthesised list of string literals."""
    return listed([text(value) for value in values])


def is_among(cell: Sql, literals: Sequence[Sql]) -> Sql:
    """Return the condition that a cell is one of some literals: a pattern, where they are several texts."""
    found = [LITERAL.fullmatch(each) for each in literals if SEVERAL <= len(literals) <= MANY]
    values = [each[1].replace("''", "'") for each in found if each and not each[2]]
    if values and len(values) == len(literals):
        return sql("regexp_full_match({}, {})", cell, text("|".join(map(re.escape, values))))
    return sql("{} IN {}", cell, listed(literals)) if literals else Sql("false")


def only_if(condition: Sql, then: Sql) -> Sql:
    """Return `then` where `condition` holds, else false: unlike the right side of AND, it is computed nowhere else."""
    return sql("CASE WHEN {} THEN {} ELSE false END", condition, then)


def matches(cell: Sql, pattern: str, in_ascii: str) -> Sql:
    """Return the condition that `pattern` matches somewhere; in text of ASCII, so does `in_ascii`, which is shorter."""
    short = "CASE WHEN strlen({c}) = length({c}) THEN regexp_matches({c}, {}) ELSE regexp_matches({c}, {}) END"
    return sql(short, text(in_ascii), text(pattern), c=cell)


def either(conditions: Iterable[Sql]) -> Sql:
    """Return the conditions joined by OR; none is false."""
    return joined((sql("({})", each) for each in conditions), " OR ") or Sql("false")


def every(conditions: Iterable[Sql]) -> Sql:
    """Return the conditions joined by AND; none is true."""
    return joined((sql("({})", each) for each in conditions), " AND ") or Sql("true")
