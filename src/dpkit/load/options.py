"""The options of a field: by which marks and words its values are written (Table Schema v2, "Field Types")."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpkit.load.node import Node
from dpkit.model.show import show

ITEMS = ("string", "integer", "boolean", "number", "datetime", "date", "time")
TEXTS = ("rdfType", "groupChar", "decimalChar", "delimiter")
#: what stands for true and false where a field does not say it
DEFAULT = {"trueValues": ["true", "True", "TRUE", "1"], "falseValues": ["false", "False", "FALSE", "0"]}


def read_options(node: Node, kind: str) -> Mapping[str, Any]:
    """Return the descriptor of a field of type `kind` without the options that do not fit, which are noted."""
    wrong = {*_of_another_type(node), *_items(node, kind)}
    if kind == "boolean" and not wrong:
        _note_shared_words(node)
    if kind == "number" and not wrong:
        _note_shared_mark(node)
    return {key: value for key, value in node.value.items() if key not in wrong} if wrong else node.value


def _of_another_type(node: Node) -> Iterator[str]:
    yield from (name for name in TEXTS if name in node.value and node.text(name) is None)
    if not isinstance(node.value.get("bareNumber", True), bool):
        node.flag("bareNumber", default=True)
        yield "bareNumber"
    for name in DEFAULT:
        items, found = node.items(name), node.value.get(name, [])
        told = bool(items) and not node.strings(items, node.at(name), name, "an array of strings")
        if told or not isinstance(found, list | str):
            yield name


def _items(node: Node, kind: str) -> Iterator[str]:
    if kind == "list" and node.value.get("delimiter") == "":
        node.fault("delimiter", "it is '', which separates no items")
    if kind == "list" and "itemType" in node.value and node.choice("itemType", ITEMS, "") not in ITEMS:
        yield "itemType"


def words(raw: Mapping[str, Any], name: str) -> list[str]:
    """Return the texts that stand for true (`trueValues`) or false (`falseValues`); one alone is taken for a list."""
    found = raw.get(name)
    found = [found] if isinstance(found, str) else found
    if isinstance(found, list) and all(isinstance(each, str) for each in found):
        return found
    return DEFAULT[name]


def separator(raw: Mapping[str, Any]) -> str:
    """Return what stands between the items of a list."""
    delimiter = raw.get("delimiter")
    return delimiter if isinstance(delimiter, str) and delimiter else ","


def _note_shared_words(node: Node) -> None:
    """Note the first text that stands for both true and false; of two lists one may be the standard's own."""
    false = words(node.value, "falseValues")
    if both := next((word for word in words(node.value, "trueValues") if word in false), ""):
        at, other = ("trueValues", "falseValues") if "trueValues" in node.value else ("falseValues", "trueValues")
        default = "" if other in node.value else " (which the field does not set)"
        node.advise(at, f"{show(both, 40)} is also one of {other}{default}, so that it is both true and false")


def _note_shared_mark(node: Node) -> None:
    group, point = node.value.get("groupChar"), node.value.get("decimalChar")
    if group and group == point:
        what = f"groupChar and decimalChar are both {show(group)}"
        node.advise("groupChar", f"{what}, so that groups of digits cannot be told from decimals")
