"""The files of a table before they are read: whether all are there, and are together what the descriptor says."""

import hashlib
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from dpkit.files.reach import Reach
from dpkit.files.scan import pieces
from dpkit.load.data_file import compare, expected_digest, open_one
from dpkit.model.descriptor import Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import show
from dpkit.tables.spark.storage import SparkStorage

LARGEST = (1 << 31) - 1  #: bytes of a file on a storage, which Spark carries as one value


def looked_at(reach: Reach, resource: Resource, staging: Path, log: FaultLog) -> bool:
    """Tell whether all files of a table can be read one by one; what is wrong with them goes to `log`.

    Where the descriptor has a `hash`, all bytes pass through this process, one file after the other.
    """
    algorithm, _ = expected_digest(resource)
    digest = hashlib.new(algorithm) if algorithm else None
    if isinstance(reach.storage, SparkStorage):
        sizes = _sizes(reach.storage, resource, log)
        if len(sizes) == len(resource.paths) and digest:
            sizes = list(_opened(reach, resource, staging, log, digest.update))
    else:
        sizes = list(_opened(reach, resource, staging, log, digest.update if digest else None))
    if len(sizes) < len(resource.paths):
        return False
    compare(resource, sum(sizes), digest.hexdigest() if digest else None, log)
    return True


def _sizes(storage: SparkStorage, resource: Resource, log: FaultLog) -> list[int]:
    """Return the size of each file that is there, and is not too large."""
    found, sizes = storage.sizes(resource.paths), list[int]()
    for path in resource.paths:
        size = found.get(path)
        if size is None:
            fault = Fault(check="file-missing", resource=resource.name, file=path, value=path)
            log.add(replace(fault, details={"problem": "does not exist"}))
        elif size > LARGEST:
            problem = f"its file {show(path)} has {size:,} bytes; of one on a storage, at most {LARGEST:,} are read"
            log.add(Fault(check="not-supported", resource=resource.name, details={"problem": problem}))
        else:
            sizes.append(size)
    return sizes


def _opened(
    reach: Reach, resource: Resource, staging: Path, log: FaultLog, take: Callable[[bytes], None] | None
) -> Iterator[int]:
    """Yield the size of each file that can be opened; `take` gets its bytes."""
    for path in resource.paths:
        with ExitStack() as stack, tempfile.TemporaryDirectory(dir=staging) as folder:
            fd = open_one(reach, resource, path, Path(folder), log, stack)
            if fd is not None:
                if take is not None:
                    deque(map(take, pieces(fd)), 0)
                yield os.fstat(fd).st_size
