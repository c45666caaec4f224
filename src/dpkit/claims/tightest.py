"""The tightest claim: the one stated value that fits all testimony on a subject and field best."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dpkit.claims.groups import Held, agreeing_groups


def tightest(claims: Iterable[Held]) -> tuple[Held, ...]:
    """Return the claim that says most, or one for each side where the claims do not all meet.

    A day is taken before its month, a number before "over" a smaller one, a hall before its city. Of claims that say
    the same, the spelling that most sources have is taken, then the shortest, then the first of the alphabet. The
    order of the claims never matters.

    Args:
        claims: those that count, on one subject and field.

    Returns:
        Nothing for no claims; one claim, which meets all others, where all meet; otherwise several, in the order of
        their values, of which the first and the last do not meet.
    """
    distinct = set(claims)
    groups = agreeing_groups(distinct)
    sides = Counter(claim for group in groups for claim in group)
    spread = Counter(claim.cell for claim in distinct)

    def rank(claim: Held) -> tuple[Any, ...]:
        # What fits several sides is no side's own word, so that it comes last.
        return (sides[claim], *_width(claim), -spread[claim.cell], len(claim.cell), claim.cell, claim.source)

    return tuple(dict.fromkeys(min(group, key=rank) for group in groups))


def _width(claim: Held) -> tuple[float, float, float]:
    """Return what is less the less a claim leaves open: of half-open intervals, the one within the other is less."""
    if claim.lower == claim.upper:
        return (0.0, 0.0, 0.0)
    return (claim.upper - claim.lower, -claim.lower, claim.upper)
