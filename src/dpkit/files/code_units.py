"""Text in code units of several bytes, which may pass for UTF-8: where it is all ASCII, every other byte is 0."""

import codecs

SAMPLE = 1 << 16
UNIT = 4  #: bytes: two characters, or one
ZEROS = {"123": "utf-32-le", "012": "utf-32-be", "13": "utf-16-le", "02": "utf-16-be"}  #: which bytes of a unit are 0
BOMS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def encoding_by_units(start: bytes) -> str:
    """Return the encoding for which a byte order mark speaks, or that bytes at the same places are 0; or nothing.

    Args:
        start: the first bytes of a file, a multiple of four or all of them.
    """
    for mark, name in BOMS.items():
        if start.startswith(mark):
            return name
    zeros = "".join(str(n) for n in range(UNIT) if start[n::UNIT].count(0) * 2 > len(start[n::UNIT]))
    return ZEROS.get(zeros, "") if len(start) >= UNIT else ""
