"""Conflicts: subjects on which the claims of one field do not all meet, found by grouping.

Intervals that meet pairwise all meet, so the claims on a subject fit one state of the world exactly if
`max(lower) <= min(upper)`. Only groups that fail this are looked at more closely: who disagrees with whom.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress

from dpkit.claims.bounds import Bounds
from dpkit.model.roles import ClaimKind
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, either, every, joined, name, sql, text
from dpkit.tables.table import ROW, Table

AT_ONCE = 25
UNIT = "unit"  #: the field that names the unit, in a table whose quantities have several
MANY = 5_000  #: rows from which on a grouping looks at few fields
KINDS = ("contradiction", "self-contradiction", "tension", "name-variant")
#: whether two sources disagree: bounds that do not meet are of two, unless they are of the only source that contradicts
#: itself (is torn); then those of the others tell
CROSS = Sql(
    "(coalesce(firm_l > firm_u, false) "
    "AND (torn <> 1 OR coalesce(firm_l > other_u, false) OR coalesce(other_l > firm_u, false)))"
)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The conflicts on one field: a relation (`_row`, `k0`, `k1`, ..., and a flag for each of `KINDS`)."""

    bounds: Bounds
    relation: Sql


def find_conflicts(engine: Engine, table: Table, fields: list[Bounds]) -> Iterator[Conflicts]:
    """Yield the fields on which some subject's claims do not all meet."""
    find = _of_many_rows if table.rows >= MANY else _of_few_rows
    found = {each.bounds.column.name: each for each in find(engine, table, fields)}
    yield from (found[each.column.name] for each in fields if each.column.name in found)


def _of_few_rows(engine: Engine, table: Table, fields: list[Bounds]) -> Iterator[Conflicts]:
    """Look at all fields by one grouping, and then, all at once, at those that may have a conflict."""
    plain = [each for each in fields if each.relation == table.relation]
    fails = _which(engine, sql("({})", _suspects(table, plain)), plain) if plain else []
    suspected = [each for each in fields if each not in plain or each in fails]
    for start in range(0, len(suspected), AT_ONCE):
        some = suspected[start : start + AT_ONCE]
        failing = [_failing(table, each) for each in some]
        counted = [sql("SELECT {}, count(*) FROM {}", Sql(str(n)), each) for n, each in enumerate(failing)]
        for number, count in engine.run(joined(counted, " UNION ALL ")):
            if count:
                yield _classify(engine, table, some[number], failing[number])


def _of_many_rows(engine: Engine, table: Table, fields: list[Bounds]) -> Iterator[Conflicts]:
    """Look at few fields by each grouping, and again at none but the subjects that it finds."""
    for some in _grouped_at_once(table, fields):
        suspects = engine.fresh("suspects")
        engine.run(sql("CREATE TABLE {} AS {}", suspects, _suspects(table, some)))
        for each in _which(engine, suspects, some):
            subjects = sql("SELECT {} FROM {} WHERE {}", joined(key_names(table)), suspects, _fails(some.index(each)))
            conflicts = _classify(engine, table, _among(table, each, subjects))
            if engine.run(sql("SELECT count(*) FROM {}", conflicts.relation))[0][0]:
                yield replace(conflicts, bounds=each)
        engine.drop(suspects)


def _which(engine: Engine, suspects: Sql, fields: list[Bounds]) -> list[Bounds]:
    """Return the fields on which there is a suspect."""
    any_ = joined(sql("bool_or({})", _fails(number)) for number in range(len(fields)))
    return [*compress(fields, engine.run(sql("SELECT {} FROM {}", any_, suspects))[0])]


def _grouped_at_once(table: Table, fields: list[Bounds]) -> Iterator[list[Bounds]]:
    """Yield the fields that one grouping of a large table judges: few, or what it keeps of each subject grows too wide.

    Texts go alone, since the engine keeps three times as much of them.
    """
    measured = [each for each in fields if _is_measured(each) and each.relation == table.relation]
    yield from ([each] for each in fields if each not in measured)
    yield from (measured[start : start + 2] for start in range(0, len(measured), 2))


def _is_measured(bounds: Bounds) -> bool:
    claim = bounds.column.of.claim
    return claim is not None and claim.kind in {ClaimKind.DATE, ClaimKind.QUANTITY}


def _suspects(table: Table, fields: list[Bounds]) -> Sql:
    """Return the query for the subjects whose claims on some field may not all meet.

    Args:
        table: of the fields.
        fields: of one relation.

    Returns:
        Subjects (`k0`, `k1`, ...) with a column for each field (`fails0`, ...) that tells whether it is that one.
    """
    named = [(Sql(f"lower{number}"), Sql(f"upper{number}")) for number in range(len(fields))]
    bounds = joined(
        sql("{} AS {}, {} AS {}", *(part for pair in zip(_span(each), names, strict=True) for part in pair))
        for each, names in zip(fields, named, strict=True)
    )
    subject = [table.columns[each].raw for each in table.schema.roles.subject]
    keys = joined(sql("{} AS {}", cell, key) for cell, key in zip(subject, key_names(table), strict=True))
    claimed = sql("SELECT {}, {} FROM {} WHERE {}", keys, bounds, fields[0].relation, table.compared())
    failing = [sql("max({}) > min({})", *pair) for pair in named]
    fails = joined(sql("{} AS {}", each, _fails(number)) for number, each in enumerate(failing))
    grouped = "SELECT {k}, {} FROM ({}) GROUP BY {k} HAVING {}"
    return sql(grouped, fails, claimed, either(failing), k=joined(key_names(table)))


def _fails(number: int) -> Sql:
    return Sql(f"fails{number}")


def _among(table: Table, bounds: Bounds, subjects: Sql) -> Bounds:
    """Return the claims on some subjects alone: to fold a label, say, is dear."""
    subject = [table.columns[each].raw for each in table.schema.roles.subject]
    same = every(sql("{} = {}", cell, key) for cell, key in zip(subject, key_names(table), strict=True))
    return replace(bounds, relation=sql("(SELECT * FROM {} SEMI JOIN ({}) ON {})", bounds.relation, subjects, same))


def _span(bounds: Bounds) -> tuple[Sql, Sql]:
    """Return bounds that are cheap to compute and fail to meet wherever those of the claims do."""
    column, claim = bounds.column, bounds.column.of.claim
    if claim and claim.kind is ClaimKind.LABEL:
        return (sql("CASE WHEN NOT ({}) THEN {} END", column.missing, column.raw),) * 2
    if claim and claim.kind is ClaimKind.QUANTITY and not claim.qualifier and not claim.tolerance:
        return (sql("TRY_CAST({} AS DOUBLE)", column.value),) * 2
    return bounds.lower, bounds.upper


def claim_rows(table: Table, bounds: Bounds) -> Sql:
    """Return a query for the claims on a field that count.

    Its columns: `_row`, `k0`, ... (the subject), `source` (whose word it is), `cell`, `said` (the cell with its
    qualifier), `lower`, `upper`, `weak`.
    """
    subject = table.schema.roles.subject
    keys = joined(
        sql("{} AS {}", table.columns[each].raw, key) for each, key in zip(subject, key_names(table), strict=True)
    )
    return sql(
        "SELECT {}, {}, {} AS source, {} AS cell, {} AS said, {} AS lower, {} AS upper, {} AS weak "
        "FROM {} WHERE {} AND {}",
        ROW,
        keys,
        whose_word(table),
        bounds.column.raw,
        _said(table, bounds),
        bounds.lower,
        bounds.upper,
        bounds.weak,
        bounds.relation,
        table.compared(),
        bounds.stated,
    )


def _said(table: Table, bounds: Bounds) -> Sql:
    claim, cell = bounds.column.of.claim, bounds.column.raw
    if claim is None or claim.kind is not ClaimKind.QUANTITY:
        return cell
    if (qualifier := table.column(claim.qualifier)) is not None:
        word = "CASE WHEN {q} IN ('', 'exactly') THEN {cell} ELSE replace({q}, '_', ' ') || ' ' || {cell} END"
        cell = sql(word, q=qualifier.raw, cell=cell)
    if claim.unit:
        return sql("{} || {}", cell, text(f" {claim.unit}"))
    unit = table.column(UNIT)
    return sql("rtrim({} || ' ' || {})", cell, unit.raw) if unit else cell


def key_names(table: Table) -> list[Sql]:
    """Return the names of the subject's cells in a query: `k0`, `k1`, ..."""
    return [Sql(f"k{number}") for number in range(len(table.schema.roles.subject))]


def whose_word(table: Table) -> Sql:
    """Return the source that a row's claims count for: the one whose word is passed on, or the one that is cited."""
    citation = table.schema.roles.citation
    source = table.column(citation.source) if citation else None
    passed_on = table.column(citation.according_to) if citation else None
    cited = source.raw if source else Sql("''")
    return (
        sql("CASE WHEN NOT ({}) THEN {} ELSE {} END", passed_on.missing, passed_on.raw, cited) if passed_on else cited
    )


def _failing(table: Table, bounds: Bounds) -> Sql:
    """Return the subjects (`k0`, `k1`, ...) on which the claims on a field do not all meet."""
    keys, rows = joined(key_names(table)), claim_rows(table, _narrowed(table, bounds))
    return sql("(SELECT {k} FROM ({}) GROUP BY {k} HAVING max(lower) > min(upper))", rows, k=keys)


def _narrowed(table: Table, bounds: Bounds) -> Bounds:
    """Leave out the subjects whose labels are spelt alike, which are most."""
    claim = bounds.column.of.claim
    if claim is None or claim.kind is not ClaimKind.LABEL:
        return bounds
    return _among(table, bounds, sql("SELECT {} FROM ({})", joined(key_names(table)), _suspects(table, [bounds])))


def _classify(engine: Engine, table: Table, bounds: Bounds, failing: Sql | None = None) -> Conflicts:
    """Tell whether sources disagree, or one source with itself, and how firmly.

    Args:
        engine: holds the table.
        table: with the claims.
        bounds: of the claims that are looked at.
        failing: the subjects that are looked at; None for all.
    """
    keys, rows = joined(key_names(table)), claim_rows(table, bounds)
    looked_at = sql("SELECT * FROM ({}) JOIN {} USING ({})", rows, failing, keys) if failing else rows
    claim = bounds.column.of.claim
    kinds = _variants if claim and claim.kind is ClaimKind.LABEL else _disagreements
    relation = engine.fresh("conflicts")
    engine.run(sql("CREATE TABLE {} AS {}", relation, kinds(looked_at, keys)))
    return Conflicts(bounds, relation)


def _variants(rows: Sql, keys: Sql) -> Sql:
    """Return the query for subjects under two labels: names vary, whoever uses them."""
    flags = joined(sql("{} AS {}", Sql(str(kind == "name-variant").lower()), name(kind)) for kind in KINDS)
    grouped = "SELECT min({r}) AS {r}, {k}, {} FROM ({}) GROUP BY {k} HAVING max(lower) > min(upper)"
    return sql(grouped, flags, rows, k=keys, r=ROW)


def _disagreements(rows: Sql, keys: Sql) -> Sql:
    """Return the query for subjects on which sources disagree, or one with itself, or all but weak claims meet."""
    by_source = sql(
        "SELECT {k}, source, min({r}) AS {r}, max(lower) AS l, min(upper) AS u, "
        "max(lower) FILTER (NOT weak) AS fl, min(upper) FILTER (NOT weak) AS fu FROM ({}) GROUP BY {k}, source",
        rows,
        k=keys,
        r=ROW,
    )
    grouped = sql(
        "SELECT {k}, min({r}) AS {r}, count(*) FILTER (torn) AS torn, max(fl) AS firm_l, min(fu) AS firm_u, "
        "max(fl) FILTER (NOT torn) AS other_l, min(fu) FILTER (NOT torn) AS other_u "
        "FROM (SELECT *, coalesce(fl > fu, false) AS torn FROM ({})) GROUP BY {k} HAVING max(l) > min(u)",
        by_source,
        k=keys,
        r=ROW,
    )
    return sql(
        "SELECT {}, {}, {cross} AS {}, torn > 0 AS {}, NOT {cross} AND torn = 0 AS {}, false AS {} FROM ({})",
        ROW,
        keys,
        *(name(kind) for kind in KINDS),
        grouped,
        cross=CROSS,
    )


def of_kind(conflicts: Conflicts, kind: str) -> Sql:
    """Return the query for the conflicts of one of `KINDS`."""
    return sql("SELECT * FROM {} WHERE {}", conflicts.relation, name(kind))


def subject_is(table: Table, subject: tuple[str, ...]) -> Sql:
    """Return the condition that a claim row is on a subject."""
    pairs = zip(key_names(table), subject, strict=True)
    return joined((sql("{} = {}", key, text(cell)) for key, cell in pairs), " AND ")
