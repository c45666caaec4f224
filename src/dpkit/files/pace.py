"""A clock beside a fetch: a server that sends next to nothing is hung up on, whatever it is asked for."""

import socket
import time
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from dpkit.model.errors import NotReachableError

if TYPE_CHECKING:
    from urllib.request import BaseHandler

LEAST = 1_000  #: bytes in each second, on average
LONGEST = 600  #: seconds for one file
BEAT = 1.0  #: seconds from one look at the clock to the next


class Pace:
    """Ends a fetch that is too slow; a timeout of the socket does not, as each byte begins it anew.

    Args:
        patience: seconds for which no pace is asked.
    """

    def __init__(self, patience: float) -> None:
        self.size = 0  #: bytes that have come
        self._patience, self._began = patience, time.monotonic()
        self._sockets: list[socket.socket] = []
        self._done, self._problem = Event(), ""
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Start the clock."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Stop the clock; whatever came of hanging up is told as being too slow."""
        self._done.set()
        self._thread.join()
        if self._problem and (kind is None or issubclass(kind, Exception)):
            raise NotReachableError(self._problem) from error

    def handlers(self) -> "list[BaseHandler]":
        """Return what lets an opener of urllib make connections that can be hung up."""
        from http.client import HTTPConnection, HTTPSConnection
        from urllib.request import HTTPHandler, HTTPSHandler

        pace = self

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                pace._keep(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                pace._keep(self.sock)

        class PlainHandler(HTTPHandler):
            def http_open(self, req: Any) -> Any:
                return self.do_open(Plain, req)

        class SecureHandler(HTTPSHandler):
            def https_open(self, req: Any) -> Any:
                return self.do_open(Secure, req)

        return [PlainHandler(), SecureHandler()]

    def _keep(self, connected: socket.socket) -> None:
        self._sockets.append(connected)

    def _watch(self) -> None:
        while not self._done.wait(BEAT):
            self._problem = self._problem or self._judged(time.monotonic() - self._began)
            if self._problem:
                self._hang_up()

    def _judged(self, seconds: float) -> str:
        if seconds > LONGEST:
            return f"it takes more than {LONGEST} seconds"
        if seconds > self._patience and self.size < LEAST * seconds:
            return f"it comes too slowly: {self.size:,} bytes in {seconds:.0f} seconds"
        return ""

    def _hang_up(self) -> None:
        for each in self._sockets:
            try:
                # not what a TLS socket makes of it, which the reading thread would stumble over
                socket.socket.shutdown(each, socket.SHUT_RDWR)
            except OSError:
                continue
