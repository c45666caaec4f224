"""Table Dialect (v2) and CSV Dialect (v1): how cells are written down."""

from dpkit.load.node import Node
from dpkit.model.descriptor import Dialect

UNSUPPORTED = (
    "headerRows",
    "headerJoin",
    "commentRows",
    "nullSequence",
    "property",
    "itemType",
    "sheetNumber",
    "table",
)


def read_dialect(node: Node | None) -> Dialect:
    """Return the dialect at `node`; what does not fit is noted and replaced by its default."""
    if node is None:
        return Dialect()
    for name in sorted(node.value.keys() & set(UNSUPPORTED)):
        if (name, node.value[name]) != ("headerRows", [1]):
            node.fault(name, "this version of dpkit does not read it")
    return Dialect(
        delimiter=_char(node, "delimiter", ","),
        quote=_char(node, "quoteChar", '"'),
        double_quote=node.flag("doubleQuote", default="escapeChar" not in node.value),
        escape=_char(node, "escapeChar", "") or None,
        header=node.flag("header", default=True),
        skip_initial_space=node.flag("skipInitialSpace", default=False),
        comment=_char(node, "commentChar", "") or None,
        raw=node.value,
    )


def _char(node: Node, name: str, default: str) -> str:
    found = node.text(name, default) or ""
    if found == default or len(found.encode("utf-8", "replace")) == 1:
        return found
    node.fault(name, "expected a single ASCII character")
    return default
