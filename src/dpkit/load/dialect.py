"""Table Dialect (v2) and CSV Dialect (v1): how cells are written down."""

from typing import Any

from dpkit.load.misspelled import DIALECT, note_misspelled
from dpkit.load.node import Node
from dpkit.model.descriptor import Dialect
from dpkit.model.show import show

FORMATS = ("csv", "json", "excel")
ESCAPED = {r"\t": "\t", r"\\": "\\", r"\"": '"', r"\n": "\n", r"\r\n": "\r\n", r"\r": "\r"}  #: what was escaped twice
MARKS = ("delimiter", "quoteChar", "escapeChar", "lineTerminator")


def read_dialect(node: Node | None, kind: str = "csv") -> Dialect:
    """Return the dialect at `node`; what does not fit is noted and replaced by its default.

    Args:
        node: the descriptor, if there is one.
        kind: format of the resource; the cells of `tsv` are separated by tabs unless the dialect says otherwise.
    """
    separator = "\t" if kind == "tsv" else ","
    if node is None:
        return Dialect(delimiter=separator)
    node = _flat(node)
    note_misspelled(node, DIALECT)
    _note_unread(node)
    if clash := _clash(node, separator):
        node = Node({key: value for key, value in node.value.items() if key not in clash}, *_rest(node))
    quote = _char(node, "quoteChar", '"')
    escape = _char(node, "escapeChar", "") or None
    delimiter = _char(node, "delimiter", separator)
    _note_comment(node, delimiter, quote)
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        double_quote=node.flag("doubleQuote", default=escape is None) or escape == quote,
        escape=None if escape == quote else escape,  # a mark that escapes itself is a doubled mark
        header=node.flag("header", default=True),
        skip_initial_space=node.flag("skipInitialSpace", default=False),
        comment=node.text("commentChar") or None,
        header_rows=_rows(node, "headerRows") or (1,),
        header_join=_text(node, "headerJoin", " "),
        comment_rows=_rows(node, "commentRows"),
        line_end=_line_end(node),
        null=node.text("nullSequence"),
        property=node.text("property"),
        item_type=_item_type(node),
        item_keys=node.strings(node.items("itemKeys"), node.at("itemKeys"), "itemKeys", "an array of strings"),
        sheet=node.text("sheetName") or node.whole("sheetNumber", 1) or 1,
        raw=node.value,
    )


def _note_unread(node: Node) -> None:
    """Note what is wrong with properties by which dpkit reads nothing."""
    for name in ("$schema", "table"):
        node.text(name)


def _note_comment(node: Node, delimiter: str, quote: str) -> None:
    """Note a mark of comments that rows of data may begin with, too."""
    for name, mark, cell in (("delimiter", delimiter, "an empty"), ("quoteChar", quote, "a quoted")):
        if mark and node.value.get("commentChar") == mark:
            rows = f"rows that begin with {cell} cell are left out"
            node.advise("commentChar", f"it is {show(mark)}, as the {name} is: {rows}")


def _flat(node: Node) -> Node:
    """Return the dialect with what frictionless 5 writes one level down, by format, in its place."""
    inner = [node.value[name] for name in FORMATS if isinstance(node.value.get(name), dict)]
    found = {key: value for each in inner for key, value in each.items()}
    if isinstance(sheet := found.pop("sheet", None), str | int):
        found["sheetName" if isinstance(sheet, str) else "sheetNumber"] = sheet
    return Node({**found, **node.value}, *_rest(node)) if inner else node


def _rest(node: Node) -> tuple[Any, ...]:
    return node.place, node.log, node.file, node.resource


def _char(node: Node, name: str, default: str) -> str:
    found = default if name not in node.value else _unescaped(node, name)
    if found is None or found == default or (len(found) == 1 and found not in "\r\n\0" and _writable(found)):
        return default if found is None else found
    if name == "delimiter" and len(found) > 1 and not {*found} & {*'\r\n\0"'} and _writable(found):
        return found
    node.fault(name, f"it is {show(found)}, expected a single character")
    return default


def _writable(mark: str) -> bool:
    """Tell whether a file can hold a mark: JSON can escape half of a character, which no encoding writes."""
    return not any("\ud800" <= char <= "\udfff" for char in mark)


def _text(node: Node, name: str, default: str) -> str:
    found = node.text(name, default)
    return default if found is None else found


def _rows(node: Node, name: str) -> tuple[int, ...]:
    found = node.items(name)
    if all(isinstance(row, int) and not isinstance(row, bool) and row > 0 for row in found):
        return tuple(sorted(set(found)))
    node.unexpected(name, node.value[name], "an array of whole numbers from 1")
    return ()


def _line_end(node: Node) -> str | None:
    found = node.text("lineTerminator")
    if found in ESCAPED:
        node.advise("lineTerminator", f"it is {show(found)}, a backslash and a letter, for what JSON writes as {found}")
        return None
    return found if found and found.strip("\r\n") else None  # the ends of lines are told apart without it


def _unescaped(node: Node, name: str) -> str | None:
    """Return a mark; where its escape in JSON was itself escaped, note it, and return what was meant."""
    found = node.text(name)
    if found not in ESCAPED:
        return found
    node.fault(name, f"it is {show(found)}, two characters, for one that JSON writes as {found}")
    return ESCAPED[found]


def _item_type(node: Node) -> str | None:
    return node.choice("itemType", ("array", "object"), "") or None if "itemType" in node.value else None


def _clash(node: Node, separator: str) -> set[str]:
    """Note marks that are one another, and return the names of the properties."""
    default = {"delimiter": separator, "quoteChar": '"'}
    found = {name: node.value.get(name, default.get(name)) for name in MARKS}
    clash: set[str] = set()
    for one, other in (
        ("delimiter", "quoteChar"), ("delimiter", "escapeChar"),
        ("delimiter", "lineTerminator"), ("quoteChar", "lineTerminator"),
    ):  # fmt: skip
        if found[one] and isinstance(found[one], str) and found[one] == found[other]:
            at = one if one in node.value else other
            node.fault(at, f"{one} and {other} are both {show(found[one])}, so that no cell can be told from the next")
            clash |= {one, other}
    return clash
