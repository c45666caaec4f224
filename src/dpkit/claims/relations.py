"""What two claims are to each other: set algebra."""

from dpkit.claims.sets import ValueSet
from dpkit.model.roles import ClaimKind
from dpkit.model.trace import Relation


def relate(kind: ClaimKind, one: ValueSet, other: ValueSet, *, doubtful: bool = False) -> Relation:
    """Return what `one` is to `other`.

    Args:
        kind: of the claims; labels that differ are variants, and nothing worse.
        one: a set of possible values.
        other: another, on the same subject and field.
        doubtful: whether one of them is of low confidence: then sets that do not meet are in tension.
    """
    if (one.lower, one.upper) == (other.lower, other.upper):
        return Relation.AGREES
    if kind is ClaimKind.LABEL:
        return Relation.VARIES
    if one.lower > other.upper or other.lower > one.upper:
        return Relation.TENSION if doubtful or one.weak or other.weak else Relation.CONTRADICTS
    if one.lower >= other.lower and one.upper <= other.upper:
        return Relation.REFINES
    if other.lower >= one.lower and other.upper <= one.upper:
        return Relation.REFINED
    return Relation.COMPATIBLE
