"""What the scan that loads a file leaves open: unsure cells, uncommon dates, patterns that the engine cannot match."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from operator import itemgetter

from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import count, show
from dpkit.tables.compound import judge_of, read_all, why_refused
from dpkit.tables.edtf import days
from dpkit.tables.engine import Engine
from dpkit.tables.exact import long, wide_enough
from dpkit.tables.items import judge_all, wrong_item
from dpkit.tables.lexical import ALWAYS, NEVER
from dpkit.tables.ordering import is_long
from dpkit.tables.pattern import PatternError, engine_knows, unmatched
from dpkit.tables.sql import Sql, either, every, joined, sql
from dpkit.tables.typing import TypedField

COMPOUND = ("VARCHAR", "VARCHAR", "DOUBLE", "BOOLEAN")  #: types of value, key, measure, refused
LONGEST = Sql(str(1 << 23))  #: bytes of a cell that is judged outside the engine; a longer one is no value of its type
AT_ONCE = 200  #: fields that one query asks about


def match_patterns(engine: Engine, relation: Sql, fields: Iterable[TypedField], resource: str, log: FaultLog) -> None:
    """Match the patterns that the engine cannot; one that cannot be judged, here or in a JSON Schema, is a fault."""
    for each in fields:
        if each.unjudged:
            log.add(by_schema(resource, each, each.unjudged))
        pattern = each.of.constraints.get("pattern")
        if not isinstance(pattern, str) or engine_knows(engine, pattern):
            continue
        cells: list[str] = []
        try:
            cells = unmatched(engine, pattern, _distinct(engine, relation, each.raw, sql("NOT ({})", each.missing)))
        except PatternError as error:
            log.add(_unjudged(resource, each, str(error)))
        each.unmatched = engine.put(("cell",), ("VARCHAR",), [(cell,) for cell in cells])


def by_schema(resource: str, field: TypedField, unjudged: Mapping[str, str]) -> Fault:
    """Return that cells of a field could not be judged by its JSON Schema.

    Args:
        resource: the table.
        field: the field.
        unjudged: the cells, and why.
    """
    cell, why = next(iter(unjudged.items()))
    if field.by_pattern:
        return _unjudged(resource, field, why)
    some = f"{count(len(unjudged), 'value')}, such as" if len(unjudged) > 1 else "the value"
    problem = f"by its jsonSchema on {some} {show(cell, 40)}: {why}"
    return replace(_unjudged(resource, field, problem), check="value-unjudged", value=cell)


def _unjudged(resource: str, field: TypedField, problem: str) -> Fault:
    return Fault(check="pattern-unjudged", resource=resource, field=field.of.name, details={"problem": problem})


@dataclass(frozen=True, slots=True)
class Late:
    """What Python decided about distinct texts: a mapping table of them (`cell`) to parts of their field."""

    mapping: Sql
    parts: tuple[tuple[str, str, str], ...]  #: name, SQL type, and column of the mapping


def settle(engine: Engine, table: Sql, fields: list[TypedField], open_: Collection[int]) -> None:
    """Decide the cells that the scan left open: unsure ones by the referee, uncommon dates by the EDTF parser.

    Args:
        engine: holds the table.
        table: its name.
        fields: of the table.
        open_: what `open_fields` says of it.
    """
    for each in fields:
        each.long, each.precise = (asked and each.index in open_ for asked in (each.asked_exactly, each.limited))
        for late in late_of(engine, table, each) if each.index in open_ else ():
            decided = [(each.part(part), kind, Sql(said)) for part, kind, said in late.parts]
            engine.fill_in(table, each.raw, late.mapping, decided)


def late_of(engine: Engine, relation: Sql, field: TypedField) -> list[Late]:
    """Return what was decided about the open cells of a field of `relation`."""
    return [late for late in (_values(engine, relation, field), _dates(engine, relation, field)) if late]


def open_fields(engine: Engine, tables: Sequence[tuple[Sql, list[TypedField]]]) -> list[set[int]]:
    """Return for each table the indexes of the fields of which some cell may be open.

    It is asked of many fields at once, since most have none.

    Args:
        engine: holds the tables.
        tables: name and fields of each.
    """
    found = [{each.index for each in fields if _is_surely_open(each)} for _, fields in tables]
    asked = [(n, each.index, condition) for n, (_, fields) in enumerate(tables) for each, condition in _asked(fields)]
    for some in (asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)):
        groups = {n: list(each) for n, each in groupby(some, itemgetter(0))}
        selects = (
            sql(
                "SELECT {}, [{}] FROM {}",
                Sql(str(n)),
                joined(sql("bool_or({})", each[2]) for each in group),
                tables[n][0],
            )
            for n, group in groups.items()
        )
        for n, answers in engine.run(joined(selects, " UNION ALL ")):
            found[n] |= {index for (_, index, _), answer in zip(groups[n], answers, strict=True) if answer}
    return found


def _is_surely_open(field: TypedField) -> bool:
    return field.compound or (field.stored and field.form.unsure == ALWAYS)


def _asked(fields: Iterable[TypedField]) -> Iterator[tuple[TypedField, Sql]]:
    """Yield the fields that may have open cells, and the condition under which a cell is open."""
    for each in fields:
        condition = either([*_unsure(each), *_undated(each), *_long(each)])
        if condition != NEVER:
            yield each, condition


def _unsure(field: TypedField) -> list[Sql]:
    """Return the condition under which a cell's value is still to be judged, if there is such a cell."""
    if not field.stored or field.form.unsure == NEVER:
        return []
    short = sql("strlen({}) <= {}", field.raw, LONGEST)
    known = [] if field.form.unsure == ALWAYS else [sql("{} IS NULL", field.value)]
    return [every([sql("NOT ({})", field.missing), *known, short, sql("({})", field.form.unsure)])]


def _undated(field: TypedField) -> list[Sql]:
    return [sql("NOT ({}) AND {} IS NULL", field.missing, field.bounds[0])] if field.dated else []


def _long(field: TypedField) -> list[Sql]:
    asked = [long(field.raw, field.value)] if field.asked_exactly else []
    return [*asked, every([sql("{} IS NOT NULL", field.value), is_long(field.raw)])] if field.limited else asked


def _distinct(engine: Engine, relation: Sql, cell: Sql, condition: Sql) -> list[str]:
    query = sql("SELECT DISTINCT {} FROM {} WHERE {}", cell, relation, condition)
    return [row[0] for row in engine.run(query)]


def _values(engine: Engine, relation: Sql, field: TypedField) -> Late | None:
    form, conditions = field.form, _unsure(field)
    if not conditions:
        return None
    pairs = _pairs(engine, relation, field, conditions[0])
    if field.compound:
        return _compound(engine, field, pairs)
    if not pairs and form.unsure != ALWAYS:
        return None
    if form.digits:
        field.kind = wide_enough(digits for _, digits in pairs)
    mapping = engine.put(("cell", "value"), ("VARCHAR", "VARCHAR"), pairs)
    return Late(mapping, (("v", field.kind, "value"),))


def _compound(engine: Engine, field: TypedField, pairs: list[tuple[str, str]]) -> Late:
    values, unjudged = dict(pairs), dict[str, str]()
    parts = ("value", "key", "measure", "refused")
    rows = []
    judge = judge_of(field.of, engine)
    field.explain = partial(wrong_item, engine, field.of) if field.of.type == "list" else None
    for cell, each in read_all(field.of, judge, values):
        measure = None if each.measure is None else repr(each.measure)
        rows.append((cell, values[cell], each.key, measure, str(each.refused).lower()))
        unjudged |= {cell: each.unjudged} if each.unjudged else {}
    if judge:
        field.explain = cache(partial(why_refused, judge))  # of rows shown: many may hold one cell
        field.unjudged, field.by_pattern = unjudged, judge.patterns.failed
    mapping = engine.put(("cell", *parts), ("VARCHAR",) * (1 + len(parts)), rows)
    return Late(mapping, tuple(zip("vkmj", COMPOUND, parts, strict=True)))


def _pairs(engine: Engine, relation: Sql, field: TypedField, condition: Sql) -> list[tuple[str, str]]:
    """Return the cells that `condition` leaves open and that are valid, each with the text that the engine casts."""
    if field.form.digits:
        query = sql("SELECT DISTINCT {}, {} FROM {} WHERE {}", field.raw, field.form.digits, relation, condition)
        return [(cell, digits) for cell, digits in engine.run(query)]
    cells = _distinct(engine, relation, field.raw, condition)
    return list(judge_all(engine, field.of, cells)) if cells else []


def _dates(engine: Engine, relation: Sql, field: TypedField) -> Late | None:
    conditions = _undated(field)
    if not conditions:
        return None
    cells = _distinct(engine, relation, field.raw, conditions[0])
    found = [(cell, str(each.lower), str(each.upper)) for cell in cells if (each := days(cell))]
    if not found:
        return None
    mapping = engine.put(("cell", "lower", "upper"), ("VARCHAR", "VARCHAR", "VARCHAR"), found)
    return Late(mapping, (("lo", "BIGINT", "lower"), ("up", "BIGINT", "upper")))
