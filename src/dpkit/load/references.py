"""What a schema says of other tables, and of other fields, held against those."""

from collections.abc import Mapping
from dataclasses import replace

from dpkit.load.node import Node
from dpkit.model.descriptor import ForeignKey, Resource, Schema
from dpkit.model.finding import Fault
from dpkit.model.lookalikes import meant
from dpkit.model.roles import Claim, ClaimKind, Within
from dpkit.model.show import plain, show


def check_references(node: Node, resource: Resource, schema: Schema, resources: Mapping[str, Resource]) -> None:
    """Note what a schema says about other resources that do not have it."""
    node = replace(node, file=schema.file)
    for key in schema.foreign_keys:
        _check_key(replace(node, place=key.place), key, resource, resources)
    for within in schema.roles.dates.within:
        _check_within(replace(node, place=within.place), within, resources)
    for field in schema.fields:
        if field.claim:
            at = replace(node, place=f"{field.place}.dpkit", field=field.name)
            _check_claim(at, field.claim, schema, resources)


def _check_claim(node: Node, claim: Claim, schema: Schema, resources: Mapping[str, Resource]) -> None:
    if claim.qualifier and schema.field(claim.qualifier) is None:
        node.fault("qualifier", f"{show(claim.qualifier)} is no field of this schema")
    if not claim.tree or claim.kind is not ClaimKind.VALUE:
        return
    target = resources.get(claim.tree)
    if target is None:
        node.fault("tree", f"the package has no resource {show(claim.tree)}")
    elif target.schema and not (target.schema.roles.register and target.schema.roles.register.parent):
        node.fault("tree", f"{show(claim.tree)} is no register whose rows have a parent")


def _check_key(node: Node, key: ForeignKey, own: Resource, resources: Mapping[str, Resource]) -> None:
    target = resources.get(key.resource) if key.resource else own
    if key.package:
        _unchecked(node, key, own, f"the package {plain(key.package)}")
    elif target is None:
        problem = f"the package has no resource {show(key.resource)}{meant(key.resource, resources)}"
        node.fault("reference.resource", problem)
    elif own.tabular and not target.tabular:
        _unchecked(node, key, own, f"{plain(target.name)}, which is not described as a table")
    elif target.schema and (unknown := [name for name in key.reference if target.schema.field(name) is None]):
        names = [each.name for each in target.schema.fields]
        problem = f"{show(unknown[0])} is no field of {target.name}{meant(unknown[0], names)}"
        node.fault("reference.fields", problem)


def _unchecked(node: Node, key: ForeignKey, own: Resource, where: str) -> None:
    details = {"resource": f"a key of {own.name}", "problem": f"it leads to {where} ({key.place})"}
    node.log.add(Fault(check="not-supported", resource=own.name, details=details))


def _check_within(node: Node, within: Within, resources: Mapping[str, Resource]) -> None:
    target = resources.get(within.of)
    if target is None or target.schema is None:
        node.fault("of", f"the package has no table {show(within.of)}")
        return
    for name in (*within.on, *within.between):
        if target.schema.field(name) is None:
            node.fault("", f"{show(name)} is no field of {within.of}")
