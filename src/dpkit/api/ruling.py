"""Contradictions listed, and rulings on them written."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.session import Session
from dpkit.api.tracing import table_of
from dpkit.claims.conflicts import KINDS, key_names
from dpkit.claims.gather import held_in
from dpkit.claims.groups import fingerprint, read_key, read_subject, told, written_subject
from dpkit.claims.rulings import Judged, Standing, held_claims
from dpkit.files.folder import read_plain
from dpkit.files.lock import hold
from dpkit.files.write import write_whole
from dpkit.load.package import find_package
from dpkit.model.contradiction import Contradiction, Decision, State
from dpkit.model.errors import DpkitError
from dpkit.model.roles import ClaimKind, RulingTable
from dpkit.model.show import listing, plain, show
from dpkit.tables.sql import joined, name, sql
from dpkit.tables.table import ROW, Table

TOLD = ("contradiction", "self-contradiction", "tension")


def contradictions(path: Path, *, variants: bool = False) -> list[Contradiction]:
    """Return the contradictions of a package, open, ruled and fallen, in the order of its tables.

    Args:
        path: the package's folder or descriptor.
        variants: whether labels that are written in several ways are listed, too.

    Raises:
        DpkitError: the package has no tables, or one with claims could not be read.
    """
    with look_into(path) as session:
        for table in session.tables.values() if session.tables else [table_of(session, "")]:
            if table.unread and table.schema.roles.subject:
                table_of(session, table.name)
        return listed(session, variants=variants)


def listed(session: Session, *, variants: bool = False) -> list[Contradiction]:
    """Return the contradictions of a package that is being looked at; see `contradictions`."""
    kinds = (*TOLD, "name-variant") if variants else TOLD
    return [each for table in session.tables.values() for each in _of_table(session, table) if {*each.kinds} & {*kinds}]


def _of_table(session: Session, table: Table) -> Iterator[Contradiction]:
    rulings = {(each.ruling.resource, each.ruling.subject, each.ruling.field): each for each in session.claims.judged}
    for field, conflicts in session.claims.conflicts.get(table.name, {}).items():
        claim = conflicts.bounds.column.of.claim
        kind = claim.kind if claim else ClaimKind.VALUE
        columns = joined([ROW, *key_names(table), *(name(each) for each in KINDS)])
        every = held_in(session.engine, table, conflicts)
        for number, *row in session.engine.run(sql("SELECT {} FROM {} ORDER BY {}", columns, conflicts.relation, ROW)):
            subject, flags, held = tuple(row[: -len(KINDS)]), row[-len(KINDS) :], every[number]
            judged = rulings.get((table.name, written_subject(subject), field))
            yield Contradiction(
                resource=table.name,
                subject=written_subject(subject),
                field=field,
                kinds=tuple(each for each, flag in zip(KINDS, flags, strict=True) if flag),
                detail=told(kind, held, session.claims.voters),
                fingerprint=fingerprint(kind, table.name, subject, field, held),
                state=_state(judged),
                ruling=judged.ruling.told if judged else "",
            )


def _state(judged: Judged | None) -> State:
    if judged is None or judged.standing is Standing.INVALID:
        return State.OPEN
    return State.RULED if judged.standing is Standing.STANDS else State.FALLEN


def rule(path: Path, resource: str, key: str, field: str, decision: Decision) -> Path:
    """Write a ruling on a contradiction into the package's table of rulings, in place of an earlier one on it.

    Args:
        path: the package's folder or descriptor.
        resource: the table with the claims.
        key: the subject; several cells as one CSV record.
        field: the claimed field.
        decision: what is decided, and why.

    Returns:
        The file that was written.

    Raises:
        DpkitError: there is no such contradiction, no reason, no table of rulings, or it could not be written.
    """
    if not decision.reason.strip():
        raise DpkitError("a ruling needs a reason")
    root, _ = find_package(path)
    with look_into(path) as session:
        rulings = session.tables.get(session.package.roles.rulings or "")
        if rulings is None or rulings.schema.roles.ruling is None or rulings.unread:
            raise DpkitError("the package has no table of rulings: its `dpkit` property names none that can be read")
        table = table_of(session, resource)
        if table.schema.field(field) is None:
            raise DpkitError(_no_such_field(table, field))
        subject = written_subject(read_key(key) or (key,))
        found = list(_of_table(session, table))
        match = next((each for each in found if (each.subject, each.field) == (subject, field)), None)
        if match is None:
            raise DpkitError(_no_such(resource, key, field, found))
        _known(session, resource, match, decision)
        file = root / rulings.resource.paths[0]
        with hold(file.parent, "a ruling"):
            data = read_plain(file, root)
            write_whole(file, _with_row(data, rulings, rulings.schema.roles.ruling, match, decision))
        return file


def _known(session: Session, resource: str, match: Contradiction, decision: Decision) -> None:
    table = session.tables[resource]
    bounds = session.claims.conflicts[resource][match.field].bounds
    subject = read_subject(match.subject, len(table.schema.roles.subject))
    held = held_claims(session.engine, table, bounds, subject) if subject else []
    sources, cells = {each.source for each in held}, {each.cell for each in held}
    if decision.source and sources and decision.source not in sources:
        raise DpkitError(
            f"{show(decision.source)} makes no claim there; {listing([show(each) for each in sorted(sources)])} do"
        )
    if decision.value and cells and decision.value not in cells:
        raise DpkitError(
            f"nobody claims {show(decision.value)} there; claimed are {listing([show(each) for each in sorted(cells)])}"
        )


def _no_such_field(table: Table, field: str) -> str:
    claims = [each.name for each in table.schema.fields if each.claim]
    near = get_close_matches(field, [each.name for each in table.schema.fields], n=3)
    hint = f"; did you mean {listing(near, 'or')}?" if near else f"; it claims {listing(claims)}" if claims else ""
    return f"{plain(table.name)} has no field {show(field)}{hint}"


def _no_such(resource: str, key: str, field: str, found: list[Contradiction]) -> str:
    some = [f"{plain(each.resource)} {plain(each.subject)} {plain(each.field)}" for each in found[:3]]
    hint = (
        f"; there are contradictions on {listing(some)}" if some else "; `dpkit contradictions` lists those there are"
    )
    return f"the claims on {plain(resource)} {plain(key)} {plain(field)} do not contradict each other{hint}"


def _with_row(data: bytes, table: Table, roles: RulingTable, match: Contradiction, decision: Decision) -> str:
    """Return the file of the rulings with the new row, in its own order of columns."""
    try:
        text = data.decode("utf-8-sig")
        found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        file = plain(table.resource.file or "")
        raise DpkitError(f"{file} is no CSV in UTF-8 to which a row can be added; `dpkit validate` says why") from error
    line_end = "\r\n" if "\r\n" in text else "\n"
    labels, *records = found or [[each.name for each in table.schema.fields]]
    cells = {
        roles.resource: match.resource,
        roles.subject: match.subject,
        roles.field: match.field,
        roles.fingerprint: match.fingerprint,
        roles.ruling: decision.choice,
        roles.preferred_source: decision.source,
        roles.preferred_value: decision.value,
        roles.reason: decision.reason,
    }
    for name_ in table.schema.primary_key:
        cells.setdefault(name_, _slug(match))
    if missing := [each for each in cells if each and cells[each] and each not in labels]:
        raise DpkitError(
            f"{plain(table.resource.file or '')} has no column {listing([show(each) for each in missing])}"
        )
    on = (roles.resource, roles.subject, roles.field)
    kept = [
        record for record in records if any(record) and not _is_on(record, labels, {each: cells[each] for each in on})
    ]
    return "".join(_record(each) + line_end for each in (labels, *kept, [cells.get(label, "") for label in labels]))


def _record(cells: Sequence[str]) -> str:
    """Return a CSV record without its line end; a cell with a bare carriage return is quoted, too."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()[:-2]


def _slug(match: Contradiction) -> str:
    """Return an identifier for a ruling, made of what it rules on."""
    return re.sub(r"[^a-z0-9]+", "-", f"{match.resource} {match.subject} {match.field}".lower()).strip("-")


def _is_on(record: Sequence[str], labels: Sequence[str], cells: dict[str, str]) -> bool:
    found = dict(zip(labels, record, strict=False))
    return all(found.get(label) == cell for label, cell in cells.items())
