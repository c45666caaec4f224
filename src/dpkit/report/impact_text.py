"""What falls with a source, as text and JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from dpkit.model.consensus import Resolved
from dpkit.model.impact import Effect, FallenRuling, Identity, Impact, Revalued
from dpkit.model.show import plain, show
from dpkit.report.inert import inert_json

SHOWN = 10  #: of each list
LONGEST = 300
EFFECTS = {
    Effect.LOST: "values that nobody else states",
    Effect.CHANGED: "values that change",
    Effect.STATUS: "values that stay, but are decided otherwise",
    Effect.ALONE: "values that several control groups state, and then only one",
}


def impact_text(impact: Impact) -> str:
    """Return what falls with a source, list by list; of a long list its beginning. What does not fall is not told."""
    return "".join(f"{line}\n" for line in _lines(impact))


def _lines(impact: Impact) -> Iterator[str]:
    yield plain(impact.source) + (f": {plain(impact.title, LONGEST)}" if impact.title else "")
    if not impact.touched:
        yield "\nnothing falls with it"
    yield from _counts("rows that cite it", impact.rows.items())
    yield from _counts("passages of it that are cited", impact.passages.items())
    yield from _list("identities that rest on a passage of it", [_identity(each) for each in impact.identities])
    silenced = [f"{plain(each.resource)} {_subject(each.subject)}" for each in impact.silenced]
    yield from _list("subjects of which no row is left", silenced)
    gone = [each.before for each in impact.contradictions if each.after is None]
    changed = [each.after for each in impact.contradictions if each.after is not None]
    for heading, some in (("contradictions that are gone", gone), ("contradictions between fewer claims", changed)):
        yield from _list(
            heading, [f"{plain(e.resource)} {plain(e.subject)} {plain(e.field)}: {e.detail}" for e in some]
        )
    yield from _list("rulings that fall", [_ruling(each) for each in impact.rulings])
    for effect, heading in EFFECTS.items():
        yield from _list(heading, [_value(each) for each in impact.values if each.effect is effect])
    yield from _counts("rows that name it, and cite it not", [(each.place, each.rows) for each in impact.references])


def _counts(heading: str, counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    counts = list(counts)
    if counts:
        yield ""
        yield f"{heading}: {sum(number for _, number in counts):,}"
        yield f"  {', '.join(f'{number:,} {plain(name)}' for name, number in counts)}"


def _list(heading: str, items: list[str]) -> Iterator[str]:
    if items:
        yield ""
        yield f"{heading}: {len(items):,}"
        yield from (f"  {each}" for each in items[:SHOWN])
        if len(items) > SHOWN:
            yield f"  ... and {len(items) - SHOWN:,} more (--format json tells all)"


def _identity(each: Identity) -> str:
    row = "row of another source refers" if each.referring == 1 else "rows of other sources refer"
    kept = f"{each.referring:,} {row} to it, so that another passage must name it"
    return f"{plain(each.resource)} {plain(each.key)}: {kept if each.referring else 'falls, nothing refers to it'}"


def _ruling(each: FallenRuling) -> str:
    why = ["nothing is left to rule on" if each.unused else "its claims change"]
    why += ["it prefers the source"] if each.preferred else []
    place = f"{plain(each.resource)} {plain(each.subject)} {plain(each.field)}"
    return f"{place}: {'; '.join(why)}\n    {plain(each.told, LONGEST)}"


def _value(each: Revalued) -> str:
    place = f"{plain(each.resource)} {_subject(each.subject)} {plain(each.field)}: {_told(each.before)}"
    if each.after is None or each.effect is Effect.LOST:
        return place
    if each.effect is Effect.CHANGED:
        return f"{place} becomes {_told(each.after)}"
    if each.effect is Effect.STATUS:
        return f"{place} is {each.after.status}, and was {each.before.status}"
    return f"{place}, of {', '.join(plain(voter) for voter in each.after.voters)}"


def _told(cell: Resolved) -> str:
    if not cell.value:
        return f"no value ({cell.status})"
    return show(" ".join(part for part in (cell.qualifier.replace("_", " "), cell.value, cell.unit) if part))


def _subject(cells: tuple[str, ...]) -> str:
    return plain(",".join(cells))


def impact_json(impact: Impact) -> str:
    """Return what falls with a source as a JSON object: the fields of `dpkit.model.impact.Impact`."""
    return inert_json(_data(impact))


def _data(impact: Impact) -> dict[str, Any]:
    return {
        "source": impact.source,
        "title": impact.title,
        "rows": dict(impact.rows),
        "passages": dict(impact.passages),
        "identities": [_fields(each, "resource", "key", "referring") for each in impact.identities],
        "silenced": [_fields(each, "resource", "subject") for each in impact.silenced],
        "contradictions": [
            _fields(each.before, "resource", "subject", "field", "detail")
            | {"after": each.after.detail if each.after else None}
            for each in impact.contradictions
        ],
        "rulings": [
            _fields(each, "resource", "subject", "field", "told", "unused", "preferred") for each in impact.rulings
        ],
        "values": [
            _fields(each, "resource", "subject", "field", "effect")
            | {"before": _cell(each.before), "after": _cell(each.after)}
            for each in impact.values
        ],
        "references": [_fields(each, "resource", "field", "rows") for each in impact.references],
    }


def _cell(cell: Resolved | None) -> dict[str, Any] | None:
    return _fields(cell, "value", "qualifier", "unit", "status", "sources", "voters") if cell else None


def _fields(noun: object, *names: str) -> dict[str, Any]:
    return {name: getattr(noun, name) for name in names}
