"""What runs: Python, dpkit and its libraries, by signs that are quick to read."""

import os
import sys
from pathlib import Path


def program() -> list[object]:
    """Return what tells this program from any other that might judge otherwise: versions, and times of dpkit's files.

    Raises:
        OSError: dpkit does not lie in a folder that can be read.
    """
    folder = Path(__file__).parents[1]
    return [sys.version, sys.platform, _distributions(), sorted(_files(folder))]


def _distributions() -> list[str]:
    """Return names and versions of what is installed; `importlib.metadata` would take longer than a small package."""
    folders = [each for each in sys.path if os.path.isdir(each)]
    return sorted(name for each in folders for name in os.listdir(each) if name.endswith((".dist-info", ".egg-info")))


def _files(folder: Path) -> list[tuple[str, int, int, int]]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            stamp = os.stat(path := os.path.join(place, name))
            found.append((os.path.relpath(path, folder), stamp.st_size, stamp.st_mtime_ns, stamp.st_ctime_ns))
    return found
