"""What two Table Schemas say: fields, their types and constraints, keys, roles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dpkit.model.change import Change, Kind
from dpkit.model.descriptor import Field, Schema
from dpkit.release.constraints import judge
from dpkit.release.descriptors import as_text, description_changes, role_changes

#: properties of a field (Table Schema) that say what the text of a cell means
MEANING = {
    "missingValues", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "categories",
    "categoriesOrdered", "delimiter", "itemType",
}  # fmt: skip
OF_FIELD = MEANING | {"name", "type", "format", "constraints", "dpkit"}
OF_SCHEMA = {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch", "dpkit"}
#: what files fit the schema (`fieldsMatch`): each of them fits the ones listed with it, too
LAXER = {"exact": {"equal", "subset", "superset", "partial"}, "equal": {"subset", "superset", "partial"}}
LAXER |= {"subset": {"partial"}, "superset": {"partial"}, "partial": set()}

Renamed = Mapping[str, str]  #: old name -> new name, of all fields that both schemas have


def field_changes(old: Schema, new: Schema, same: Renamed, resource: str) -> Iterator[Change]:
    """Yield what differs between the fields of two schemas.

    Args:
        old: the schema before.
        new: the schema now.
        same: the fields that both have, by their old names.
        resource: the name of the table now.
    """
    renamed, fields = {*same.values()}, {each.name: each for each in new.fields}
    yield from (
        Change(kind=Kind.FIELD_REMOVED, resource=resource, field=each.name)
        for each in old.fields
        if each.name not in same
    )
    yield from (
        Change(kind=Kind.FIELD_ADDED, resource=resource, field=each.name)
        for each in new.fields
        if each.name not in renamed
    )
    kept = [same[each.name] for each in old.fields if each.name in same]
    now = [each.name for each in new.fields if each.name in renamed]
    if kept != now:
        yield Change(kind=Kind.FIELDS_REORDERED, resource=resource, old=", ".join(kept), new=", ".join(now))
    for each in old.fields:
        after = fields.get(same.get(each.name, ""))
        if after is not None:
            yield from _one_field(each, after, resource)
            yield from _missing(old, new, each, after, resource)


def _one_field(old: Field, new: Field, resource: str) -> Iterator[Change]:
    if old.name != new.name:
        yield Change(kind=Kind.FIELD_RENAMED, resource=resource, field=new.name, old=old.name, new=new.name)
    for name in ("type", "format"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            kind = Kind.TYPE_CHANGED
            yield Change(kind=kind, resource=resource, field=new.name, property=name, old=before, new=after)
    for name in sorted(MEANING - {"missingValues"}):
        before, after = (as_text(each.raw.get(name)) for each in (old, new))
        if before != after:
            kind = Kind.MEANING_CHANGED
            yield Change(kind=kind, resource=resource, field=new.name, property=name, old=before, new=after)
    yield from _constraints(old, new, resource)
    yield from role_changes(old.raw, new.raw, resource, new.name)
    yield from description_changes(old.raw, new.raw, OF_FIELD, resource, new.name)


def _missing(before: Schema, after: Schema, old: Field, new: Field, resource: str) -> Iterator[Change]:
    values = missing_values(before, old), missing_values(after, new)
    if set(values[0]) != set(values[1]):
        texts = (as_text(list(each)) for each in values)
        yield Change(
            kind=Kind.MEANING_CHANGED,
            resource=resource,
            field=new.name,
            property="missingValues",
            old=next(texts),
            new=next(texts),
        )


def missing_values(schema: Schema, field: Field) -> tuple[str, ...]:
    """Return the texts that stand for a missing value in a field."""
    return schema.missing_values if field.missing_values is None else field.missing_values


def _constraints(old: Field, new: Field, resource: str) -> Iterator[Change]:
    before, after = (_stated(each) for each in (old, new))
    for name in dict.fromkeys([*before, *after]):
        for kind, was, now in judge(name, before.get(name), after.get(name)):
            yield Change(
                kind=kind,
                resource=resource,
                field=new.name,
                property=f"constraints.{name}",
                old=as_text(was),
                new=as_text(now),
            )


def _stated(field: Field) -> Mapping[str, Any]:
    """Return the constraints as they are written, those that the type does not know included."""
    found = field.raw.get("constraints")
    return found if isinstance(found, dict) else {}


def schema_changes(old: Schema, new: Schema, same: Renamed, resource: str) -> Iterator[Change]:
    """Yield what differs between two schemas apart from single fields: keys, roles, descriptions."""
    before = tuple(same.get(each, each) for each in old.primary_key)
    if before != new.primary_key:
        texts = ", ".join(old.primary_key) or None, ", ".join(new.primary_key) or None
        yield Change(kind=Kind.KEY_CHANGED, resource=resource, property="primaryKey", old=texts[0], new=texts[1])
    unique = [[same.get(name, name) for name in key] for key in old.unique_keys]
    yield from _keys("uniqueKeys", unique, [list(key) for key in new.unique_keys], resource)
    yield from _keys("foreignKeys", _foreign(old, same), _foreign(new, {}), resource)
    if old.fields_match != new.fields_match:
        laxer = new.fields_match in LAXER[old.fields_match]
        yield Change(
            kind=Kind.CONSTRAINT_LOOSENED if laxer else Kind.CONSTRAINT_TIGHTENED,
            resource=resource,
            property="fieldsMatch",
            old=old.fields_match,
            new=new.fields_match,
        )
    yield from role_changes(old.raw, new.raw, resource)
    yield from description_changes(old.raw, new.raw, OF_SCHEMA, resource)


def _foreign(schema: Schema, same: Renamed) -> list[Any]:
    return [
        {"fields": [same.get(each, each) for each in key.fields], "resource": key.resource, "to": list(key.reference)}
        for key in schema.foreign_keys
    ]


def _keys(name: str, old: Sequence[Any], new: Sequence[Any], resource: str) -> Iterator[Change]:
    """Unique and foreign keys hold rows to something, as constraints do: one more is tighter, one less looser."""
    for each in old:
        if each not in new:
            yield Change(kind=Kind.CONSTRAINT_LOOSENED, resource=resource, property=name, old=as_text(each))
    for each in new:
        if each not in old:
            yield Change(kind=Kind.CONSTRAINT_TIGHTENED, resource=resource, property=name, new=as_text(each))
