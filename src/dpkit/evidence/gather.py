"""Evidence for all citations of a table: the engine verifies what is plain, Python follows the rest."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from heapq import heappop, heappush
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from dpkit.evidence.compared import unverified
from dpkit.evidence.document import Document
from dpkit.evidence.follow import follow
from dpkit.evidence.library import Holding, Library
from dpkit.evidence.locator import fault_of
from dpkit.evidence.placed import UNSOUGHT
from dpkit.evidence.settled import BETWEEN, NEAREST, ODD, OWN, Followed, Told, among, is_worth, settle, told_settled
from dpkit.model.evidence import Verdict
from dpkit.model.show import listing
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql, text, texts
from dpkit.tables.table import Column, Table

MANY = 5_000  #: from here on the engine compares first; both ways give the same verdicts
SPARSE = 1_000  #: unless the documents have more bytes than so many a citation: then few of them are worth storing
REMEMBERED = 10_000  #: verdicts on one document that are remembered, for passages that many rows cite
Fault = tuple[str, str, str, str]  #: a row of the relation, or several told as one, see `Told`
Cited = tuple[int, str, str, str]  #: row, source, locator and quote
FOLLOWED = {"_row": "BIGINT"} | dict.fromkeys(("source", "verdict", "detail"), "VARCHAR")
EVIDENCE, KINDS = ("_row", "part", "verdict", "detail"), ("BIGINT", "VARCHAR", "VARCHAR", "VARCHAR")

UNFOLLOWED = {
    Holding.NOT_HELD: Verdict.NOT_HELD, Holding.NO_DOCUMENT: Verdict.NOT_HELD, Holding.CHANGED: Verdict.NOT_HELD,
    Holding.NOT_READABLE: Verdict.NOT_READABLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A pair of locator and quote that a table records: the citation itself, or its context."""

    name: str
    source: Column
    locator: Column
    quote: Column | None


def parts(table: Table) -> Iterator[Part]:
    """Yield the citation and, if the table has one, the context."""
    roles = table.schema.roles.citation
    source = table.column(roles.source) if roles else None
    if roles is None or source is None:
        return
    pairs = (("citation", roles.locator, roles.quote), ("context", roles.context_locator, roles.context_quote))
    for name, locator, quote in pairs:
        if (column := table.column(locator)) is not None:
            yield Part(name, source, column, table.column(quote))


def gather(engine: Engine, table: Table, library: Library, sources: Sql) -> tuple[Sql | None, dict[Verdict, int]]:
    """Follow all citations of `table`.

    Args:
        engine: holds the table.
        table: a table that cites.
        library: the documents.
        sources: the relation of `put_sources`.

    Returns:
        A relation (`_row`, `part`, `verdict`, `detail`) of the citations that are neither verified nor merely not
        held, if there are any, and the number of passages of each verdict.
    """
    counts: Counter[Verdict] = Counter()
    faults = (row for part in parts(table) for row in _faults(engine, table, part, sources, library, counts))
    first = next(faults, None)
    relation = _stored(engine, chain([first], faults)) if first else None
    return relation, {key: count for key, count in counts.items() if count}


def _stored(engine: Engine, faults: Iterable[Fault]) -> Sql:
    """Store faults, each row by itself, and return the relation."""
    told, relation = engine.put(EVIDENCE, ("VARCHAR",) * len(EVIDENCE), faults), engine.fresh("evidence")
    # Spark takes rows apart nowhere but at the top of a query
    each = sql('SELECT unnest(string_split("_row", {})) AS item, part, verdict, detail FROM {}', text(BETWEEN), told)
    own = "CASE WHEN contains(item, {own}) THEN split_part(item, {own}, 2) ELSE detail END AS detail"
    number = 'CAST(split_part(item, {own}, 1) AS BIGINT) AS "_row"'
    rows = sql("SELECT " + number + ", part, verdict, " + own + " FROM ({})", each, own=text(OWN))
    engine.run(sql("CREATE TABLE {} AS {}", relation, rows))
    engine.drop(told)
    return relation


def _faults(
    engine: Engine, table: Table, part: Part, sources: Sql, library: Library, counts: Counter[Verdict]
) -> Iterator[Fault]:
    """Yield the rows of the relation, and count the verdicts."""
    cited = _cited_sources(engine, table, part, sources)
    held = {source: library.digests[source] for source, *_ in cited if library.holdings[source] is Holding.HELD}
    for source, count, quoted in cited:
        unfollowed = UNFOLLOWED.get(library.holdings[source])
        counts[unfollowed or Verdict.VERIFIED] += count if unfollowed else quoted
    work = partial(_followed, engine, _held(table, part, sources), library)
    found: Counter[str] = Counter()
    for rows, verdict, detail in engine.worked_out(_recorded(table, part), held, work) if held else ():
        found[verdict] += rows.count(BETWEEN) + 1
        yield rows, part.name, verdict, detail
    count_found(counts, found)
    if {library.holdings[source] for source, *_ in cited} & {Holding.NOT_HELD, Holding.CHANGED}:
        yield from _malformed(engine, table, part, sources)


def put_sources(engine: Engine, library: Library) -> Sql:
    """Store how the document of each source is held (`id`, `holding`)."""
    return engine.put(("id", "holding"), ("VARCHAR", "VARCHAR"), library.holdings.items())


def _followed(engine: Engine, held: Sql, library: Library) -> Iterator[Told]:
    """Yield the citations of `held` that are not verified; one document is open at a time."""
    rows, count, first = held, _count(engine, held), list[Followed]()
    rest = settled = None
    # a cluster has processors for all of them, but should not be sent the documents
    if engine.reader is engine and count > MANY and count * SPARSE > library.size:
        rest = unverified(engine, held, library)
        rows, count = among(held, sql('SELECT "_row" FROM {}', rest)), _count(engine, sql("SELECT * FROM {}", rest))
        if is_worth(count, library):
            rows, first, settled = settle(engine, held, rest, library)
            count = _count(engine, rows)
    work = partial(follow_all, library=library.sent(near=engine.near))
    found = chain(first, engine.apply(work, rows, "source", FOLLOWED, count))
    yield from ((str(row), verdict, detail) for row, verdict, detail in told(found, library))
    if rest:
        engine.drop(rest)
    if settled:
        yield from told_settled(engine, settled, max((row for row, *_ in first), default=-1))
        engine.drop(settled)


def _count(engine: Engine, rows: Sql) -> int:
    return int(engine.run(sql("SELECT count(*) FROM ({})", rows))[0][0])


def _cited(table: Table, part: Part, sources: Sql) -> Sql:
    """Return the FROM and WHERE of the rows whose source is known and whose locator is given."""
    return sql(
        "FROM {} JOIN {} AS s ON {} = s.id WHERE NOT ({})",
        table.relation,
        sources,
        part.source.raw,
        part.locator.missing,
    )


def _held(table: Table, part: Part, sources: Sql) -> Sql:
    """Return the query for the citations that can be followed (`_row`, `source`, `locator`, `quote`)."""
    return sql(
        'SELECT "_row", s.id AS source, {} AS locator, {} AS quote {} AND s.holding = {} AND {}',
        part.locator.raw,
        part.quote.raw if part.quote else Sql("''"),
        _cited(table, part, sources),
        text(Holding.HELD),
        _quoted(part),
    )


def _recorded(table: Table, part: Part) -> Sql:
    """Return the query for all that the verdicts on citations of known documents depend on, in the table."""
    cells = [part.source.raw, part.locator.raw, part.locator.missing]
    cells += [part.quote.raw, part.quote.missing] if part.quote else []
    return sql('SELECT "_row", {} FROM {}', joined(cells), table.relation)


def _cited_sources(engine: Engine, table: Table, part: Part, sources: Sql) -> list[tuple[Any, ...]]:
    """Return how often each known source is cited, and how often with a quote."""
    select = "SELECT s.id, count(*), count(*) FILTER (WHERE {}) {} GROUP BY s.id ORDER BY s.id"
    return engine.run(sql(select, _quoted(part), _cited(table, part, sources)))


def _quoted(part: Part) -> Sql:
    return sql("NOT ({})", part.quote.missing) if part.quote else Sql("false")


def _malformed(engine: Engine, table: Table, part: Part, sources: Sql) -> Iterator[Fault]:
    """Yield locators that lead nowhere in any document, into documents that are known but were not followed."""
    named = sql('SELECT "_row", {} AS locator {}', part.locator.raw, _cited(table, part, sources))
    query = sql(
        'SELECT "_row", locator FROM ({} AND s.holding IN {}) WHERE {}',
        named,
        texts((Holding.NOT_HELD, Holding.CHANGED)),
        ODD,
    )
    for row, locator in engine.run(query):
        if fault := fault_of(locator):
            yield str(row), part.name, Verdict.BAD_LOCATOR, fault


def follow_all(rows: Iterable[Cited], library: Library) -> Iterator[Followed]:
    """Follow citations, those of one source after the other; yield those that are not verified."""
    for source, cited in groupby(rows, itemgetter(1)):
        followed = lru_cache(REMEMBERED)(partial(follow, library.read(source)))
        for row in cited:
            evidence = followed(*row[2:])
            if evidence.verdict is not Verdict.VERIFIED:
                found = evidence.verdict is not Verdict.NOT_FOUND
                yield row[0], source, evidence.verdict.value, evidence.detail if found else row[3]


def told(found: Iterable[Followed], library: Library) -> Iterator[tuple[int, str, str]]:
    """Yield row, verdict and detail of what was found; the first quotes that are not found get the nearest passage."""
    first: list[tuple[int, str, str]] = []  # the largest row leads
    for row, source, verdict, detail in found:
        if verdict != Verdict.NOT_FOUND:
            yield row, verdict, detail
            continue
        heappush(first, (-row, source, detail))
        if len(first) > NEAREST:
            yield -heappop(first)[0], verdict, UNSOUGHT
    for row, source, quote in first:
        document = library.document(source)
        yield -row, Verdict.NOT_FOUND.value, _like(document, quote) if document else ""


def _like(document: Document, quote: str) -> str:
    """Return what a document has in place of a quote, as the detail of the evidence tells it."""
    if found := document.alike(quote):
        passage, differing = found
        return f"{listing(differing)}\n{passage}"
    return document.nearest(quote)


def count_found(counts: Counter[Verdict], found: Mapping[str, int]) -> None:
    """Take what was found to be wrong from what was counted as verified."""
    for verdict, count in found.items():
        counts[Verdict(verdict)] += count
        counts[Verdict.VERIFIED] -= count


def passages(tables: Iterable[Table]) -> Sql:
    """Return a query for the source (`id`) of each passage that the tables cite, one row a passage."""
    selects = [
        sql("SELECT {} AS id FROM {} WHERE NOT ({})", part.source.raw, table.relation, part.locator.missing)
        for table in tables
        if not table.unread
        for part in parts(table)
    ]
    return joined(selects, " UNION ALL ") or Sql("SELECT '' AS id WHERE false")
