"""The file of a resource: found or fetched, compared with what the descriptor says of it, unpacked."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from dpkit.files.reach import Reach, is_url
from dpkit.files.scan import CHUNK
from dpkit.model.descriptor import Resource
from dpkit.model.errors import DpkitError, NotReachableError, UnsafePathError
from dpkit.model.finding import Fault, FaultLog

DIGESTS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


def open_data(
    reach: Reach, resource: Resource, staging: Path, log: FaultLog, stack: ExitStack
) -> list[tuple[str, int]] | None:
    """Open the files of a resource.

    Args:
        reach: where they may be.
        resource: whose files.
        staging: folder for what is fetched and unpacked.
        log: takes what is wrong.
        stack: closes the files.

    Returns:
        Path and file descriptor of each, unpacked; None if one of them cannot be read.
    """
    found = [(path, open_one(reach, resource, path, staging, log, stack)) for path in resource.paths]
    opened = [(path, fd) for path, fd in found if fd is not None]
    if len(opened) < len(found):
        return None
    if resource.tabular and (len(opened) > 1 or resource.compression):
        check_whole([fd for _, fd in opened], resource, log)
    unpacked = [(path, _unpacked(fd, resource, path, staging, log, stack)) for path, fd in opened]
    sound = [(path, fd) for path, fd in unpacked if fd is not None]
    return sound if len(sound) == len(found) else None


def open_one(reach: Reach, resource: Resource, path: str, staging: Path, log: FaultLog, stack: ExitStack) -> int | None:
    """Open a file of a resource as it is; None if it cannot be read. Arguments as in `open_data`."""
    try:
        if reach.storage is None and not is_url(path):
            return stack.enter_context(reach.folder.open(path))
        to = Path(tempfile.mkdtemp(dir=staging)) / "fetched"
        fd = reach.remote.fetch(path, to) if reach.storage is None or is_url(path) else reach.storage.fetch(path, to)
        stack.callback(os.close, fd)
    except UnsafePathError as error:
        details = {"place": "path", "problem": str(error)}
        log.add(Fault(check="unsafe-path", resource=resource.name, value=path, details=details))
    except NotReachableError as error:
        details = {"place": "path", "problem": str(error)}
        log.add(Fault(check="not-reachable", resource=resource.name, value=path, details=details))
    except OSError as error:
        problem = "does not exist" if isinstance(error, FileNotFoundError | NotADirectoryError) else ""
        details = {"problem": problem or f"could not be read: {(error.strerror or 'error').lower()}"}
        log.add(Fault(check="file-missing", resource=resource.name, value=path, details=details))
    else:
        return fd
    return None


def _unpacked(fd: int, resource: Resource, path: str, staging: Path, log: FaultLog, stack: ExitStack) -> int | None:
    if not resource.compression:
        return fd
    from dpkit.files.unpack_one import unpack_one

    out = Path(tempfile.mkdtemp(dir=staging)) / "unpacked"
    try:
        unpacked = unpack_one(fd, resource.compression, resource.member, out)
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
    algorithm, _, digest = resource.hash.rpartition(":")
    return algorithm or DIGESTS.get(len(digest), "md5"), digest.lower()


def compare(resource: Resource, size: int, digest: str | None, log: FaultLog) -> None:
    """Compare size and digest of what was read with the `bytes` and `hash` of its resource."""
    algorithm, expected = expected_digest(resource)
    if expected and digest != expected:
        details = {"algorithm": algorithm or "", "found": digest or "", "expected": expected}
        log.add(Fault(check="hash-mismatch", resource=resource.name, value=digest, details=details))
    if resource.bytes is not None and size != resource.bytes:
        details = {"found": f"{size:,}", "expected": f"{resource.bytes:,}"}
        log.add(Fault(check="byte-count", resource=resource.name, value=str(size), details=details))


def check_whole(fds: Sequence[int], resource: Resource, log: FaultLog) -> None:
    """Compare open files, one after the other as one, with what the descriptor says of them."""
    algorithm, _ = expected_digest(resource)
    digest = hashlib.new(algorithm) if algorithm else None
    for chunk in _chunks(fds) if digest else ():
        digest.update(chunk)  # type: ignore[union-attr]
    compare(resource, sum(os.fstat(fd).st_size for fd in fds), digest.hexdigest() if digest else None, log)


def _chunks(fds: Sequence[int]) -> Iterable[bytes]:
    for fd in fds:
        offset = 0
        while chunk := os.pread(fd, CHUNK, offset):
            offset += len(chunk)
            yield chunk
