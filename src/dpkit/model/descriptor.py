"""Package, Resource, Table Schema, Field: the descriptor as frozen types (Data Package v2, and v1 is read)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
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
    categories: tuple[Any, ...] | None = None  #: the values that it may have, if they are listed
    label: str | None = None  #: what the file calls it, where the name is another field's, too
    claim: Claim | None = None
    place: str = field(default="", compare=False)  #: where it stands, such as `resources[2].schema.fields[0]`
    raw: Properties = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ForeignKey:
    """Fields whose values must stand in the fields of a resource (the empty name is the resource itself)."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]
    package: str | None = None  #: another package, in which the resource is
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
    header_rows: tuple[int, ...] = (1,)  #: numbers of the rows that are the header, from 1
    header_join: str = " "
    comment_rows: tuple[int, ...] = ()  #: numbers of the rows that are left out, from 1
    line_end: str | None = None  #: what ends a row, where that is no line end
    null: str | None = None  #: what stands for no value in any column
    property: str | None = None  #: where the rows are, in JSON
    item_type: str | None = None
    item_keys: tuple[str, ...] = ()
    sheet: str | int = 1  #: name of the sheet, or its number from 1
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
    readable: bool = True  #: whether it is known how the data are written down
    format: str = ""  #: in lower case, what is packed inside another file included: `csv`
    compression: str = ""  #: `gz` or `zip`
    mixed: bool = False  #: whether each of several files is packed as its own ending says, and not as `compression`
    member: str | None = None  #: which file of an archive
    raw: Properties = field(default_factory=dict)

    @property
    def file(self) -> str | None:
        """The path as the descriptor writes it, if there is one."""
        return self.paths[0] if self.paths else None

    @property
    def inline(self) -> bool:
        """Whether the data stand in the descriptor."""
        return "data" in self.raw


@dataclass(frozen=True, kw_only=True)  # without slots: they have no place for what is computed once
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

    @cached_property
    def references(self) -> dict[str, list[tuple[str, ...]]]:
        """The fields to which foreign keys refer, by name of the resource that has them."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for resource in self.resources:
            for key in resource.schema.foreign_keys if resource.schema else ():
                found.setdefault(key.resource or resource.name, []).append(key.reference)
        return found

    @cached_property
    def spans(self) -> dict[str, set[str]]:
        """The fields between which dates of other resources have to lie, by name of the resource that has them."""
        found: dict[str, set[str]] = {}
        for schema in (resource.schema for resource in self.resources if resource.schema):
            for within in schema.roles.dates.within:
                found.setdefault(within.of, set()).update(within.between)
        return found
