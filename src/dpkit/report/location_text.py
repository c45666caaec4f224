"""Where some words stand, as text and JSON."""

import dataclasses
from collections.abc import Iterator

from dpkit.model.evidence import Verdict
from dpkit.model.location import Location
from dpkit.model.show import plain, show
from dpkit.model.trace import Passage
from dpkit.report.inert import inert_json
from dpkit.report.trace_text import Mark, guillemets, words

SHOWN = 20
LONGEST = 300


def location_text(location: Location, mark: Mark = guillemets) -> str:
    """Return each passage as its locator and the words around it; of many the first.

    Args:
        location: what to tell.
        mark: makes the words stand out.
    """
    return "".join(f"{line}\n" for line in _lines(location, mark))


def _lines(location: Location, mark: Mark) -> Iterator[str]:
    yield f"{plain(location.source)}, sha256 {location.sha256}\n"
    for each in location.passages[:SHOWN]:
        yield from _passage(each, mark)
    if len(location.passages) > SHOWN:
        yield f"... and {len(location.passages) - SHOWN:,} more (--format json tells all)"
    if location.nearest is not None:
        yield f"it has no {show(location.words, LONGEST)}; the nearest passage is\n"
        yield from _passage(location.nearest, mark)
    elif not location.passages:
        yield f"it has no {show(location.words, LONGEST)}, nor anything like it"


def _passage(passage: Passage, mark: Mark) -> Iterator[str]:
    cut = passage.evidence.verdict is Verdict.CUT
    whole = f"  a piece of “{plain(passage.evidence.detail, LONGEST)}”" if cut else ""
    yield f"{passage.locator}{whole}"
    yield f"  {words(passage, mark, source=False)}"


def location_json(location: Location) -> str:
    """Return it as a JSON object: the fields of `dpkit.model.location.Location`, by their names."""
    return inert_json(dataclasses.asdict(location))
