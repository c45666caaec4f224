"""Sources as voters: those that one group controls, or that have one origin, speak with one voice."""

from collections.abc import Mapping
from dataclasses import dataclass

from dpkit.model.consensus import UNRATED
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW, Table

# The Admiralty scale as shares of claims that prove right: "completely", "usually", "fairly reliable", "not usually",
# "unreliable" (no better than a coin), and F, of which nothing is known.
RELIABILITY = {"A": 0.95, "B": 0.9, "C": 0.8, "D": 0.65, "E": 0.5, "F": UNRATED}


@dataclass(frozen=True, slots=True)
class Voter:
    """Whose voice a source is (a control group, an origin or the source itself), and how often it is right."""

    name: str
    reliability: float = UNRATED


Voters = Mapping[str, Voter]  #: by source


def voters(engine: Engine, sources: Table | None) -> dict[str, Voter]:
    """Return the sources that the package describes, as voters."""
    roles = sources.schema.roles.source if sources else None
    if sources is None or roles is None or sources.lacks((roles.id,)):
        return {}
    columns = [sources.column(each) for each in (roles.id, roles.origin, roles.control_group, roles.reliability)]
    cells = joined(each.stated if each else Sql("''") for each in columns)
    query = sql("SELECT {} FROM {} ORDER BY {}", cells, sources.relation, ROW)
    rows = {name: (origin, group, rated) for name, origin, group, rated in engine.run(query)}
    roots, found = _roots({name: row[0] for name, row in rows.items()}), {}
    for name, (_, group, rated) in rows.items():
        root = roots[name]
        root_group = rows[root][1] if root in rows else ""
        found[name] = Voter(root_group or (root if root != name else group or name), RELIABILITY.get(rated, UNRATED))
    return found


def _roots(origins: Mapping[str, str]) -> dict[str, str]:
    """Return the source that each was taken from, and that from, and so on; of a circle, the first by name."""
    roots: dict[str, str] = {}
    for name in origins:
        path, last = dict[str, int](), name
        while last not in path and last not in roots:
            path[last] = len(path)
            last = origins.get(last) or last
        root = roots[last] if last in roots else min([*path][path[last] :])
        roots |= dict.fromkeys(path, root)
    return roots


def voice(source: str, known: Voters) -> str:
    """Return whose voice a source is; of one that is not described, its own."""
    return known[source].name if source in known else source
