"""A locator that is to be written, or that cannot be told."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Relocation:
    """A passage that a row cites at another place than it stands, or at none that there is."""

    resource: str
    file: str
    row: int  #: number of the record, from 1
    part: str  #: `citation` or `context`
    source: str
    quote: str
    old: str  #: the locator that stands in the row; empty if none does
    new: str  #: the right one; empty where the words stand nowhere, or at several places, or could not be looked up
    places: tuple[str, ...] = ()  #: the locators of all passages that can be quoted
    holding: str = "held"  #: what became of the document, see `evidence.library`; empty: no such source is described
