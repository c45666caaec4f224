"""Where quotes of large tables stand, told by two words that stand so, one behind the other, once in their document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.evidence.compared import AFTER, BEFORE, START
from dpkit.evidence.library import Library
from dpkit.model.evidence import Verdict
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, sql, text

WORDS = 20  #: at the beginning of a quote, which are looked for
#: words between which single characters of white space lie, those behind them, and, whatever lies between, the next one
RUN = re.compile(r"(\S++(?:\s\S++){0,99}+)(?=((?:\s\S++){0,20}+))(?=\s*+(\S*+))")
#: white space to Python, but for blank and line feed
OTHER_SPACE = r"[\t\r\x0b\x0c\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
PLACED = (Verdict.MOVED, Verdict.CUT)
RUNS = ("source", "start", "body", "own", "after")
ENDING = 4  #: letters of a word that are looked at where its beginning may be cut off
#: around an edge that surely cuts a word
IN_WORD = r"[0-9A-Za-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}\x{410}-\x{44f}]{2}"
PAIR = sql("hash(source, right(one, {}), next)", Sql(str(ENDING)))
#: the characters around both edges, and what they are where nothing is cut; what lies around a run may be a digit
EDGES = (
    Sql("concat(right(concat('0 ', head), 2), left(found, 1))"),
    text(BEFORE),
    Sql("concat(right(found, 1), left(concat(tail, ' 0'), 2))"),
    text(AFTER),
)
BESIDE = (
    Sql("substr(concat('0 ', head), length(head) - length(before) + 1, 2)"),
    Sql("substr(concat(tail, ' 0'), length(behind) + 1, 2)"),
)
LETTERS = Sql("concat(right(before, 1), left(found, 1))"), Sql("concat(right(found, 1), left(behind, 1))")


@dataclass(frozen=True, slots=True)
class Words:
    """The documents of a library, in the engine."""

    runs: Sql  #: `source`, `start`, `body` (with single blanks), `own` (so many words), `after` (the next word)
    pairs: Sql  #: `pair`, a hash of source and two words, one behind the other; `many`, how often; `run`, one of them


def put_words(engine: Engine, library: Library) -> Words:
    """Store the words of all documents that are held, each two that stand one behind the other once in a pair."""
    runs = engine.put(RUNS, ("VARCHAR", "BIGINT", "VARCHAR", "BIGINT", "VARCHAR"), _runs(library))
    own = sql("SELECT rowid AS run, source, after, string_split(body, ' ')[:own] AS w FROM {}", runs)
    words = sql("SELECT run, source, CASE WHEN after IS NULL THEN w ELSE list_append(w, after) END AS w FROM ({})", own)
    both = sql("SELECT run, source, unnest(w) AS one, unnest(w[2:]) AS next FROM ({})", words)
    pairs = engine.fresh("pairs")
    each = "SELECT {} AS pair, count(*) AS many, min(run) AS run FROM ({}) GROUP BY pair"
    engine.run(sql("CREATE TABLE {} AS " + each, pairs, PAIR, both))
    return Words(runs, pairs)


def _runs(library: Library) -> Iterator[tuple[str | None, ...]]:
    for source, document in library.each():
        for match in RUN.finditer(document.text):
            own = match[1].split()
            yield source, str(match.start()), " ".join(own + match[2].split()), str(len(own)), match[3] or None


def sought(engine: Engine, rest: Sql, words: Words) -> Sql:
    """Look for the words of quotes.

    Where a quote stands, each two words that stand one behind the other in it do so there, whole, but that of its first
    the beginning, and of its last the end, may be cut off.

    Args:
        engine: holds the table.
        rest: what `dpkit.evidence.compared.unverified` returned.
        words: the documents.

    Returns:
        The relation of the quotes that surely stand in one run of words or nowhere: `_row`, and the `run`, or NULL.
    """
    split = sql("SELECT *, string_split(replace(quote, chr(10), ' '), ' ') AS w FROM {}", rest)
    other = sql("regexp_matches(quote, {})", text(OTHER_SPACE))
    plain = "SELECT * FROM ({}) WHERE stop <= length AND len(w) > 2 AND NOT list_contains(w, '') AND NOT {}"
    named = {
        "last": sql("least(len(w), {}) - 1", Sql(str(WORDS))),
        "first": sql("1 + (length(w[1]) < {})::INT", Sql(str(ENDING))),
    }
    inner = sql("unnest(w[{first} : {last} - 1]) AS one, unnest(w[{first} + 1 : {last}]) AS next", **named)
    both = sql('SELECT "_row", source, {} FROM ({})', inner, sql(plain, split, other))
    found = sql('SELECT "_row", many, run FROM ({}) LEFT JOIN {} ON pair = {}', both, words.pairs, PAIR)
    relation = engine.fresh("sought")
    engine.run(
        sql(
            'CREATE TABLE {} AS SELECT "_row", CASE WHEN count(run) = count(*) THEN min(run) FILTER (many = 1) END '
            'AS run FROM ({}) GROUP BY "_row" HAVING count(run) < count(*) OR min(many) = 1',
            relation,
            found,
        )
    )
    return relation


def placed(rest: Sql, found: Sql, words: Words) -> Sql:
    """Return the query for the quotes that stand in one place only, but not as their locator says.

    Args:
        rest: what `dpkit.evidence.compared.unverified` returned.
        found: what `sought` returned.
        words: the documents.

    Returns:
        `_row`, and `verdict` (moved or cut) and `detail` as `dpkit.evidence.follow` gives them.
    """
    edges = "SELECT *, {} AS sound, {} AS cut, concat(before, found, behind) AS whole FROM ({})"
    sound = sql("regexp_full_match({}, {}) AND regexp_full_match({}, {})", *EDGES)
    cut = sql("regexp_full_match({}, {word}) OR regexp_full_match({}, {word})", *LETTERS, word=text(IN_WORD))
    # a blank between digits may be part of a number
    told = 'SELECT "_row", CASE WHEN sound THEN {} ELSE {} END AS verdict, '
    told += "CASE WHEN sound THEN concat('char=', a, ',', a + length(found)) ELSE whole END AS detail FROM ({}) "
    told += "WHERE CASE WHEN sound THEN a < {} OR a + length(found) > stop "
    told += "ELSE cut AND NOT regexp_matches(concat({}, whole, {}), '^[0-9] [0-9]|[0-9] [0-9]$') END"
    around = sql(edges, sound, cut, _places(rest, found, words))
    return sql(told, *map(text, PLACED), around, START, *BESIDE)


def _places(rest: Sql, found: Sql, words: Words) -> Sql:
    """Return the query for quotes (`found`) in their run, from `a`, between `head` and `tail`.

    `before` and `behind` are what is cut off of words.
    """
    quoted = sql("SELECT *, replace(quote, chr(10), ' ') AS found FROM {} JOIN {} USING (\"_row\")", rest, found)
    runs = sql("SELECT rowid AS run, start, body FROM {}", words.runs)
    within = sql("SELECT *, instr(body, found) AS p FROM ({}) JOIN ({}) USING (run)", quoted, runs)
    parted = sql(
        "SELECT *, start + p - 1 AS a, left(body, p - 1) AS head, substr(body, p + length(found)) AS tail "
        "FROM ({}) WHERE p > 0",
        within,
    )
    return sql("SELECT *, split_part(head, ' ', -1) AS before, split_part(tail, ' ', 1) AS behind FROM ({})", parted)
