"""Writing a file whole or not at all."""

import os
import stat
import tempfile
from pathlib import Path

from dpkit.model.errors import DpkitError
from dpkit.model.show import plain


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path` as UTF-8: beside it first, then renamed over it.

    A symbolic link is followed, a file's mode is kept; to a device or a pipe the text is written as it stands.

    Raises:
        DpkitError: it could not be written; whatever file stood at `path` is unchanged.
    """
    data = text.encode("utf-8", "backslashreplace")
    try:
        mode = os.stat(path).st_mode if os.path.exists(path) else stat.S_IFREG | 0o666 & ~_umask()
        if stat.S_ISREG(mode):
            _replace(Path(os.path.realpath(path)), data, stat.S_IMODE(mode))
        else:
            path.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise DpkitError(f"{plain(str(path), 200)} could not be written: {reason}") from error


def _replace(path: Path, data: bytes, mode: int) -> None:
    fd, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(fd)
        os.chmod(beside, mode)
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
