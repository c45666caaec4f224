"""Why a text is no URI, where that is plain."""

import re
from urllib.parse import quote

from dpkit.model.show import show

SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
BEGINNING = re.compile(r"[^:/?#]*:(//[^/?#]*)?")  #: scheme and host, which may be one in brackets
FOREIGN = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=:@/?#%\[\]-]")  #: what a URI holds nowhere
STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
BRACKET = re.compile(r"[\[\]]")


def wrong_uri(cell: str) -> str:
    """Return why a cell is no URI: `: it holds '|', which a URI writes as %7C`; nothing where that is not plain."""
    if not SCHEME.match(cell):
        return ": a URI begins with its scheme, such as https:"
    rest = BEGINNING.sub("", cell, count=1)
    if found := FOREIGN.search(cell) or BRACKET.search(rest):
        return _written(found[0])
    if STRAY.search(cell):
        return ": after a % stand two hexadecimal digits"
    return f"{_written('#')}, a second time" if rest.count("#") > 1 else ""


def _written(char: str) -> str:
    return f": it holds {show(char)}, which a URI writes as {quote(char, safe='', errors='replace')}"
