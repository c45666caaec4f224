"""Citations of large tables that the engine finds to be wrong: they need not be followed one by one."""

from collections.abc import Iterator

from dpkit.evidence.compared import END, START
from dpkit.evidence.library import Library
from dpkit.evidence.locator import fault_of, past_end
from dpkit.evidence.placed import PLACED, UNSOUGHT, looked_at, placed, put_words, sought
from dpkit.model.evidence import Verdict
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql, text, texts

WORTH, DENSE = 10_000, 200  #: citations; bytes of documents a citation: then their words are worth storing
NEAREST = 20  #: of how many quotes that are not found the nearest passage is looked for
TOGETHER = 10_000  #: rows of a table among which those with one verdict are told as one
BETWEEN, OWN = "\x1c", "\x1d"  #: white space, which is folded in all details
#: what locators may lead nowhere in any document; the others surely do not
ODD = sql("NOT (regexp_full_match(locator, '(char|line)=[0-9]{{1,9}},[0-9]{{1,9}}') AND {} < {})", START, END)
SETTLED = 'SELECT "_row", {} AS verdict, {} AS detail FROM {} '
Followed = tuple[int, str, str, str]  #: row, source, verdict, and detail: of a quote that is not found, the quote
#: rows, with BETWEEN between them, behind some of which stand OWN and their own detail; verdict; detail of the others
Told = tuple[str, str, str]


def is_worth(count: int, library: Library) -> bool:
    """Tell whether so many citations are settled sooner by `settle` than one by one."""
    return count > WORTH and count * DENSE > library.size


def settle(engine: Engine, held: Sql, rest: Sql, library: Library) -> tuple[Sql, list[Followed], Sql]:
    """Find out which locators lead nowhere, and which quotes surely stand nowhere, or in one place only.

    Args:
        engine: holds the table.
        held: the query for citations into documents that are held (`_row`, `source`, `locator`, `quote`).
        rest: what `dpkit.evidence.compared.unverified` returned.
        library: the documents.

    Returns:
        The query for those that are left (of the columns of `held`), the first quotes that stand nowhere, and the
        relation of all that was settled (`_row`, `verdict`, `detail`), those first ones included.
    """
    cited = sql('SELECT * FROM ({}) JOIN {} USING ("_row")', held, rest)
    words = put_words(engine, library)
    looked = looked_at(engine, cited, words)
    open_ = sql(
        'SELECT * FROM ({}) SEMI JOIN (SELECT "_row" FROM {} WHERE verdict IS NULL) USING ("_row")', cited, looked
    )
    found = sought(engine, open_, words)
    known = sql('SELECT "_row", verdict, detail FROM {} WHERE verdict IS NOT NULL', looked)
    kinds = (known, _malformed(engine, cited), _past_end(engine, rest), _nowhere(found), placed(open_, found, words))
    settled = engine.fresh("settled")
    engine.run(sql("CREATE TABLE {} AS {}", settled, joined(kinds, " UNION ALL ")))
    for each in (words.runs, words.pairs, looked, found):
        engine.drop(each)
    left = sql('SELECT "_row" FROM {} ANTI JOIN {} USING ("_row")', rest, settled)
    nowhere = 'SELECT "_row", verdict FROM {} WHERE verdict = {} ORDER BY "_row" LIMIT {}'
    nowhere = sql(nowhere, settled, text(Verdict.NOT_FOUND), Sql(str(NEAREST)))
    quoted = 'SELECT "_row", source, verdict, quote FROM ({}) JOIN ({}) USING ("_row") ORDER BY "_row"'
    return among(held, left), engine.run(sql(quoted, held, nowhere)), settled


def among(held: Sql, rows: Sql) -> Sql:
    """Return the query for the citations of `held` in some rows."""
    return sql('SELECT * FROM ({}) SEMI JOIN ({}) USING ("_row")', held, rows)


def told_settled(engine: Engine, settled: Sql, last: int) -> Iterator[Told]:
    """Yield what was settled, but for the quotes that stand nowhere up to the row `last`."""
    each = """SELECT "_row", verdict, CASE WHEN own THEN '' ELSE detail END AS shared,
        CASE WHEN own THEN concat("_row", {}, detail) ELSE CAST("_row" AS VARCHAR) END AS told
        FROM (SELECT *, verdict IN {} AS own FROM {}) WHERE verdict <> {} OR "_row" > {}"""
    rows = sql(each, text(OWN), texts(PLACED), settled, text(Verdict.NOT_FOUND), Sql(str(last)))
    query = sql(
        "SELECT string_agg(told, {}), verdict, shared FROM ({}) "
        'GROUP BY verdict, shared, "_row" // {} ORDER BY min("_row")',
        text(BETWEEN),
        rows,
        Sql(str(TOGETHER)),
    )
    yield from engine.stream(query)


def malformed(engine: Engine, locators: Sql) -> Iterator[tuple[str, str]]:
    """Yield each `locator` of a query that leads nowhere in any document, and why."""
    query = sql("SELECT DISTINCT locator FROM ({}) WHERE {}", locators, ODD)
    for (locator,) in engine.stream(query):
        if fault := fault_of(locator):
            yield locator, fault


def _malformed(engine: Engine, cited: Sql) -> Sql:
    """Return the query for the citations whose locator leads nowhere in any document."""
    unplaced = sql('SELECT "_row", locator FROM ({}) WHERE length IS NULL', cited)
    faults = engine.put(("locator", "fault"), ("VARCHAR", "VARCHAR"), malformed(engine, unplaced))
    settled = sql(SETTLED, text(Verdict.BAD_LOCATOR), Sql("fault"), sql("({})", unplaced))
    return sql("{} JOIN {} USING (locator)", settled, faults)


def _past_end(engine: Engine, rest: Sql) -> Sql:
    """Return the query for the citations whose locator leads past the end of its document."""
    lengths = engine.run(sql("SELECT DISTINCT length FROM {} WHERE stop > length", rest))
    ends = engine.put(("length", "past"), ("BIGINT", "VARCHAR"), ((str(each), past_end(each)) for (each,) in lengths))
    past = "JOIN {} USING (length) WHERE stop > length"
    return sql(SETTLED + past, text(Verdict.BAD_LOCATOR), Sql("past"), rest, ends)


def _nowhere(found: Sql) -> Sql:
    """Return the query for the citations whose quote has two words that stand nowhere one behind the other."""
    return sql(SETTLED + "WHERE run IS NULL", text(Verdict.NOT_FOUND), text(UNSOUGHT), found)
