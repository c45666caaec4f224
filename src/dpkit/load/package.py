"""The descriptor: from `datapackage.json` to a Package, with everything that is wrong with it in one run."""

import os
import re
from dataclasses import replace
from pathlib import Path

from dpkit.files.folder import Folder
from dpkit.load.dialect import read_dialect
from dpkit.load.json_text import JsonError, parse_object
from dpkit.load.node import Node
from dpkit.load.paths import LARGEST_JSON, path_fault, referenced, unsafe
from dpkit.load.roles import read_package_roles
from dpkit.load.schema import read_schema
from dpkit.model.descriptor import ForeignKey, Package, Resource, Schema
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.roles import ClaimKind, Within
from dpkit.model.show import plain, show

DESCRIPTOR = "datapackage.json"
TABLE_FORMATS = ("csv", "tsv")
HASH = re.compile(r"(?:(md5|sha1|sha256|sha512):)?[0-9a-fA-F]{32,128}")


def find_package(path: Path) -> tuple[Path, str]:
    """Return folder and file name of the descriptor at `path`: a folder (or one above it), or the file itself.

    Raises:
        DpkitError: there is none.
    """
    if os.path.isfile(path):
        return path.parent, path.name
    if not os.path.isdir(path):
        problem = "is neither a folder nor a file that can be read" if os.path.exists(path) else "does not exist"
        raise DpkitError(f"{plain(str(path), 200)} {problem}")
    above = [path, *path.absolute().parents] if path == Path() else [path]
    for folder in above:
        if os.path.isfile(folder / DESCRIPTOR):
            return folder, DESCRIPTOR
    where = "here or above" if len(above) > 1 else f"in {plain(str(path), 200)}"
    raise DpkitError(f"there is no {DESCRIPTOR} {where}")


def read_package(folder: Folder, name: str, log: FaultLog) -> Package:
    """Return the package that the file `name` in `folder` describes; what is wrong goes to `log`.

    Raises:
        DpkitError: the file cannot be read at all.
    """
    try:
        value = parse_object(folder.read(name, LARGEST_JSON))
    except OSError as error:
        raise DpkitError(f"{plain(name)} could not be read: {(error.strerror or 'error').lower()}") from error
    except UnsafePathError as error:
        raise DpkitError(f"{plain(name)} could not be read: {error}") from error
    except JsonError as error:
        details = {"place": "the descriptor", "problem": str(error)}
        log.add(Fault(check="descriptor-error", file=name, line=error.line, details=details))
        return Package()
    return _package(Node(value, "", log, name), folder)


def _package(node: Node, folder: Folder) -> Package:
    if not node.items("resources") and not node.log.counts:
        node.fault("resources", "a package needs an array of at least one resource")
    nodes = node.objects("resources")
    resources = [_resource(each, index, folder) for index, each in enumerate(nodes)]
    names = [resource.name for resource in resources]
    if any(_cites(resource) for resource in resources) and not isinstance(node.value.get("dpkit"), dict):
        node.fault("dpkit", "tables cite sources, but the package does not say which resource describes them")
    first = {name: index for index, name in reversed(list(enumerate(names)))}
    for index, name in enumerate(names):
        if first[name] != index:
            nodes[index].fault("name", f"{show(name)} is also the name of resources[{first[name]}]")
    unique = {resource.name: resource for resource in reversed(resources)}
    for each, resource in zip(nodes, resources, strict=True):
        if resource.schema:
            _check_references(each.within(resource.name), resource, resource.schema, unique)
    return Package(
        name=node.text("name"),
        version=node.text("version"),
        resources=tuple(resource for resource in resources if unique[resource.name] is resource),
        roles=read_package_roles(node.object("dpkit"), set(names)),
        raw=node.value,
    )


def _cites(resource: Resource) -> bool:
    return resource.schema is not None and resource.schema.roles.citation is not None


def _resource(node: Node, index: int, folder: Folder) -> Resource:
    name = node.text("name")
    if not name:
        node.fault("name", "a resource needs a name")
        name = f"resources[{index}]"
    node = node.within(name)
    paths = tuple(path for path in node.texts("path") if _safe(node, path))
    if "path" not in node.value and "data" not in node.value:
        node.fault("path", "a resource needs a path or data")
    schema = read_schema(referenced(node, "schema", folder))
    return Resource(
        name=name,
        paths=paths,
        schema=schema,
        dialect=read_dialect(referenced(node, "dialect", folder)),
        encoding=node.text("encoding", "utf-8") or "utf-8",
        bytes=node.whole("bytes"),
        hash=_hash(node),
        tabular=_tabular(node, schema, paths),
        raw=node.value,
    )


def _safe(node: Node, path: str) -> bool:
    if (problem := unsafe(path)) is not None:
        path_fault(node, node.at("path"), path, problem)
    return problem is None


def _hash(node: Node) -> str | None:
    found = node.text("hash")
    if found is None or HASH.fullmatch(found):
        return found
    node.fault(
        "hash", f"it is {show(found)}, expected hexadecimal digits, with the algorithm before them unless it is md5"
    )
    return None


def _tabular(node: Node, schema: Schema | None, paths: tuple[str, ...]) -> bool:
    kind = node.text("type") or node.text("profile") or ""
    file_format = node.text("format") or (paths[0].rsplit(".", 1)[-1].lower() if paths else "")
    return schema is not None or kind in {"table", "tabular-data-resource"} or file_format in TABLE_FORMATS


def _check_references(node: Node, resource: Resource, schema: Schema, resources: dict[str, Resource]) -> None:
    """Note what a schema says about other resources that do not have it."""
    node = replace(node, file=schema.file)
    for key in schema.foreign_keys:
        _check_key(replace(node, place=key.place), key, resource, resources)
    for within in schema.roles.dates.within:
        _check_within(replace(node, place=within.place), within, resources)
    for field in schema.fields:
        claim, place = field.claim, replace(node, place=f"{field.place}.dpkit")
        if claim and claim.qualifier and schema.field(claim.qualifier) is None:
            place.fault("qualifier", f"{show(claim.qualifier)} is no field of this schema")
        if claim and claim.tree and claim.kind is ClaimKind.VALUE and claim.tree not in resources:
            place.fault("tree", f"the package has no resource {show(claim.tree)}")


def _check_key(node: Node, key: ForeignKey, own: Resource, resources: dict[str, Resource]) -> None:
    target = resources.get(key.resource) if key.resource else own
    if target is None:
        node.fault("reference.resource", f"the package has no resource {show(key.resource)}")
    elif target.schema and (unknown := [name for name in key.reference if target.schema.field(name) is None]):
        node.fault("reference.fields", f"{show(unknown[0])} is no field of {target.name}")


def _check_within(node: Node, within: Within, resources: dict[str, Resource]) -> None:
    target = resources.get(within.of)
    if target is None or target.schema is None:
        node.fault("of", f"the package has no table {show(within.of)}")
        return
    for name in (*within.on, *within.between):
        if target.schema.field(name) is None:
            node.fault("", f"{show(name)} is no field of {within.of}")
