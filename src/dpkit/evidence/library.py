"""The documents behind the sources: which are held, which changed, which cannot be read."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from dpkit.evidence.document import Document
from dpkit.load.documents import Shelf, lies_in
from dpkit.load.suspected import what_else
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.show import first_of, listing, plain
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Table

MOST_KEPT = 20_000_000  #: characters of documents that are kept for who asks again
DIGEST = re.compile("[0-9a-fA-F]{64}")  #: what is none is told by a check
STRAYS = 3  #: files of no source that are named
MOST_SENT = 256_000_000  #: bytes of documents that go along with the citations to where those are followed


class Holding(StrEnum):
    """What became of the document of a source."""

    HELD = "held"
    NOT_HELD = "not-held"  #: its sha256 is recorded, but nobody gave dpkit the document
    CHANGED = "changed"  #: a file of its name is there, with other bytes
    NOT_READABLE = "not-readable"  #: the document is there, but is not UTF-8 text
    NO_DOCUMENT = "no-document"  #: no sha256 is recorded: cited by a free locator, never followed


@dataclass
class Library:
    """The sources of a package by id: how each is held; the documents are read when they are asked for.

    What is read must have the digest by which it was found: a file that changes meanwhile is no evidence.
    """

    holdings: dict[str, Holding] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)  #: the sha256 that each source records; empty if none
    shelf: Shelf = field(default_factory=lambda: Shelf({}, {}, {}))
    _kept: dict[str, Document] = field(default_factory=dict)

    def document(self, source: str) -> Document | None:
        """Return the document of a source, if it is held and can be read; it is kept for a while.

        Raises:
            DpkitError: as `read`.
        """
        if self.holdings.get(source) is not Holding.HELD:
            return None
        digest = self.digests[source]
        document = self._kept.pop(digest, None) or self.read(source)
        self._kept[digest] = document  # the latest is the last
        while len(self._kept) > 1 and sum(len(each.text) for each in self._kept.values()) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return document

    def read(self, source: str) -> Document:
        """Return the document of a source that is held; it is not kept.

        Raises:
            DpkitError: it is not what it was when it was found.
        """
        path = self.shelf.paths[self.digests[source]]
        try:
            data = self.shelf.read(self.digests[source])
        except (OSError, UnsafePathError) as error:
            reason = str(getattr(error, "strerror", None) or error).lower()
            raise DpkitError(f"the document {plain(path.name)} could not be read again: {reason}") from error
        if hashlib.sha256(data).hexdigest() != self.digests[source]:
            raise DpkitError(f"the document {plain(path.name)} was changed while dpkit was reading")
        return Document(data)

    def each(self) -> Iterator[tuple[str, Document]]:
        """Yield source and document of all that are held, one after the other."""
        yield from ((source, self.read(source)) for source, held in self.holdings.items() if held is Holding.HELD)

    def sent(self, *, near: bool) -> "Library":
        """Return it for who follows citations; with the documents, if their files are not `near` and are not many."""
        if near or self.size > MOST_SENT:
            return Library(self.holdings, self.digests, self.shelf.absolute())
        held = {digest for source, digest in self.digests.items() if self.holdings[source] is Holding.HELD}
        return Library(self.holdings, self.digests, self.shelf.carried(held))

    def aside(self, source: str) -> str:
        """Return what else there is to say of a source whose document could not be followed."""
        if self.holdings[source] is not Holding.NOT_READABLE:
            return self.strays
        try:
            return what_else(self.shelf.read(self.digests[source]))
        except (OSError, UnsafePathError):
            return ""

    @cached_property
    def strays(self) -> str:
        """What is told of files in the package's own folders for documents that are the document of no source."""
        root, recorded = self.shelf.package, {*self.digests.values()}
        own = (path for digest, path in self.shelf.paths.items() if digest not in recorded)
        names = sorted(path.name for path in own if root and lies_in(path, root))
        told = first_of([plain(name, 60) for name in names], STRAYS)
        return f"; no source records the sha256 of {listing(told)}" if told else ""

    @property
    def size(self) -> int:
        """Number of bytes of all documents that are held."""
        held = {self.digests[source] for source, holding in self.holdings.items() if holding is Holding.HELD}
        return sum(self.shelf.texts[digest] for digest in held)


def open_library(engine: Engine, sources: Table | None, shelf: Shelf) -> Library:
    """Find the document of each source."""
    library = Library(shelf=shelf)
    for source, digest, called in _rows(engine, sources) if sources and not sources.unread else ():
        library.digests[source] = digest
        if digest and digest in shelf.paths:
            library.holdings[source] = Holding.HELD if digest in shelf.texts else Holding.NOT_READABLE
        else:
            changed = called in shelf.names
            missing = Holding.CHANGED if changed else Holding.NOT_HELD
            library.holdings[source] = missing if digest else Holding.NO_DOCUMENT
    return library


def _rows(engine: Engine, sources: Table) -> Iterator[tuple[str, str, str]]:
    roles = sources.schema.roles.source
    if roles is None or sources.column(roles.id) is None:
        return
    columns = [sources.column(name) for name in (roles.id, roles.sha256, roles.document)]
    cells = joined(column.raw if column else Sql("''") for column in columns)
    for source, digest, called in engine.run(sql('SELECT {} FROM {} ORDER BY "_row"', cells, sources.relation)):
        yield source, digest.lower() if DIGEST.fullmatch(digest) else "", called
