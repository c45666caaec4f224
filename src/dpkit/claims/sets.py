"""The set of possible values that a claim stands for, as an interval."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpkit.model.roles import Claim, ClaimKind
from dpkit.tables.edtf import days

OPEN = float("inf")
ABOUT = 0.1  #: the default tolerance of `about`


@dataclass(frozen=True, slots=True)
class ValueSet:
    """A closed interval of things that can be ordered; `weak` if it rests on `about`, `?` or `~`.

    Identifiers and labels are intervals of one. With a tree, an identifier is the interval from its own number to that
    of its last descendant, in preorder, so that a hall lies within its city.
    """

    lower: Any
    upper: Any
    weak: bool = False


def value_set(claim: Claim, cell: str, qualifier: str, tree: Mapping[str, tuple[int, int]]) -> ValueSet | None:
    """Return the set that a cell stands for; None if it claims nothing that can be compared.

    Args:
        claim: of the field.
        cell: not empty.
        qualifier: the word that qualifies a quantity; empty is `exactly`.
        tree: preorder numbers (own, last descendant) of the identifiers in the claim's register; empty if that is not
            known.
    """
    match claim.kind:
        case ClaimKind.DATE:
            found = days(cell)
            return ValueSet(found.lower, found.upper, found.uncertain) if found else None
        case ClaimKind.QUANTITY:
            return _quantity(claim, cell, qualifier or "exactly")
        case ClaimKind.VALUE:
            if claim.tree:
                return ValueSet(*tree[cell]) if cell in tree else None
            return ValueSet(cell, cell)
        case ClaimKind.LABEL:
            return ValueSet(folded(cell), folded(cell))
    return None


def _quantity(claim: Claim, cell: str, qualifier: str) -> ValueSet | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    if qualifier in {"over", "at_least"}:
        return ValueSet(number, OPEN)
    if qualifier in {"under", "at_most"}:
        return ValueSet(-OPEN, number)
    about = qualifier == "about"
    share = claim.tolerance if claim.tolerance is not None else ABOUT if about else 0.0
    return ValueSet(number - abs(number) * share, number + abs(number) * share, weak=about)


def folded(text: str) -> str:
    """Return a label without case, accents, hyphens and white space; the order of its words is kept."""
    bare = (char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def preorder(parents: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Number the identifiers of a register so that each one's descendants are an interval.

    Args:
        parents: identifier -> its parent, or nothing. Identifiers that lie on a circle are left out.

    Returns:
        identifier -> (its own number, the number of its last descendant).
    """
    children: dict[str, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent if parent in parents else "", []).append(name)
    numbers: dict[str, tuple[int, int]] = {}
    stack, opened, counter = [(name, False) for name in reversed(children.get("", []))], dict[str, int](), 0
    while stack:
        name, done = stack.pop()
        if done:
            numbers[name] = (opened[name], counter - 1)
        elif name not in opened:
            opened[name], counter = counter, counter + 1
            stack.append((name, True))
            stack += [(child, False) for child in reversed(children.get(name, []))]
    return numbers
