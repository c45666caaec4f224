"""One look at a package: its descriptor read, its tables in a locked engine, its citations followed."""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from dpkit.api.engines import open_engine, open_storage, read_table
from dpkit.api.own_files import note_refused_folders, read_own_files
from dpkit.api.recall import Recall
from dpkit.claims import gather as claims
from dpkit.claims.derived import with_derived
from dpkit.claims.gather import Contradictions
from dpkit.claims.rulings import read_rulings
from dpkit.evidence.gather import gather, passages, put_sources
from dpkit.evidence.library import Library, open_library
from dpkit.evidence.released import MISSING, compare_with_release, verified_counts
from dpkit.evidence.together import gather_together
from dpkit.files.digests import Digests
from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.files.remote import Remote
from dpkit.load.data_file import look_at_files
from dpkit.load.documents import find_documents
from dpkit.load.package import find_package, read_package
from dpkit.model.cluster import Cluster
from dpkit.model.descriptor import Package, Resource
from dpkit.model.errors import DpkitError
from dpkit.model.evidence import Verdict
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.limits import DEFAULT, Limits
from dpkit.model.progress import CHECKS, CITATIONS, CLAIMS, READING, Progress
from dpkit.model.release import Release
from dpkit.model.show import listing, plain, show
from dpkit.tables.engine import Engine
from dpkit.tables.read import Pending, finish, unread
from dpkit.tables.recalling import RecallingEngine
from dpkit.tables.sql import Sql, sql
from dpkit.tables.table import Table, apart

#: what hides a part of a table only, if any
PARTLY = {"compression-error", "encoding-error", "file-missing", "not-reachable", "source-error", "unsafe-path"}
FEW = 50_000  #: below so many rows, handing work to threads costs more than it saves


@dataclass
class Session:
    """All that is known of a package while it is looked at."""

    engine: Engine
    root: Path
    package: Package
    log: FaultLog
    reach: Reach
    tables: dict[str, Table] = field(default_factory=dict)
    library: Library = field(default_factory=Library)
    release: str | None = None  #: version of the release whose record stands in for documents that are not held
    citations: dict[Verdict, int] = field(default_factory=dict)
    claims: Contradictions = field(default_factory=Contradictions)
    own_checks: dict[str, str] = field(default_factory=dict)  #: the package's own SQL, by path
    digests: Digests = field(default_factory=Digests)
    judging: bool = False  #: whether tables of many columns are held as lists of cells, and `damaged` is filled
    damaged: dict[str, Table] = field(default_factory=dict)  #: what can be read of tables that count as unread
    opened: set[str] = field(default_factory=set)  #: paths of the files below `root` that were asked for


@contextmanager
def look_at(  # noqa: PLR0913 - keywords, each a question of its own
    path: Path,
    documents: Sequence[Path] = (),
    first: int | None = 20,
    hosts: Sequence[str] = (),
    limits: Limits = DEFAULT,
    *,
    progress: Progress | None = None,
    digests: Digests | None = None,
    recall: Recall | None = None,
    cluster: Cluster | None = None,
    judging: bool = False,
) -> Iterator[Session]:
    """Read the package at `path` and follow its citations.

    Args:
        path: its folder or descriptor.
        documents: folders in which source documents lie, beside those of the package and of `$DPKIT_DOCUMENTS`.
        first: how many faults of each kind are kept.
        hosts: names of the hosts from which files may be fetched, `*` for any.
        limits: how much of the machine may be taken.
        progress: is kept up to date.
        digests: of files, as far as they are known.
        recall: what is known of tables that have not changed: they are read only if need be.
        cluster: runs the queries; None runs them in this process.
        judging: whether tables are read to be judged alone: those of many columns, as lists of cells, and what can be
            read of damaged ones.

    Raises:
        DpkitError: there is no package, or it cannot be read.
    """
    root, descriptor = find_package(path)
    with ExitStack() as stack:
        try:
            folder = Folder(root)
        except OSError as error:
            raise DpkitError(
                f"{plain(str(root), 200)} could not be opened: {(error.strerror or 'error').lower()}"
            ) from error
        stack.callback(folder.close)
        given = given_folders(documents)
        log = FaultLog(first)
        reach = Reach(folder, Remote(hosts))
        package = read_package(reach, descriptor, log)
        engine = stack.enter_context(open_engine(limits, recall.answers if recall else None, cluster))
        reach = replace(reach, storage=open_storage(engine, cluster))
        session = Session(engine, root, package, log, reach)
        session.digests, session.judging = digests or session.digests, judging
        stack.enter_context(engine_failures(session.engine.reader))
        stack.enter_context(engine_failures(session.engine))
        if progress is not None:
            progress.again()
            progress.within = session.engine.watch()
        progress = progress or Progress()
        pending = list(_read_all(session, progress, recall))
        if sum(each.loaded.rows for each in pending) < FEW:
            session.engine.use_one_thread()
        session.engine.lock()
        for table in finish(pending, log):
            (session.damaged if table.damaged else session.tables)[table.name] = table
        session.tables = {
            each.name: session.tables[each.name] for each in package.resources if each.name in session.tables
        }
        progress.begin(CITATIONS)
        _follow_citations(session, folder, given)
        progress.begin(CLAIMS)
        _compare_claims(session, first)
        session.tables = with_derived(session.engine, session.tables, session.library, package.roles)
        session.own_checks, session.opened = read_own_files(folder, log), folder.opened
        progress.begin(CHECKS)
        yield session


def given_folders(documents: Sequence[Path]) -> list[Path]:
    """Return the folders for documents that were given, that of `$DPKIT_DOCUMENTS` last.

    Raises:
        DpkitError: one does not exist.
    """
    given = [*documents, *(Path(each) for each in [os.environ.get("DPKIT_DOCUMENTS", "")] if each)]
    if missing := [each for each in given if not os.path.isdir(each)]:
        raise DpkitError(f"the folder for documents {plain(str(missing[0]), 200)} does not exist")
    return given


@contextmanager
def engine_failures(engine: Engine) -> Iterator[None]:
    """Tell a failure of the engine (no memory, no room on the disk) in one sentence."""
    try:
        yield
    except engine.failure as error:
        raise DpkitError(f"the engine gave up: {plain(str(error).splitlines()[0], 300)}") from error


def _read_all(session: Session, progress: Progress, recall: Recall | None) -> Iterator[Pending]:
    resources = session.package.resources
    if recall:
        recall.plan(session.package)
    for resource in resources:
        progress.begin(READING / len(resources))
        read = partial(_read, session, resource, progress)
        if not resource.tabular:
            look_at_files(session.reach, resource, session.engine.staging, session.log)
            continue
        if recall and isinstance(session.engine, RecallingEngine):
            pending = recall.table(session.engine, session.package, resource, session.log, read)
        else:
            pending = read(session.log)
        if (pending is None or pending.damaged) and resource.schema is not None:
            reason = _reason(session.log, resource, of=PARTLY if pending else None)
            table = unread(session.package, resource, reason)
            session.tables[resource.name] = replace(table, damaged=pending is not None)
        if pending is not None:
            progress.read(pending.loaded.rows)
            yield pending


def _read(session: Session, resource: Resource, progress: Progress, log: FaultLog) -> Pending | None:
    """Load a table; None where it cannot be read."""
    if not resource.readable or not (resource.inline or resource.paths):
        return None
    return read_table(session.engine, session.reach, session.package, resource, log, progress, judging=session.judging)


def _reason(log: FaultLog, resource: Resource, of: Collection[str] | None) -> str:
    checks = [check for check in log.checks(resource.name) if check != "not-recommended"]  # which is no reason
    found = checks if of is None else [check for check in checks if check in of]
    return listing(found) or "it has no path"


def _follow_citations(session: Session, folder: Folder, documents: Sequence[Path]) -> None:
    package, engine = session.package, session.engine
    sources = session.tables.get(package.roles.sources or "")
    if sources is None or sources.schema.roles.source is None:
        return
    note_refused_folders(folder, package.roles.documents, session.log)
    shelf = find_documents(folder.path, package.roles.documents, documents, session.digests)
    session.library = open_library(engine, sources, shelf)
    documented = [(source,) for source, holding in session.library.holdings.items() if holding != "no-document"]
    known, held = engine.put(("id",), ("VARCHAR",), documented), put_sources(engine, session.library)
    together = gather_together(engine, session.tables.values(), session.library)
    for name, table in session.tables.items():
        if table.schema.roles.citation and not table.unread:
            evidence, counts = together.get(name) or gather(engine, table, session.library, held)
            derived = {"documented": sql("(SELECT id FROM {})", known)} | ({"evidence": evidence} if evidence else {})
            session.tables[name] = replace(table, derived=derived)
            for verdict, count in counts.items():
                session.citations[verdict] = session.citations.get(verdict, 0) + count
    compared = _compare_with_release(session, folder)
    if not sources.unread:
        _count_citations(session, sources.name, verified_counts(engine, compared))


def _compare_with_release(session: Session, folder: Folder) -> dict[str, Sql]:
    """Give each table the relation `released` of its citations that the last release may have verified."""
    if not {Verdict.NOT_HELD} & {*session.citations} or not MISSING & {*session.library.holdings.values()}:
        return {}
    from dpkit.load.release import last_record, read_release  # with what archives need: not for nothing

    path = last_record(folder)
    if path is None:
        return {}
    try:
        release = _own_release(session.package, read_release(folder, path), path)
        compared = compare_with_release(session.engine, session.tables, session.library, release)
    except DpkitError as error:
        session.log.add(
            Fault(check="record-invalid", file=path, details={"problem": str(error).removeprefix(f"{path} ")})
        )
        return {}
    session.release = release.version
    for name, relation in compared.items():
        table = session.tables[name]
        session.tables[name] = replace(table, derived={**table.derived, "released": relation})
    verified = sum(verified_counts(session.engine, compared).values())
    counts = {Verdict.NOT_HELD: session.citations[Verdict.NOT_HELD] - verified, Verdict.VERIFIED_AT_RELEASE: verified}
    session.citations = {verdict: count for verdict, count in {**session.citations, **counts}.items() if count}
    return compared


def _compare_claims(session: Session, first: int | None) -> None:
    """Give each table the relations of its conflicts, and the table of rulings what became of each."""
    engine, rulings = session.engine, session.tables.get(session.package.roles.rulings or "")
    sources = session.tables.get(session.package.roles.sources or "")
    session.claims = claims.gather(engine, session.tables, read_rulings(engine, rulings), sources)
    for name, table in session.tables.items():
        if derived := claims.derive(engine, table, session.claims, first):
            session.tables[name] = replace(table, derived={**table.derived, **derived})
    if rulings is not None and session.claims.judged:
        rows = [(str(each.ruling.row), each.standing.value, each.detail) for each in session.claims.judged]
        judged = engine.put(("_row", "standing", "detail"), ("BIGINT", "VARCHAR", "VARCHAR"), rows)
        session.tables[rulings.name] = replace(rulings, derived={**rulings.derived, "rulings": judged})


def _own_release(package: Package, release: Release, path: str) -> Release:
    if release.name != package.name:
        raise DpkitError(f"{path} records release {show(release.version)} of another package, {show(release.name)}")
    return release


def _count_citations(session: Session, name: str, verified: Mapping[str, int]) -> None:
    """Give the table of sources the relation `holdings` (`id`, `holding`, `citations`, `unverified`, `aside`)."""
    engine, table, library = session.engine, session.tables[name], session.library
    counts: Counter[str] = Counter()
    for some in apart(session.tables.values()):
        counts.update(dict(engine.run(sql("SELECT id, count(*) FROM ({}) GROUP BY id", passages(some)))))
    rows = [
        (source, holding, str(counts[source]), str(counts[source] - verified.get(source, 0)), library.aside(source))
        for source, holding in library.holdings.items()
    ]
    columns = ("id", "holding", "citations", "unverified", "aside")
    holdings = engine.put(columns, ("VARCHAR", "VARCHAR", "BIGINT", "BIGINT", "VARCHAR"), rows)
    session.tables[name] = replace(table, derived={**table.derived, "holdings": holdings})
