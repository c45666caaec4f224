"""Evidence that travels: what the last release verified, where the documents are not at hand."""

import hashlib
from collections.abc import Iterator, Mapping

from dpkit.evidence.cited import COLUMNS, cited
from dpkit.evidence.gather import parts
from dpkit.evidence.library import Holding, Library
from dpkit.model.evidence import Verdict
from dpkit.model.release import Release
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql
from dpkit.tables.table import ROW, Table

VERIFIED = {Verdict.VERIFIED, Verdict.VERIFIED_AT_RELEASE}
MISSING = {Holding.NOT_HELD, Holding.CHANGED}  #: the document is known, and not at hand


def compare_with_release(
    engine: Engine, tables: Mapping[str, Table], library: Library, release: Release
) -> dict[str, Sql]:
    """Compare the citations into documents that are not at hand with those that a release verified.

    Args:
        engine: holds the tables.
        tables: of which some cite.
        library: the documents.
        release: what was released.

    Returns:
        By table a relation (`_row`, `part`, `source`, `verified`) of these citations; `verified` are those whose
        document, locator and quote are the same, in the same row.

    Raises:
        DpkitError: the record of the release is broken.
    """
    missing = [(source,) for source, holding in library.holdings.items() if holding in MISSING]
    sources = engine.put(("id",), ("VARCHAR",), missing)
    recorded = engine.put(("passage",), ("VARCHAR",), _verified(release, library))
    found = {}
    for table in tables.values():
        passages = joined((cited(table, part, sources) for part in parts(table)), " UNION ALL ")
        if passages and not table.unread:
            found[table.name] = engine.fresh("released")
            engine.run(
                sql(
                    "CREATE TABLE {} AS "
                    "SELECT {row}, part, source, sha256(concat_ws(chr(0), {})) IN (FROM {}) AS verified FROM ({})",
                    found[table.name],
                    joined(name(each) for each in COLUMNS),
                    recorded,
                    passages,
                    row=ROW,
                )
            )
    return found


def _verified(release: Release, library: Library) -> Iterator[tuple[str]]:
    """Yield a digest of each passage that the release verified in a document that is still that of its source."""
    same = {source for source, digest in release.documents.items() if digest and digest == library.digests.get(source)}
    same = {source for source in same if library.holdings[source] in MISSING}
    for each in release.citations:
        if each.source in same and each.evidence in VERIFIED:
            yield (hashlib.sha256("\0".join(each[: len(COLUMNS)]).encode("utf-8", "surrogatepass")).hexdigest(),)


def verified_counts(engine: Engine, compared: Mapping[str, Sql]) -> dict[str, int]:
    """Return how many passages of each source the release verified, from the relations of `compare_with_release`."""
    query = joined((sql("SELECT source FROM {} WHERE verified", each) for each in compared.values()), " UNION ALL ")
    return dict(engine.run(sql("SELECT source, count(*) FROM ({}) GROUP BY source", query))) if query else {}
