"""The folders of a package that dpkit looks into by itself: `checks/`, and those for documents."""

from collections.abc import Iterable

from dpkit.files.folder import Folder, is_refusal
from dpkit.model.errors import UnsafePathError
from dpkit.model.finding import Fault, FaultLog

CHECKS = "checks"
LARGEST_CHECK, MOST_CHECKS = 1 << 16, 200  #: bytes of a package's own check, and how many are run


def own_check_paths(folder: Folder) -> list[str]:
    """Return the paths of the package's own checks."""
    names = folder.names(CHECKS)
    return [f"{CHECKS}/{name}" for name in names if name.endswith(".sql") and not name.startswith(".")]


def read_own_files(folder: Folder, log: FaultLog) -> dict[str, str]:
    """Return the package's own checks, path -> SQL; a file that cannot be read, or their folder, is a fault."""
    found = {}
    paths = own_check_paths(folder)
    if (error := folder.refusal(CHECKS)) is not None:
        _refuse(log, CHECKS, error)
    for path in paths[:MOST_CHECKS]:
        try:
            found[path] = folder.read(path, LARGEST_CHECK).decode("utf-8", "replace")
        except (OSError, UnsafePathError) as error:
            _refuse(log, path, error)
    for path in paths[MOST_CHECKS:]:
        problem = f"there are {len(paths):,}, and the first {MOST_CHECKS} are run"
        log.add(Fault(check="check-refused", file=path, value=path, details={"problem": problem}))
    return found


def note_refused_folders(folder: Folder, names: Iterable[str], log: FaultLog) -> None:
    """Note the folders for documents that lead out of the package, or that the system does not open."""
    for name in names:
        if (error := folder.refusal(name)) is not None:
            details = {"place": "the folder for documents", "problem": _said(error)}
            unread = _unread(name, error)
            log.add(Fault(check="unsafe-path", file=name, value=name, details=details, unread=unread))


def _refuse(log: FaultLog, path: str, error: Exception) -> None:
    details = {"problem": _said(error)}
    log.add(Fault(check="check-refused", file=path, value=path, details=details, unread=_unread(path, error)))


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()


def _unread(path: str, error: Exception) -> str | None:
    """Return the path if it is the system that did not let it be read."""
    return path if isinstance(error, OSError) and is_refusal(error) else None
