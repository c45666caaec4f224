"""The sets that claims stand for, as SQL: a lower and an upper bound for each row of a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dpkit.claims.sets import ABOUT, preorder
from dpkit.model.descriptor import Field, Schema
from dpkit.model.roles import ClaimKind
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, number, sql, text, texts
from dpkit.tables.table import ROW, Column, Table

DOUBT = "low"
QUALIFIERS = ("exactly", "over", "at_least", "under", "at_most", "about")
Trees = Callable[[str], Sql | None]  #: name of a register -> the relation of its numbers
COMPARED = (ClaimKind.DATE, ClaimKind.QUANTITY, ClaimKind.VALUE, ClaimKind.LABEL)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A claimed field as SQL over a relation: bounds, and whether a claim is weak (vague, or of low confidence)."""

    column: Column
    relation: Sql
    lower: Sql
    upper: Sql
    weak: Sql
    stated: Sql  #: whether a row makes a claim; else it has no bounds


def trees(engine: Engine, tables: Mapping[str, Table]) -> Trees:
    """Return the function that numbers a register with parents, each once."""
    return cache(lambda name: _numbers(engine, tables.get(name)))


def claim_bounds(table: Table, numbered: Trees) -> Iterator[Bounds]:
    """Yield the bounds of each field of `table` whose claims are compared; `numbered` is what `trees` returns.

    A table without a subject or without sources has no claims that could meet.
    """
    citation = table.schema.roles.citation
    if citation is None or not table.schema.roles.subject or table.unread:
        return
    if table.lacks((*table.schema.roles.subject, citation.source)):
        return
    confidence = table.column(citation.confidence)
    doubt = sql("{} = {}", confidence.raw, text(DOUBT)) if confidence else Sql("false")
    for column in table.columns.values():
        # without the register of its parents, a hall and its city would contradict each other
        if (
            column.present
            and compared(table.schema, column.of)
            and not (tree_of(column) and not _tree(column, numbered))
        ):
            yield _bounds(table, column, doubt, numbered)


def tree_of(column: Column) -> str | None:
    """Return the register whose parents make the claims of a column comparable, if there has to be one."""
    claim = column.of.claim
    return claim.tree if claim and claim.kind is ClaimKind.VALUE else None


def parents_unknown(tables: Mapping[str, Table], column: Column) -> str:
    """Return why the claims of a column cannot be compared: the parents in its register are not known; or nothing."""
    tree = tree_of(column)
    if tree is None:
        return ""
    register = tables.get(tree)
    roles = register.schema.roles.register if register else None
    if register is None or roles is None:
        return f"{tree} is no register that could be read"
    return register.lacks((roles.id, roles.parent) if roles.parent else (roles.id,))


def _tree(column: Column, numbered: Trees) -> Sql | None:
    return numbered(tree) if (tree := tree_of(column)) else None


def compared(schema: Schema, field: Field) -> bool:
    """Tell whether the claims of a field are held against each other.

    Members are not, since there may be many; nor are dates that lie `during` an extent, each of which may be another.
    """
    during = {date for date, _, _ in schema.roles.dates.during}
    return field.claim is not None and field.claim.kind in COMPARED and field.name not in during


def _bounds(table: Table, column: Column, doubt: Sql, numbered: Trees) -> Bounds:
    claim = column.of.claim
    kind = claim.kind if claim else None
    if kind is ClaimKind.DATE:
        vague = sql("regexp_matches({}, '[?~%]')", column.raw)
        weak = sql("({} OR {})", doubt, vague)
        lower, upper = (bound or Sql("NULL") for bound in (column.lower, column.upper))
        return Bounds(column, table.relation, lower, upper, weak, sql("{} IS NOT NULL", lower))
    if kind is ClaimKind.QUANTITY:
        return _quantity(table, column, doubt)
    if numbers := _tree(column, numbered):
        joined_ = sql(
            "(SELECT t.*, n.lower AS tree_lower, n.upper AS tree_upper FROM {} AS t JOIN {} AS n ON {} = n.id)",
            table.relation,
            numbers,
            column.raw,
        )
        return Bounds(column, joined_, Sql("tree_lower"), Sql("tree_upper"), doubt, Sql("tree_lower IS NOT NULL"))
    cell = sql("CASE WHEN NOT ({}) THEN {} END", column.missing, column.raw)
    same = fold(cell) if kind is ClaimKind.LABEL else cell
    return Bounds(column, table.relation, same, same, doubt, sql("NOT ({})", column.missing))


def fold(cell: Sql) -> Sql:
    """Return a label without case, accents, hyphens and white space, as `claims.sets.folded` does."""
    return sql(r"trim(regexp_replace(strip_accents(lower({})), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))", cell)


def _quantity(table: Table, column: Column, doubt: Sql) -> Bounds:
    claim = column.of.claim
    said = table.column(claim.qualifier) if claim else None
    word = said.raw if said else text("exactly")
    value = sql("TRY_CAST({} AS DOUBLE)", column.value)
    exact = number(claim.tolerance or 0.0 if claim else 0.0)
    about = number(claim.tolerance if claim and claim.tolerance is not None else ABOUT)
    share = sql("CASE WHEN {} = 'about' THEN {} ELSE {} END", word, about, exact)
    least, most = texts(("under", "at_most")), texts(("over", "at_least"))
    lower = (
        "CASE WHEN {v} IS NULL THEN NULL WHEN {w} IN {open} THEN '-inf'::DOUBLE {edge} ELSE {v} - abs({v}) * {s} END"
    )
    upper = "CASE WHEN {v} IS NULL THEN NULL WHEN {w} IN {open} THEN 'inf'::DOUBLE {edge} ELSE {v} + abs({v}) * {s} END"
    edge = "WHEN {w} IN {other} THEN {v}"
    places = {"v": value, "w": word, "s": share}
    weak = sql("({} OR {} = 'about')", doubt, word)
    return Bounds(
        column,
        table.relation,
        sql(lower.replace("{edge}", edge), open=least, other=most, **places),
        sql(upper.replace("{edge}", edge), open=most, other=least, **places),
        weak,
        sql("{} IS NOT NULL", value),
    )


def _numbers(engine: Engine, register: Table | None) -> Sql | None:
    """Store the preorder numbers of a register with parents (`id`, `lower`, `upper`)."""
    if (numbers := tree_numbers(engine, register)) is None:
        return None
    rows = [(name, str(lower), str(upper)) for name, (lower, upper) in numbers.items()]
    return engine.put(("id", "lower", "upper"), ("VARCHAR", "BIGINT", "BIGINT"), rows)


def tree_numbers(engine: Engine, register: Table | None) -> dict[str, tuple[int, int]] | None:
    """Return the preorder numbers of a register with parents, as `preorder` gives them; None if it was not read."""
    roles = register.schema.roles.register if register else None
    if register is None or roles is None or register.lacks((roles.id, *([roles.parent] if roles.parent else []))):
        return None
    parent = register.column(roles.parent)
    query = sql(
        "SELECT {}, {} FROM {} ORDER BY {}",
        register.columns[roles.id].raw,
        parent.raw if parent else Sql("''"),
        register.relation,
        ROW,
    )
    return preorder(dict(engine.run(query)))
