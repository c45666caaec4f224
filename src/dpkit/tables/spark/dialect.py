"""DuckDB's SQL as Spark's: sqlglot carries it over, and this dialect what sqlglot leaves as it was."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.spark import Spark
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.generators.spark import SparkGenerator

from dpkit.tables.spark.expression import UnlikeError, java
from dpkit.tables.spark.folding import folds

NFC = "dpkit_nfc"  #: the function that the engine registers for `nfc_normalize`
EPOCH = "1970-01-01"
BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
MEMORY = 2_000  #: queries whose translation is kept
SHORT_TIME = r"\A([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?\z|\A24:00:00(\.0+)?\z"

Write = Callable[["Generator", exp.Expr], str]


class UntranslatableError(ValueError):
    """A query that cannot be said to Spark; the message says why."""


@lru_cache(MEMORY)
def parsed(query: str) -> exp.Expr:
    """Return a query of DuckDB as a tree, which must not be changed.

    Raises:
        UntranslatableError: sqlglot does not understand it.
    """
    try:
        return DuckDB().parse(query)[0] or exp.Select()
    except SqlglotError as error:
        raise UntranslatableError(f"the query cannot be carried over to Spark: {str(error).splitlines()[0]}") from error


@lru_cache(MEMORY)
def translated(query: str) -> str:
    """Return a query of DuckDB as one of Spark.

    Raises:
        UntranslatableError: there is no such query.
    """
    return written(parsed(query))


def written(tree: exp.Expr) -> str:
    """Return a tree as SQL of Spark; errors as in `translated`."""
    try:
        return SparkOfDuckDB().generate(tree, unsupported_level=ErrorLevel.RAISE)
    except UnlikeError as error:
        raise UntranslatableError(f"DuckDB and Spark would not read its pattern alike: {error}") from error
    except SqlglotError as error:
        raise UntranslatableError(f"the query cannot be carried over to Spark: {str(error).splitlines()[0]}") from error


def _pattern(node: exp.Expr | None, *, full: bool = False) -> exp.Expr:
    """Return the pattern, a literal, as Java reads it."""
    if not isinstance(node, exp.Literal) or not node.is_string:
        raise UnlikeError("it is no text that stands in the query")
    expression = java(node.this)
    return exp.Literal.string(rf"\A(?:{expression})\z" if full else expression)


def _matches(*, full: bool) -> Write:
    def write(self: "Generator", node: exp.Expr) -> str:
        return f"({self.sql(node, 'this')} RLIKE {self.sql(_pattern(node.args.get('expression'), full=full))})"

    return write


def _replaced(self: "Generator", node: exp.Expr) -> str:
    """Write `regexp_replace`, which in Spark replaces all: without `g` the pattern has to reach to the end."""
    pattern = node.args["expression"]
    modifiers = node.args.get("modifiers")
    if (modifiers is None or modifiers.this != "g") and not pattern.this.endswith("$"):
        raise UnlikeError("Spark replaces all matches")
    return self.func("REGEXP_REPLACE", node.this, _pattern(pattern), node.args.get("replacement"))


def _extracted(self: "Generator", node: exp.Expr) -> str:
    group = node.args.get("group") or exp.Literal.number(0)
    name = "REGEXP_EXTRACT_ALL" if isinstance(node, exp.RegexpExtractAll) else "REGEXP_EXTRACT"
    return self.func(name, node.this, _pattern(node.args["expression"]), group)


def _folded(function: str) -> Write:
    """Write a function on letters: text of ASCII by Spark's own, other text character by character."""

    def write(self: "Generator", node: exp.Expr) -> str:
        text = self.sql(node.expressions[0] if isinstance(node, exp.Anonymous) else node.this)
        plain = text if function == "strip_accents" else f"{function.upper()}({text})"
        there, here = (self.sql(exp.Literal.string(each)) for each in folds(function))
        other = f"TRANSLATE({plain_of(function, text)}, {there}, {here})"
        return f"CASE WHEN OCTET_LENGTH({text}) = LENGTH({text}) THEN {plain} ELSE {other} END"

    return write


def plain_of(function: str, text: str) -> str:
    """Return `text` with its letters of ASCII folded, and no other."""
    low, high = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if function == "strip_accents":
        return text
    return f"TRANSLATE({text}, '{high}', '{low}')" if function == "lower" else f"TRANSLATE({text}, '{low}', '{high}')"


def _most(name: str) -> Write:
    """Write an aggregate of the n smallest or largest, which in Spark are those by themselves."""

    def write(self: "Generator", node: exp.Expr) -> str:
        by = node.args.get("expression") if isinstance(node, exp.ArgMax | exp.ArgMin) else None
        count = node.args.get("count")
        if count is None:
            first = [node.this, by] if by else [node.this]
            return self.func(f"{name}_BY" if by else name, *first)
        if isinstance(node, exp.Max | exp.Min):
            by = node.this
        return self.func(f"{name}_BY", node.this, by, count)

    return write


def _cast(self: "Generator", node: exp.Expr) -> str:
    value, kind = self.sql(node, "this"), node.args["to"].this
    if node.args["to"].sql("duckdb").upper() == "BIGNUM":
        return f"TRY_CAST({value} AS DOUBLE)"
    if kind == exp.DataType.Type.TIME:
        return _time(value)
    if kind in {exp.DataType.Type.TIMESTAMP, exp.DataType.Type.TIMESTAMPNTZ}:
        return _moment(value)
    if kind in {exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR} and not _is_day(node.this):
        return _text(value)
    word = "TRY_CAST" if isinstance(node, exp.TryCast) else "CAST"
    return f"{word}({value} AS {self.sql(node, 'to')})"


def _time(value: str) -> str:
    """Return a time as text that is equal for equal times, and ordered as they are; Spark's type has no 24:00:00."""
    fraction = f"RPAD(SUBSTR(REGEXP_EXTRACT({value}, '[.]([0-9]+)', 1), 1, 6), 6, '0')"
    pattern = SHORT_TIME.replace("\\", "\\\\")
    return (
        f"CASE WHEN {value} RLIKE '{pattern}' THEN LEFT({value}, 8) || "
        f"CASE WHEN {fraction} = '000000' THEN '' ELSE '.' || {fraction} END END"
    )


def _moment(value: str) -> str:
    """Return a moment; to Spark the day has no end, 24:00:00."""
    early = f"TRY_CAST(REPLACE({value}, 'T24:', 'T00:') AS TIMESTAMP_NTZ)"
    late = f"{early} + MAKE_DT_INTERVAL(1)"
    return f"CASE WHEN {value} LIKE '%T24:00:00%' THEN {late} ELSE TRY_CAST({value} AS TIMESTAMP_NTZ) END"


def _text(value: str) -> str:
    """Return a value as text; Java writes numbers otherwise than DuckDB."""
    plain = f"CAST({value} AS STRING)"
    number = f"TRY_CAST({plain} AS DOUBLE)"
    mantissa = f"REGEXP_REPLACE(REGEXP_EXTRACT({plain}, '^(-?[0-9.]+)', 1), '[.]0$', '')"
    power = f"TRY_CAST(REGEXP_EXTRACT({plain}, 'E(-?[0-9]+)', 1) AS INT)"
    science = f"{mantissa} || IF({power} < 0, 'e-', 'e+') || IF(ABS({power}) < 10, '0', '') || ABS({power})"
    digits = f"REGEXP_REPLACE(CAST(TRY_CAST({plain} AS DECIMAL(38, 20)) AS STRING), '(?<=[.][0-9]{{1,20}})0+$', '')"
    return (
        f"CASE WHEN TYPEOF({value}) <> 'double' THEN {plain} "
        f"WHEN {plain} IN ('NaN', 'Infinity', '-Infinity') THEN REPLACE(LOWER({plain}), 'inity', '') "
        f"WHEN NOT CONTAINS({plain}, 'E') THEN {plain} "
        f"WHEN ABS({number}) < 0.0001D OR ABS({number}) >= 1e16D THEN {science} ELSE {digits} END"
    )


def _difference(self: "Generator", node: Any) -> str:
    """Write a subtraction: of days from the epoch it is a number of days."""
    if _is_day(node.expression) and node.expression.this.name == EPOCH:
        return f"UNIX_DATE({self.sql(node, 'this')})"
    return self.binary(node, "-")


def _is_day(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.to.is_type("date")


def _trimmed(self: "Generator", node: exp.Expr) -> str:
    """Write `trim`, `ltrim` or `rtrim`, which without further ado take away blanks of all kinds."""
    marks = node.args.get("expression") or exp.Literal.string(BLANKS)
    where = node.args.get("position") or "BOTH"
    return f"TRIM({where} {self.sql(marks)} FROM {self.sql(node, 'this')})"


def _item(self: "Generator", node: exp.Expr) -> str:
    """Write an item of a list, NULL where there is none."""
    (place,) = node.expressions
    return self.func("GET", node.this, place)


def _anonymous(self: "Generator", node: Any) -> str:
    write = FUNCTIONS.get(node.name.lower())
    return write(self, node) if write else self.anonymous_sql(node)


def _renamed(name: str, *more: str) -> Write:
    return lambda self, node: f"{name}({', '.join([*more, *(self.sql(each) for each in node.expressions)])})"


FUNCTIONS: dict[str, Write] = {
    "strlen": _renamed("OCTET_LENGTH"),
    "strip_accents": _folded("strip_accents"),
    "nfc_normalize": _renamed(NFC),
    "hash": _renamed("XXHASH64"),
    "to_minutes": _renamed("MAKE_DT_INTERVAL", "0", "0"),
}


class Generator(SparkGenerator):
    """Writes Spark's SQL with DuckDB's meaning."""

    TRANSFORMS = {  # noqa: RUF012 - as its base does
        **SparkGenerator.TRANSFORMS,
        exp.RegexpFullMatch: _matches(full=True),
        exp.RegexpLike: _matches(full=False),
        exp.RegexpReplace: _replaced,
        exp.RegexpExtract: _extracted,
        exp.RegexpExtractAll: _extracted,
        exp.Lower: _folded("lower"),
        exp.Upper: _folded("upper"),
        exp.Min: _most("MIN"),
        exp.Max: _most("MAX"),
        exp.ArgMin: _most("MIN"),
        exp.ArgMax: _most("MAX"),
        exp.Cast: _cast,
        exp.TryCast: _cast,
        exp.Sub: _difference,
        exp.Bracket: _item,
        exp.Trim: _trimmed,
        exp.Anonymous: _anonymous,
    }
    TYPE_MAPPING = {  # noqa: RUF012 - as its base does
        **SparkGenerator.TYPE_MAPPING,
        exp.DataType.Type.INT128: "DECIMAL(38, 0)",
    }


class SparkOfDuckDB(Spark):
    """Spark's SQL with DuckDB's meaning."""

    Generator = Generator
