"""Telling a conflict: the maximal groups of claims that agree, how far apart they are, and its fingerprint."""

import csv
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, inf, isfinite
from operator import attrgetter
from typing import Any

from dpkit.claims.voters import Voters, voice
from dpkit.model.roles import ClaimKind
from dpkit.model.show import count, listing, plain, show, witnesses

SHOWN = 5  #: groups, and sources of a group, that are told by name
MANY = 1000  #: how many times apart is told in whole numbers from here on


@dataclass(frozen=True, slots=True)
class Held:
    """A claim as somebody holds it: whose word, the cell, and its bounds."""

    source: str
    cell: str
    lower: Any
    upper: Any
    said: str = ""  #: the cell with its qualifier, as it is told


def agreeing_groups(claims: Iterable[Held]) -> list[tuple[Held, ...]]:
    """Return the maximal groups of claims that all meet, in the order of their values.

    One sweep over the sorted bounds: a group is complete where, after some claim has begun, one ends.
    """
    todo = sorted(set(claims), key=lambda each: (each.lower, each.upper, each.source, each.cell))
    groups: list[tuple[Held, ...]] = []
    active: list[Held] = []
    soonest = None  #: of the active claims, the one that ends first
    for claim in todo:
        if soonest and soonest.upper < claim.lower:
            groups.append(tuple(active))
            active = [each for each in active if each.upper >= claim.lower]
            soonest = min(active, key=attrgetter("upper"), default=None)
        active.append(claim)
        soonest = claim if soonest is None or claim.upper < soonest.upper else soonest
    return [*groups, tuple(active)] if active else groups


def told(kind: ClaimKind, claims: Iterable[Held], known: Voters) -> str:
    """Return a conflict in words: `'2001-07-26' (album) against '2001-08-04' (mfa), 9 days apart`.

    Args:
        kind: of the claims.
        claims: all that count, on one subject and field.
        known: whose voices the sources are; where some share one, it is said.
    """
    claims = list(claims)
    groups = agreeing_groups(claims)
    parts = [_group(group, known) for group in groups[:SHOWN]]
    more = f" and {len(groups) - SHOWN} more" if len(groups) > SHOWN else ""
    return " against ".join(parts) + more + _apart(kind, claims)


def _group(group: tuple[Held, ...], known: Voters) -> str:
    cells = list(dict.fromkeys(show(each.said or each.cell, 60) for each in group))
    sources = list(dict.fromkeys(each.source for each in group))
    some = [plain(each, 60) for each in sources[:SHOWN]]
    some += [f"{len(sources) - SHOWN} more"] if len(sources) > SHOWN else []
    voices = {voice(each, known) for each in sources}
    shared = f"{witnesses(len(sources), len(voices))}: " if len(voices) < len(sources) else ""
    named = f" ({shared}{listing(some)})" if any(sources) else ""  # a table need not cite
    return listing(cells[:SHOWN]) + named


def _apart(kind: ClaimKind, claims: list[Held]) -> str:
    latest = max(claims, key=lambda each: (each.lower, each.cell))
    earliest = min(claims, key=lambda each: (each.upper, each.cell))
    if kind is ClaimKind.DATE:
        least = "" if latest.lower == latest.upper and earliest.lower == earliest.upper else "at least "
        return f", {least}{count(latest.lower - earliest.upper, 'day')} apart"
    if kind is ClaimKind.QUANTITY and 0 < _stated(earliest) < _stated(latest) < inf:
        times = _stated(latest) / _stated(earliest)
        return f", {times:{',.0f' if times >= MANY else '.3g'}} times"
    return ""


def _stated(claim: Held) -> float:
    """Return the number that a claim states: the middle of what a tolerance made of it, or the one bound it has."""
    ends = [each for each in (claim.lower, claim.upper) if isfinite(each)]
    return fsum(ends) / len(ends) if ends else inf


def fingerprint(kind: ClaimKind, resource: str, subject: tuple[str, ...], field: str, claims: Iterable[Held]) -> str:
    """Return the sha256 by which a ruling knows the claims it was made on.

    It is taken over resource, subject, field and the set of (source, bounds) of dates and quantities, (source, value)
    of all else: citing a claim anew does not change it, a new or changed claim does.
    """
    bounded = kind in {ClaimKind.DATE, ClaimKind.QUANTITY}
    parts = sorted(
        {(each.source, *((repr(each.lower), repr(each.upper)) if bounded else (each.cell,))) for each in claims}
    )
    whole = [resource, written_subject(subject), field, [list(part) for part in parts]]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def written_subject(subject: tuple[str, ...]) -> str:
    """Return a subject as a ruling writes it: its one cell, or several as a JSON array."""
    return subject[0] if len(subject) == 1 else json.dumps(list(subject), ensure_ascii=False)


def read_key(typed: str) -> tuple[str, ...]:
    """Return the cells of a key as the command line takes it: one CSV record; what is none is one cell."""
    try:
        return tuple(next(csv.reader([typed], strict=True), ()))
    except csv.Error:
        return (typed,)


def read_subject(written: str, width: int) -> tuple[str, ...] | None:
    """Return the cells of a subject as a ruling writes it, or None if it is not of `width` cells."""
    if width == 1:
        return (written,)
    try:
        found = json.loads(written)
    except ValueError:
        return None
    return (
        tuple(found)
        if isinstance(found, list) and len(found) == width and all(isinstance(x, str) for x in found)
        else None
    )
