"""A difference as Markdown."""

from collections.abc import Iterator

from dpkit.model.change import Difference
from dpkit.model.show import count
from dpkit.report.difference_outline import Group, Mark, Piece, sections, summary, title
from dpkit.report.markdown import code, text

WHOLE = 10_000  #: characters of a line, whose foreign parts are cut already


def difference_markdown(difference: Difference) -> str:
    """Return the difference as Markdown; foreign text is text and nothing else."""
    return "".join(f"{line}\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    yield f"# {text(title(difference))}"
    yield ""
    yield from (f"- {text(line, WHOLE)}" for line in summary(difference))
    for section in sections(difference):
        yield from ("", f"## {text(section.heading)}", "")
        for group in section.groups:
            yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    yield f"- {text(group.heading)}"
    yield from (f"  - {''.join(map(_piece, item))}" for item in group.items if item)
    if group.more:
        yield f"  - and {count(group.more, 'other')}"


def _piece(piece: Piece) -> str:
    if piece.mark in {Mark.OLD, Mark.NEW}:
        return code(piece.text)
    if piece.mark is Mark.NAME and piece.text.strip():
        return f"**{text(piece.text)}**"
    # blanks at the ends are ours
    bare = piece.text.strip()
    before, _, after = piece.text.partition(bare) if bare else (piece.text, "", "")
    return f"{before}{text(bare)}{after}"
