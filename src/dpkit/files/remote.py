"""Reading from the web: from hosts that the user named, and only on request."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dpkit.files.scan import CHUNK
from dpkit.model.errors import NotReachableError
from dpkit.model.show import plain

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

ANY = "*"  #: stands for every host
SCHEMES = ("http", "https")
LARGEST = 2 << 30
LONGEST = 600  #: seconds for one file
PATIENCE = 30  #: seconds without a byte


class Remote:
    """The hosts that may be asked for files, none by default.

    Args:
        hosts: their names, or `*` for every host.
    """

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self.hosts = frozenset(host.lower() for host in hosts)

    def read(self, url: str, most: int = LARGEST) -> Iterator[bytes]:
        """Yield the bytes at `url`.

        Raises:
            NotReachableError: its host is not one that may be asked, a redirection leads to such a host, the answer is
                no file, or it is over `most` bytes or ten minutes.
        """
        from http.client import HTTPException

        self.check(url)
        ends, size = time.monotonic() + LONGEST, 0
        try:
            with self._opener().open(url, timeout=PATIENCE) as answer:
                while chunk := answer.read(CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise NotReachableError(f"it has more than {most:,} bytes")
                    if time.monotonic() > ends:
                        raise NotReachableError(f"it takes more than {LONGEST} seconds")
                    yield chunk
        except (OSError, HTTPException, ValueError) as error:
            raise NotReachableError(f"it could not be fetched: {plain(str(error) or 'no answer', 200)}") from error

    def fetch(self, url: str, path: Path) -> int:
        """Write the bytes at `url` to a new file and return it, open for reading; errors as in `read`."""
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(os.dup(fd), "wb") as file:
                for chunk in self.read(url):
                    file.write(chunk)
        except BaseException:
            os.close(fd)
            raise
        return fd

    def check(self, url: str) -> None:
        """Raise a `NotReachableError` unless the host of `url` may be asked."""
        try:
            parts = urlsplit(url)
            scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
        except ValueError as error:
            raise NotReachableError("it is no address on the web") from error
        if scheme not in SCHEMES or not host:
            raise NotReachableError("dpkit reads http and https only")
        if not self.hosts & {host, ANY}:
            raise NotReachableError(f"it is on the web, and nothing is fetched without --allow-remote {plain(host)}")

    def _opener(self) -> "OpenerDirector":
        from urllib.request import HTTPRedirectHandler, build_opener

        check = self.check

        class SameConsent(HTTPRedirectHandler):
            """A redirection needs the same consent as the first address."""

            def redirect_request(self, *args: Any, **named: Any) -> Any:
                check(named.get("newurl") or args[-1])
                return super().redirect_request(*args, **named)

        return build_opener(SameConsent)
