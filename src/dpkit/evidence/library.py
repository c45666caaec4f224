"""The documents behind the sources: which are held, which changed, which cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from dpkit.evidence.document import Document
from dpkit.load.documents import Shelf
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, sql
from dpkit.tables.table import Table


class Holding(StrEnum):
    """What became of the document of a source."""

    HELD = "held"
    NOT_HELD = "not-held"  #: its sha256 is recorded, but nobody gave dpkit the document
    CHANGED = "changed"  #: a file of its name is there, with other bytes
    NOT_READABLE = "not-readable"  #: the document is there, but is not UTF-8 text
    NO_DOCUMENT = "no-document"  #: no sha256 is recorded: cited by a free locator, never followed


@dataclass
class Library:
    """The sources of a package by id: how each is held, and the texts of those that are."""

    holdings: dict[str, Holding] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)  #: the sha256 that each source records; empty if none

    def document(self, source: str) -> Document | None:
        """Return the document of a source, if it is held and can be read."""
        return self.documents.get(source)


def open_library(engine: Engine, sources: Table | None, shelf: Shelf) -> Library:
    """Find and read the document of each source."""
    library, texts = Library(), dict[str, Document | None]()
    for source, digest, called in _rows(engine, sources) if sources and not sources.unread else ():
        library.digests[source] = digest
        if digest and digest in shelf.paths:
            if digest not in texts:
                texts[digest] = _read(shelf, digest)
            library.holdings[source] = Holding.HELD if texts[digest] else Holding.NOT_READABLE
            if (document := texts[digest]) is not None:
                library.documents[source] = document
        else:
            changed = called in shelf.names
            missing = Holding.CHANGED if changed else Holding.NOT_HELD
            library.holdings[source] = missing if digest else Holding.NO_DOCUMENT
    return library


def _read(shelf: Shelf, digest: str) -> Document | None:
    try:
        return Document(shelf.paths[digest].read_bytes())
    except (UnicodeDecodeError, OSError):
        return None


def _rows(engine: Engine, sources: Table) -> Iterator[tuple[str, str, str]]:
    roles = sources.schema.roles.source
    if roles is None or sources.column(roles.id) is None:
        return
    columns = [sources.column(name) for name in (roles.id, roles.sha256, roles.document)]
    cells = joined(column.raw if column else Sql("''") for column in columns)
    for source, digest, called in engine.run(sql('SELECT {} FROM {} ORDER BY "_row"', cells, sources.relation)):
        yield source, digest.lower(), called
