"""What the reading of a package may reach: its folder, the storage and the hosts that the user named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dpkit.files.folder import Folder
from dpkit.files.remote import Remote
from dpkit.model.lookalikes import folded

URL = re.compile(r"(https?|ftps?)://", re.IGNORECASE)  #: the schemes of the standard ("URL or Path")
BETWEEN = dict.fromkeys(map(ord, " _-"))  #: marks between words


def is_url(path: str) -> bool:
    """Tell whether `path` is a URL as the standard allows it."""
    return URL.match(path) is not None


class Storage(Protocol):
    """Where the data of a package lie, if not in its folder."""

    def fetch(self, path: str, to: Path) -> int:
        """Write the bytes of a file to a new one and return that, open for reading.

        Args:
            path: below the storage, one that `unsafe` lets pass.
            to: does not exist.

        Raises:
            NotReachableError: there is no such file, or it cannot be read.
        """


@dataclass(frozen=True, slots=True)
class Reach:
    """A folder, and hosts beside it; data files lie on the storage if there is one."""

    folder: Folder
    remote: Remote = field(default_factory=Remote)
    storage: Storage | None = None
    _listed: dict[str, Mapping[str, Sequence[str]]] = field(default_factory=dict, compare=False, repr=False)

    def namesakes(self, parent: str, name: str) -> Sequence[str]:
        """Return the names in a folder that are `name` but for case, accents' form, blanks, hyphens and underscores.

        Args:
            parent: the folder, `.` for that of the package; it is listed once, since thousands of files may be missing.
            name: of a file that need not be there.
        """
        if parent not in self._listed:
            names: dict[str, list[str]] = {}
            for each in self.folder.names(parent):
                names.setdefault(_bare(each), []).append(each)
            self._listed[parent] = names
        return self._listed[parent].get(_bare(name), ())

    def read(self, path: str, most: int) -> bytes:
        """Return the bytes of a small file.

        Args:
            path: below the folder, or a URL.
            most: how many bytes it may have.

        Raises:
            UnsafePathError: the path leads out of the folder, to no plain file, or to one that is too large.
            NotReachableError: the URL may not be asked, or does not answer.
            OSError: there is no such file, or it cannot be read.
        """
        return b"".join(self.remote.read(path, most)) if is_url(path) else self.folder.read(path, most)


def _bare(name: str) -> str:
    return folded(name).translate(BETWEEN)
