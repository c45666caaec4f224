"""Citations of large tables that the engine finds to be wrong: they need not be followed one by one."""

from collections.abc import Iterator

from dpkit.evidence.compared import END, START
from dpkit.evidence.library import Library
from dpkit.evidence.locator import fault_of, past_end
from dpkit.model.evidence import Verdict
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, sql, text

WORTH, DENSE = 10_000, 200  #: citations; bytes of documents a citation: then their words are worth storing
NEAREST = 20  #: of how many quotes that are not found the nearest passage is looked for
UNSOUGHT = "\n"  #: the detail of a quote that is not found, where nothing like it was looked for
WORDS = 20  #: at the beginning of a quote: if they stand somewhere, it is worth following
TOGETHER = 100_000  #: rows of a table among which those with one verdict are told as one
#: what locators may lead nowhere in any document; the others surely do not
ODD = sql("NOT (regexp_full_match(locator, '(char|line)=[0-9]{{1,9}},[0-9]{{1,9}}') AND {} < {})", START, END)
#: white space to Python, but for blank and line feed
OTHER_SPACE = r"[\t\r\x0b\x0c\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
Followed = tuple[int, str, str, str]  #: row, source, verdict, and detail: of a quote that is not found, the quote
Told = tuple[str, str, str]  #: rows, parted by commas; verdict; detail


def is_worth(count: int, library: Library) -> bool:
    """Tell whether so many citations are settled sooner by `settle` than one by one."""
    return count > WORTH and count * DENSE > library.size


def settle(engine: Engine, rest: Sql, library: Library) -> tuple[Sql, list[Followed], Iterator[Told]]:
    """Find out which locators lead nowhere, and which quotes surely stand nowhere.

    Where a quote stands, each two words that stand one behind the other in it do so there, whole, but for its first and
    its last word, which may be cut.

    Args:
        engine: holds the table.
        rest: what `dpkit.evidence.compared.unverified` returned.
        library: the documents.

    Returns:
        The query for those that are left (`_row`, `source`, `locator`, `quote`), the first quotes that stand nowhere,
        and all else that was settled.
    """
    settled = engine.fresh("settled")
    engine.run(
        sql(
            'CREATE TABLE {} AS SELECT "_row", source, quote, fault, CASE WHEN stop > length THEN length END AS past '
            'FROM {} LEFT JOIN {} USING (locator) WHERE fault IS NOT NULL OR stop > length OR "_row" IN ({})',
            settled,
            rest,
            _malformed(engine, rest),
            _nowhere(rest, _pairs(engine, library)),
        )
    )
    left = sql('SELECT "_row", source, locator, quote FROM {} ANTI JOIN {} USING ("_row")', rest, settled)
    nowhere = sql('SELECT "_row", source, quote FROM {} WHERE fault IS NULL AND past IS NULL', settled)
    query = sql('{} ORDER BY "_row" LIMIT {}', nowhere, Sql(str(NEAREST)))
    first = [(row, source, Verdict.NOT_FOUND.value, quote) for row, source, quote in engine.run(query)]
    return left, first, _told(engine, settled, max((row for row, *_ in first), default=-1))


def _told(engine: Engine, settled: Sql, last: int) -> Iterator[Told]:
    """Yield what was settled, but for the quotes that stand nowhere up to the row `last`."""
    query = sql(
        "SELECT string_agg(\"_row\", ','), fault, past FROM {} WHERE fault IS NOT NULL OR past IS NOT NULL "
        'OR "_row" > {} GROUP BY fault, past, "_row" // {} ORDER BY min("_row")',
        settled,
        Sql(str(last)),
        Sql(str(TOGETHER)),
    )
    for rows, fault, past in engine.stream(query):
        if fault is not None or past is not None:
            yield rows, Verdict.BAD_LOCATOR.value, fault or past_end(past)
        else:
            yield rows, Verdict.NOT_FOUND.value, UNSOUGHT


def malformed(engine: Engine, locators: Sql) -> Iterator[tuple[str, str]]:
    """Yield each `locator` of a query that leads nowhere in any document, and why."""
    query = sql("SELECT DISTINCT locator FROM ({}) WHERE {}", locators, ODD)
    for (locator,) in engine.stream(query):
        if fault := fault_of(locator):
            yield locator, fault


def _malformed(engine: Engine, rest: Sql) -> Sql:
    """Store the locators that lead nowhere in any document (`locator`, `fault`)."""
    unplaced = sql("SELECT locator FROM {} WHERE length IS NULL", rest)
    return engine.put(("locator", "fault"), ("VARCHAR", "VARCHAR"), malformed(engine, unplaced))


def _nowhere(rest: Sql, pairs: Sql) -> Sql:
    """Return the query for the rows whose quote has two words that stand nowhere one behind the other."""
    words = sql("SELECT *, string_split(replace(quote, chr(10), ' '), ' ') AS w FROM {}", rest)
    other = sql("regexp_matches(quote, {})", text(OTHER_SPACE))
    plain = "SELECT * FROM ({}) WHERE stop <= length AND len(w) > 3 AND NOT list_contains(w, '') AND NOT {}"
    last = sql("least(len(w), {}) - 1", Sql(str(WORDS)))
    inner = sql("unnest(w[2 : {last} - 1]) AS one, unnest(w[3 : {last}]) AS next", last=last)
    both = sql('SELECT "_row", source, {} FROM ({})', inner, sql(plain, words, other))
    return sql('SELECT "_row" FROM ({}) ANTI JOIN {} ON hash(source, one, next) = pair', both, pairs)


def _pairs(engine: Engine, library: Library) -> Sql:
    """Store the `pair`s of words that stand one behind the other in a document: a hash of them and their source."""
    folded = ((source, " ".join(document.text.split())) for source, document in library.each())
    texts = engine.put(("source", "body"), ("VARCHAR", "VARCHAR"), folded)
    words = sql("SELECT source, string_split(body, ' ') AS w FROM {}", texts)
    both = sql("SELECT source, unnest(w) AS one, unnest(w[2:]) AS next FROM ({})", words)
    pairs = engine.fresh("pairs")
    engine.run(sql("CREATE TABLE {} AS SELECT DISTINCT hash(source, one, next) AS pair FROM ({})", pairs, both))
    return pairs
