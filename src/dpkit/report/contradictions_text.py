"""Contradictions as text and JSON."""

import dataclasses
from collections.abc import Iterator

from dpkit.model.contradiction import Contradiction, State
from dpkit.model.show import count, listing, plain
from dpkit.report.inert import inert_json

WORDS = {State.OPEN: "open", State.RULED: "ruled", State.FALLEN: "fallen (the claims changed since the ruling)"}


def contradictions_text(found: list[Contradiction]) -> str:
    """Return the contradictions, those that are open or fallen first, each with its claims and its ruling."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: list[Contradiction]) -> Iterator[str]:
    for state in (State.OPEN, State.FALLEN, State.RULED):
        some = [each for each in found if each.state is state]
        if some:
            yield f"{WORDS[state]}: {len(some)}"
        for each in some:
            yield f"  {plain(each.resource)} {plain(each.subject)} {plain(each.field)}  ({listing(each.kinds)})"
            yield f"    {each.detail}"
            if each.ruling:
                yield f"    ruling: {plain(each.ruling, 300)}"
        if some:
            yield ""
    yield f"{count(len(found), 'contradiction')}, {sum(each.state is not State.RULED for each in found)} to be ruled on"


def contradictions_json(found: list[Contradiction]) -> str:
    """Return the contradictions as a JSON array: the fields of `dpkit.model.contradiction.Contradiction`."""
    return inert_json([dataclasses.asdict(each) for each in found])
