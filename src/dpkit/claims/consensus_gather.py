"""The claims of a table as votes: who votes, and how much each vote counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from dpkit.claims.bounds import DOUBT, Bounds
from dpkit.claims.conflicts import UNIT, claim_rows, key_names, whose_word
from dpkit.claims.voters import Voter, Voters
from dpkit.model.consensus import Key, Vote
from dpkit.model.roles import ClaimKind
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, every, joined, sql
from dpkit.tables.table import ROW, Column, Table

SHARES = {"high": 1.0, "medium": 0.75, DOUBT: 0.5}  #: of a vote; a confidence that is not known counts as low


@dataclass(frozen=True, slots=True)
class Cast:
    """A vote, and what stands beside its cell in the row."""

    vote: Vote
    qualifier: str = ""
    unit: str = ""


def casts(engine: Engine, table: Table, bounds: Bounds, known: Voters) -> Iterator[Cast]:
    """Yield the claims on a field that count, as votes."""
    citation, claim = table.schema.roles.citation, bounds.column.of.claim
    confidence = table.column(citation.confidence) if citation else None
    said = table.column(claim.qualifier) if claim else None
    quantity = claim is not None and claim.kind is ClaimKind.QUANTITY
    query = sql(
        "SELECT {r}, source, cell, lower, upper, weak, {}, {}, {}, {k} FROM ({}) AS c "
        "JOIN (SELECT {r} AS at_row, {}, {}, {} FROM {} WHERE {}) AS t ON at_row = {r}",
        *(Sql(each) for each in ("confidence", "qualifier", "unit")),
        claim_rows(table, bounds),
        *(
            sql("{} AS {}", column.stated if column else Sql("''"), Sql(name))
            for name, column in (
                ("confidence", confidence),
                ("qualifier", said if quantity else None),
                ("unit", table.column(UNIT) if quantity else None),
            )
        ),
        table.relation,
        every([named(table), sql("{} IS NOT NULL", bounds.column.value)]),
        r=ROW,
        k=joined(key_names(table)),
    )
    for row, source, cell, lower, upper, weak, sure, qualifier, unit, *subject in engine.run(query):
        if lower == lower and upper == upper:  # noqa: PLR0124 - "not a number" claims nothing
            voter = known.get(source) or Voter(source or f"row {row + 1}")
            share = min(SHARES.get(sure, SHARES[DOUBT]), SHARES[DOUBT] if weak else 1.0)
            key = (table.name, bounds.column.name, tuple(subject))
            attribute = f"{table.name}.{bounds.column.name}"
            vote = Vote(key, attribute, voter.name, lower, upper, cell, source, share, voter.reliability)
            yield Cast(vote, qualifier, unit)


def mentions(engine: Engine, table: Table, column: Column) -> Iterator[tuple[Key, str, str]]:
    """Yield subject, cell and source of the claims on a field that may rightly hold many values."""
    subject = joined(table.columns[each].raw for each in table.schema.roles.subject)
    query = sql(
        "SELECT DISTINCT {}, {}, {} FROM {} WHERE {}",
        column.raw,
        whose_word(table),
        subject,
        table.relation,
        every([table.compared(), named(table), sql("{} IS NOT NULL", column.value)]),
    )
    for cell, source, *keys in engine.run(query):
        yield (table.name, column.name, tuple(keys)), cell, source


def subjects(engine: Engine, table: Table) -> list[tuple[str, ...]]:
    """Return what the rows of a table speak about, in the order of their names."""
    cells = joined(table.columns[each].raw for each in table.schema.roles.subject)
    return sorted(engine.run(sql("SELECT DISTINCT {} FROM {} WHERE {}", cells, table.relation, named(table))))


def named(table: Table) -> Sql:
    """Return the condition that a row says what it speaks about."""
    return every(sql("NOT ({})", table.columns[each].missing) for each in table.schema.roles.subject)
