"""A difference as text."""

from collections.abc import Iterator

from dpkit.model.change import Difference
from dpkit.model.show import count
from dpkit.report.difference_outline import Group, sections, summary, title


def difference_text(difference: Difference) -> str:
    """Return the difference as text: level and what demands it first, then resource by resource."""
    return "".join(f"{line}\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    yield title(difference)
    yield from summary(difference)
    for section in sections(difference):
        yield ""
        yield section.heading
        for group in section.groups:
            yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    yield f"  {group.heading}"
    for item in group.items:
        if item:
            yield "    " + "".join(piece.text for piece in item)
    if group.more:
        yield f"    ... and {count(group.more, 'other')} (--all shows them)"
