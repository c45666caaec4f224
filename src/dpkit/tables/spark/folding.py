"""Letters as DuckDB folds them, for Spark, whose own functions know of words and languages: `ΑΣ` is `ας` to it."""

from functools import cache

from dpkit.tables.duck import DuckEngine
from dpkit.tables.sql import Sql

FUNCTIONS = ("lower", "upper", "strip_accents")
#: Each of these turns one character into one or none, whatever stands beside it; so asking for each is enough.
PAIRS = (
    "SELECT chr(code), {f}(chr(code)) FROM (SELECT CAST(code AS INTEGER) AS code FROM range(128, 1114112) AS r(code)) "
    "WHERE code NOT BETWEEN 55296 AND 57343 AND {f}(chr(code)) <> chr(code) ORDER BY {f}(chr(code)) = '', code"
)


@cache
def folds(function: str) -> tuple[str, str]:
    """Return the characters beyond ASCII that a function changes, and what it makes of each, as `translate` takes them.

    Those of which nothing is left stand last.
    """
    with DuckEngine(threads=1) as engine:
        pairs = engine.run(Sql(PAIRS.format(f=function)))
    return "".join(one for one, _ in pairs), "".join(other for _, other in pairs)
