"""Citations of large tables that the engine verifies: it compares quotes with pieces of the documents."""

from collections.abc import Iterator

from dpkit.evidence.library import Library
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, sql, text

PIECE, OVERLAP = 128, 128  #: characters; finding a place in a long piece takes as long as comparing a quote
# an edge that cuts nothing: two characters outside and one inside; a blank between digits may stand within a number
SAFE_BEFORE = "[\\s\"'(\\[\u201c\u2018*]"
SAFE_AFTER = '[\\s,;:!?)\\]"\u201d*]'
INSIDE = r"[^0-9\s\p{Z}\x0b\x1c-\x1f\x{85}]"  #: neither a digit nor white space
BEFORE = f'(?s:.)({SAFE_BEFORE}{INSIDE}|[\\n("][0-9])|[^0-9] [0-9]'
AFTER = f'([^0-9]([.]|{SAFE_AFTER})|[0-9][;:!?)\\n"])(?s:.)|[0-9][ .,][^0-9]'
START = Sql("TRY_CAST(substr(locator, 6, instr(locator, ',') - 6) AS INTEGER)")
END = Sql("TRY_CAST(substr(locator, instr(locator, ',') + 1) AS INTEGER)")


def unverified(engine: Engine, held: Sql, library: Library) -> Sql:
    """Compare citations with their documents, letter by letter.

    Args:
        engine: holds the table.
        held: the query for citations into documents that are held (`_row`, `source`, `locator`, `quote`).
        library: the documents.

    Returns:
        The relation of those that do not stand plainly at a `char=` locator: `_row`, where the passage begins and ends
        (`start`, `stop`), and the `length` of the document, NULL where the locator has not that form.
    """
    verified = sql(
        "length(found) = b - a + 4 "
        "AND CASE WHEN passage = quote THEN true "
        "ELSE replace(passage, chr(10), ' ') = replace(quote, chr(10), ' ') END "
        "AND regexp_full_match(left(found, 3), {}) AND regexp_full_match(substr(found, b - a + 2, 3), {})",
        text(BEFORE),
        text(AFTER),
    )
    relation, (passages, stored) = engine.fresh("unverified"), _passages(engine, held, library)
    engine.run(
        sql(
            'CREATE TABLE {} AS SELECT "_row", a AS start, b AS stop, CASE WHEN a >= 0 THEN length END '
            "AS length FROM (SELECT *, substr(found, 3, b - a) AS passage FROM ({})) WHERE ({}) IS NOT TRUE",
            relation,
            passages,
            verified,
        )
    )
    for each in stored:
        engine.drop(each)
    return relation


def _passages(engine: Engine, held: Sql, library: Library) -> tuple[Sql, tuple[Sql, ...]]:
    """Return the query for citations with where the locator leads (`a`, `b`) and what is `found` there.

    Beside it, the tables that were made for it.
    """
    first = dict[str, tuple[int, int]]()
    pieces = engine.put(("piece",), ("VARCHAR",), _pieces(library, first))
    lengths = ((source, *map(str, numbers)) for source, numbers in first.items())
    documents = engine.put(("source", "first", "length"), ("VARCHAR", "BIGINT", "BIGINT"), lengths)
    # a locator that is written as it was read has the plain form; a pattern would take twice as long
    read = sql("SELECT *, {} AS start, {} AS b FROM ({})", START, END, held)
    plain = Sql("start < b AND locator = concat('char=', start, ',', b)")
    placed = sql("SELECT *, CASE WHEN {} THEN start END AS a FROM ({})", plain, read)
    # the passage with two characters on either side; NULL where there is none
    passages = sql(
        "SELECT h.*, substr(piece, CAST(a % {piece} + 1 AS BIGINT), b - a + 4) AS found "
        "FROM (SELECT * FROM ({placed}) JOIN {documents} USING (source)) AS h "
        "LEFT JOIN (SELECT rowid AS no, piece FROM {pieces}) AS p "
        "ON p.no = CASE WHEN a < length THEN first + a // {piece} END",
        placed=placed,
        documents=documents,
        pieces=pieces,
        piece=Sql(str(PIECE)),
    )
    return passages, (pieces, documents)


def _pieces(library: Library, first: dict[str, tuple[int, int]]) -> Iterator[tuple[str]]:
    """Yield the pieces of all documents; `first` gets of each source the number of its first, and its length.

    Sources of one document share its pieces.
    """
    count, known = 0, dict[str, tuple[int, int]]()
    for source, document in library.each():
        digest = library.digests[source]
        if digest in known:
            first[source] = known[digest]
            continue
        body = document.text
        padded = "\n\n" + body + "\n\n"
        first[source] = known[digest] = count, len(body)
        yield from ((padded[start : start + PIECE + OVERLAP + 4],) for start in range(0, len(body), PIECE))
        count += -(-len(body) // PIECE)
