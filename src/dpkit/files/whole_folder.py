"""Writing a folder whole or not at all, over an earlier one of the same making and over nothing else."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from dpkit.model.errors import DpkitError
from dpkit.model.show import plain

Known = Callable[[Mapping[str, bytes]], Collection[str]]


def write_folder(folder: Path, files: Mapping[str, str], known: Known) -> None:
    """Write `files` into `folder`: beside it first, then renamed to it.

    Args:
        folder: need not exist; of an earlier one, only the files that are `known` are removed.
        files: path below the folder, with `/` -> text.
        known: from the files at the top of an earlier folder, the paths that were written there.

    Raises:
        DpkitError: it holds something else, or could not be written; then it is unchanged.
    """
    try:
        _check(folder, known)
        target = Path(os.path.realpath(folder))
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
        try:
            _fill(beside / "new", files)
            _swap(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise DpkitError(f"{plain(str(folder), 200)} could not be written: {reason}") from error


def _check(folder: Path, known: Known) -> None:
    if not os.path.lexists(folder):
        return
    if os.path.islink(folder) or not os.path.isdir(folder):
        raise DpkitError(f"{plain(str(folder), 200)} is no folder, and nothing is written over it")
    found = list(_contents(folder))
    tops = {name: (folder / name).read_bytes() for name in found if "/" not in name and (folder / name).is_file()}
    ours = set(known(tops))
    ours |= {each.rpartition("/")[0] + "/" for each in ours if "/" in each}
    if strangers := sorted(set(found) - ours):
        stranger = plain(strangers[0])
        raise DpkitError(
            f"{plain(str(folder), 200)} holds {stranger}, which dpkit did not write; nothing is written over it"
        )


def _contents(folder: Path) -> list[str]:
    """Return the paths of all that is in a folder, those of folders with a `/` at the end; links are not followed."""
    found = []
    for root, folders, files in os.walk(folder, onerror=_refuse):
        below = os.path.relpath(root, folder).replace(os.sep, "/")
        prefix = "" if below == "." else f"{below}/"
        found += [f"{prefix}{name}" for name in files]
        found += [f"{prefix}{name}{'' if os.path.islink(os.path.join(root, name)) else '/'}" for name in folders]
    return found


def _refuse(error: OSError) -> None:
    """What cannot be looked into is not written over."""
    raise error


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8", "backslashreplace"))


def _swap(beside: Path, target: Path) -> None:
    """Put the new folder in the place of the old one, or leave the old one there."""
    old = beside / "old"
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(beside / "new", target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
