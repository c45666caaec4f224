"""Temporary folders, which are gone when the program ends, however it ends."""

import tempfile
from weakref import WeakSet

Temporary = tempfile.TemporaryDirectory[str]

_open: "WeakSet[Temporary]" = WeakSet()


def temporary() -> Temporary:
    """Return a new folder, which is removed with the object."""
    folder = Temporary(prefix="dpkit-", ignore_cleanup_errors=True)
    _open.add(folder)
    return folder


def remove_temporary() -> None:
    """Remove all that are there, whoever still writes to them."""
    for folder in list(_open):
        folder.cleanup()
