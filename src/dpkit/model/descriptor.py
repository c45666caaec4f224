"""Package, Resource, Table Schema, Field: the descriptor as frozen types (Data Package v2, and v1 is read)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dpkit.model.roles import Claim, PackageRoles, Roles

Properties = Mapping[str, Any]  #: a JSON object as it stands, unknown properties included


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One column: its name, its type, what its cells must fulfil."""

    name: str
    type: str = "string"
    format: str = "default"
    title: str = ""
    description: str = ""
    constraints: Properties = field(default_factory=dict)
    missing_values: tuple[str, ...] | None = None
    claim: Claim | None = None
    place: str = field(default="", compare=False)  #: where it stands, such as `resources[2].schema.fields[0]`
    raw: Properties = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ForeignKey:
    """Fields whose values must stand in the fields of a resource (the empty name is the resource itself)."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]
    place: str = field(default="", compare=False)  #: where it stands in the descriptor


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """A Table Schema."""

    fields: tuple[Field, ...]
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    missing_values: tuple[str, ...] = ("",)
    fields_match: str = "exact"
    roles: Roles = field(default_factory=Roles)
    file: str = field(default="datapackage.json", compare=False)  #: where it is written down
    raw: Properties = field(default_factory=dict)

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, if there is one."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """A Table Dialect: how the cells are written down."""

    delimiter: str = ","
    quote: str = '"'
    double_quote: bool = True
    escape: str | None = None
    header: bool = True
    skip_initial_space: bool = False
    comment: str | None = None
    raw: Properties = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A file of the package; a table if it has a schema or is CSV."""

    name: str
    paths: tuple[str, ...] = ()
    schema: Schema | None = None
    dialect: Dialect = field(default_factory=Dialect)
    encoding: str = "utf-8"
    bytes: int | None = None
    hash: str | None = None
    tabular: bool = False
    raw: Properties = field(default_factory=dict)

    @property
    def file(self) -> str | None:
        """The path as the descriptor writes it, if there is one."""
        return self.paths[0] if self.paths else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A Data Package: what its descriptor says."""

    name: str | None = None
    version: str | None = None
    resources: tuple[Resource, ...] = ()
    roles: PackageRoles = field(default_factory=PackageRoles)
    raw: Properties = field(default_factory=dict)

    def resource(self, name: str) -> Resource | None:
        """Return the resource called `name`, if there is one."""
        return next((each for each in self.resources if each.name == name), None)
