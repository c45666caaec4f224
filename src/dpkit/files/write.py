"""Writing a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from dpkit.model.errors import DpkitError


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8: beside it first, then renamed over it.

    Raises:
        DpkitError: it could not be written; whatever stood at `path` is unchanged.
    """
    beside = None
    try:
        fd, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(fd, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(fd)
        os.chmod(beside, 0o666 & ~_umask())
        os.replace(beside, path)
    except OSError as error:
        if beside is not None and os.path.exists(beside):
            os.unlink(beside)
        raise DpkitError(f"{path} could not be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
