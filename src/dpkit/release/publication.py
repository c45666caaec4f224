"""The step that makes a release public: all that was built appears at once, and then its record."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dpkit.files.lock import hold
from dpkit.files.publish import aside, clean, failures, make, publish_file, publish_folder
from dpkit.files.zip_file import digest
from dpkit.model.errors import DpkitError
from dpkit.model.release import ReleasedFile
from dpkit.model.show import plain

LOCK = ".dpkit-lock"
WHAT = "a release"

Build = Callable[[Path], Sequence[ReleasedFile]]


@contextmanager
def alone(dist: Path, records: Path) -> Iterator[None]:
    """Be the only one who releases into `dist`; what died runs left there, and in `records`, is removed.

    That nobody else releases the same package, whose `records` these are, is up to the caller.

    Raises:
        DpkitError: another process is at it (the message names it), or a folder cannot be written.
    """
    for folder in (dist, records):
        with failures(folder):
            make(folder)
    with hold(dist / LOCK, WHAT):
        for folder in (dist, records):
            with failures(folder):
                clean(folder)
        yield


def publish(build: Build, target: Path) -> tuple[Sequence[ReleasedFile], bool]:
    """Publish what `build` writes as the folder `target`, all at once; `alone` must be held.

    Args:
        build: writes into an empty folder and returns what it wrote.
        target: if it is there already, it must hold the same bytes, and is left as it is.

    Returns:
        What was written, and whether the folder is new.

    Raises:
        DpkitError: `target` holds other bytes, or something could not be written.
    """
    with failures(target), aside(target) as folder:
        files = build(folder)
        new = not target.exists()
        if new:
            publish_folder(folder, target)
        elif problem := differs(target, files):
            raise DpkitError(
                f"{plain(str(target), 200)} is there with other bytes ({problem}); nothing is written over it"
            )
    return files, new


def record(path: Path, data: bytes) -> None:
    """Write the record of a release that was published.

    Raises:
        DpkitError: there is one already, or it could not be written.
    """
    with failures(path):
        publish_file(path, data)


def differs(folder: Path, files: Sequence[ReleasedFile]) -> str:
    """Return how a folder differs from what is to be in it, or nothing; signatures do not count."""
    wanted = {each.path: each for each in files}
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix != ".sig" and (path.is_symlink() or not path.is_dir())
    }
    if odd := sorted(wanted.keys() ^ found.keys()):
        return f"{plain(odd[0])} is {'missing' if odd[0] in wanted else 'not of the release'}"
    changed = [name for name, path in found.items() if _sha256(path) != wanted[name].sha256]
    return f"{plain(changed[0])} has another sha256" if changed else ""


def _sha256(path: Path) -> str:
    return digest(lambda: path.open("rb"))[0]
