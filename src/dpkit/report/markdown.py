"""Markdown: foreign text made safe, tables, links to headings."""

import re
from collections.abc import Iterable, Sequence

from dpkit.model.show import plain

LONGEST = 300  #: characters of a cell that are shown
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
ESCAPES = str.maketrans(ENTITIES | {mark: f"\\{mark}" for mark in "\\`*_[]|~$"})


def text(foreign: str, longest: int = LONGEST) -> str:
    """Return foreign text on one line, with nothing in it that Markdown or HTML would obey."""
    return plain(foreign.strip(), longest).translate(ESCAPES)


def code(foreign: str, longest: int = LONGEST) -> str:
    """Return foreign text as a code span of a table, or as plain text where no code span can hold it."""
    shown = plain(foreign, longest)
    if not shown.strip() or shown != shown.strip() or "`" in shown or ("|" in shown and "\\" in shown):
        return text(foreign, longest)
    return f"`{shown.replace('|', chr(92) + '|')}`"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def without_empty(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows without the columns in which no row has anything."""
    kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
    return [heads[number] for number in kept], [[row[number] for number in kept] for row in rows]


def link(shown: str, heading: str) -> str:
    """Return a link to a heading of the same page."""
    return f"[{shown}](#{slug(heading)})"


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives to a heading, of which the page has no second one."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
