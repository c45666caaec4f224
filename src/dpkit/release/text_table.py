"""A table as the text of its cells, in the engine: what is compared before anything is typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dpkit.load.csv_file import CsvFile
from dpkit.model.descriptor import Field, Package, Resource, Schema
from dpkit.model.finding import FaultLog
from dpkit.model.show import listing
from dpkit.tables.engine import Engine
from dpkit.tables.read import Reading, finish, load
from dpkit.tables.sql import Sql

HARMLESS = {"blank-row", "hash-mismatch", "byte-count", "missing-label", "extra-label", "incorrect-label"}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text.

    Its relation has the column `_row`, the number of the record from 0; a table that could not be read has none.
    """

    name: str
    schema: Schema  #: as declared; without one, a field for each label of the file
    relation: Sql
    columns: Mapping[str, Sql]  #: field -> its column, for the fields that the file has
    rows: int
    unread: str = ""  #: why it could not be read, if it could not


def read_text(engine: Engine, file: CsvFile, package: Package, resource: Resource, log: FaultLog) -> TextTable:
    """Read a CSV file as text; a fault that would make a comparison of its rows wrong leaves it unread.

    Args:
        engine: where it goes.
        file: opened.
        package: to which it belongs.
        resource: which it is.
        log: what opening the file met.
    """
    declared = resource.schema
    plain = replace(resource, schema=declared and _untyped(declared))
    pending = load(Reading(engine, file, package, plain, log))
    faults = sorted({check for check, _ in log.counts if check not in HARMLESS})
    if pending is None or faults:
        return unread_text(resource, listing(faults) or "it has no header")
    (table,) = finish([pending], log)
    columns = {each.name: each.raw for each in table.columns.values() if each.present}
    return TextTable(resource.name, declared or table.schema, table.relation, columns, table.rows)


def unread_text(resource: Resource, reason: str) -> TextTable:
    """Return the table of a file that could not be read."""
    return TextTable(resource.name, resource.schema or Schema(fields=()), Sql("?"), {}, 0, reason)


def _untyped(schema: Schema) -> Schema:
    fields = tuple(Field(name=each.name, label=each.label) for each in schema.fields)
    return Schema(fields=fields, missing_values=(), fields_match=schema.fields_match)
