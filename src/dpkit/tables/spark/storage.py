"""A storage that Spark reads (S3, HDFS, ...), as the place where the data files of a package lie."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dpkit.model.errors import DpkitError, NotReachableError
from dpkit.model.show import plain, show

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PLACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?")  #: what a storage writes in more than one way
ESCAPED = r"\\\1"
PATTERN = re.compile(r"([*?\[\]{}\\])")  #: what stands for other characters in a path, to Spark


class SparkStorage:
    """The files below one address.

    Args:
        session: reads them.
        root: the address, such as `s3a://bucket/folder`, which the user named.
    """

    def __init__(self, session: "SparkSession", root: str) -> None:
        self.session, self.root = session, root.rstrip("/")

    def fetch(self, path: str, to: Path) -> int:
        """Write the bytes of a file to a new one and return that, open for reading.

        Raises:
            FileNotFoundError: there is no such file.
            NotReachableError: it cannot be read.
        """
        from pyspark.errors import PySparkException

        if not self.sizes([path]):
            raise FileNotFoundError
        try:
            to.write_bytes(b"".join(row[0] for row in self.contents([path]).select("content").collect()))
        except PySparkException as error:
            raise NotReachableError(f"the storage does not give it out: {_line(error)}") from error
        return os.open(to, os.O_RDONLY)

    def sizes(self, paths: Iterable[str]) -> dict[str, int]:
        """Return the number of bytes of each file that is there."""
        wanted, found = list(dict.fromkeys(paths)), dict[str, int]()
        for some in [wanted, *([each] for each in wanted)]:  # where one is missing, Spark tells nothing of the others
            if len(found) < len(wanted):
                found |= self._sizes(some)
        return found

    def contents(self, paths: Iterable[str]) -> "DataFrame":
        """Return the files that are not empty (`path`, as the storage writes it, and `content`)."""
        return self._files(paths).select("path", "content")

    def places(self, paths: Iterable[str]) -> dict[str, list[int]]:
        """Return the numbers of the files at each place."""
        found: dict[str, list[int]] = {}
        for number, path in enumerate(paths):
            found.setdefault(place(f"{self.root}/{path}"), []).append(number)
        return found

    def _files(self, paths: Iterable[str]) -> "DataFrame":
        addresses = [f"{self.root}/{PATTERN.sub(ESCAPED, path)}" for path in dict.fromkeys(paths)]
        return self.session.read.format("binaryFile").load(addresses)

    def _sizes(self, paths: list[str]) -> dict[str, int]:
        from pyspark.errors import PySparkException

        try:
            rows = self._files(paths).select("path", "length").collect()
        except PySparkException as error:
            if error.getCondition() == "PATH_NOT_FOUND":
                return {}
            raise DpkitError(f"the storage {show(self.root)} cannot be read: {_line(error)}") from error
        sizes = {place(row[0]): row[1] for row in rows}  # but for files that are empty, which Spark leaves out
        return {path: sizes.get(place(f"{self.root}/{path}"), 0) for path in paths}


def place(address: str) -> str:
    """Return what is the same however a storage writes the address of a file."""
    return re.sub("/+", "/", PLACE.sub("", address, count=1))


def _line(error: Exception) -> str:
    return plain(str(error).splitlines()[0], 200)
