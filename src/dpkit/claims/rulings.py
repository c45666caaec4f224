"""Rulings matched to the contradictions they were made on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpkit.claims.bounds import Bounds
from dpkit.claims.conflicts import Conflicts, claim_rows, subject_is
from dpkit.claims.groups import Held, fingerprint, read_subject
from dpkit.model.roles import ClaimKind
from dpkit.model.show import listing
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import ROW, Table

CHOICES = ("prefer", "both-stand", "none-stands", "not-a-contradiction")


class Standing(StrEnum):
    """What became of a ruling."""

    STANDS = "stands"
    STALE = "stale"  #: the claims have changed since: the contradiction is open again
    UNUSED = "unused"  #: there is no contradiction on that subject and field
    INVALID = "invalid"  #: the row makes no ruling


@dataclass(frozen=True, slots=True)
class Ruling:
    """A row of the table of rulings: what it rules on, and how."""

    row: int
    resource: str
    subject: str
    field: str
    fingerprint: str
    choice: str
    source: str
    value: str
    reason: str

    @property
    def told(self) -> str:
        """The ruling in words: `prefer album-2022: It tells the journey day by day.`."""
        preferred = self.value or self.source
        return f"{self.choice}{f' {preferred}' if preferred else ''}: {self.reason}"

    def problem(self) -> str:
        """Return what keeps the row from being a ruling, or nothing."""
        if self.choice not in CHOICES:
            return f"its choice is none of {listing(CHOICES)}"
        if self.choice == "prefer" and not (self.source or self.value):
            return "it prefers neither a source nor a value"
        return "" if self.reason.strip() else "it gives no reason"


@dataclass(frozen=True, slots=True)
class Judged:
    """A ruling, and what became of it."""

    ruling: Ruling
    standing: Standing
    detail: str = ""


def read_rulings(engine: Engine, table: Table | None) -> list[Ruling]:
    """Return the rows of the table of rulings."""
    roles = table.schema.roles.ruling if table else None
    if table is None or roles is None or table.unread:
        return []
    names = (
        roles.resource, roles.subject, roles.field, roles.fingerprint,
        roles.ruling, roles.preferred_source, roles.preferred_value, roles.reason,
    )  # fmt: skip
    columns = [table.column(each) for each in names]
    cells = joined(column.raw if column else Sql("''") for column in columns)
    found = engine.run(sql("SELECT {}, {} FROM {} ORDER BY {}", ROW, cells, table.relation, ROW))
    return [Ruling(*row) for row in found]


def held_claims(engine: Engine, table: Table, bounds: Bounds, subject: tuple[str, ...]) -> list[Held]:
    """Return all claims on a subject and field that count."""
    query = sql(
        "SELECT source, cell, lower, upper, said FROM ({}) WHERE {}",
        claim_rows(table, bounds),
        subject_is(table, subject),
    )
    return [Held(*row) for row in engine.run(query)]


def judge(
    engine: Engine,
    ruling: Ruling,
    table: Table | None,
    fields: Mapping[str, Bounds],
    conflicts: Mapping[str, Conflicts],
) -> Judged:
    """Tell what became of a ruling.

    Args:
        engine: holds the tables.
        ruling: the ruling.
        table: the table it names, if the package has it.
        fields: the claimed fields of that table.
        conflicts: those of them with a conflict.
    """
    if problem := ruling.problem():
        return Judged(ruling, Standing.INVALID, problem)
    bounds = fields.get(ruling.field)
    subject = read_subject(ruling.subject, len(table.schema.roles.subject)) if table else None
    if table is None or bounds is None or subject is None:
        return Judged(ruling, Standing.UNUSED, "the package has no such claims")
    if not _in_conflict(engine, table, conflicts.get(ruling.field), subject):
        return Judged(ruling, Standing.UNUSED, "the claims on it do not contradict each other")
    kind = bounds.column.of.claim.kind if bounds.column.of.claim else ClaimKind.VALUE
    now = fingerprint(kind, table.name, subject, ruling.field, held_claims(engine, table, bounds, subject))
    return Judged(ruling, Standing.STANDS if now == ruling.fingerprint else Standing.STALE, now)


def _in_conflict(engine: Engine, table: Table, conflicts: Conflicts | None, subject: tuple[str, ...]) -> bool:
    if conflicts is None:
        return False
    query = sql("SELECT count(*) FROM {} WHERE {}", conflicts.relation, subject_is(table, subject))
    return bool(engine.run(query)[0][0])


def standing(judged: list[Judged], table: Table, field: str) -> Iterator[tuple[tuple[str, ...], Ruling]]:
    """Yield the subjects of one field on which a ruling stands, with it."""
    for each in judged:
        if each.standing is Standing.STANDS and (each.ruling.resource, each.ruling.field) == (table.name, field):
            subject = read_subject(each.ruling.subject, len(table.schema.roles.subject))
            if subject is not None:
                yield subject, each.ruling
