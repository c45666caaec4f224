"""Names of hosts that are not ASCII, as ASCII (RFC 3490): of each character, what it stands for is found out once.

The codec of Python asks a dozen tables about each character of each name.
"""

import re
from encodings.idna import dots, nameprep
from functools import lru_cache
from stringprep import in_table_b1, in_table_d1, map_table_b2
from unicodedata import ucd_3_2_0

KNOWN = 1 << 16  #: characters that are remembered
PREFIX = "xn--"
SPACE = re.compile(r"\s|__")


def ascii_host(host: str) -> str | None:
    """Return a name as ASCII; None where the codec is to be asked, since something in it is not plain.

    Args:
        host: labels between dots; those that are ASCII stay as they are, whatever they are.
    """
    if SPACE.search(host):
        return None
    labels = [label if label.isascii() else _label(label) for label in dots.split(host)]
    return ".".join(label or "" for label in labels) if None not in labels else None


def _label(label: str) -> str | None:
    prepared = ucd_3_2_0.normalize("NFKC", "".join(map(_mapped, label)))
    if prepared.isascii() or prepared.startswith(PREFIX) or not all(map(_is_plain, prepared)):
        return None
    return PREFIX + prepared.encode("punycode").decode()


@lru_cache(KNOWN)
def _mapped(char: str) -> str:
    return "" if in_table_b1(char) else map_table_b2(char)


@lru_cache(KNOWN)
def _is_plain(char: str) -> bool:
    """Tell whether a character stands for itself wherever it stands, and is not written from right to left."""
    try:
        return nameprep(char) == char and not in_table_d1(char)
    except UnicodeError:
        return False
