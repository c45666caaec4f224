"""Citations of large tables as far as the engine settles them: it compares quotes with pieces of the documents."""

from collections.abc import Iterator

from dpkit.evidence.library import Library
from dpkit.evidence.locator import past_end
from dpkit.model.evidence import Verdict
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, sql, text

WORTH, DENSE = 10_000, 200  #: citations; bytes of documents a citation: then their words are worth storing
PIECE, OVERLAP = 128, 128  #: characters; finding a place in a long piece takes as long as comparing a quote
# an edge that cuts nothing: two characters outside and one inside; a blank between digits may stand within a number
SAFE_BEFORE = "[\\s\"'(\\[\u201c\u2018*]"
SAFE_AFTER = '[\\s,;:!?)\\]"\u201d*]'
INSIDE = r"[^0-9\s\p{Z}\x0b\x1c-\x1f\x{85}]"  #: neither a digit nor white space
BEFORE = f'(?s:.)({SAFE_BEFORE}{INSIDE}|[\\n("][0-9])|[^0-9] [0-9]'
AFTER = f'([^0-9]([.]|{SAFE_AFTER})|[0-9][;:!?)\\n"])(?s:.)|[0-9][ .,][^0-9]'
#: white space to Python, but for blank and line feed
OTHER_SPACE = r"[\t\r\x0b\x0c\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
START = Sql("TRY_CAST(substr(locator, 6, instr(locator, ',') - 6) AS INTEGER)")
END = Sql("TRY_CAST(substr(locator, instr(locator, ',') + 1) AS INTEGER)")
Followed = tuple[int, str, str, str]  #: row, source, verdict, and detail: of a quote that is not found, the quote


def unverified(engine: Engine, held: Sql, library: Library) -> Sql:
    """Compare citations with their documents, letter by letter.

    Args:
        engine: holds the table.
        held: the query for citations into documents that are held (`_row`, `source`, `locator`, `quote`).
        library: the documents.

    Returns:
        The relation of those that do not stand plainly at a `char=` locator: the columns of `held`, the end (`stop`)
        that the locator gives, and the `length` of the document, NULL where the locator has not that form.
    """
    verified = sql(
        "length(found) = b - a + 4 "
        "AND CASE WHEN passage = quote THEN true "
        "ELSE replace(passage, chr(10), ' ') = replace(quote, chr(10), ' ') END "
        "AND regexp_full_match(left(found, 3), {}) AND regexp_full_match(substr(found, b - a + 2, 3), {})",
        text(BEFORE),
        text(AFTER),
    )
    relation = engine.fresh("unverified")
    engine.run(
        sql(
            'CREATE TABLE {} AS SELECT "_row", source, locator, quote, b AS stop, CASE WHEN a >= 0 THEN length END '
            "AS length FROM (SELECT *, substr(found, 3, b - a) AS passage FROM ({})) WHERE ({}) IS NOT TRUE",
            relation,
            _passages(engine, held, library),
            verified,
        )
    )
    return relation


def _passages(engine: Engine, held: Sql, library: Library) -> Sql:
    """Return the query for citations with where the locator leads (`a`, `b`) and what is `found` there."""
    first = dict[str, tuple[int, int]]()
    pieces = engine.put(("piece",), ("VARCHAR",), _pieces(library, first))
    lengths = ((source, *map(str, numbers)) for source, numbers in first.items())
    documents = engine.put(("source", "first", "length"), ("VARCHAR", "BIGINT", "BIGINT"), lengths)
    # a locator that is written as it was read has the plain form; a pattern would take twice as long
    read = sql("SELECT *, {} AS start, {} AS b FROM ({})", START, END, held)
    plain = Sql("start < b AND locator = concat('char=', start, ',', b)")
    placed = sql("SELECT *, CASE WHEN {} THEN start END AS a FROM ({})", plain, read)
    # the passage with two characters on either side; NULL where there is none
    return sql(
        "SELECT h.*, substr(piece, CAST(a % {piece} + 1 AS BIGINT), b - a + 4) AS found "
        "FROM (SELECT * FROM ({placed}) JOIN {documents} USING (source)) AS h "
        "LEFT JOIN (SELECT rowid AS no, piece FROM {pieces}) AS p "
        "ON p.no = CASE WHEN a < length THEN first + a // {piece} END",
        placed=placed,
        documents=documents,
        pieces=pieces,
        piece=Sql(str(PIECE)),
    )


def is_worth(count: int, library: Library) -> bool:
    """Tell whether so many citations are settled sooner by `settle` than one by one."""
    return count > WORTH and count * DENSE > library.size


def settle(engine: Engine, rest: Sql, library: Library) -> tuple[Sql, Iterator[Followed]]:
    """Find out which citations point past the end, and which quotes surely stand nowhere.

    Where a quote stands, each two words that stand one behind the other in it do so there, whole, but for its first and
    its last word, which may be cut.

    Args:
        engine: holds the table.
        rest: what `unverified` returned.
        library: the documents.

    Returns:
        The query for those that are left, with the columns of `held`, and the others, with their verdicts.
    """
    settled = engine.fresh("settled")
    engine.run(
        sql(
            'CREATE TABLE {} AS SELECT "_row", source, CASE WHEN stop > length THEN length END AS past, quote '
            'FROM {} WHERE stop > length OR "_row" IN ({})',
            settled,
            rest,
            _nowhere(rest, _pairs(engine, library)),
        )
    )
    left = sql('SELECT "_row", source, locator, quote FROM {} ANTI JOIN {} USING ("_row")', rest, settled)
    return left, _told(engine, settled)


def _told(engine: Engine, settled: Sql) -> Iterator[Followed]:
    for row, source, past, quote in engine.stream(sql('SELECT "_row", source, past, quote FROM {}', settled)):
        if past is None:
            yield row, source, Verdict.NOT_FOUND.value, quote
        else:
            yield row, source, Verdict.BAD_LOCATOR.value, past_end(past)


def _nowhere(rest: Sql, pairs: Sql) -> Sql:
    """Return the query for the rows whose quote has two words that stand nowhere one behind the other."""
    words = sql("SELECT *, string_split(replace(quote, chr(10), ' '), ' ') AS w FROM {}", rest)
    other = sql("regexp_matches(quote, {})", text(OTHER_SPACE))
    plain = "SELECT * FROM ({}) WHERE stop <= length AND len(w) > 3 AND NOT list_contains(w, '') AND NOT {}"
    inner = Sql("unnest(w[2 : len(w) - 2]) AS one, unnest(w[3 : len(w) - 1]) AS next")
    both = sql('SELECT "_row", source, {} FROM ({})', inner, sql(plain, words, other))
    return sql('SELECT "_row" FROM ({}) WHERE hash(source, one, next) NOT IN (SELECT pair FROM {})', both, pairs)


def _pairs(engine: Engine, library: Library) -> Sql:
    """Store the `pair`s of words that stand one behind the other in a document: a hash of them and their source."""
    folded = ((source, " ".join(document.text.split())) for source, document in library.each())
    texts = engine.put(("source", "body"), ("VARCHAR", "VARCHAR"), folded)
    words = sql("SELECT source, string_split(body, ' ') AS w FROM {}", texts)
    both = sql("SELECT source, unnest(w) AS one, unnest(w[2:]) AS next FROM ({})", words)
    pairs = engine.fresh("pairs")
    engine.run(sql("CREATE TABLE {} AS SELECT DISTINCT hash(source, one, next) AS pair FROM ({})", pairs, both))
    return pairs


def _pieces(library: Library, first: dict[str, tuple[int, int]]) -> Iterator[tuple[str]]:
    """Yield the pieces of all documents; `first` gets of each source the number of its first, and its length."""
    count = 0
    for source, document in library.each():
        body = document.text
        padded = "\n\n" + body + "\n\n"
        first[source] = count, len(body)
        yield from ((padded[start : start + PIECE + OVERLAP + 4],) for start in range(0, len(body), PIECE))
        count += -(-len(body) // PIECE)
