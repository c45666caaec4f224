"""The evidence of a package as a release records it, citation by citation."""

from collections.abc import Mapping

from dpkit.evidence.cited import COLUMNS, cited
from dpkit.evidence.gather import parts
from dpkit.evidence.library import Holding
from dpkit.evidence.released import MISSING
from dpkit.model.evidence import Verdict
from dpkit.model.release import ReleasedCitation
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql, text, texts
from dpkit.tables.table import ROW, Table


def recorded(engine: Engine, tables: Mapping[str, Table], holdings: Sql) -> list[ReleasedCitation]:
    """Return every cited passage of a package whose evidence has no fault, in the order of tables and rows.

    Args:
        engine: holds the tables.
        tables: of which some cite.
        holdings: a relation of sources by `id`, with how the document of each is `holding`.
    """
    columns = joined(name(each) for each in COLUMNS)
    evidence = sql(
        "CASE WHEN holding = {} THEN {} WHEN holding IN {} THEN {} ELSE {} END",
        text(Holding.HELD),
        text(Verdict.VERIFIED),
        texts(sorted(MISSING)),
        text(Verdict.VERIFIED_AT_RELEASE),
        text(Verdict.NOT_HELD),
    )
    found: list[ReleasedCitation] = []
    for table in tables.values():
        passages = joined((cited(table, part, holdings) for part in parts(table)), " UNION ALL ")
        if passages and not table.unread:
            query = sql(
                "SELECT {}, {} FROM ({}) AS c JOIN {} AS h ON c.source = h.id ORDER BY c.{}, part",
                columns,
                evidence,
                passages,
                holdings,
                ROW,
            )
            found += map(ReleasedCitation._make, engine.run(query))
    return found
