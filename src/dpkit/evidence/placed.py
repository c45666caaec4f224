"""Where quotes of large tables stand, told by two words that stand so, one behind the other, once in their document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dpkit.evidence.compared import AFTER, BEFORE
from dpkit.evidence.library import Library
from dpkit.model.evidence import Verdict
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql, text

WORDS = 20  #: at the beginning of a quote, which are looked for
OWN, MORE = 100, 20  #: words of a run, and of the next one that stand in it, too
SEGMENT = re.compile(r"\S++(?:\s\S++)*+")  #: words between which single characters of white space lie
#: white space to Python, but for blank and line feed
OTHER_SPACE = r"[\t\r\x0b\x0c\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
PLACED = (Verdict.MOVED, Verdict.CUT)
UNSOUGHT = "\n"  #: the detail of a quote that is not found, where nothing like it was looked for
RUNS = {"source": "VARCHAR", "begun": "BIGINT", "body": "VARCHAR"}
RUNS |= {"own": "BIGINT", "size": "BIGINT", "after": "VARCHAR"}
ENDING = 4  #: letters of a word that are looked at where its beginning may be cut off
#: around an edge that surely cuts a word
IN_WORD = r"[0-9A-Za-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}\x{410}-\x{44f}]{2}"
PAIR = sql("hash(source, right(one, {}), next)", Sql(str(ENDING)))
FIRST = sql("1 + (length(w[1]) < {})::INT", Sql(str(ENDING)))  #: the first word of a quote of which so much is whole
#: the characters around both edges, and what they are where nothing is cut; what lies around a run may be a digit
EDGES = (
    Sql("concat(substr(concat('0 ', head), -2), left(found, 1))"),
    text(BEFORE),
    Sql("concat(substr(found, -1), left(concat(tail, ' 0'), 2))"),
    text(AFTER),
)
BESIDE = (
    Sql("substr(concat('0 ', head), length(head) - length(before) + 1, 2)"),
    Sql("substr(concat(tail, ' 0'), length(behind) + 1, 2)"),
)
LETTERS = Sql("concat(right(before, 1), left(found, 1))"), Sql("concat(substr(found, -1), left(behind, 1))")


@dataclass(frozen=True, slots=True)
class Words:
    """The documents of a library, in the engine."""

    #: `source`, `begun` (where it begins), `body` (with single blanks), `own` (so many words), `size` (those of the
    #: body), `after` (the word behind its own)
    runs: Sql
    #: `pair`, a hash of source and two words, one behind the other; `run`, where they stand, or -1 if they do so more
    #: than once; `place`, which word of the run the first one is, from 1
    pairs: Sql


def put_words(engine: Engine, library: Library) -> Words:
    """Store the words of all documents that are held, each two that stand one behind the other once in a pair."""
    runs = engine.put([*RUNS], [*RUNS.values()], _runs(library))
    own = "SELECT CAST(rowid AS INTEGER) AS run, source, after, string_split(body, ' ')[:own] AS w FROM {}"
    words = "SELECT run, source, CASE WHEN after IS NULL THEN w ELSE list_append(w, after) END AS w FROM ({})"
    words = sql(words, sql(own, runs))
    both = "SELECT run, source, unnest(w) AS one, unnest(w[2:]) AS next, "
    both += "CAST(unnest(range(1, len(w) + 1)) AS INTEGER) AS place"
    pairs = engine.fresh("pairs")
    each = "SELECT {} AS pair, CASE count(*) WHEN 1 THEN min(run) ELSE -1 END AS run, min(place) AS place"
    # in halves, or one core makes them all
    halves = joined(
        (sql(both + " FROM ({}) WHERE run % 2 = {}", words, Sql(str(half))) for half in range(2)), " UNION ALL "
    )
    engine.run(sql("CREATE TABLE {} AS " + each + " FROM ({}) GROUP BY pair", pairs, PAIR, halves))
    return Words(runs, pairs)


def _runs(library: Library) -> Iterator[tuple[str | None, ...]]:
    for source, document in library.each():
        for match, following in pairwise((*SEGMENT.finditer(document.text), None)):
            if match is None:
                continue
            words, begun = match[0].split(), match.start()
            next_one = following[0].split(None, 1)[0] if following else None
            for start in range(0, len(words), OWN):
                own, all_ = words[start : start + OWN], words[start : start + OWN + MORE]
                after = words[start + OWN] if start + OWN < len(words) else next_one
                yield source, str(begun), " ".join(all_), str(len(own)), str(len(all_)), after
                begun += sum(map(len, own)) + len(own)


def looked_at(engine: Engine, cited: Sql, words: Words) -> Sql:
    """Look for quotes by two of their words, of which most stand but once in a document.

    Where a quote stands, each two words that stand one behind the other in it do so there, whole, but that of its first
    the beginning, and of its last the end, may be cut off.

    Args:
        engine: holds the table.
        cited: a query for `_row`, `source`, `quote`, and `start`, `stop` and `length` as of
            `dpkit.evidence.compared.unverified`.
        words: the documents.

    Returns:
        The relation of `_row`, `verdict` and `detail`, as `dpkit.evidence.follow` gives them; NULL where two words do
        not tell.
    """
    pair = "CASE WHEN len(w) >= {first} + 2 THEN hash(source, right(w[{first}], {ending}), w[{first} + 1]) END AS pair"
    pair = sql(pair, first=FIRST, ending=Sql(str(ENDING)))
    asked = sql("SELECT *, {} AS f, {} FROM ({})", FIRST, pair, _plain(cited))
    found = sql("SELECT * FROM ({}) LEFT JOIN {} USING (pair)", asked, words.pairs)
    nowhere = Sql("pair IS NOT NULL AND (run IS NULL OR (p = 0 AND place >= f AND place + len(w) - f <= size))")
    relation, judged = engine.fresh("looked"), _judged(_within(found, words, "LEFT JOIN"))
    verdict = "CASE WHEN {n} THEN {} ELSE placed END AS verdict, CASE WHEN {n} THEN {} ELSE detail END AS detail"
    verdict = sql(verdict, text(Verdict.NOT_FOUND), text(UNSOUGHT), n=nowhere)
    engine.run(sql('CREATE TABLE {} AS SELECT "_row", {} FROM ({})', relation, verdict, judged))
    return relation


def _plain(cited: Sql) -> Sql:
    """Return the query for quotes with their words (`w`), NULL unless single blanks, or line ends, lie between these.

    `found` is the quote with blanks. A condition in place of NULL would be asked of all that is held.
    """
    blank = sql("SELECT *, replace(quote, chr(10), ' ') AS found FROM ({}) WHERE stop <= length", cited)
    split = "SELECT *, CASE WHEN NOT regexp_matches(quote, {}) THEN string_split(found, ' ') END AS v FROM ({})"
    plain = "SELECT *, CASE WHEN len(v) > 2 AND NOT list_contains(v, '') THEN v END AS w FROM ({})"
    return sql(plain, sql(split, text(OTHER_SPACE), blank))


def sought(engine: Engine, cited: Sql, words: Words) -> Sql:
    """Look for quotes by all of their words, two by two; see `looked_at`.

    Returns:
        The relation of the quotes that surely stand in one run of words or nowhere: `_row`, and the `run`, or NULL.
    """
    named = {"last": sql("least(len(w), {}) - 1", Sql(str(WORDS))), "first": FIRST}
    inner = sql("unnest(w[{first} : {last} - 1]) AS one, unnest(w[{first} + 1 : {last}]) AS next", **named)
    both = sql('SELECT "_row", source, {} FROM ({})', inner, _plain(cited))
    found = sql('SELECT "_row", run FROM ({}) LEFT JOIN {} ON pair = {}', both, words.pairs, PAIR)
    relation = engine.fresh("sought")
    engine.run(
        sql(
            'CREATE TABLE {} AS SELECT "_row", CASE WHEN count(run) = count(*) THEN min(run) FILTER (run >= 0) END '
            'AS run FROM ({}) GROUP BY "_row" HAVING count(run) < count(*) OR max(run) >= 0',
            relation,
            found,
        )
    )
    return relation


def placed(cited: Sql, found: Sql, words: Words) -> Sql:
    """Return the query for the quotes that stand in one place only, but not as their locator says.

    Args:
        cited: as of `looked_at`.
        found: what `sought` returned.
        words: the documents.

    Returns:
        `_row`, and `verdict` (moved or cut) and `detail` as `dpkit.evidence.follow` gives them.
    """
    quoted = sql("SELECT *, replace(quote, chr(10), ' ') AS found FROM ({}) JOIN {} USING (\"_row\")", cited, found)
    judged = _judged(_within(quoted, words, "JOIN"))
    return sql('SELECT "_row", placed AS verdict, detail FROM ({}) WHERE placed IS NOT NULL', judged)


def _within(quoted: Sql, words: Words, join: str) -> Sql:
    """Return the query for quotes (`found`), where in their run they stand (`p`), and between which `head` and `tail`.

    `before` and `behind` are what is cut off of words.
    """
    runs = sql("SELECT rowid AS run, begun, body, size FROM {}", words.runs)
    within = sql("SELECT *, instr(body, found) AS p FROM ({}) {} ({}) USING (run)", quoted, Sql(join), runs)
    parted = sql(
        "SELECT *, begun + p - 1 AS a, left(body, nullif(p, 0) - 1) AS head, "
        "substr(body, nullif(p, 0) + length(found)) AS tail FROM ({})",
        within,
    )
    # ten times as fast as to split them
    ends = "SELECT *, regexp_extract(head, '[^ ]*$') AS before, regexp_extract(tail, '^[^ ]*') AS behind FROM ({})"
    return sql(ends, parted)


def _judged(within: Sql) -> Sql:
    """Return the query for quotes with the verdict on those that surely are moved or cut (`placed`), and `detail`."""
    edges = "SELECT *, CASE WHEN p > 0 THEN CASE WHEN {} THEN {} ELSE false END END AS sound, "
    edges += "CASE WHEN p > 0 THEN concat(before, found, behind) END AS whole FROM ({})"
    sound = [sql("regexp_full_match({}, {})", *edge) for edge in (EDGES[:2], EDGES[2:])]
    cut = sql("(regexp_full_match({}, {word}) OR regexp_full_match({}, {word}))", *LETTERS, word=text(IN_WORD))
    # a blank between digits may be part of a number
    number = sql("regexp_matches(concat({}, whole, {}), '^[0-9] [0-9]|[0-9] [0-9]$')", *BESIDE)
    told = "SELECT *, CASE WHEN sound THEN CASE WHEN a < start OR a + length(found) > stop THEN {} END "
    told += "WHEN p > 0 AND {} AND NOT {} THEN {} END AS placed, "
    told += "CASE WHEN sound THEN concat('char=', a, ',', a + length(found)) ELSE whole END AS detail FROM ({})"
    moved, was_cut = map(text, PLACED)
    return sql(told, moved, cut, number, was_cut, sql(edges, *sound, within))
