"""The resolved view: one row a subject, with the value of each claimed field that fits all testimony best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from package_rows import PackageRows, by_subject, reference

from dpkit.api.testimony import Row
from dpkit.claims.bounds import COMPARED, compared
from dpkit.claims.groups import Held
from dpkit.claims.rulings import standing
from dpkit.claims.tightest import tightest
from dpkit.model.descriptor import Field
from dpkit.model.roles import ClaimKind
from dpkit.model.show import count
from dpkit.report.markdown import code, link, table, text, without_empty
from dpkit.tables.table import Table

DOUBT = "low"
UNIT = "unit"  #: the field that names the unit, in a table whose quantities have several


@dataclass(frozen=True, slots=True)
class View:
    """A resolved table: for which table's subjects it stands, and its cells in Markdown."""

    name: str
    accounts: tuple[str, ...]  #: the tables whose claims it resolves
    heads: list[str]
    cells: list[list[str]]

    @property
    def heading(self) -> str:
        """The heading under which it stands."""
        return f"Resolved: {self.name}"


def views(rows: PackageRows) -> list[View]:
    """Return the resolved tables: of the registers with claims, then of subjects that are made of several cells."""
    several = [each for each in rows.tables.values() if len(each.schema.roles.subject) > 1 and claimed(each)]
    found = [*(_of_register(rows, each) for each in rows.tables.values()), *(_of_subjects(rows, e) for e in several)]
    return [view for view in found if view]


def claimed(accounts: Table) -> list[Field]:
    """Return the fields of a table whose claims can be resolved."""
    if accounts.unread or not accounts.schema.roles.citation:
        return []
    return [field for field in accounts.schema.fields if field.claim and field.claim.kind in COMPARED]


def view_text(rows: PackageRows, view: View) -> str:
    """Return a resolved table as a section of the page."""
    title = text(str(rows.tables[view.name].resource.raw.get("title") or view.name))
    made_from = ", ".join(link(code(name), f"Table {name}") for name in view.accounts)
    lead = f"{title}: {count(len(view.cells), 'subject')}, from {made_from}."
    return f"### Resolved: {code(view.name)}\n\n{lead}\n\n{table(view.heads, view.cells)}"


def _of_register(rows: PackageRows, register: Table) -> View | None:
    roles, accounts = register.schema.roles.register, list(_accounts(rows, register))
    if roles is None or not accounts:
        return None
    spoken = {each.name: by_subject(each, rows.of[each.name]) for each in accounts}
    identities = [row.cells.get(roles.id, "") for row in rows.of[register.name]]
    heads, cells = ["id", "label"], [[code(each), text(rows.label(register.name, each))] for each in identities]
    for each in accounts:
        more, columns = _columns(rows, each, [spoken[each.name].get((name,), []) for name in identities])
        heads += [f"{head} ({code(each.name)})" if head in heads else head for head in more]
        cells = [[*left, *right] for left, right in zip(cells, columns, strict=True)]
    passages = [sum(len(found.get((name,), [])) for found in spoken.values()) for name in identities]
    cells = [[*row, str(number)] for row, number in zip(cells, passages, strict=True)]
    return View(register.name, tuple(spoken), *without_empty([*heads, "passages"], cells))


def _accounts(rows: PackageRows, register: Table) -> Iterator[Table]:
    """Yield the tables whose subject is one row of the register, and which claim something that can be resolved."""
    for each in rows.tables.values():
        subject = each.schema.roles.subject
        if len(subject) == 1 and reference(each, subject[0]) == register.name and claimed(each):
            yield each


def _of_subjects(rows: PackageRows, accounts: Table) -> View | None:
    spoken = by_subject(accounts, rows.of[accounts.name])
    subject = accounts.schema.roles.subject
    heads, columns = _columns(rows, accounts, list(spoken.values()))
    cells = [
        [*(_identified(rows, accounts, name, key) for name in subject), *found, str(len(some))]
        for (key, some), found in zip(spoken.items(), columns, strict=True)
    ]
    filled = without_empty([*map(_head, subject), *heads, "passages"], cells)
    return View(accounts.name, (accounts.name,), *filled) if cells else None


def _identified(rows: PackageRows, accounts: Table, field: str, key: tuple[str, ...]) -> str:
    """Return a cell of a subject; an identifier by its label, be its register fixed or named in the subject itself."""
    cell = dict(zip(accounts.schema.roles.subject, key, strict=True))[field]
    registers = [reference(accounts, field), *key]
    return text(next((found for each in registers if (found := rows.label(each, cell)) != cell), cell))


def _head(field: str) -> str:
    return text(field.removesuffix("_id").replace("_", " "))


def _columns(rows: PackageRows, accounts: Table, groups: Sequence[Sequence[Row]]) -> tuple[list[str], list[list[str]]]:
    """Return the claimed fields of a table, and for each subject's rows their resolved cells."""
    fields = claimed(accounts)
    cells = [[_resolved(rows, accounts, field, some) for field in fields] for some in groups]
    extents = {during: (start, end) for during, start, end in accounts.schema.roles.dates.during}
    names = [field.name for field in fields]
    for row in cells:
        # A day within an extent tells nothing more once the extent is known.
        for during, ends in extents.items():
            if {during, *ends} <= {*names} and all(row[names.index(each)] for each in ends):
                row[names.index(during)] = ""
    units = [field.claim.unit if field.claim else None for field in fields]
    heads = [f"{_head(name)} ({text(unit)})" if unit else _head(name) for name, unit in zip(names, units, strict=True)]
    return heads, cells


def _resolved(rows: PackageRows, accounts: Table, field: Field, own: Sequence[Row]) -> str:
    claims = list(_held(rows, field, own))
    if not compared(accounts.schema, field):
        return ", ".join(dict.fromkeys(text(each.cell) for each in _finest(claims)))
    found = tightest(claims)
    if len(found) > 1 and field.claim and field.claim.kind is ClaimKind.LABEL:
        return f"*{len(found)} forms*"
    values = " / ".join(_shown(rows, accounts, field, each, own) for each in found)
    return f"contested: {values}{_ruled(rows, accounts, field, own[0])}" if len(found) > 1 else values


def _held(rows: PackageRows, field: Field, own: Sequence[Row]) -> Iterator[Held]:
    """Yield the claims on a field that count: those of rows that are compared."""
    for row in own:
        if row.compared and field.claim and field.name in row.cells:
            qualifier = row.cells.get(field.claim.qualifier or "", "")
            possible = rows.possible(field.claim, row.cells[field.name], qualifier)
            if possible:
                source = row.part("according_to") or row.part("source")
                yield Held(source, _told(row, field), possible.lower, possible.upper)


def _told(row: Row, field: Field) -> str:
    """Return a claim as it is told: `over 20 (day)`; a unit that the schema names stands over the column."""
    if field.claim is None or field.claim.kind is not ClaimKind.QUANTITY:
        return row.cells.get(field.name, "")
    qualifier = row.cells.get(field.claim.qualifier or "", "").replace("exactly", "").replace("_", " ")
    unit = "" if field.claim.unit else row.cells.get(UNIT, "")
    return " ".join(part for part in (qualifier, row.cells.get(field.name, ""), f"({unit})" if unit else "") if part)


def _finest(claims: Sequence[Held]) -> list[Held]:
    """Return the claims within which no other claim lies: all that is known of days within an extent."""
    bounds = {(each.lower, each.upper) for each in claims}
    fine = [
        each
        for each in claims
        if not any(
            each.lower <= lower and upper <= each.upper and (lower, upper) != (each.lower, each.upper)
            for lower, upper in bounds
        )
    ]
    return sorted(fine, key=lambda each: (each.lower, each.upper, each.cell))


def _shown(rows: PackageRows, accounts: Table, field: Field, claim: Held, own: Sequence[Row]) -> str:
    register = reference(accounts, field.name)
    shown = text(rows.label(register, claim.cell) if register else claim.cell)
    confidences = {row.part("confidence") for row in own if row.compared and _told(row, field) == claim.cell}
    return f"{shown} (low)" if confidences == {DOUBT} else shown


def _ruled(rows: PackageRows, accounts: Table, field: Field, row: Row) -> str:
    subject = tuple(row.named(accounts.schema.roles.subject).values())
    for on, ruling in standing(rows.session.claims.judged, accounts, field.name):
        if on == subject:
            return f" (ruling: {text(' '.join(filter(None, (ruling.choice, ruling.value or ruling.source))))})"
    return ""
