"""Locators written by program: of quotes that stand elsewhere than their rows say, or whose rows name no place."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.session import Session
from dpkit.evidence.document import Document
from dpkit.evidence.gather import Part, parts
from dpkit.evidence.library import Holding
from dpkit.evidence.locator import HALF, locate, physical_lines
from dpkit.files.folder import read_plain
from dpkit.files.lock import hold
from dpkit.files.reach import is_url
from dpkit.files.write import write_whole
from dpkit.load.encoding import UTF8
from dpkit.load.package import find_package
from dpkit.load.rewriting import Cell, Replacement, with_replaced
from dpkit.model.errors import DpkitError
from dpkit.model.evidence import Verdict
from dpkit.model.relocation import Relocation
from dpkit.model.show import plain, show
from dpkit.tables.source import DELIMITED
from dpkit.tables.sql import Sql, joined, sql, text, texts
from dpkit.tables.table import ROW, Table

Found = tuple[Relocation, Cell, Replacement]


def relocate(
    path: Path, documents: Sequence[Path] = (), resources: Sequence[str] = (), *, write: bool = True
) -> tuple[Relocation, ...]:
    """Find the right locators of quotes, and write them; see `Package.relocate`."""
    root, _ = find_package(path)
    with look_into(path, documents) as session:
        found = {table.name: list(_found(session, table)) for table in _tables(session, resources)}
        tables = [session.tables[name] for name, each in found.items() if any(one.new for one, *_ in each)]
        files = [(_file(root, table), table) for table in tables]
        if write:
            with hold(root, "writing locators"):
                texts = [(file, _rewritten(root, file, table, found[table.name])) for file, table in files]
                for file, written in texts:
                    write_whole(file, written)
    return tuple(one for each in found.values() for one, *_ in each)


def _tables(session: Session, resources: Sequence[str]) -> Iterator[Table]:
    citing = {name: table for name, table in session.tables.items() if table.schema.roles.citation}
    if not citing:
        raise DpkitError("the package has no table whose rows cite sources")
    if unknown := [name for name in resources if name not in citing]:
        raise DpkitError(f"the package has no table {show(unknown[0])} whose rows cite sources")
    for name, table in citing.items():
        if table.unread and (not resources or name in resources):
            raise DpkitError(f"{plain(name)} was not read ({table.unread}); `dpkit validate` tells more")
    yield from (table for name, table in citing.items() if not resources or name in resources)


def _found(session: Session, table: Table) -> Iterator[Found]:
    """Yield what is to be written into a table, each with its cell, and what cannot be told."""
    for part in parts(table):
        query = _sought(table, part)
        for row, source, cell, old, quote in session.engine.run(query) if query else ():
            holding = session.library.holdings.get(source)
            if (holding is not Holding.HELD and old.strip()) or _is_parted(old, quote):
                continue
            places = _places(session.library.document(source), quote, old)
            new = places[0] if len(places) == 1 else ""
            file = table.resource.file or ""
            yield (
                Relocation(
                    resource=table.name, file=file, row=row + 1, part=part.name, source=source, quote=quote,
                    old=old, new=new, places=tuple(places), holding=holding or "",
                ),
                (row, part.locator.place or 0),
                Replacement(cell, new),
            )  # fmt: skip


def _is_parted(old: str, quote: str) -> bool:
    """Tell whether a comma parted the locator, so that its other half stands in the place of the quote."""
    return bool(HALF.fullmatch(old)) and quote.strip().isdecimal()


def _sought(table: Table, part: Part) -> Sql | None:
    """Return the query for the rows whose locator is missing, leads nowhere, or is that of another passage."""
    if part.quote is None:
        return None
    wrong = [sql("({} AND NOT ({}))", part.locator.missing, part.quote.missing)]
    if evidence := table.derived.get("evidence"):
        verdicts = texts((Verdict.MOVED, Verdict.BAD_LOCATOR))
        misled = sql('SELECT "_row" FROM {} WHERE part = {} AND verdict IN {}', evidence, text(part.name), verdicts)
        wrong.append(sql("(NOT ({}) AND {} IN ({}))", part.quote.missing, ROW, misled))
    return sql(
        "SELECT {}, {}, {}, {}, {} FROM {} WHERE {} ORDER BY {}",
        ROW, part.source.raw, part.locator.raw, part.locator.stated, part.quote.raw,
        table.relation, joined(wrong, " OR "), ROW,
    )  # fmt: skip


def _places(document: Document | None, quote: str, old: str) -> list[str]:
    """Return the locators of all passages that can be quoted, by lines if `old` counts lines."""
    spans = [span for span in document.find(quote) if not document.cuts(*span)] if document else []
    if document and old.strip().lower().startswith("line"):
        lines = (physical_lines(*span, document.lines) for span in spans)
        return [f"line={first - 1},{last}" for first, last in lines]
    return [locate(*span) for span in spans]


def _file(root: Path, table: Table) -> Path:
    """Return the file of a table into which cells can be written.

    Raises:
        DpkitError: there is none.
    """
    resource, why = table.resource, ""
    if resource.inline or len(resource.paths) != 1 or is_url(resource.paths[0]):
        why = "it is not one file of the package"
    elif resource.compression or resource.format not in DELIMITED:
        why = "its file is no plain CSV"
    elif resource.encoding.lower() not in UTF8:
        why = f"it is written in {plain(resource.encoding, 40)}, not in UTF-8"
    elif len(resource.dialect.delimiter) != 1 or resource.dialect.line_end:
        why = "its dialect has marks of several characters, or line ends of its own"
    if why:
        raise DpkitError(f"no locators can be written into {plain(table.name)}: {why}")
    return root / resource.paths[0]


def _rewritten(root: Path, file: Path, table: Table, found: Iterable[Found]) -> str:
    """Return the text of a file with the locators that were found."""
    try:
        text_ = read_plain(file, root).decode("utf-8")
        return with_replaced(text_, table.resource.dialect, {cell: change for _, cell, change in found if change.new})
    except (UnicodeDecodeError, OSError) as error:
        reason = str(getattr(error, "strerror", None) or "it is not UTF-8").lower()
        raise DpkitError(f"{plain(str(file), 200)} could not be read again: {reason}") from error
    except DpkitError as error:
        raise DpkitError(f"nothing was written: {plain(table.resource.file or '', 200)}: {error}") from error
