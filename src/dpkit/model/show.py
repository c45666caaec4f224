"""Foreign text (cells, names, paths) made safe to print: on one line, short, nothing for a terminal to obey."""

import unicodedata
from collections.abc import Sequence

LONGEST = 80
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}  #: a no-break space looks like a space, and is none


def plain(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line with control and invisible characters escaped, cut to `longest` characters."""
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return text if text.isascii() and text.isprintable() else "".join(map(_visible, text))


def show(text: str, longest: int = LONGEST) -> str:
    """Return `text` as `plain` does, in quotes: `'St. Petersburg'`."""
    return f"'{plain(text, longest)}'"


def named(name: str) -> str:
    """Return a name as `plain` does, in quotes where it would not be seen to be one: `''`, `' '`."""
    return plain(name) if name.strip() else show(name)


def hidden(char: str) -> bool:
    """Tell whether a character is not seen, or is obeyed instead of shown: control, format, surrogate, private."""
    return char != " " and unicodedata.category(char) in HIDDEN


def _visible(char: str) -> str:
    return f"<U+{ord(char):04X}>" if hidden(char) else char


def column_letters(index: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: `A`, `B`, ..., `Z`, `AA`."""
    letters, number = "", index + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def count(number: int, noun: str, plural: str = "") -> str:
    """Return number and noun: `1 row`, `2,000 rows`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def witnesses(sources: int, groups: int) -> str:
    """Return the number of sources, and that of their control groups if smaller: `3 sources of 2 control groups`."""
    told = count(sources, "source")
    return f"{told} of {count(groups, 'control group')}" if groups < sources else told


def listing(items: "list[str] | tuple[str, ...]", word: str = "and") -> str:
    """Return `a, b and c`."""
    return ", ".join(items[:-1]) + f" {word} {items[-1]}" if len(items) > 1 else "".join(items)


def first_of(items: Sequence[str], most: int) -> list[str]:
    """Return the first items, and how many more there are: `a`, `b`, `3 more`."""
    left = len(items) - most
    return [*items[:most], f"{left:,} more"] if left > 0 else [*items]


def of_field(name: str | None) -> str:
    """Return what a message adds to a place, which counts fields, for people, who know them by name."""
    return "" if name is None else f" (field {show(name)})"
