"""What two descriptors say: of the package, and of each resource but for its fields."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dpkit.model.change import Change, Kind
from dpkit.model.descriptor import Package, Properties, Resource

ELSEWHERE = {"resources", "version", "schema", "bytes", "hash", "dpkit"}  # told apart, or follows from the data
DIALECT = {"dialect", "encoding", "format", "mediatype"}
SPECIAL = {"name": Kind.PACKAGE_RENAMED, "path": Kind.PATH_CHANGED, "licenses": Kind.LICENCE_CHANGED} | dict.fromkeys(
    DIALECT, Kind.DIALECT_CHANGED
)


def package_changes(old: Package, new: Package) -> Iterator[Change]:
    """Yield what differs between two packages apart from their resources."""
    yield from _properties(old.raw, new.raw, None)
    yield from role_changes(old.raw, new.raw, None)


def resource_changes(old: Resource, new: Resource) -> Iterator[Change]:
    """Yield what differs between two resources apart from their schemas and rows; a name is looked at before."""
    # a dialect may stand in a file of its own
    before, after = ({**each.raw, "name": new.name, "dialect": dict(each.dialect.raw) or None} for each in (old, new))
    yield from _properties(before, after, new.name)


def role_changes(old: Properties, new: Properties, resource: str | None, field: str | None = None) -> Iterator[Change]:
    """Yield what differs in the `dpkit` property of a package, a schema or a field."""
    before, after = (value if isinstance(value, dict) else {} for value in (old.get("dpkit"), new.get("dpkit")))
    for name in _names(before, after):
        if before.get(name) != after.get(name):
            yield Change(
                kind=Kind.ROLE_ADDED if _extends(before.get(name), after.get(name)) else Kind.ROLE_CHANGED,
                resource=resource,
                field=field,
                property=f"dpkit.{name}",
                old=as_text(before.get(name)),
                new=as_text(after.get(name)),
            )


def _extends(old: Any, new: Any) -> bool:
    """Tell whether all that was said still is."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and (new[name] == value or _extends(value, new[name])) for name, value in old.items())
    return old is None


def description_changes(
    old: Properties, new: Properties, known: set[str], resource: str | None, field: str | None = None
) -> Iterator[Change]:
    """Yield the properties that differ and are not `known`: they describe."""
    for name in _names(old, new):
        if name not in known and old.get(name) != new.get(name):
            yield _change(Kind.DESCRIPTION_CHANGED, old, new, name, resource, field)


def _properties(old: Properties, new: Properties, resource: str | None) -> Iterator[Change]:
    for name in _names(old, new):
        if name in SPECIAL and old.get(name) != new.get(name):
            yield _change(SPECIAL[name], old, new, name, resource, None)
    yield from description_changes(old, new, ELSEWHERE | SPECIAL.keys(), resource)


def _change(kind: Kind, old: Properties, new: Properties, name: str, resource: str | None, field: str | None) -> Change:
    before, after = as_text(old.get(name)), as_text(new.get(name))
    return Change(kind=kind, resource=resource, field=field, property=name, old=before, new=after)


def _names(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the names of both, in the order of the new one."""
    return list(dict.fromkeys([*new, *old]))


def as_text(value: Any) -> str | None:
    """Return a value of a descriptor as text: text as it stands, anything else as JSON, nothing as None."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
