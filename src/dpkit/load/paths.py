"""Which paths a descriptor may name: relative, inside the package, not hidden, the same on every system."""

import re
from dataclasses import replace

from dpkit.files.folder import Folder
from dpkit.load.json_text import JsonError, parse_object
from dpkit.load.node import Node
from dpkit.model.errors import UnsafePathError
from dpkit.model.finding import Fault
from dpkit.model.show import show

LARGEST_JSON = 64 << 20
UNNAMEABLE = re.compile("[\0\ud800-\udfff]")
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def unsafe(path: str) -> str | None:
    """Return what is wrong with `path` as a path inside a package, or None (Data Package v2, "URL or Path")."""
    parts = path.split("/")
    if not path or UNNAMEABLE.search(path):
        return "it holds a character that no file name can hold" if path else "it is empty"
    if URL.match(path):
        return "it is a URL; dpkit reads local files only"
    if path.startswith(("/", "\\", "~")) or re.match(r"[A-Za-z]:", path):
        return "it is absolute; paths are relative to the package's folder"
    if ".." in parts or "\\" in path:
        return "it may not hold '..'" if ".." in parts else "it may not hold a backslash"
    if any(part.startswith(".") and part != "." for part in parts):
        return "it names a hidden file or folder"
    return None


def path_fault(node: Node, place: str, path: str, problem: str) -> None:
    """Note that the path at `place` may not be followed."""
    details = {"place": place, "problem": problem}
    node.log.add(
        Fault(check="unsafe-path", resource=node.resource, file=node.file, field=place, value=path, details=details)
    )


def referenced(node: Node, name: str, folder: Folder) -> Node | None:
    """Return the object at the property `name`, or in the JSON file whose path stands there."""
    found = node.value.get(name)
    if not isinstance(found, str):
        return node.object(name)
    if (problem := unsafe(found)) is not None:
        path_fault(node, node.at(name), found, problem)
        return None
    try:
        value = parse_object(folder.read(found, LARGEST_JSON))
    except UnsafePathError as error:
        path_fault(node, node.at(name), found, str(error))
    except (OSError, JsonError) as error:
        why = (error.strerror or "error").lower() if isinstance(error, OSError) else str(error)
        node.fault(name, f"{show(found)} could not be read: {why}")
    else:
        return replace(node, value=value, place=node.at(name), file=found)
    return None
