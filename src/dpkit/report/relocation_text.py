"""Locators that were written, or are to be, as text and JSON."""

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import groupby

from dpkit.model.relocation import Relocation
from dpkit.model.show import count, plain, show
from dpkit.report.inert import inert_json

SHOWN, PLACES = 20, 3
NOT_LOOKED_UP = {
    "": "no such source is described",
    "not-held": "the document is not at hand",
    "changed": "the document is not the one whose sha256 is recorded",
    "not-readable": "the document cannot be read as text",
    "no-document": "no sha256 of a document is recorded",
}  #: why words were not looked for, by what became of the document


def relocation_text(found: Sequence[Relocation], *, written: bool) -> str:
    """Return each table with its locators, of many the first.

    Args:
        found: those of one table stand together.
        written: whether they stand in the files by now.
    """
    lines = [line for _, some in groupby(found, lambda each: each.resource) for line in _lines([*some], written)]
    return "".join(f"{line}\n" for line in lines or ["every quote that can be followed has its locator"])


def _lines(found: Sequence[Relocation], written: bool) -> Iterator[str]:  # noqa: FBT001 - private
    told, open_ = [each for each in found if each.new], [each for each in found if not each.new]
    done = f"{count(len(told), 'locator')} {'written' if written else 'to be written'}"
    yield f"{plain(found[0].resource)}: {done}" + (f", {len(open_):,} left to you" if open_ else "")
    for some in (told, open_):
        yield from (f"  {_line(each)}" for each in some[:SHOWN])
        if len(some) > SHOWN:
            yield f"  ... and {len(some) - SHOWN:,} more (--format json tells all)"


def _line(each: Relocation) -> str:
    place = f"row {each.row:,}, {plain(each.source, 40)}: {show(each.quote, 60)}"
    if each.new:
        return f"{place} is at {each.new}" + (f", not {plain(each.old, 40)}" if each.old else "")
    if each.holding in NOT_LOOKED_UP:
        return f"{place} was not looked up: {NOT_LOOKED_UP[each.holding]}"
    if not each.places:
        return f"{place} stands nowhere in the document"
    some = ", ".join(each.places[:PLACES]) + (", ..." if len(each.places) > PLACES else "")
    return f"{place} stands at {len(each.places):,} places: {some}"


def relocation_json(found: Sequence[Relocation]) -> str:
    """Return them as a JSON list of objects: the fields of `dpkit.model.relocation.Relocation`, by their names."""
    return inert_json([dataclasses.asdict(each) for each in found])
