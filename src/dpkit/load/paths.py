"""Which paths a descriptor may name: relative, inside the package, not hidden, the same on every system."""

import re
from dataclasses import replace

from dpkit.files.folder import is_refusal
from dpkit.files.reach import Reach, is_url
from dpkit.load.json_text import JsonError, parse_object
from dpkit.load.nearby import nearby
from dpkit.load.node import Node
from dpkit.model.errors import NotReachableError, UnsafePathError
from dpkit.model.finding import Fault
from dpkit.model.show import show

LARGEST_JSON = 64 << 20
UNNAMEABLE = re.compile("[\0\ud800-\udfff]")
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


def unsafe(path: str) -> str | None:
    """Return what is wrong with `path` as a path inside a package, or None (Data Package v2, "URL or Path")."""
    if not path or UNNAMEABLE.search(path):
        return "it holds a character that no file name can hold" if path else "it is empty"
    if URL.match(path):
        return "it is a URL of another kind than http, https, ftp or ftps" if not is_url(path) else "it is a URL"
    return _outside(path, path.split("/"))


def unsafe_or_url(path: str) -> str | None:
    """Return what `unsafe` does, but allow URLs: nothing is read from one without consent."""
    return None if is_url(path) and not UNNAMEABLE.search(path) else unsafe(path)


def _outside(path: str, parts: list[str]) -> str | None:
    # a shell and others take what stands before the first `/` for somebody's home; `~a.csv` is a file like any other
    home = parts[0].startswith("~") and (len(parts) > 1 or path == "~")
    if home or path.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", path):
        return "it is absolute; paths are relative to the package's folder"
    if ".." in parts or "\\" in path:
        return "it may not hold '..'" if ".." in parts else "it may not hold a backslash; folders are parted by '/'"
    if any(part.startswith(".") and part != "." for part in parts):
        return "it names a hidden file or folder"
    return None


def path_fault(node: Node, place: str, path: str, problem: str) -> None:
    """Note that the path at `place` may not be followed."""
    details = {"place": place, "problem": problem}
    node.log.add(
        Fault(check="unsafe-path", resource=node.resource, file=node.file, field=place, value=path, details=details)
    )


def unreachable(node: Node, place: str, url: str, problem: str) -> None:
    """Note that the URL at `place` was not read."""
    details = {"place": place, "problem": problem}
    node.log.add(
        Fault(check="not-reachable", resource=node.resource, file=node.file, field=place, value=url, details=details)
    )


def referenced(node: Node, name: str, reach: Reach) -> Node | None:
    """Return the object at the property `name`, or in the JSON file whose path or URL stands there."""
    found = node.value.get(name)
    if not isinstance(found, str):
        if name in node.value and not isinstance(found, dict):
            node.unexpected(name, found, "an object, or the path of a file")
        return node.object(name) if isinstance(found, dict) else None
    if (problem := unsafe_or_url(found)) is not None:
        path_fault(node, node.at(name), found, problem)
        return None
    repeated: list[str] = []
    try:
        data = reach.read(found, LARGEST_JSON)
        value = parse_object(data, repeated)
    except UnsafePathError as error:
        path_fault(node, node.at(name), found, str(error))
    except NotReachableError as error:
        unreachable(node, node.at(name), found, str(error))
    except (OSError, JsonError) as error:
        why = (error.strerror or "error").lower() if isinstance(error, OSError) else str(error)
        aside = yaml_aside(found) if isinstance(error, JsonError) else ""
        aside = nearby(reach, found) if isinstance(error, FileNotFoundError | NotADirectoryError) else aside
        unread = found if isinstance(error, OSError) and is_refusal(error) else None
        node.fault(name, f"{show(found)} could not be read: {why}{aside}", unread)
    else:
        inner = replace(node, value=value, place=node.at(name), file=found)
        inner.repeated(repeated, data)
        return inner
    return None


def yaml_aside(path: str) -> str:
    """Return what else there is to say of a file that is no JSON."""
    return "; the standard has no descriptors in YAML" if path.lower().endswith((".yaml", ".yml")) else ""
