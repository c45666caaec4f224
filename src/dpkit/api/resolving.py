"""The resolved view of a package: one row a subject, with the values that the evidence supports best."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.session import Session
from dpkit.claims.bounds import claim_bounds, compared, trees
from dpkit.claims.consensus import decide
from dpkit.claims.consensus_gather import casts, mentions, subjects
from dpkit.claims.consensus_ruled import Stated, ruled
from dpkit.claims.rulings import Ruling, standing
from dpkit.claims.voters import Voters, voice
from dpkit.files.whole_folder import write_folder
from dpkit.model.consensus import (
    Decision,
    Key,
    Method,
    Resolution,
    Resolved,
    ResolvedField,
    ResolvedTable,
    Status,
)
from dpkit.model.descriptor import Field
from dpkit.model.errors import DpkitError
from dpkit.model.roles import ClaimKind
from dpkit.model.show import plain
from dpkit.report.resolution_files import file_names, resolution_files
from dpkit.tables.table import Column, Table

BETWEEN = " | "
EXACT = ("", "exactly")

Cells = dict[Key, Resolved]


def resolve(
    path: Path, documents: Sequence[Path] = (), method: Method = Method.ACCU, *, copies: bool = False
) -> Resolution:
    """Return the resolved tables of a package: those whose rows make claims about subjects.

    Args:
        path: the package's folder or descriptor.
        documents: folders in which source documents lie.
        method: how claims are weighed.
        copies: whether sources that copy from each other are looked for and count less.

    Raises:
        DpkitError: the package or one of these tables cannot be read, or there is none.
    """
    with look_into(path, documents) as session:
        found = resolution(session, method, copies=copies)
    if not found.tables:
        raise DpkitError("no table of the package has claims: a subject, a citation and fields that are claimed")
    return found


def resolution(session: Session, method: Method = Method.ACCU, *, copies: bool = False) -> Resolution:
    """Return the resolved tables of the package that is looked at; none, if its rows make no claims.

    Raises:
        DpkitError: one of these tables cannot be read.
    """
    tables = [table for table in session.tables.values() if _claimed(table)]
    known = session.claims.voters
    cells = _voted(session, tables, known, method, copies=copies) | _listed(session, tables, known)
    return Resolution(
        package=dict(session.package.raw),
        method=method,
        copies=copies,
        tables=tuple(_table(session, each, cells) for each in tables),
    )


def write(resolution: Resolution, folder: Path) -> None:
    """Write the resolved tables as a Data Package of their own.

    Raises:
        DpkitError: `folder` holds anything but an earlier resolution, or it could not be written.
    """
    write_folder(folder, resolution_files(resolution), file_names)


def _claimed(table: Table) -> list[Column]:
    """Return the columns of a table that make claims about a subject."""
    roles = table.schema.roles
    if roles.citation is None or not roles.subject or not any(field.claim for field in table.schema.fields):
        return []
    if problem := table.lacks((*roles.subject, roles.citation.source)):
        raise DpkitError(f"{plain(problem)}; `dpkit validate` tells more")
    return [
        each for each in table.columns.values() if each.present and each.of.claim and each.name not in roles.subject
    ]


def _voted(session: Session, tables: list[Table], known: Voters, method: Method, *, copies: bool) -> Cells:
    """Return the values that are voted on; sources are measured over all tables."""
    numbered = trees(session.engine, session.tables)
    every = [
        cast
        for table in tables
        for bounds in claim_bounds(table, numbered)
        for cast in casts(session.engine, table, bounds, known)
    ]
    inexact = {each.vote.attribute for each in every if each.qualifier not in EXACT}
    numbers = {f"{table.name}.{each.name}" for table in tables for each in _claimed(table) if _is_number(each)}
    decisions = decide((each.vote for each in every), method, numbers=numbers - inexact, copies=copies)
    beside: dict[tuple[Key, str], list[tuple[float, str, str]]] = {}
    for each in every:
        if each.qualifier or each.unit:  # the claim that says most will be first
            words = (_width(each.vote.lower, each.vote.upper), each.qualifier, each.unit)
            beside.setdefault((each.vote.key, each.vote.cell), []).append(words)
    rulings = _rulings(session, tables)
    found = {key: _resolved(decision, rulings.get(key)) for key, decision in decisions.items()}
    for key, cell in found.items():
        if said := beside.get((key, cell.value)):
            _, qualifier, unit = min(said)
            found[key] = replace(cell, qualifier=qualifier, unit=unit)
    return found


def _width(lower: float, upper: float) -> float:
    return upper - lower if lower < upper else 0.0


def _is_number(column: Column) -> bool:
    return column.of.claim is not None and column.of.claim.kind is ClaimKind.QUANTITY


def _rulings(session: Session, tables: list[Table]) -> dict[Key, Ruling]:
    return {
        (table.name, column.name, subject): ruling
        for table in tables
        for column in _claimed(table)
        for subject, ruling in standing(session.claims.judged, table, column.name)
    }


def _resolved(decision: Decision, ruling: Ruling | None) -> Resolved:
    if ruling is None:
        return ruled(decision)
    found = ruled(decision, Stated(ruling.choice, ruling.source, ruling.value))
    return replace(found, ruling=f"{ruling.choice}: {ruling.reason}")


def _listed(session: Session, tables: list[Table], known: Voters) -> Cells:
    """Return the values of fields that may rightly hold several: all of them."""
    found: Cells = {}
    for table in tables:
        for column in _claimed(table):
            if not compared(table.schema, column.of):
                every = sorted(mentions(session.engine, table, column))
                for key, some in groupby(every, key=lambda each: each[0]):
                    found[key] = _joined([(cell, source) for _, cell, source in some], known)
    return found


def _joined(said: Iterable[tuple[str, str]], known: Voters) -> Resolved:
    cells, sources = sorted({cell for cell, _ in said}), tuple(sorted({source for _, source in said}))
    spoken = tuple(sorted({voice(each, known) for each in sources}))
    return Resolved(
        value=BETWEEN.join(cells),
        status=Status.AGREED,
        support=float(len(spoken)),
        total=float(len(spoken)),
        sources=sources,
        voters=spoken,
        against=(),
    )


def _table(session: Session, table: Table, cells: Cells) -> ResolvedTable:
    columns = _claimed(table)
    fields = tuple(_field(table, each.of) for each in columns)
    rows = {
        subject: {field.name: cell for field in fields if (cell := cells.get((table.name, field.name, subject)))}
        for subject in subjects(session.engine, table)
    }
    return ResolvedTable(
        name=table.name,
        title=str(table.resource.raw.get("title") or table.name),
        subject=tuple(dict(table.columns[each].of.raw) for each in table.schema.roles.subject),
        fields=fields,
        rows=rows,
    )


def _field(table: Table, field: Field) -> ResolvedField:
    quantity = field.claim is not None and field.claim.kind is ClaimKind.QUANTITY
    return ResolvedField(
        name=field.name,
        properties=dict(field.raw),
        joined=not compared(table.schema, field),
        qualified=quantity and table.column(field.claim.qualifier if field.claim else None) is not None,
        unit=quantity and table.column("unit") is not None,
    )
