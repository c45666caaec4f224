"""Reading from the web: from hosts that the user named, and only on request."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dpkit.files.scan import CHUNK
from dpkit.model.errors import NotReachableError
from dpkit.model.show import plain

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector

    from dpkit.files.pace import Pace

ANY = "*"  #: stands for every host
SCHEMES = ("http", "https")
LARGEST = 2 << 30
PATIENCE = 30  #: seconds without a byte, or with next to none


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
                no file, it is cut off, it is over `most` bytes or ten minutes, or next to nothing comes.
        """
        from http.client import HTTPException, IncompleteRead

        from dpkit.files.pace import Pace

        self.check(url)
        try:
            with Pace(PATIENCE) as pace, self._opener(pace).open(url, timeout=PATIENCE) as answer:
                yield from _body(answer, pace, most)
        except IncompleteRead as error:
            raise NotReachableError("it could not be fetched: it is cut off") from error
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

    def _opener(self, pace: "Pace") -> "OpenerDirector":
        from urllib.request import HTTPRedirectHandler, build_opener

        check = self.check

        class SameConsent(HTTPRedirectHandler):
            """A redirection needs the same consent as the first address."""

            def redirect_request(self, *args: Any, **named: Any) -> Any:
                check(named.get("newurl") or args[-1])
                return super().redirect_request(*args, **named)

        return build_opener(SameConsent, *pace.handlers())


def _body(answer: "HTTPResponse", pace: "Pace", most: int) -> Iterator[bytes]:
    """Yield what an answer holds, as it comes; a connection that ends early is no end of a file."""
    announced = answer.length
    while announced is None or pace.size < announced:
        chunk = answer.read1(CHUNK if announced is None else min(CHUNK, announced - pace.size))
        if not chunk:
            break
        pace.size += len(chunk)
        if pace.size > most:
            raise NotReachableError(f"it has more than {most:,} bytes")
        yield chunk
    if announced is not None and pace.size < announced:
        raise NotReachableError(f"it is cut off: {pace.size:,} of {announced:,} bytes came")
