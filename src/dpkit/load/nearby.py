"""Where a file may be that is not at its path: there under a name that looks the same, or in another folder."""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from dpkit.files.reach import Reach
from dpkit.model.errors import UnsafePathError
from dpkit.model.lookalikes import differ_in
from dpkit.model.show import show

ABOVE = 3  #: folders from which a path may have been meant


def nearby(reach: Reach, path: str) -> str:
    """Return `; there is 'a.csv', which differs in case only`, where a missing file may be meant, or nothing.

    It is one whose path is the same but for case, accents' form, `%20` and blanks, or one that lies `elsewhere`.
    """
    alike = _alike(reach, path.split("/"), "")
    found = next((each for each in (*alike, *elsewhere(path)) if _stands(reach, each)), "")
    aside = differ_in(found, path)
    return f"; there is {show(found)}{f', which differs in {aside}' if aside else ''}" if found else ""


def elsewhere(path: str) -> list[str]:
    """Return where else a missing file is looked for: from folders above, and in `data`."""
    parts = path.split("/")
    return ["/".join(parts[start:]) for start in range(1, min(len(parts), ABOVE + 1))] + [f"data/{path}"]


def _alike(reach: Reach, parts: Sequence[str], before: str) -> Iterator[str]:
    """Yield the paths in a folder each of whose parts looks like one of `parts`, the same before others."""
    if not parts:
        yield before.removesuffix("/")
        return
    names = reach.namesakes(before.removesuffix("/") or ".", unquote(parts[0]))
    for name in sorted(names, key=lambda each: each != parts[0]):
        yield from _alike(reach, parts[1:], f"{before}{name}/")


def _stands(reach: Reach, path: str) -> bool:
    try:
        with reach.folder.open(path):
            return True
    except (OSError, UnsafePathError):
        return False
