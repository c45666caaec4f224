"""Properties of data whose names are almost the standard's: any other is allowed, so that nothing reads them."""

from collections import Counter
from functools import lru_cache
from itertools import takewhile

from dpkit.load.node import Node

OTHERWISE = {  #: names that people give to the standard's properties, as `_folded` has them
    "datatype": "type", "separator": "delimiter", "min": "minimum", "max": "maximum", "regex": "pattern",
    "regexp": "pattern", "value": "enum", "mandatory": "required", "sheet": "sheetname",
}  # fmt: skip
#: names almost the standard's that mean something else: frictionless writes one beside a path, version 0 had the other
OTHERS = {"scheme", "profiles"}
OWN = "dpkit"
KEPT = 1_000  #: names of which it is remembered what they may mean: thousands of fields have the same
SHORTEST = 3  #: letters of a name that is taken for a slip of the pen
PLAIN = 5  #: letters of one in which another letter may stand: of four, too many words are almost `type`
PACKAGE = ("resources", "licenses", "contributors", "sources", "keywords", "created", "profile", "homepage", "version")
RESOURCE = (
    "schema", "dialect", "encoding", "format", "mediatype", "bytes", "hash", "compression", "type", "profile",
    "licenses", "sources",
)  # fmt: skip
SCHEMA = ("fields", "primaryKey", "foreignKeys", "uniqueKeys", "missingValues", "fieldsMatch")
FIELD = (
    "type", "format", "constraints", "missingValues", "categories", "categoriesOrdered", "trueValues", "falseValues",
    "decimalChar", "groupChar", "bareNumber", "itemType",
)  # fmt: skip
CONSTRAINTS = (
    "required", "unique", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "jsonSchema", "pattern", "enum",
)  # fmt: skip
DIALECT = (
    "delimiter", "lineTerminator", "quoteChar", "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace",
    "header", "headerRows", "headerJoin", "commentChar", "commentRows", "sheetName", "sheetNumber",
)  # fmt: skip


def note_misspelled(node: Node, names: tuple[str, ...]) -> None:
    """Note properties that are not read, but would be under a name that is almost theirs."""
    for name in node.value:
        meant = meant_by(name, names)
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
def meant_by(name: str, names: tuple[str, ...]) -> str:
    """Return the standard's property that is called almost `name`, if it is not called just so."""
    if name in names or name in OTHERS:
        return ""
    folded, known = _folded(name), {_folded(each): each for each in names}
    known |= {other: known[name] for other, name in OTHERWISE.items() if name in known}
    return known.get(folded) or next((known[each] for each in known if _is_slip(folded, each)), "")


def _is_slip(name: str, meant: str) -> bool:
    """Tell whether a name is another but for one letter that is missing, added or another, or two in turned order."""
    if abs(len(name) - len(meant)) > 1 or len(name) < SHORTEST or name[0] != meant[0]:
        return False
    start = _alike(name, meant)
    left, right = name[start:], meant[start:]
    end = _alike(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    if len(left) == len(right) == 1:
        return len(name) >= PLAIN
    return len(left) + len(right) == 1 or (len(left) == 2 and left == right[::-1])  # noqa: PLR2004


def _alike(one: str, other: str) -> int:
    """Return with how many same letters two texts begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _folded(name: str) -> str:
    """Return a name without what is easily written otherwise: case, marks between words, the plural."""
    return name.lower().replace("_", "").replace("-", "").removesuffix("s")
