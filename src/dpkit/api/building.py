"""The archive of a release and its downloads, written into a folder that is nobody's yet."""

import time
from contextlib import closing
from pathlib import Path

from dpkit.api.resolving import resolution
from dpkit.api.session import Session
from dpkit.files.folder import Folder
from dpkit.model.errors import DpkitError
from dpkit.model.release import RELEASE_FILE, ReleasedFile
from dpkit.model.show import plain
from dpkit.release.archive import released, stem, write_archive
from dpkit.release.contents import package_files
from dpkit.release.parquet_files import write_parquet
from dpkit.release.sqlite_file import write_sqlite
from dpkit.report.citation_cff import citation_cff
from dpkit.report.dictionary import readme
from dpkit.report.resolution_files import resolution_files

RESOLVED = "resolved"


def build(session: Session, root: Path, release_json: bytes, epoch: int, into: Path) -> tuple[ReleasedFile, ...]:
    """Write `NAME-VERSION.zip`, `NAME-VERSION.sqlite` and `NAME-VERSION.parquet/`.

    The same package and the same arguments give the same bytes, whatever the system, its clock and its settings.

    Args:
        session: the package that is looked at.
        root: its folder.
        release_json: what the release was made of (`Release`), as it goes into the archive.
        epoch: the time that the archive's entries bear, in seconds since 1970.
        into: an empty folder. The files are not synced to the disk, and after an error some may stay there.

    Returns:
        The files that were made, by their paths below `into`.

    Raises:
        DpkitError: the package has something that cannot be released, or could not be written.
    """
    name = stem(session.package.name, session.package.version)
    if unread := [table for table in session.tables.values() if table.unread]:
        raise DpkitError(f"{plain(unread[0].name)} could not be read ({plain(unread[0].unread)})")
    try:
        with closing(Folder(root)) as folder:
            files = package_files(folder, session.package, session.own_checks)
            archive = write_archive(files, _made(session, release_json, epoch), epoch, into / f"{name}.zip")
        sqlite = into / f"{name}.sqlite"
        write_sqlite(session.engine, session.tables, sqlite)
        parquet = write_parquet(session.engine, session.tables, into / f"{name}.parquet")
        return (archive, *(released(each, into) for each in (sqlite, *parquet)))
    except OSError as error:
        raise DpkitError(f"the release could not be written: {(error.strerror or 'error').lower()}") from error


def _made(session: Session, release_json: bytes, epoch: int) -> dict[str, bytes]:
    resolved = resolution(session)
    tables = resolution_files(resolved) if resolved.tables else {}
    date = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    texts = {
        "README.md": readme(session.package, resolved),
        "CITATION.cff": citation_cff(session.package, date),
        **{f"{RESOLVED}/{path}": text for path, text in tables.items()},
    }
    return {path: text.encode("utf-8", "backslashreplace") for path, text in texts.items()} | {
        RELEASE_FILE: release_json
    }
