"""Properties of data whose names are almost the standard's: any other is allowed, so that nothing reads them."""

from collections import Counter
from functools import lru_cache

from dpkit.load.node import Node

OTHERWISE = {"datatype": "type"}  #: names that people give to the standard's properties
OWN = "dpkit"
KEPT = 1_000  #: names of which it is remembered what they may mean: thousands of fields have the same
RESOURCE = ("schema", "dialect", "encoding", "format", "mediatype", "bytes", "hash", "compression")
SCHEMA = ("fields", "primaryKey", "foreignKeys", "uniqueKeys", "missingValues", "fieldsMatch")
FIELD = (
    "type", "format", "constraints", "missingValues", "categories", "categoriesOrdered", "trueValues", "falseValues",
    "decimalChar", "groupChar", "bareNumber", "itemType",
)  # fmt: skip
DIALECT = (
    "delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace",
    "header", "headerRows", "headerJoin", "commentChar", "commentRows",
)  # fmt: skip


def note_misspelled(node: Node, names: tuple[str, ...]) -> None:
    """Note properties that are not read, but would be under a name that is almost theirs."""
    for name in node.value:
        meant = _meant(name, names)
        if meant and meant not in node.value:
            node.advise(name, f"it has no effect; the standard's property is {meant}")


def note_misspelled_own(node: Node) -> None:
    """Note a property that is called almost `dpkit`: all that it says would be passed over, and nothing checked."""
    if OWN not in node.value:
        for name in filter(_almost_own, node.value):
            node.fault(name, f"it has no effect; the property that dpkit reads is called {OWN}")


@lru_cache(KEPT)
def _almost_own(name: str) -> bool:
    """Tell whether a name has the letters of `dpkit` in some order, but for one that is missing, added or another."""
    if abs(len(name) - len(OWN)) > 1:
        return False
    letters, own = Counter(name.lower()), Counter(OWN)
    return (letters - own).total() <= 1 and (own - letters).total() <= 1


@lru_cache(KEPT)
def _meant(name: str, names: tuple[str, ...]) -> str:
    """Return the standard's property that is called almost `name`, if it is not called just so."""
    folded, known = _folded(name), {_folded(each): each for each in names}
    found = known.get(folded, "") or known.get(OTHERWISE.get(folded, ""), "")
    return "" if found == name else found


def _folded(name: str) -> str:
    """Return a name without what is easily written otherwise: case, marks between words, the plural."""
    return name.lower().replace("_", "").replace("-", "").removesuffix("s")
