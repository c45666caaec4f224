"""Characters that look alike: a capital I, a small l and a 1; a zero and an O; Cyrillic, Greek and Latin letters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache

from dpkit.model.show import hidden, listing, show

GROUPS = ("lI1|\u0406\u04c0\u0399", "O0\u041e\u039f")  #: the first of each stands for all
PAIRS = (  # Cyrillic, then Greek, each with the Latin letter that looks the same
    "\u0410A \u0412B \u0415E \u0405S \u0408J \u041aK \u041cM \u041dH \u0420P \u0421C \u0422T \u0423Y \u0425X \u0501d "
    "\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x \u0455s \u0456i \u0458j \u051bq \u051dw \u04bbh "
    "\u0391A \u0392B \u0395E \u0396Z \u0397H \u039aK \u039cM \u039dN \u03a1P \u03a4T \u03a5Y \u03a7X \u03bfo \u03bdv"
)
LATIN = {ord(pair[0]): pair[1] for pair in PAIRS.split()}
FIRST = {ord(char): group[0] for group in GROUPS for char in group[1:]}
SKELETON = LATIN | FIRST
ASCII = {chr(code): first for code, first in FIRST.items() if code <= 0x7F}  # noqa: PLR2004 - likewise
LOOKS_LATIN = "".join(map(chr, [*LATIN, *(code for code in FIRST if code > 0x7F)]))  # noqa: PLR2004 - the end of ASCII
LONGEST_NAME = 30  #: characters that are told of a name that may be meant
LAID_OUT = "\n\r\t"  #: a label may be broken into lines
_SCRIPTS = "(LATIN|CYRILLIC|GREEK) "
_WORD = re.compile(r"[^\W\d_]{2,}")


def skeleton(cell: str) -> str:
    """Return `cell` with one character for all that look like it; two texts with one skeleton look the same."""
    return unicodedata.normalize("NFC", cell).translate(SKELETON)


def folded(name: str) -> str:
    """Return `name` without what some systems do not tell apart: case and normal form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def differ_in(one: str, other: str) -> str:
    """Return what alone tells two names apart, if it is hard to see: white space, case, how accents are encoded."""
    if one == other:
        return ""
    if one.split() == other.split():
        return "white space only"
    if one.casefold() == other.casefold():
        return "case only"
    alike = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    return "how accents are encoded" if alike else ""


def told_apart(one: str, other: str) -> str:
    """Return what alone tells two names apart, if it is hard to see: `they differ in case only`, or nothing."""
    if only := differ_in(one, other):
        return f"they differ in {only}"
    alike = one != other and skeleton(one) == skeleton(other)
    return f"they only look alike: {difference(one, other)}" if alike else ""


def meant(name: str, names: Iterable[str]) -> str:
    """Return the first of `names` that `name` may be meant for: `; 'omsk' differs in case only`, or nothing."""
    return _meant(tuple(names))(name)


class Meant:
    """What a name may be meant for, among many that are gone through once, when the first is asked for.

    Args:
        names: of what there is.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names

    @cached_property
    def _by_look(self) -> dict[str, str]:
        names = list(self._names)
        return {look: name for name in reversed(names) for look in (skeleton(name), _unspaced(name))}

    def __call__(self, name: str) -> str:
        """Return which may be meant, and how `name` differs: `; 'omsk' differs in case only`, or nothing."""
        other = self._by_look.get(_unspaced(name)) or self._by_look.get(skeleton(name)) or name
        if only := differ_in(other, name):
            return f"; {show(other, LONGEST_NAME)} differs in {only}"
        alike = other != name and skeleton(other) == skeleton(name)
        return f"; it only looks like {show(other, LONGEST_NAME)}: {difference(name, other)}" if alike else ""


@lru_cache(maxsize=1)
def _meant(names: tuple[str, ...]) -> Meant:
    """Return what may be meant among the names that were asked of last: thousands may be meant for one of them."""
    return Meant(names)


def _unspaced(name: str) -> str:
    return " ".join(folded(name).split())


def mixed(cell: str) -> str:
    """Return the first word that mixes Latin with Cyrillic or with Greek look-alikes, or nothing.

    Greek letters that look like no Latin one are left out: `kΩ` and `μm` are units.
    """
    if cell.isascii():
        return ""
    return next((word for word in _WORD.findall(cell) if _mixes(word)), "")


def _mixes(word: str) -> bool:
    scripts = {_script(char) for char in word}
    return {"LATIN", "CYRILLIC"} <= scripts or {"LATIN", "GREEK"} <= scripts


def _script(char: str) -> str:
    found = re.match(_SCRIPTS, unicodedata.name(char, ""))
    script = found[1] if found else ""
    return "" if script == "GREEK" and char not in LOOKS_LATIN else script


def _few_latin(word: str) -> list[str]:
    """Return the Latin letters of a word, if most of its letters are others."""
    latin = [char for char in word if _script(char) == "LATIN"]
    return list(dict.fromkeys(latin)) if 2 * len(latin) < len(word) else []


def code_points(word: str) -> str:
    """Return a word with the code points of its letters that are no Latin ones, in brackets."""
    odd = dict.fromkeys(char for char in word if char.isalpha() and _script(char) != "LATIN")
    return f"{word} ({', '.join(map(code_point, odd))})"


def code_point(char: str) -> str:
    """Return a character with its code point: `I U+0049`."""
    return f"{char} U+{ord(char):04X}"


def difference(one: str, other: str) -> str:
    """Return where two texts of one skeleton differ: `I U+0049 for l U+006C`."""
    pairs = zip(unicodedata.normalize("NFC", one), unicodedata.normalize("NFC", other), strict=False)
    told = dict.fromkeys(f"{code_point(a)} for {code_point(b)}" for a, b in pairs if a != b)
    return " and ".join(list(told)[:3])


def doubt(name: str) -> str:
    """Return what about the name of a column cannot be told by sight, or nothing."""
    if any(hidden(char) for char in name if char not in LAID_OUT):
        return f"which holds {named_code_points(name)}"
    return f"a word of several scripts: it holds {named_code_points(name)}" if mixed(name) else ""


def named_code_points(text: str, most: int = 3) -> str:
    """Return the characters of a text that cannot be told by sight, by code point and name.

    These are the invisible ones, `U+200B ZERO WIDTH SPACE`, or, if there are none, those that are not Latin; in a word
    of more letters that are none, the Latin ones.
    """
    chars = dict.fromkeys(text)
    odd = [char for char in chars if hidden(char)] or _few_latin(mixed(text))
    odd = odd or [char for char in chars if not char.isascii() and _script(char) != "LATIN"]
    told = [f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in odd]
    return listing([*told[:most], *([f"{len(told) - most} more"] if len(told) > most else [])])
