"""What DuckDB answers, Spark answers: the functions and types that queries are made of, on cells that are no pleasure."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from dpkit.api.engines import open_engine
from dpkit.model.cluster import Cluster
from dpkit.model.descriptor import Field
from dpkit.model.limits import Limits
from dpkit.tables.duck import DuckEngine
from dpkit.tables.engine import Engine
from dpkit.tables.exact import exact, long
from dpkit.tables.lexical import FORMS, day_bounds, form
from dpkit.tables.ordering import Bound, beyond
from dpkit.tables.pattern import with_unicode
from dpkit.tables.sql import MANY, MARK, Sql, joined, listed, sql, text

CELL: Final = Sql("cell")
CELLS: Final = (
    "", " ", "a", "A b", "it's", '"', "\\", "\\d", "`", "%", "_", "a\nb", "a\n", "\r\n", "\t", "\x0b", "\x1f", "\x7f",
    "é", "e\u0301", "ß", "ẞ", "İ", "ı", "ΑΣ", "ας", "ſ", "K", "ǅ", "ﬁ", "Å", "각", "각", "😀a", "\u00a0", "\u2028",
    "\u200b", "٣", "1٣", "०", "0", "-0", "+7", "007", "1.5", "1.", ".5", "1e3", "1E-7", "1e400", "-1e-400", "inf", "INF",
    "-INF", "nan", "NAN", "NaN", "1e16", "12345678.25", "0.00012", "123456789012345678", "9223372036854775807",
    "9223372036854775808", "99999999999999999999999999999999999999", "1 000", "1,000", "$5", "5%", "true", "TRUE", "1",
    "2020-02-29", "2021-02-29", "2020-2-9", "0000-01-01", "0001-01-01", "9999-12-31", "+2020-01-01", "2020", "2020-13",
    "2020-12", "0000", "12:30:00", "24:00:00", "24:00:01", "12:30", "12:30:00.5", "12:30:60", "2020-01-01T12:30:00",
    "2020-01-01T12:30:00Z", "2020-01-01T12:30:00.1234567", "2020-01-01T24:00:00", "2020-01-01T24:00:00.0+05:30",
    "2020-01-01T00:00:00-14:00", "0001-01-02T00:00:00+14:00", "9999-12-31T23:59:59", "2020-01-01 12:30:00", "P1Y", "AAAA",
)  # fmt: skip
FUNCTIONS: Final = (
    "lower(cell)", "upper(cell)", "strip_accents(cell)", "nfc_normalize(cell)", "length(cell)", "strlen(cell)",
    "trim(cell)", "ltrim(cell)", "rtrim(cell)", "trim(cell, ' a')", "substr(cell, 2, 2)", "substr(cell, -3, 2)", "left(cell, 2)", "right(cell, 2)", "cell || cell",
    "replace(cell, 'a', '''')", "contains(cell, 'a')", "starts_with(cell, '2020')", "ends_with(cell, 'b')",
    "split_part(cell, '-', 2)", "cell < 'a'", "cell BETWEEN '0' AND '9~'", "nullif(cell, 'a')", "translate(cell, 'ab', 'x')",
    "CAST(TRY_CAST(cell AS DOUBLE) AS VARCHAR)", "TRY_CAST(cell AS DOUBLE) > 1", "concat_ws(',', cell, NULL, 'x')",
    "concat(cell, NULL, 'x')", "[cell, 'x'][1]", "[cell][2]", "sha256(cell)", "cell LIKE '2020%'", "strpos(cell, 'b')",
)  # fmt: skip
PATTERNS: Final = (
    r"a$", r"^a", r".", r".*", r"(?s).*", r"a.b", r"\d+", r"\D", r"[\d.]+", r"\w+", r"[\w-]+", r"\s", r"\S+", r"[^\s]+",
    r"\bb\b", r"a\B", r"(?i)a", r"(?i)[k-s]", r"(?i:é|σ)", r"\p{L}+", r"\pL\PL?", r"[\p{Lu}\p{N}]+", r"\p{Greek}+",
    r"[[:alpha:]]+", r"[^[:space:]]+", r"[]a]", r"[^]a]+", r"[a[b]", r"[a&&b]", r"a{1,2}", r"a{,2}", r"x*", r"\x41", r"\x{E9}",
    r"\Q.\E?", r"\v", r"\t|\n", r"(?m)^b$", r"(a|b)*", r"(?P<name>a)", r"\z", r"[-+]?[0-9]+", r"\.", r"\/", r"\-", r"\101",
)  # fmt: skip
OPTIONS: Final[tuple[dict[str, Any], ...]] = (
    {"type": "number", "decimalChar": ",", "groupChar": " "},
    {"type": "number"},
    {"type": "number", "bareNumber": False},
    {"type": "integer", "bareNumber": False, "groupChar": ","},
    {"type": "boolean", "trueValues": ["true", "A b"], "falseValues": ["a"]},
)


@pytest.fixture(scope="module")
def engines(cluster: Cluster) -> Iterator[tuple[Engine, Engine]]:
    """Return DuckDB and Spark."""
    with DuckEngine() as duck, open_engine(Limits(), cluster=cluster) as spark:
        yield duck, spark


def answers(engine: Engine, expressions: list[Sql]) -> dict[str, list[object]]:
    """Return what an engine makes of each cell, by cell, as texts that tell a number from another."""
    cells = engine.put(("cell",), ("VARCHAR",), [(cell,) for cell in dict.fromkeys(CELLS)])
    found = engine.run(sql("SELECT {}, {} FROM {}", CELL, joined(expressions), cells))
    return {cell: [repr(each) for each in row] for cell, *row in found}


def agree(engines: tuple[Engine, Engine], expressions: list[Sql]) -> None:
    """Assert that both engines make the same of every cell."""
    duck, spark = (answers(each, expressions) for each in engines)
    for cell, expected in duck.items():
        told = dict(zip(map(str, expressions), zip(expected, spark[cell], strict=True), strict=True))
        assert {key: pair for key, pair in told.items() if pair[0] != pair[1]} == {}, repr(cell)


def test_functions(engines: tuple[Engine, Engine]) -> None:
    agree(engines, [Sql(each) for each in FUNCTIONS])


def test_patterns(engines: tuple[Engine, Engine]) -> None:
    patterns = [text(with_unicode(each)) for each in PATTERNS] + [text(each) for each in PATTERNS]
    agree(engines, [sql("regexp_matches({}, {})", CELL, each) for each in patterns])
    agree(engines, [sql("regexp_full_match({}, {})", CELL, each) for each in patterns])
    agree(engines, [sql("regexp_replace({}, {}, '_', 'g')", CELL, text(each)) for each in (r"[\s\p{Z}]+", r"\w", "a")])
    agree(engines, [sql("regexp_extract({}, {}, 1)", CELL, text(each)) for each in (r"^(\d+)-", r"(a)(b)?", r"(x)")])


def test_types(engines: tuple[Engine, Engine]) -> None:
    fields = [Field(name="f", type=kind, format=name) for kind, name in FORMS]
    fields += [Field(name="f", type=each["type"], raw=each) for each in OPTIONS]
    forms = [form(each, CELL) for each in fields]
    agree(engines, [sql("{} IS NULL", each.value) for each in forms] + [each.unsure for each in forms])
    plain = [each.value for each in forms if each.kind in {"BIGINT", "DOUBLE", "BOOLEAN", "VARCHAR"}]
    agree(engines, plain)
    moments = [each.value for each in forms if each.kind in {"DATE", "TIMESTAMP", "TIME"}]
    agree(engines, [sql("CAST({} AS VARCHAR)", each) for each in moments])


def test_long_numbers(engines: tuple[Engine, Engine]) -> None:
    bounds = [Bound.of(each, float(each)) for each in ("123456789012345677.5", "1e-400", "0", "-1e401", "INF", "7")]
    for options in (each for each in OPTIONS if each["type"] == "number"):
        number = form(Field(name="f", type="number", raw=options), CELL)
        digits = number.digits or CELL
        more = [beyond(digits, number.value, Sql(">"), _double(each), each) for each in bounds]
        agree(engines, [exact(digits, number.value), long(CELL, number.value), *more])


def _double(bound: Bound) -> Sql:
    return sql("CAST({} AS DOUBLE)", text(repr(bound.double)))


def test_days(engines: tuple[Engine, Engine]) -> None:
    year_0 = "CASE WHEN NOT starts_with(cell, '0000') THEN {} END"  # of which DuckDB leaves the days to Python
    agree(engines, [sql(year_0, each) for each in day_bounds(CELL)])


def test_very_many_literals(engines: tuple[Engine, Engine]) -> None:
    texts = [text(each) for each in [*CELLS, *map(str, range(MANY))] if MARK not in each and "\0" not in each]
    number = form(Field(name="f", type="number"), CELL).value
    numbers = [sql("CAST('{}' AS DOUBLE)", Sql(repr(n / 8))) for n in range(MANY + 1)]
    is_one = sql("CASE WHEN {v} IS NOT NULL THEN {v} IN {} END", listed(numbers), v=number)
    agree(engines, [sql("{} IN {}", CELL, listed(texts)), is_one])
