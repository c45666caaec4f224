"""Rulings matched to the contradictions they were made on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dpkit.claims.bounds import Bounds, parents_unknown
from dpkit.claims.conflicts import Conflicts, claim_rows, key_names, subject_is
from dpkit.claims.groups import Held, fingerprint, read_subject
from dpkit.model.roles import ClaimKind
from dpkit.model.show import listing, show
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, joined, sql
from dpkit.tables.table import ROW, Table

Subject = tuple[str, ...]
CHOICES = ("prefer", "both-stand", "none-stands", "not-a-contradiction")


class Standing(StrEnum):
    """What became of a ruling."""

    STANDS = "stands"
    STALE = "stale"  #: the claims have changed since: the contradiction is open again
    UNUSED = "unused"  #: there is no contradiction on that subject and field
    UNJUDGED = "unjudged"  #: the claims could not be read
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
            return f"its choice is {show(self.choice)}, expected {listing(CHOICES, 'or')}"
        if self.choice == "prefer" and not (self.source or self.value):
            return "it prefers neither a source nor a value"
        return "" if self.reason.strip() else "it gives no reason"


@dataclass(frozen=True, slots=True)
class Judged:
    """A ruling, and what became of it."""

    ruling: Ruling
    standing: Standing
    detail: str = ""

    @property
    def stands(self) -> bool:
        """Whether it closes its contradiction."""
        return self.standing is Standing.STANDS


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


def judge_all(
    engine: Engine,
    rulings: Iterable[Ruling],
    tables: Mapping[str, Table],
    fields: Mapping[str, Mapping[str, Bounds]],
    conflicts: Mapping[str, Mapping[str, Conflicts]],
) -> list[Judged]:
    """Tell what became of rulings; the claims that those on one field rule on are asked for at once.

    Args:
        engine: holds the tables.
        rulings: of the package.
        tables: by name.
        fields: the claimed fields of each table.
        conflicts: those of them with a conflict.
    """
    rulings = list(rulings)
    ruled: dict[tuple[str, str], set[Subject]] = {}
    for each in rulings:
        subject = _subject(each, tables)
        if subject is not None and each.field in conflicts.get(each.resource, {}):
            ruled.setdefault((each.resource, each.field), set()).add(subject)
    held = {
        (name, field): _claims_in_conflict(engine, tables[name], conflicts[name][field], sorted(subjects))
        for (name, field), subjects in ruled.items()
    }
    judged = [_judge(each, tables, fields, held.get((each.resource, each.field), {})) for each in rulings]
    return list(_once(judged))


def _once(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Yield rulings; of several that stand on one contradiction, only the first one holds."""
    first: dict[tuple[str, str, str], int] = {}
    for each in judged:
        ruling = each.ruling
        row = first.setdefault((ruling.resource, ruling.subject, ruling.field), ruling.row) if each.stands else None
        if row in {None, ruling.row}:
            yield each
        else:
            yield Judged(ruling, Standing.INVALID, f"row {row + 1} rules on it already")


def _subject(ruling: Ruling, tables: Mapping[str, Table]) -> Subject | None:
    table = tables.get(ruling.resource)
    return read_subject(ruling.subject, len(table.schema.roles.subject)) if table else None


def _claims_in_conflict(
    engine: Engine, table: Table, conflicts: Conflicts, subjects: Sequence[Subject]
) -> dict[Subject, list[Held]]:
    """Return the claims on those of the subjects on which they conflict."""
    keys = joined(key_names(table))
    query = sql(
        "SELECT {k}, source, cell, lower, upper, said FROM ({rows}) AS c "
        "SEMI JOIN (SELECT {k} FROM {conflicts} WHERE {ruled}) AS s USING ({k})",
        k=keys,
        rows=claim_rows(table, conflicts.bounds),
        conflicts=conflicts.relation,
        ruled=either(subject_is(table, subject) for subject in subjects),
    )
    found: dict[Subject, list[Held]] = {}
    width = len(table.schema.roles.subject)
    for row in engine.run(query):
        found.setdefault(tuple(row[:width]), []).append(Held(*row[width:]))
    return found


def _judge(
    ruling: Ruling,
    tables: Mapping[str, Table],
    fields: Mapping[str, Mapping[str, Bounds]],
    held: Mapping[Subject, list[Held]],
) -> Judged:
    if problem := ruling.problem():
        return Judged(ruling, Standing.INVALID, problem)
    subject, bounds = _subject(ruling, tables), fields.get(ruling.resource, {}).get(ruling.field)
    if bounds is None and (why := _unread(tables, ruling)):
        return Judged(ruling, Standing.UNJUDGED, why)
    if subject is None or bounds is None:
        return Judged(ruling, Standing.UNUSED, f"{show(ruling.resource)} has no such claims")
    if subject not in held:
        return Judged(ruling, Standing.UNUSED, "the claims on it do not contradict each other")
    kind = bounds.column.of.claim.kind if bounds.column.of.claim else ClaimKind.VALUE
    now = fingerprint(kind, ruling.resource, subject, ruling.field, held[subject])
    if now != ruling.fingerprint:
        return Judged(ruling, Standing.STALE, now)
    problem = _unclaimed(ruling, held[subject])
    return Judged(ruling, Standing.INVALID, problem) if problem else Judged(ruling, Standing.STANDS, now)


def _unclaimed(ruling: Ruling, held: Iterable[Held]) -> str:
    """Return what a ruling prefers though nobody claims it there, or nothing."""
    if ruling.choice != "prefer":
        return ""
    if ruling.source and ruling.source not in {each.source for each in held}:
        return f"it prefers {show(ruling.source)}, which makes no claim there"
    if ruling.value and ruling.value not in {each.cell for each in held}:
        return f"it prefers {show(ruling.value)}, which nobody claims there"
    return ""


def _unread(tables: Mapping[str, Table], ruling: Ruling) -> str:
    """Return why what a field claims is not known, though it is described, or nothing."""
    table = tables.get(ruling.resource)
    if table is None or table.schema.field(ruling.field) is None:
        return ""
    column = table.column(ruling.field)
    if table.unread or column is None:
        return f"{show(ruling.resource)} could not be read"
    return parents_unknown(tables, column)


def standing(judged: list[Judged], table: Table, field: str) -> Iterator[tuple[tuple[str, ...], Ruling]]:
    """Yield the subjects of one field on which a ruling stands, with it."""
    for each in judged:
        if each.standing is Standing.STANDS and (each.ruling.resource, each.ruling.field) == (table.name, field):
            subject = read_subject(each.ruling.subject, len(table.schema.roles.subject))
            if subject is not None:
                yield subject, each.ruling
