"""The locator of words in a document: of a source of the package, or of a file that is no source yet."""

import hashlib
import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.session import Session
from dpkit.evidence.document import Document
from dpkit.evidence.library import Holding
from dpkit.evidence.locator import locate as locator_of
from dpkit.evidence.passage import followed
from dpkit.files.code_units import SAMPLE, encoding_by_units
from dpkit.files.folder import read_plain
from dpkit.load.package import find_package
from dpkit.load.suspected import what_else
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.location import Location
from dpkit.model.show import listing, plain, show

WHY = {
    Holding.NOT_HELD: "the document of {} is not at hand: no file in the folders for documents has its sha256",
    Holding.CHANGED: "the document of {} is not the one whose sha256 is recorded",
    Holding.NOT_READABLE: "the document of {} is not UTF-8 text",
    Holding.NO_DOCUMENT: "the source {} records no sha256, so that its document is not known",
}


def locate(path: Path, documents: Sequence[Path], source: str, words: str) -> Location:
    """Return where words stand in a document; see `Package.locate`. A file needs no package."""
    words = " ".join(words.split())
    if not words:
        raise DpkitError("there are no words to look for")
    if os.path.isfile(source):
        name, (digest, document) = Path(source).name, _file(Path(source))
    else:
        _expect_package(path, source)
        with look_into(path, documents) as session:
            name, (digest, document) = source, _of_source(session, source)
    passages = [followed(document, name, locator_of(*span), words) for span in document.find(words)]
    near = None if passages else document.nearest(words)
    spans = document.find(near) if near else iter(())
    nearest = next((followed(document, name, locator_of(*span), near) for span in spans if near), None)
    return Location(source=name, sha256=digest, words=words, passages=tuple(passages), nearest=nearest)


def _expect_package(path: Path, source: str) -> None:
    try:
        find_package(path)
    except DpkitError as error:
        raise DpkitError(
            f"there is no file {show(source)}, and no package of which it could be a source: {error}"
        ) from None


def _file(path: Path) -> tuple[str, Document]:
    """Return the sha256 and the text of a file.

    Raises:
        DpkitError: it cannot be read, or is no text.
    """
    called = plain(str(path), 200)
    try:
        data = read_plain(path)
        if not encoding_by_units(data[:SAMPLE]):
            return hashlib.sha256(data).hexdigest(), Document(data)
    except UnicodeDecodeError:
        pass
    except (OSError, UnsafePathError) as error:
        reason = str(getattr(error, "strerror", None) or error).lower()
        raise DpkitError(f"{called} could not be read: {reason}") from error
    raise DpkitError(f"{called} is not UTF-8 text{what_else(data)}; save it as UTF-8")


def _of_source(session: Session, source: str) -> tuple[str, Document]:
    """Return the sha256 and the text of the document of a source.

    Raises:
        DpkitError: there is no such source, or its document cannot be looked at; the sentence says why.
    """
    library = session.library
    document = library.document(source)
    if document is not None:
        return library.digests[source], document
    if source in library.holdings:
        aside = library.aside(source) if library.holdings[source] is Holding.NOT_READABLE else ""
        raise DpkitError(WHY[library.holdings[source]].format(show(source)) + aside)
    near = get_close_matches(source, library.holdings, n=3, cutoff=0.5)
    some = listing([show(each, 40) for each in near or sorted(library.holdings)[:3]], "or")
    told = f"; {'near it' if near else 'it has'}: {some}" if some else ""
    table = session.package.roles.sources or "the package"
    raise DpkitError(f"{table} has no {show(source)}, and there is no file of that name{told}")
