"""A package as a Python user holds it."""

import os
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dpkit.api import session, tracing, validation
from dpkit.api.asking import look_into
from dpkit.load.package import find_package
from dpkit.model.change import Difference
from dpkit.model.consensus import Method
from dpkit.model.errors import DpkitError, DpkitWarning
from dpkit.model.finding import FaultLog
from dpkit.model.limits import DEFAULT, Limits
from dpkit.model.report import Report
from dpkit.model.show import listing, plain, show
from dpkit.model.trace import Trace
from dpkit.tables.table import Table

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

    from dpkit.model.consensus import Resolution
    from dpkit.model.contradiction import Contradiction
    from dpkit.model.impact import Impact
    from dpkit.model.location import Location
    from dpkit.model.relocation import Relocation

LOST = ("malformed-row", "extra-cell")  #: what is found where something of a file is in no cell of its table


class Package:
    """A Data Package: validate it, trace its facts, get its tables as frames. Made by `dpkit.open`."""

    def __init__(self, path: Path, documents: Sequence[Path]) -> None:
        self.path = path
        self.documents = tuple(documents)

    @classmethod
    def open(cls, path: str | os.PathLike[str], documents: Sequence[str | os.PathLike[str]] = ()) -> "Package":
        """Open a package; see `dpkit.open`."""
        find_package(Path(path))
        return cls(Path(path), [Path(each) for each in documents])

    def validate(
        self,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        first: int | None = 20,
        allow_remote: Sequence[str] = (),
        limits: Limits = DEFAULT,
        cache: bool = False,
    ) -> Report:
        """Check the package.

        Args:
            select: names of the checks to run; none means all.
            ignore: names of checks to leave out; the report says so.
            first: how many findings of each check and resource the report shows; None shows all. All are counted.
            allow_remote: names of the hosts from which files may be fetched, `*` for any.
            limits: how much of the machine may be taken.
            cache: whether a report on the same content is taken from the user's cache (`docs/scale.md`).

        Raises:
            DpkitError: the package cannot be read, or a name is no check's.
        """
        return validation.validate(
            self.path,
            self.documents,
            select=select,
            ignore=ignore,
            first=first,
            hosts=allow_remote,
            limits=limits,
            cache=cache,
        )

    def trace(self, resource: str, key: str, field: str | None = None) -> Trace:
        """Follow a fact to the passages that speak of it.

        Args:
            resource: name of a table.
            key: a subject (such as the identifier in a register), or the primary key of a row.
            field: look at this field only.

        Raises:
            DpkitError: there is no such resource, key or field; the message names near ones.
        """
        return tracing.trace(self.path, self.documents, resource, key, field)

    def on(self, date: str) -> Trace:
        """Follow what is dated to a day, month or span (EDTF) to the passages that date it.

        Raises:
            DpkitError: `date` is no EDTF, or the package cannot be read.
        """
        return tracing.on_date(self.path, self.documents, date)

    def locate(self, source: str, words: str) -> "Location":
        """Return where words stand in a document, with the locators by which a row may cite them.

        Args:
            source: its identifier in the table of sources, or the path of a file that is no source yet.
            words: as the document has them; only white space may differ.

        Raises:
            DpkitError: there is no such source or file, or it is not at hand as text.
        """
        from dpkit.api.locating import locate

        return locate(self.path, self.documents, source, words)

    def relocate(self, resources: Sequence[str] = (), *, write: bool = True) -> "tuple[Relocation, ...]":
        """Write the locators of quotes whose rows have none, or one that leads nowhere or to another passage.

        A locator is written where its words stand at one place of the document that can be quoted; by lines where the
        row counted lines. All else in the files stays as it is.

        Args:
            resources: names of tables; none means all that cite.
            write: whether to write, or only to tell.

        Returns:
            What was written, and what could not be told: words that stand nowhere, or at several places, or in a
            document that is not at hand, where their row has no locator.

        Raises:
            DpkitError: a table is not there, is no plain CSV, or could not be written.
        """
        from dpkit.api.relocating import relocate

        return relocate(self.path, self.documents, resources, write=write)

    def contradictions(self, *, variants: bool = False) -> "list[Contradiction]":
        """Return the contradictions of the package: open, ruled and fallen, in the order of its tables.

        Args:
            variants: whether labels that are written in several ways are listed, too.

        Raises:
            DpkitError: the package cannot be read.
        """
        from dpkit.api.ruling import contradictions

        return contradictions(self.path, variants=variants)

    def resolve(self, method: Method = Method.ACCU, *, copies: bool = False) -> "Resolution":
        """Return what the evidence supports best: of each table with claims, one row a subject.

        Args:
            method: how claims are weighed.
            copies: whether sources that copy from each other are looked for and count less.

        Raises:
            DpkitError: the package or a table with claims cannot be read, or there is none.
        """
        from dpkit.api.resolving import resolve

        return resolve(self.path, self.documents, method, copies=copies)

    def impact(self, source: str) -> "Impact":
        """Return what falls if a source is withdrawn.

        With it fall the rows that cite it, and its word where other sources pass it on. All that is computed from rows
        is computed again without them: contradictions, rulings, resolved values. Identities stay while others refer to
        them, and what was taken from the source (its `origin`) stays as dependent as it was.

        Args:
            source: its identifier in the table of sources.

        Raises:
            DpkitError: there is no such source; the message names near ones.
        """
        from dpkit.api.impact import impact

        return impact(self.path, self.documents, source)

    def difference(self, old: str | os.PathLike[str], first: int | None = 20) -> Difference:
        """Return what changed since `old`, and the step of the version that the changes demand.

        Args:
            old: a folder, a descriptor, an archive, the version of a recorded release, or a git revision.
            first: how many differences of each kind and table are kept; None keeps all. All are counted.

        Raises:
            DpkitError: there is no such edition of the package, or one of the two cannot be read.
        """
        from dpkit.api.differing import compare

        return compare(os.fspath(old), str(self.path), self.path, first)

    def frame(self, resource: str) -> "pd.DataFrame":
        """Return a table as a pandas frame, a column for each field that the file has, typed by the Table Schema.

        Missing and invalid cells are NA. Integers and years are `Int64`, numbers `Float64`, booleans `boolean`, dates
        and moments (in UTC, if the file names an offset) `datetime64[us]`, times `object`, all else `string`, as it is
        written. Integers of which 64 bits cannot hold one are `object`. The index is the number of the record, from 1.

        What cannot be read (malformed rows, cells beyond the last column) is not in the frame; a
        `dpkit.model.errors.DpkitWarning` says how much that is.

        Raises:
            DpkitError: there is no such table, or it could not be read.
        """
        from dpkit.frames.frame import frame

        with look_into(self.path, self.documents) as seen:
            found = frame(seen.engine, self._table(seen, resource))
        _warn_of_lost(seen.log, [resource])
        return found

    def frames(self) -> "dict[str, pd.DataFrame]":
        """Return all tables as frames, by name, from one look at the package; see `frame`.

        Raises:
            DpkitError: a table could not be read.
        """
        from dpkit.frames.frame import frame

        with look_into(self.path, self.documents) as seen:
            found = {name: frame(seen.engine, self._table(seen, name)) for name in seen.tables}
        _warn_of_lost(seen.log, found)
        return found

    def schema(self, resource: str) -> "pa.DataFrameSchema":
        """Return the contract of a table's frame, built from its Table Schema: types, constraints, keys.

        It checks a frame in a notebook before it is written; `schema.validate(frame, lazy=True)` tells all failures.
        A frame of a valid package passes. Of the `dpkit` property it knows what a table shows by itself: a source, a
        place and a known confidence for each row, dates, and the order of dates. How a number or a date is written,
        and what other tables say, the files alone can show.

        Raises:
            DpkitError: there is no such table.
        """
        from dpkit.frames.contract import contract

        with look_into(self.path, self.documents) as seen:
            return contract(self._table(seen, resource, read=False).schema)

    def schemas(self) -> "dict[str, pa.DataFrameSchema]":
        """Return the contracts of all tables, by name, from one look at the package; see `schema`."""
        from dpkit.frames.contract import contract

        with look_into(self.path, self.documents) as seen:
            return {name: contract(table.schema) for name, table in seen.tables.items()}

    @staticmethod
    def _table(seen: session.Session, resource: str, *, read: bool = True) -> Table:
        if resource not in seen.tables:
            raise DpkitError(f"the package has no table {show(resource)}; it has {', '.join(seen.tables) or 'none'}")
        if read and (reason := seen.tables[resource].unread):
            raise DpkitError(f"{resource} could not be read ({reason}); `dpkit validate` tells more")
        return seen.tables[resource]


def _warn_of_lost(log: FaultLog, resources: Iterable[str]) -> None:
    """Warn, where the user called, of frames that lack something of their files."""
    for name in resources:
        if lost := [f"{check}: {log.counts[check, name]:,}" for check in LOST if log.has(check, name)]:
            told = f"the frame of {plain(name)} lacks what could not be read ({listing(lost)})"
            warnings.warn(f"{told}; `dpkit validate` tells more", DpkitWarning, stacklevel=3)
