"""Rulings over votes: what a ruling that stands makes of the consensus."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from dpkit.claims.groups import Held
from dpkit.claims.tightest import tightest
from dpkit.model.consensus import Backing, Decision, Resolved, Status


@dataclass(frozen=True, slots=True)
class Stated:
    """A ruling that stands: its choice, and the source or the value that it prefers."""

    choice: str
    source: str = ""
    value: str = ""


def ruled(decision: Decision, ruling: Stated | None = None) -> Resolved:
    """Return the resolved value: that of the vote, or that of the ruling.

    `prefer` takes the value, or what the source claims, and `none-stands` takes none. Where both stand, or speak of
    different things, the vote has to choose; between two that both stand, it remains contested.
    """
    if ruling is None or ruling.choice not in {"prefer", "none-stands"}:
        settled = ruling is not None and ruling.choice == "not-a-contradiction" and decision.winner is not None
        return replace(_of_vote(decision), status=Status.RULED) if settled else _of_vote(decision)
    if ruling.choice == "none-stands":
        return _resolved(decision, Status.RULED)
    found = tightest(_preferred(decision, ruling))
    if len(found) > 1:  # the source contradicts itself, so that it is not said what is preferred
        return _resolved(decision, Status.NO_CONSENSUS)
    if not found:
        return _resolved(decision, Status.RULED, ruling.value)
    fitting = [each for each in _backings(decision) if _meets(each, found[0])]
    return _resolved(decision, Status.RULED, ruling.value or found[0].cell, fitting)


def _preferred(decision: Decision, ruling: Stated) -> list[Held]:
    votes = [vote for each in _backings(decision) for vote in each.ballot.votes]
    return [
        Held(each.source, each.cell, each.lower, each.upper)
        for each in votes
        if (each.cell == ruling.value if ruling.value else each.source == ruling.source)
    ]


def _meets(backing: Backing, claim: Held) -> bool:
    return bool(backing.ballot.lower <= claim.upper and backing.ballot.upper >= claim.lower)


def _backings(decision: Decision) -> list[Backing]:
    """Return all backings, each once, though it may stand on several sides."""
    return list(dict.fromkeys(each for side in decision.sides for each in side.backings))


def _of_vote(decision: Decision) -> Resolved:
    if decision.winner is None:
        return replace(_resolved(decision, decision.status), support=decision.sides[0].weight)
    return _resolved(decision, decision.status, decision.winner.value, decision.winner.backings)


def _resolved(decision: Decision, status: Status, value: str = "", fitting: Sequence[Backing] = ()) -> Resolved:
    """Return a value with the backings that fit it; where there is none, nobody's claims do."""
    all_fit = len(fitting) > 0 and len(decision.sides) == 1
    others = [] if all_fit else [each for each in _backings(decision) if each not in fitting]
    return Resolved(
        value=value,
        status=status,
        support=fsum(each.weight for each in fitting),
        total=decision.total,
        sources=_sources(fitting),
        voters=tuple(sorted({each.ballot.voter for each in fitting})),
        against=_sources(others),
        sides=decision.sides,
    )


def _sources(backings: Sequence[Backing]) -> tuple[str, ...]:
    return tuple(sorted({source for each in backings for source in each.sources}))
