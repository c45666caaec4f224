"""All that is in a folder, however deep."""

import os
import stat
from pathlib import Path


def tree(root: Path) -> tuple[list[str], list[str]]:
    """Return the plain files below a folder, and what is neither a plain file nor a folder; links are not followed.

    Returns:
        Two sorted lists of paths below `root`, with `/`.

    Raises:
        OSError: a folder could not be looked into.
    """
    files: list[str] = []
    others: list[str] = []
    for place, folders, names in os.walk(root, onerror=_refuse):
        for name in [*names, *(each for each in folders if os.path.islink(os.path.join(place, each)))]:
            path = os.path.join(place, name)
            kind = files if stat.S_ISREG(os.lstat(path).st_mode) else others
            kind.append(os.path.relpath(path, root).replace(os.sep, "/"))
    return sorted(files), sorted(others)


def _refuse(error: OSError) -> None:
    raise error
