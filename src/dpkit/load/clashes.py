"""Names and paths that some systems take for one another: they differ in case or in normal form alone."""

import os
import unicodedata
from collections.abc import Sequence

from dpkit.files.reach import is_url
from dpkit.load.node import Node
from dpkit.model.descriptor import Resource
from dpkit.model.lookalikes import folded
from dpkit.model.show import show

WHY = "some systems take one for the other"
MOST = 8  #: code points that are told of each


def note_clashes(resources: Sequence[Resource], nodes: Sequence[Node]) -> None:
    """Note each resource whose name, or a path of which, another one has but for case or normal form.

    Args:
        resources: of a package.
        nodes: where each is described.
    """
    names: dict[str, tuple[int, str]] = {}
    paths: dict[str, tuple[int, str]] = {}
    for index, (resource, node) in enumerate(zip(resources, nodes, strict=True)):
        place, other = names.setdefault(folded(resource.name), (index, resource.name))
        if other != resource.name:
            node.fault("name", f"{_told(resource.name, other)}, the name of resources[{place}]: {WHY}")
        _note_paths(resource, node, index, paths)


def _note_paths(resource: Resource, node: Node, index: int, known: dict[str, tuple[int, str]]) -> None:
    for path in resource.paths:
        if not is_url(path):
            place, other = known.setdefault(folded(os.path.normpath(path)), (index, path))
            if os.path.normpath(other) != os.path.normpath(path):
                node.fault("path", f"{_told(path, other)}, a path of resources[{place}]: {WHY}")


def _told(one: str, other: str) -> str:
    """Return that a text clashes with another; with the code points in which they differ, where nobody sees that."""
    if unicodedata.normalize("NFC", one) != unicodedata.normalize("NFC", other):
        return f"{show(one)} clashes with {show(other)}"
    start = _alike(one, other)
    left, right = one[start:], other[start:]
    end = _alike(left[::-1], right[::-1])
    first, second = (_points(each[: len(each) - end]) for each in (left, right))
    return f"{show(one)} ({first}) clashes with {show(other)} ({second})"


def _alike(one: str, other: str) -> int:
    """Return how many characters are the same from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _points(part: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in part[:MOST]) + " ..." * (len(part) > MOST)
