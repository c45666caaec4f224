"""The tables as they are: for each its purpose, its fields, and real rows as examples."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from package_rows import PackageRows, reference

from dpkit.api.testimony import Row
from dpkit.model.descriptor import Field
from dpkit.model.roles import Claim
from dpkit.model.show import count, listing
from dpkit.report.markdown import code, link, table, text, without_empty
from dpkit.tables.table import Table

COMMON = 5  #: tables that must describe a field in the same words, so that it is told once for all
COMMON_HEADING = "Fields that many tables share"
FIELD_HEADS = ("field", "type", "claim", "constraints", "refers to", "description")
LONG = 160  #: characters of an example's cell that are shown
NOTES = {"note", "remark"}

Described = tuple[str, ...]


def kind(of: Table) -> str:
    """Return what a table is in the package, in a word."""
    roles = of.schema.roles
    named = {
        "sources": roles.source,
        "rulings": roles.ruling,
        "exclusions": roles.exclusion,
        "register": roles.register,
    }
    return next((word for word, role in named.items() if role), "accounts" if roles.subject else "table")


def common_fields(rows: PackageRows) -> dict[Described, list[str]]:
    """Return the fields that keep the evidence of a row and are the same in many tables, with those tables."""
    found: dict[Described, list[str]] = {}
    for each in rows.tables.values():
        for field in each.schema.fields:
            if field.name in _keeping(each):
                found.setdefault(described(each, field), []).append(each.name)
    return {cells: names for cells, names in found.items() if len(names) >= COMMON}


def common_text(rows: PackageRows, common: dict[Described, list[str]]) -> str:
    """Return the section on the common fields."""
    kinds = {name: kind(each) for name, each in rows.tables.items()}
    cells = [[*cells, _spread(Counter(kinds[name] for name in names))] for cells, names in common.items()]
    lead = "They lead from a row to its evidence, and are the same wherever they stand; a table below names them only."
    return f"### {COMMON_HEADING}\n\n{lead}\n\n{table(*without_empty([*FIELD_HEADS, 'in'], cells))}"


def table_text(rows: PackageRows, of: Table, common: dict[Described, list[str]]) -> str:
    """Return the section on one table."""
    parts = [
        f"### Table {code(of.name)}",
        f"**{text(_property(of, 'title') or of.name)}.** {text(_property(of, 'description'), 2000)}".rstrip(),
        " ".join(_facts(rows, of)),
        _fields(of, common),
        _examples(examples(rows.of[of.name])),
    ]
    return "\n\n".join(part.rstrip() for part in parts if part) + "\n"


def examples(rows: list[Row]) -> list[Row]:
    """Return the row with the most cells filled, and the one of another source of which that is true."""
    fullest = sorted(rows, key=lambda row: (-len(row.cells), row.number))
    others = [row for row in fullest[1:] if row.part("source") != fullest[0].part("source")]
    return [*fullest[:1], *others[:1]]


def described(of: Table, field: Field) -> Described:
    """Return what the schema says of a field, as the cells of a table."""
    refers = reference(of, field.name)
    return (
        code(field.name),
        text(field.type),
        _claim(field.claim),
        "; ".join(_constraints(of, field, refers)),
        link(code(refers), f"Table {refers}") if refers else "",
        text(field.description, 2000),
    )


def _keeping(of: Table) -> set[str]:
    """Return the fields of a table that name a row, or keep its evidence."""
    roles = of.schema.roles
    parts = {getattr(role, part) for role in (roles.citation, roles.register) if role for part in role.__slots__}
    return (parts | {*of.schema.primary_key} | NOTES) - {*roles.subject}


def _spread(kinds: Counter[str]) -> str:
    nouns = {"register": "registers", "accounts": "tables of accounts", "table": "other tables"}
    return listing([f"{number} {nouns.get(each, each)}" for each, number in kinds.items()])


def _property(of: Table, name: str) -> str:
    return str(of.resource.raw.get(name) or "")


def _facts(rows: PackageRows, of: Table) -> Iterator[str]:
    """Yield sentences: how many rows, on what, in which files."""
    subject, found = of.schema.roles.subject, rows.of[of.name]
    if of.unread:
        yield f"It could not be read: {text(of.unread)}."
    elif subject:
        subjects = len({tuple(row.named(subject).values()) for row in found})
        yield f"{count(len(found), 'row')} on {count(subjects, 'subject')}; the subject is {_subject(of)}."
    else:
        yield f"{count(len(found), 'row')}."
    if where := of.schema.roles.claims:
        parts = listing([f"{code(part)} is {listing([text(each) for each in some], 'or')}" for part, some in where])
        yield f"Compared are rows whose {parts}."
    files = [each for each in (of.resource.file, of.schema.file) if each and "://" not in each]
    links = [f"[{text(each)}](../{quote(each)})" for each in dict.fromkeys(files)]
    yield f"Files: {', '.join(links)}. {link('Index', 'Index')}"


def _subject(of: Table) -> str:
    parts = []
    for name in of.schema.roles.subject:
        refers = reference(of, name)
        parts.append(f"{code(name)} (of {link(code(refers), f'Table {refers}')})" if refers else code(name))
    return listing(parts)


def _fields(of: Table, common: dict[Described, list[str]]) -> str:
    cells = [described(of, field) for field in of.schema.fields]
    own = table(*without_empty(FIELD_HEADS, [each for each in cells if each not in common]))
    shared = [each[0] for each in cells if each in common]
    return f"{own}\nAnd {link('as in many tables', COMMON_HEADING)}: {', '.join(shared)}." if shared else own


def _claim(claim: Claim | None) -> str:
    if claim is None:
        return ""
    within = f", in the tree of {link(code(claim.tree), f'Table {claim.tree}')}" if claim.tree else ""
    measured = f" in {text(claim.unit)}" if claim.unit else ""
    qualified = f", qualified by {code(claim.qualifier)}" if claim.qualifier else ""
    tolerance = f", ± {claim.tolerance:g}" if claim.tolerance is not None else ""
    return f"{claim.kind.value}{measured}{within}{qualified}{tolerance}"


def _constraints(of: Table, field: Field, refers: str) -> Iterator[str]:
    if field.name in of.schema.primary_key:
        yield "primary key"
    for name, value in field.constraints.items():
        if name in {"required", "unique"}:
            yield from [name] if value is True else []
        elif name == "enum" and isinstance(value, list):
            yield f"one of {', '.join(code(str(each)) for each in value)}"
        elif name != "pattern" or not refers:  # what a reference allows, the other table says
            yield f"{text(name)} {code(str(value))}"


def _examples(shown: list[Row]) -> str:
    """Return example rows, folded away until a reader asks for them."""
    if not shown:
        return ""
    whole = "\n".join(_example(row) for row in shown)
    return f"<details><summary>{count(len(shown), 'example')}</summary>\n\n{whole}\n</details>"


def _example(row: Row) -> str:
    key = ", ".join(code(cell) for cell in row.named(row.table.schema.primary_key).values())
    cells = [(code(field), text(cell, LONG)) for field, cell in row.cells.items()]
    return table(("field", key or "cell"), cells)
