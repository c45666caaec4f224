"""What falls if a source is withdrawn: the package looked at with it and without it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.resolving import resolution
from dpkit.api.ruling import listed
from dpkit.api.session import Session
from dpkit.claims import gather as claims
from dpkit.claims.rulings import Standing
from dpkit.claims.withdrawal import citing, left, named_in, only, referring, silenced
from dpkit.evidence.gather import gather, put_sources
from dpkit.evidence.released import verified_counts
from dpkit.model.consensus import Key, Resolution, Resolved
from dpkit.model.contradiction import Contradiction
from dpkit.model.errors import DpkitError
from dpkit.model.evidence import Verdict
from dpkit.model.impact import Altered, Effect, FallenRuling, Identity, Impact, Revalued, Silenced
from dpkit.model.show import listing, show
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import ROW, Table

Tables = Mapping[str, Table]


def impact(path: Path, documents: Sequence[Path], source: str) -> Impact:
    """Return what falls if a source is withdrawn; see `Package.impact`."""
    with look_into(path, documents) as session:
        title = _title(session, source)
        fallen, tables = _fallen_rows(session, source), left(session.engine, session.tables, source)
        without = _without(session, tables)
        return Impact(
            source=source,
            title=title,
            rows={name: table.rows for name, table in fallen.items() if table.rows},
            passages=_passages(session, fallen, source),
            identities=tuple(_identities(session, fallen, tables)),
            silenced=tuple(_silenced(session, tables)),
            contradictions=tuple(_altered(listed(session), listed(without))),
            rulings=tuple(_fallen_rulings(session, without, source)),
            values=tuple(_revalued(resolution(session), resolution(without))),
            references=tuple(named_in(session.engine, session.tables, fallen, source)),
        )


def _title(session: Session, source: str) -> str:
    """Return the title of a source.

    Raises:
        DpkitError: the package describes no such source, or none at all.
    """
    table = session.tables.get(session.package.roles.sources or "")
    roles = table.schema.roles.source if table else None
    if table is None or roles is None or table.lacks((roles.id,)):
        raise DpkitError(
            "the package describes no sources: its `dpkit` property names no table of them that can be read"
        )
    column = table.column("title")
    query = sql(
        "SELECT {}, {} FROM {}", table.columns[roles.id].raw, column.stated if column else Sql("''"), table.relation
    )
    titles = dict(session.engine.run(sql("{} ORDER BY {} DESC", query, ROW)))
    if source not in titles:
        near = get_close_matches(source, titles, n=3, cutoff=0.5)
        some = listing([show(each, 40) for each in near or sorted(titles)[:3]], "or")
        raise DpkitError(f"{table.name} has no {show(source)}; {'near it' if near else 'it has'}: {some}")
    return str(titles[source])


def _fallen_rows(session: Session, source: str) -> dict[str, Table]:
    """Return the tables that cite, with the rows that cite the source."""
    return {
        name: only(session.engine, table, condition)
        for name, table in session.tables.items()
        if (condition := citing(table, source)) is not None
    }


def _without(session: Session, tables: Tables) -> Session:
    """Return the session without the rows that fall; identities stay, since others refer to them."""
    kept = {name: session.tables[name] if table.schema.roles.register else table for name, table in tables.items()}
    rulings = [each.ruling for each in session.claims.judged]
    sources = session.tables.get(session.package.roles.sources or "")
    return replace(session, tables=kept, claims=claims.gather(session.engine, kept, rulings, sources))


def _passages(session: Session, fallen: Tables, source: str) -> dict[str, int]:
    """Return how many passages of the source are cited, by what became of them."""
    held, counts = put_sources(session.engine, session.library), dict[Verdict, int]()
    for table in fallen.values():
        for verdict, number in gather(session.engine, table, session.library, held)[1].items():
            counts[verdict] = counts.get(verdict, 0) + number
    released = {name: each for name, table in session.tables.items() if (each := table.derived.get("released"))}
    if at_release := verified_counts(session.engine, released).get(source):
        counts[Verdict.NOT_HELD] -= at_release
        counts[Verdict.VERIFIED_AT_RELEASE] = at_release
    return {verdict.value: counts[verdict] for verdict in Verdict if counts.get(verdict)}


def _identities(session: Session, fallen: Tables, tables: Tables) -> Iterator[Identity]:
    for name, table in fallen.items():
        if table.rows:
            for key, rows in referring(session.engine, table, tables):
                yield Identity(resource=name, key=key, referring=rows)


def _silenced(session: Session, tables: Tables) -> Iterator[Silenced]:
    for name, table in session.tables.items():
        for subject in silenced(session.engine, table, tables[name]):
            yield Silenced(resource=name, subject=subject)


def _altered(before: Sequence[Contradiction], after: Sequence[Contradiction]) -> Iterator[Altered]:
    now = {(each.resource, each.subject, each.field): each for each in after}
    for each in before:
        other = now.get((each.resource, each.subject, each.field))
        if other is None or other.fingerprint != each.fingerprint:
            yield Altered(before=each, after=other)


def _fallen_rulings(session: Session, without: Session, source: str) -> Iterator[FallenRuling]:
    for before, after in zip(session.claims.judged, without.claims.judged, strict=True):
        if before.standing is Standing.STANDS and after.standing is not Standing.STANDS:
            yield FallenRuling(
                resource=before.ruling.resource,
                subject=before.ruling.subject,
                field=before.ruling.field,
                told=before.ruling.told,
                unused=after.standing is Standing.UNUSED,
                preferred=before.ruling.source == source,
            )


def _revalued(before: Resolution, after: Resolution) -> Iterator[Revalued]:
    now = _cells(after)
    for (resource, field, subject), cell in _cells(before).items():
        other = now.get((resource, field, subject))
        if effect := _effect(cell, other):
            yield Revalued(resource=resource, subject=subject, field=field, effect=effect, before=cell, after=other)


def _cells(resolved: Resolution) -> dict[Key, Resolved]:
    return {
        (table.name, field, subject): cell
        for table in resolved.tables
        for subject, cells in table.rows.items()
        for field, cell in cells.items()
    }


def _effect(before: Resolved, after: Resolved | None) -> Effect | None:
    if after is None:
        return Effect.LOST
    if (before.value, before.qualifier, before.unit) != (after.value, after.qualifier, after.unit):
        return Effect.CHANGED
    if before.status is not after.status:
        return Effect.STATUS
    return Effect.ALONE if len(before.voters) > 1 >= len(after.voters) else None
