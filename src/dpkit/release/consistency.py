"""Whether the rows and citations of a release are those that its `release.json` tells of."""

from collections.abc import Iterator, Mapping

from dpkit.evidence.cited import COLUMNS, cited
from dpkit.evidence.gather import parts
from dpkit.evidence.library import Library
from dpkit.model.release import RELEASE_FILE, Release, ReleasedCitation
from dpkit.model.show import count, plain, show
from dpkit.model.verification import Problem
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, number, sql
from dpkit.tables.table import Table

SHOWN = 20  #: problems of one kind that are told one by one


def verify_rows(tables: Mapping[str, Table], release: Release) -> Iterator[Problem]:
    """Yield the tables that could not be read, or have another number of rows."""
    for each in release.resources:
        table = tables.get(each.name)
        if table is not None and table.unread:
            yield Problem(file=each.path, problem=f"it could not be read as a table ({plain(table.unread)})")
        elif table is not None and each.rows is not None and table.rows != each.rows:
            problem = f"it has {count(table.rows, 'row')}, and {RELEASE_FILE} gives it {each.rows:,}"
            yield Problem(file=each.path, problem=problem)


def verify_documents(library: Library, release: Release) -> Iterator[Problem]:
    """Yield the sources whose document is another than at the release."""
    for source, digest in release.documents.items():
        if digest != (found := library.digests.get(source, "")):
            problem = (
                f"it gives source {show(source)} the document {show(digest)}; the table of sources has {show(found)}"
            )
            yield Problem(file=RELEASE_FILE, problem=problem)


def verify_citations(
    engine: Engine, tables: Mapping[str, Table], library: Library, release: Release
) -> Iterator[Problem]:
    """Yield the cited passages that differ between the data and `release.json`: source, place, or digest of the quote.

    Raises:
        DpkitError: the citations in `release.json` are broken.
    """
    sources = engine.put(("id",), ("VARCHAR",), [(source,) for source in library.holdings])
    recorded = engine.put(COLUMNS, ["VARCHAR"] * len(COLUMNS), (each[: len(COLUMNS)] for each in release.citations))
    read = [table for table in tables.values() if not table.unread]
    passages = [cited(table, part, sources) for table in read for part in parts(table)]
    columns = joined(map(name, COLUMNS))
    data = joined((sql("SELECT {} FROM ({})", columns, each) for each in passages), " UNION ALL ")
    data = data or sql("SELECT {} FROM {} WHERE false", columns, recorded)
    given = sql("SELECT {} FROM {}", columns, recorded)
    for there, other, said in (
        (data, given, "its {part} (row {key}) is not recorded in " + RELEASE_FILE + " as it stands there"),
        (given, data, RELEASE_FILE + " records a {part} of row {key} that is not there"),
    ):
        yield from _differing(engine, tables, sql("({}) EXCEPT ALL ({})", there, other), said)


def _differing(engine: Engine, tables: Mapping[str, Table], query: Sql, said: str) -> Iterator[Problem]:
    total = engine.run(sql("SELECT count(*) FROM ({})", query))[0][0]
    shown = engine.run(sql("{} ORDER BY ALL LIMIT {}", query, number(SHOWN))) if total else []
    for row in shown:
        each = ReleasedCitation._make((*row, ""))
        table = tables.get(each.resource)
        file = (table.resource.file if table else None) or RELEASE_FILE
        yield Problem(file=file, problem=said.format(part=plain(each.part), key=show(each.key)))
    if total > len(shown):
        yield Problem(file=RELEASE_FILE, problem=f"{count(total - len(shown), 'more citation')} differ in the same way")
