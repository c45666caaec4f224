"""The file of a resource: found or fetched, compared with what the descriptor says of it, unpacked."""

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from dpkit.files.folder import is_refusal
from dpkit.files.open_files import make_room
from dpkit.files.reach import Reach, is_url
from dpkit.files.scan import CHUNK, pieces
from dpkit.load.formats import packed_as
from dpkit.load.line_ends import LARGEST, meant_ends
from dpkit.load.nearby import nearby
from dpkit.load.pointer import as_page, as_pointer
from dpkit.model.descriptor import Resource
from dpkit.model.errors import DpkitError, NotReachableError, UnsafePathError
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import show

AT_ONCE = 3  #: files that are open of one of a table: as it is, unpacked, and in UTF-8


def open_data(
    reach: Reach, resource: Resource, staging: Path, log: FaultLog, stack: ExitStack
) -> list[tuple[str, int]]:
    """Open the files of a resource.

    Args:
        reach: where they may be.
        resource: whose files.
        staging: folder for what is fetched and unpacked.
        log: takes what is wrong.
        stack: closes the files.

    Returns:
        Path and file descriptor of each that can be read, unpacked; why others cannot is in `log`.
    """
    make_room(AT_ONCE * len(resource.paths))
    found = [(path, open_one(reach, resource, path, staging, log, stack)) for path in resource.paths]
    opened = [(path, fd) for path, fd in found if fd is not None]
    if len(opened) == len(found) and resource.tabular and (len(opened) > 1 or resource.compression):
        check_whole([fd for _, fd in opened], resource, log)
    unpacked = [(path, _unpacked(fd, resource, path, staging, log, stack)) for path, fd in opened]
    return [(path, fd) for path, fd in unpacked if fd is not None]


def suffices(files: Sequence[tuple[str, object]], resource: Resource, *, damaged: bool) -> bool:
    """Tell whether the files of a table that can be read are enough.

    Args:
        files: path of each, and what is known of it.
        resource: the table.
        damaged: whether some are enough; the first, which has the header, is needed.
    """
    paths = [path for path, _ in files]
    return bool(paths) and (len(paths) == len(resource.paths) or (damaged and paths[0] == resource.paths[0]))


def look_at_files(reach: Reach, resource: Resource, staging: Path, log: FaultLog) -> None:
    """Look whether the files of a resource that is no table are there, and are what the descriptor says."""
    if not resource.paths:
        return
    with ExitStack() as stack:
        bare = replace(resource, compression="", mixed=False)
        files = open_data(reach, bare, staging, log, stack)
        try:
            if files and len(files) == len(bare.paths):
                check_whole([fd for _, fd in files], resource, log)
        except OSError:
            if not note_unread(reach, resource, log):
                raise


def open_one(reach: Reach, resource: Resource, path: str, staging: Path, log: FaultLog, stack: ExitStack) -> int | None:
    """Open a file of a resource as it is; None if it cannot be read. Arguments as in `open_data`."""
    try:
        fd = _opened(reach, path, staging, stack)
    except UnsafePathError as error:
        details = {"place": "path", "problem": str(error)}
        log.add(Fault(check="unsafe-path", resource=resource.name, file=path, value=path, details=details))
    except NotReachableError as error:
        details = {"place": "path", "problem": str(error)}
        log.add(Fault(check="not-reachable", resource=resource.name, file=path, value=path, details=details))
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        problem = f"{_not_there(reach, path)}{nearby(reach, path)}" if missing else _unreadable(error)
        _missing(resource, path, problem, log, unread=is_refusal(error))
    else:
        other = as_pointer(fd) or (as_page(fd) if resource.readable else "") if resource.tabular else ""
        if not other:
            return fd
        _missing(resource, path, f"is not there, but {other}", log)
    return None


def _opened(reach: Reach, path: str, staging: Path, stack: ExitStack) -> int:
    if reach.storage is None and not is_url(path):
        return stack.enter_context(reach.folder.open(path))
    if is_url(path):
        reach.remote.check(path)
    to = Path(tempfile.mkdtemp(dir=staging)) / "fetched"
    fd = reach.remote.fetch(path, to) if reach.storage is None or is_url(path) else reach.storage.fetch(path, to)
    stack.callback(os.close, fd)
    return fd


def _missing(resource: Resource, path: str, problem: str, log: FaultLog, *, unread: bool = False) -> None:
    fault = Fault(check="file-missing", resource=resource.name, file=path, value=path, unread=path if unread else None)
    log.add(replace(fault, details={"problem": problem}))


def _unreadable(error: OSError) -> str:
    return f"could not be read: {(error.strerror or 'error').lower()}"


def _not_there(reach: Reach, path: str) -> str:
    target = reach.folder.target(path)
    return "does not exist" if target is None else f"is a symbolic link to {show(target)}, which does not exist"


def note_unread(reach: Reach, resource: Resource, log: FaultLog) -> bool:
    """Note the files of a resource that the system does not let be read to their end; tell whether there is one."""
    found = False
    for path in () if reach.storage else resource.paths:
        try:
            if not is_url(path):
                with reach.folder.open(path) as fd:
                    deque(pieces(fd), maxlen=0)
        except OSError as error:
            _missing(resource, path, _unreadable(error), log, unread=is_refusal(error))
            found = True
    return found


def _unpacked(fd: int, resource: Resource, path: str, staging: Path, log: FaultLog, stack: ExitStack) -> int | None:
    kind = packed_as(path) if resource.mixed else resource.compression
    if not kind:
        return fd
    from dpkit.files.unpack_one import unpack_one

    out = Path(tempfile.mkdtemp(dir=staging)) / "unpacked"
    try:
        unpacked = unpack_one(fd, kind, resource.member, out)
    except DpkitError as error:
        details = {"problem": str(error)}
        log.add(Fault(check="compression-error", resource=resource.name, value=path, file=path, details=details))
        return None
    stack.callback(os.close, unpacked)
    return unpacked


def expected_digest(resource: Resource) -> tuple[str | None, str | None]:
    """Return algorithm and hexadecimal digest of a resource's `hash`."""
    if resource.hash is None:
        return None, None
    algorithm, _, digest = resource.hash.partition(":")
    return algorithm, digest


def compare(resource: Resource, size: int, digest: str | None, log: FaultLog, fds: Sequence[int] = ()) -> None:
    """Compare size and digest of open files with the `bytes` and `hash` of their resource."""
    algorithm, expected = expected_digest(resource)
    other, longer = bool(expected) and digest != expected, resource.bytes is not None and size != resource.bytes
    if not (other or longer):
        return
    looked_at = fds and size <= LARGEST and (other or not expected)
    sought = (algorithm, expected) if other else (None, None)
    ends, size_then = meant_ends(_chunks(fds), *sought, resource.bytes) if looked_at else ("", 0)
    aside = f"; with {ends} as line ends, it would match" if ends else ""
    if other:
        git = fds and algorithm == "sha1" and expected == _git_name(fds, size)
        told = ", which is git's name for the file (of a blob)" if git else aside
        details = {"algorithm": algorithm or "", "found": digest or "", "expected": expected or "", "aside": told}
        log.add(Fault(check="hash-mismatch", resource=resource.name, value=digest, details=details))
    if longer:
        told = aside if size_then == resource.bytes else ""
        details = {"found": f"{size:,}", "expected": f"{resource.bytes:,}", "aside": told}
        log.add(Fault(check="byte-count", resource=resource.name, value=str(size), details=details))


def check_whole(fds: Sequence[int], resource: Resource, log: FaultLog) -> None:
    """Compare open files, one after the other as one, with what the descriptor says of them."""
    algorithm, _ = expected_digest(resource)
    digest = _digest(algorithm, fds) if algorithm else None
    compare(resource, sum(os.fstat(fd).st_size for fd in fds), digest, log, fds)


def _digest(algorithm: str, fds: Sequence[int], start: bytes = b"") -> str:
    digest = hashlib.new(algorithm, start)
    for chunk in _chunks(fds):
        digest.update(chunk)
    return digest.hexdigest()


def _git_name(fds: Sequence[int], size: int) -> str:
    return _digest("sha1", fds, b"blob %d\0" % size)


def _chunks(fds: Sequence[int]) -> Iterable[bytes]:
    for fd in fds:
        offset = 0
        while chunk := os.pread(fd, CHUNK, offset):
            offset += len(chunk)
            yield chunk
