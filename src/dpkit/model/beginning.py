"""A package that was made to begin with."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """What was written."""

    folder: str
    files: tuple[str, ...]
    accounts: str  #: the file into which rows are entered
    fields: tuple[str, ...]  #: its columns
    key: str  #: the one of them that tells rows apart
    documents: tuple[tuple[str, str], ...]  #: the identifier of each source, and the name of its document
    unread: tuple[str, ...] = ()  #: the sources whose document is no text in UTF-8
