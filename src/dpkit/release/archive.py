"""The archive of a release: `NAME-VERSION.zip`, which `dpkit verify`, `sha256sum -c` and any zip reader can check."""

import re
from collections.abc import Mapping
from pathlib import Path

from dpkit.files.unpack import judge, opened
from dpkit.files.zip_file import Content, digest, of_bytes, of_zip, write_zip
from dpkit.model.errors import ArchiveError, DpkitError
from dpkit.model.release import ReleasedFile
from dpkit.model.show import listing, plain, show
from dpkit.release.sums import SUMS, sums_text
from dpkit.release.verification import Files, verify_content

STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")  #: `+` may stand in a version


def stem(name: str | None, version: str | None) -> str:
    """Return what the files of a release are called.

    Raises:
        DpkitError: the package has no name or version, or one that is no file name.
    """
    found = f"{name or ''}-{version or ''}"
    if not name or not version or not STEM.fullmatch(found):
        raise DpkitError(f"name and version {show(found)} of the package cannot name a file: letters, digits, . - _ +")
    return found


def write_archive(files: Mapping[str, Content], made: Mapping[str, bytes], epoch: int, path: Path) -> ReleasedFile:
    """Write the archive.

    Args:
        files: of the package: path -> content.
        made: what a release adds to them, such as the README.
        epoch: the time that all entries bear, in seconds since 1970.
        path: of the archive; there is no such file.

    Raises:
        DpkitError: the package has a file that a release makes, a path is not safe everywhere, or a file
            was changed meanwhile.
    """
    if clash := sorted(files.keys() & {*made, SUMS}):
        raise DpkitError(f"the package has {listing([show(each) for each in clash])}, which a release makes itself")
    entries = {**files, **{name: of_bytes(data) for name, data in made.items()}}
    digests = {name: digest(content)[0] for name, content in entries.items()}
    entries[SUMS] = of_bytes(sums_text(digests).encode())
    with path.open("xb") as file:
        write_zip(file, entries, epoch)
    _verify(path)
    return released(path)


def _verify(path: Path) -> None:
    """Look at the archive as who downloads it will: a file may have changed while it was read."""
    try:
        with opened(path) as zip_file:
            judge(zip_file.infolist(), path.stat().st_size)
            problem = next(verify_content(Files.of(of_zip(zip_file))), None)
    except ArchiveError as error:
        raise DpkitError(f"the archive would be one that is not to be unpacked: {error}") from error
    if problem is not None:
        raise DpkitError(f"the archive would not be sound: {plain(problem.file)}: {plain(problem.problem, 300)}")


def released(path: Path, below: Path | None = None) -> ReleasedFile:
    """Return path (below a folder; by default the one it is in), sha256 and size of a file that was written."""
    sha256, size = digest(lambda: path.open("rb"))
    return ReleasedFile(path=path.relative_to(below or path.parent).as_posix(), sha256=sha256, bytes=size)
