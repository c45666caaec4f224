"""What is remembered of a table that was loaded, so that it can be spoken of without loading it again."""

from dataclasses import asdict, replace
from typing import Any

from dpkit.load.origin import Origin, Part
from dpkit.load.rows import Untold
from dpkit.model.descriptor import Field, Package, Resource, Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.tables.balance import Header
from dpkit.tables.fast import numbered
from dpkit.tables.literals import read_literals
from dpkit.tables.read import Pending, layout_of, spans_of, with_nulls
from dpkit.tables.reading import Loaded
from dpkit.tables.recalling import RecallingEngine
from dpkit.tables.strict import LINE


def to_recall(pending: Pending, log: FaultLog) -> dict[str, Any]:
    """Return what `recalled` makes the table and its faults of again, as JSON."""
    layout, loaded = pending.layout, pending.loaded
    return {
        "fields": [each.name for each in pending.schema.fields],
        "columns": {each.of.name: each.place for each in layout.fields},
        "width": layout.width,
        "wide": layout.groups is not None,
        "header": asdict(layout.header),
        "rows": loaded.rows,
        "strictly": loaded.line is not None,
        "spans_lines": loaded.spans_lines,
        "origin": asdict(pending.origin),
        "nulls": sorted(pending.untold.nulls),
        "unnatural": [[column, list(rows)] for column, rows in pending.untold.unnatural.items()],
        "faults": [asdict(each) for each in log.kept],
        "counts": [[*kind, count] for kind, count in log.counts.items()],
    }


def recalled(engine: RecallingEngine, package: Package, resource: Resource, fact: dict[str, Any]) -> Pending:
    """Return a table that was loaded in an earlier run, and is not in the engine."""
    schema = resource.schema or Schema(fields=tuple(Field(name=name, type="any") for name in fact["fields"]))
    untold = Untold(fact["rows"], frozenset(fact["nulls"]), dict(fact["unnatural"]))
    schema = with_nulls(schema, fact["columns"], untold.nulls)
    layout = layout_of(fact["width"], schema, fact["columns"], spans_of(package, resource), wide=fact["wide"])
    layout = replace(layout, header=Header(**fact["header"]))
    read_literals(engine, layout.fields, Fault(check="descriptor-error"), FaultLog(0))
    table, strictly = engine.fresh("table"), fact["strictly"]
    relation, line = (table, LINE) if strictly else (numbered(table), None)
    loaded = Loaded(table, relation, fact["rows"], line, fact["spans_lines"])
    parts, blank = (fact["origin"][each] for each in ("parts", "blank"))
    origin = fact["origin"] | {"parts": tuple(Part(*each) for each in parts), "blank": tuple(map(tuple, blank))}
    return Pending(engine, package, resource, schema, layout, loaded, Origin(**origin), untold)


def faults_of(fact: dict[str, Any], first: int | None) -> FaultLog:
    """Return the faults that loading met."""
    log = FaultLog(first)
    log.kept = [replace(Fault(check=each["check"]), **each) for each in fact["faults"]]
    log.counts = {(check, resource): count for check, resource, count in fact["counts"]}
    return log
