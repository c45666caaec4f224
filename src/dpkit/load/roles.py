"""The `dpkit` property of a package, of a Table Schema and of a field."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from dpkit.load.node import Node
from dpkit.load.paths import path_fault, unsafe
from dpkit.model.descriptor import Resource
from dpkit.model.roles import (
    Citation,
    Claim,
    ClaimKind,
    DateRules,
    ExclusionTable,
    PackageRoles,
    Register,
    Roles,
    RulingTable,
    SectionTable,
    SourceTable,
    Within,
)  # fmt: skip
from dpkit.model.show import plain, show

OF_KIND = {"qualifier": ClaimKind.QUANTITY, "tolerance": ClaimKind.QUANTITY, "tree": ClaimKind.VALUE}
RESOURCES = {  #: tables of the package that play a part, and what that is called on their schema
    "sources": "source", "rulings": "ruling", "exclusions": "exclusion", "sections": "section",
}  # fmt: skip
PARTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "citation": (Citation, ("source", "locator", "confidence")),
    "register": (Register, ("id",)),
    "source": (SourceTable, ("id",)),
    "ruling": (RulingTable, ("resource", "subject", "field", "fingerprint", "ruling")),
    "exclusion": (ExclusionTable, ("source", "locator")),
    "section": (SectionTable, ("source", "locator", "subject_field", "subject")),
}


def read_package_roles(node: Node | None, resources: Mapping[str, Resource]) -> PackageRoles:
    """Return the package's `dpkit` property; resources that do not exist are noted."""
    if node is None:
        return PackageRoles()
    node.only((*RESOURCES, "documents", "quote_words"))
    tables: dict[str, str | None] = {}
    for key, part in RESOURCES.items():
        tables[key] = found = node.text(key)
        if found is not None and (why := _unfit(resources.get(found), part, found)):
            node.fault(key, why)
            tables[key] = None
    documents = node.texts("documents") if "documents" in node.value else ("documents",)
    for folder in documents:
        if (problem := unsafe(folder)) is not None:
            path_fault(node, node.at("documents"), folder, problem)
    words = node.whole("quote_words", 1)
    safe = tuple(folder for folder in documents if unsafe(folder) is None)
    return PackageRoles(**tables, documents=safe, quote_words=15 if words is None else words)


def _unfit(resource: Resource | None, part: str, name: str) -> str:
    """Return why a resource cannot play a part in the package, or nothing; a faulty schema was told before."""
    if resource is None:
        return f"the package has no resource {show(name)}"
    said = resource.schema.raw.get("dpkit") if resource.schema else None
    if (resource.schema is None and "schema" in resource.raw) or (isinstance(said, dict) and part in said):
        return ""
    return f"the schema of {show(name)} does not say which field plays which part (dpkit.{part})"


def read_claim(node: Node | None) -> Claim | None:
    """Return a field's `dpkit` property."""
    if node is None:
        return None
    node.only(("claim", "qualifier", "unit", "tolerance", "tree"))
    if "claim" not in node.value:
        node.fault("claim", "a field's dpkit property needs the kind of claim")
        return None
    kind = node.choice("claim", [*ClaimKind], ClaimKind.VALUE)
    for name, of in OF_KIND.items():
        if name in node.value and kind != of and node.value["claim"] == kind:
            node.fault(name, f"only a claim of the kind {of} has it, and this is a {plain(kind)}")
    texts = {name: node.text(name) for name in ("qualifier", "unit", "tree")}
    return Claim(kind=ClaimKind(kind), tolerance=node.share("tolerance"), **texts)


def read_roles(node: Node | None, names: set[str]) -> Roles:
    """Return a Table Schema's `dpkit` property; names that are no fields are noted and left out."""
    if node is None:
        return Roles()
    node.only((*PARTS, "subject", "claims", "dates", "as_written"))
    parts = {name: _part(each, name, names) for name in PARTS if (each := node.object(name))}
    citation = node.value.get("citation")
    cited = {*citation} if isinstance(citation, dict) else set[str]()
    return Roles(
        **parts,
        subject=_fields(node, "subject", node.texts("subject"), names),
        claims=tuple(_claims(node.object("claims"), names, cited)),
        dates=_dates(node.object("dates"), names),
        as_written=_fields(node, "as_written", node.texts("as_written"), names),
    )


def _part(node: Node, name: str, names: set[str]) -> Any:
    part, required = PARTS[name]
    allowed = [each.name for each in dataclasses.fields(part)]
    node.only(allowed)
    found = {key: node.text(key) for key in allowed if key in node.value}
    sound = {key: value for key, value in found.items() if value and _fields(node, key, (value,), names)}
    if missing := [key for key in required if key not in sound]:
        for key in missing:
            if key not in node.value:
                node.fault(key, "it is required, with the name of a field")
        return None
    return part(**sound)


def _fields(node: Node, place: str, fields: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    if node.value.get(place) == []:
        node.fault(place, "expected the name of at least one field")
    if unknown := [name for name in fields if name not in names]:
        node.fault(place, f"it names {show(unknown[0])}, which is no field of this schema")
        return ()
    return fields


def _claims(node: Node | None, names: set[str], cited: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in node.value if node else ():
        # the names here are those of the citation's parts, which lead to fields, or fields themselves
        values = node.texts(name) if node else ()
        if node and values and name in Citation.__dataclass_fields__ and name not in names | cited:
            node.fault(name, f"the citation does not say which field holds its {name}")
        elif node and values and (name in cited or _fields(node, name, (name,), names)):
            yield name, values


def _dates(node: Node | None, names: set[str]) -> DateRules:
    if node is None:
        return DateRules()
    node.only(("order", "during", "within"))
    return DateRules(
        order=tuple(_tuples(node, "order", 2, names)),
        during=tuple(_tuples(node, "during", 3, names)),
        within=tuple(within for each in node.objects("within") if (within := _within(each, names))),
    )


def _tuples(node: Node, name: str, length: int, names: set[str]) -> Iterator[Any]:
    for index, found in enumerate(node.items(name)):
        place = f"{name}[{index}]"
        fields = node.strings(found, node.at(place), place)
        if len(fields) != length:
            node.fault(place, f"expected the names of {length} fields")
        elif _fields(node, place, fields, names):
            yield fields


def _within(node: Node, names: set[str]) -> Within | None:
    node.only(("fields", "of", "on", "between"))
    fields = _fields(node, "fields", node.texts("fields"), names)
    of, on, between = node.text("of"), _fields(node, "on", node.texts("on"), names), node.texts("between")
    if not (fields and of and on and len(between) == 2):  # noqa: PLR2004 - a start and an end
        node.fault("", "expected fields, of, on, and between with two fields")
        return None
    return Within(fields=fields, of=of, on=on, between=(between[0], between[1]), place=node.place)
