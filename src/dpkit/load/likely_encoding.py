"""Which encoding the bytes of a text that is not UTF-8 speak for: the one in which its words are words."""

import re
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from itertools import pairwise

RUN = re.compile(rb"[\x80-\xff]{3,}")  #: words of another script; of Latin ones, such letters stand by themselves
ALPHABETS = {  #: of an encoding: a word in one case, or capitalised
    "windows-1251": re.compile("[\u0410-\u042f\u0401]?[\u0430-\u044f\u0451]+|[\u0410-\u042f\u0401]+"),
    "windows-1253": re.compile("[\u0386-\u038f\u0391-\u03ab]?[\u0390\u03ac-\u03ce]+|[\u0386-\u038f\u0391-\u03ab]+"),
}
ICELAND = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")  #: letters of windows-1252 that are Turkish ones in windows-1254
EASTERN = ("big5", "cp949", "gb18030", "johab", "shift_jis")  #: in which almost all runs of bytes are characters
OLD = ("mac", "cp8")  #: pages of old systems, in which small letters may be what they are in those of Windows
NAMES = {"cp932": "shift_jis", "ibm866": "cp866", "macroman": "mac_roman"}  #: better known, of those that chardet has
SIGNS = "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2026\u20ac\xa3\xa7\xab\xbb\xb0\xbd\xb7\u2116"  #: that texts hold
BETWEEN = re.compile(r"[\u2010-\u2019\xa0\xb7\u3000-\u303f\uff00-\uffef]|[^\W\d_]")  #: what stands between letters
WORD = re.compile(r"[^\W\d_]+")
MARKS = {"Mn", "Mc"}  #: categories of what stands above or below letters
ORDINALS = "\xaa\xba\xb5"  #: letters of no script
EAST = {  #: scripts of one word
    "LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "HALFWIDTH", "FULLWIDTH",
}  # fmt: skip


def likely_encoding(sample: bytes) -> str:
    """Return the encoding in which the lines that are not UTF-8 are text, as far as that can be told; or nothing.

    Args:
        sample: begins where a line does; its end may be cut.
    """
    lines = b"\n".join(line for line in re.split(rb"[\r\n]+", sample) if _decoded(line, "utf-8") is None)
    return next((name for name, word in _candidates(lines) if _is_text(lines, name, word)), "")


def _candidates(lines: bytes) -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield encodings, the likeliest first, each with what tells whether a text is a word in it."""
    found = _detected(lines)
    detected = (found, _is_word)
    if not RUN.search(lines):
        latin = ("windows-1252", _is_word)
        yield from (detected, latin) if ICELAND.search(lines) else (latin, detected)
        return
    if found not in EASTERN and not found.startswith(OLD):
        yield detected
    yield from ((name, alphabet.fullmatch) for name, alphabet in ALPHABETS.items())
    yield from (detected, ("cp949", _is_word), ("gb18030", _is_word))


def _detected(lines: bytes) -> str:
    """Return what the library takes for the encoding, from how often which characters follow one another."""
    import chardet

    name = (chardet.detect(lines)["encoding"] or "").lower()
    better = NAMES.get(name, name)
    return name if _decoded(lines, better) is None else better


def _is_text(data: bytes, encoding: str, is_word: Callable[[str], object]) -> bool:
    """Tell whether bytes decode to words, and to signs, which do not stand within them."""
    text = _decoded(data, encoding)
    if text is None or any(map(_is_odd, text, text[1:], text[2:])):
        return False
    return all(map(is_word, (word for word in WORD.findall(text) if not word.isascii())))


def _is_odd(before: str, char: str, after: str) -> bool:
    """Tell whether a character is none of a text, or none that stands between two letters."""
    if char.isascii() or char.isalpha():
        return False
    kind = unicodedata.category(char)
    inside = before.isalpha() and after.isalpha()
    return kind.startswith("C") or (inside and kind not in MARKS and not BETWEEN.match(char))


def _is_word(word: str) -> bool:
    """Tell whether the letters of a word are of one script, and capitals only where words have them."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha() and char not in ORDINALS}
    inner = any(b.isupper() and not a.isupper() and not (a + b).isascii() for a, b in pairwise(word))
    return (len(scripts) == 1 or scripts <= EAST) and not inner


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return bytes as text, without a last character that is cut; None if they are none in that encoding."""
    try:
        return getincrementaldecoder(encoding)().decode(data)
    except (UnicodeDecodeError, LookupError):
        return None
