"""Why a cell is no number, or by which options it would be one."""

import re
from collections.abc import Iterator

from dpkit.model.descriptor import Field
from dpkit.model.lookalikes import named_code_points
from dpkit.model.show import show

DECIMAL = re.compile(r"[+-]?[0-9]*([.,])[0-9]+([eE][+-]?[0-9]+)?")
GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?P<group>[., '_\u2019\u00a0\u2009\u202f])[0-9]{3}((?P=group)[0-9]{3})*((?P<decimal>[.,])[0-9]+)?"
)
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
OTHER_SIGNS = re.compile(rf"[-+{DASHES}]?[\d.,]+")  #: of a number, in digits of any script, after a dash of any kind
POINT = re.compile(r"[+-]?[0-9]+\.[0-9]*")
EXPONENT = re.compile(r"[+-]?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+")
SIGNS = "%\u2030\u20ac$\u00a3\u00a5"
# a share or an amount; units are left alone, since 5 km and 5 miles are not the same without them
DRESSED = re.compile(rf"(?P<before>[{SIGNS}] ?|[A-Z]{{3}} )?[+-]?[0-9]+(?P<parts>\.[0-9]+)?(?P<after> ?[{SIGNS}])?")


def not_a_number(field: Field, cell: str) -> str:
    """Return why a cell is no number: `: it has a decimal point`; `; it is one with decimalChar ','`."""
    marks, is_whole = " or ".join(_options(field, cell)), field.type == "integer"
    if is_whole and not marks and (why := _not_whole(cell)):
        return f": {why}"
    if not cell.isascii() and OTHER_SIGNS.fullmatch(cell):
        return f": it holds {named_code_points(cell)}"
    return f"; it is one with {marks}" if marks else ""


def _not_whole(cell: str) -> str:
    if EXPONENT.fullmatch(cell):
        return "it has an exponent"
    if POINT.fullmatch(cell):
        return "it has a decimal point"
    return "it has decimals, after ','" if DECIMAL.fullmatch(cell) else ""


def _options(field: Field, cell: str) -> Iterator[str]:
    """Yield the options by which a cell would be a number."""
    yield from _marks(field, cell)
    found = DRESSED.fullmatch(cell) if field.raw.get("bareNumber") is not False else None
    if found and (found["before"] or found["after"]) and not (found["parts"] and field.type == "integer"):
        yield "bareNumber false"


def _marks(field: Field, cell: str) -> Iterator[str]:
    point, is_whole = field.raw.get("decimalChar") or ".", field.type == "integer"
    found = DECIMAL.fullmatch(cell)
    if found and not is_whole and found[1] != point:
        yield f"decimalChar {show(found[1])}"
    if (found := GROUPED.fullmatch(cell)) and not (is_whole and found["decimal"]):
        group = found["group"]
        if is_whole and group == "." and cell.count(group) == 1:
            return  # 1.234 has decimals, to most programs
        decimal = found["decimal"] or ("" if is_whole else point if group != point else "," if group == "." else ".")
        if group != decimal:
            declared = {"groupChar": field.raw.get("groupChar"), "decimalChar": "" if is_whole else point}
            wanted = {"groupChar": group, "decimalChar": decimal}
            yield " and ".join(f"{name} {show(mark)}" for name, mark in wanted.items() if declared[name] != mark)
