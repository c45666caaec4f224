"""Where a file may be that is not at its path: there under a name that looks the same, or in another folder."""

import os
from urllib.parse import unquote

from dpkit.files.reach import Reach
from dpkit.model.errors import UnsafePathError
from dpkit.model.lookalikes import differ_in
from dpkit.model.show import show

ABOVE = 3  #: folders from which a path may have been meant
MOST = 8  #: folders in which the next part of a path is looked for: links may lead to the same one in many ways


def nearby(reach: Reach, path: str) -> str:
    """Return `; there is 'a.csv', which differs in case only`, where a missing file may be meant, or nothing.

    It is one whose path is the same but for case, accents' form, `%20` and marks between words, or lies `elsewhere`.
    """
    found = next((each for each in (*_alike(reach, path), *elsewhere(path)) if _stands(reach, each)), "")
    aside = differ_in(found, path)
    return f"; there is {show(found)}{f', which differs in {aside}' if aside else ''}" if found else ""


def elsewhere(path: str) -> list[str]:
    """Return where else a missing file is looked for: from folders above, and in `data`."""
    parts = path.split("/")
    return ["/".join(parts[start:]) for start in range(1, min(len(parts), ABOVE + 1))] + [f"data/{path}"]


def _alike(reach: Reach, path: str) -> list[str]:
    """Return the paths each part of which looks like that of `path`, those with the same part first."""
    found = [""]
    for part in os.path.normpath(path).split("/"):
        beside = [(each, reach.namesakes(each.removesuffix("/") or ".", unquote(part))) for each in found]
        names = sorted((name != part, f"{each}{name}/") for each, names in beside for name in names)
        found = [name for _, name in names[:MOST]]
    return [each.removesuffix("/") for each in found]


def _stands(reach: Reach, path: str) -> bool:
    try:
        with reach.folder.open(path):
            return True
    except (OSError, UnsafePathError):
        return False
