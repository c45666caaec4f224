"""What a release is, gathered from a package that was looked at."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from dpkit.api.session import Session
from dpkit.evidence.library import Holding
from dpkit.evidence.recorded import recorded
from dpkit.evidence.released import MISSING
from dpkit.files.folder import Folder
from dpkit.files.zip_file import digest, of_file
from dpkit.model.change import Difference
from dpkit.model.descriptor import Resource
from dpkit.model.finding import Severity
from dpkit.model.release import Release, ReleasedResource
from dpkit.model.report import Report
from dpkit.model.version import VERSION
from dpkit.tables.sql import Sql, sql, texts

UNVERIFIED = (*sorted(MISSING), Holding.NOT_READABLE)


def described(session: Session, root: Path, report: Report, commit: str, date: str) -> Release:
    """Return the release that a package is, without its difference to the last one and the files made for it.

    Args:
        session: the package that is looked at; its evidence has no fault.
        root: its folder.
        report: what validation found.
        commit: that it is the tree of.
        date: that its files bear.
    """
    holdings = _holdings(session)
    return Release(
        dpkit=VERSION,
        name=session.package.name or "",
        version=session.package.version or "",
        commit=commit,
        date=date,
        checks=report.checks,
        counts={
            "resources": report.resources,
            "rows": report.rows,
            "citations": dict(report.citations),
            **{severity.value: report.total(severity) for severity in Severity},
        },
        resources=resources(session, root),
        documents={source: sha256 for source, sha256 in session.library.digests.items() if sha256},
        citations=tuple(recorded(session.engine, session.tables, holdings)) if holdings else (),
    )


def resources(session: Session, root: Path) -> tuple[ReleasedResource, ...]:
    """Return the resources of a package that are files."""
    with closing(Folder(root)) as folder:
        return tuple(_resource(session, folder, each) for each in session.package.resources if each.paths)


def summary(difference: Difference) -> dict[str, object]:
    """Return a difference in numbers, as a release records it."""
    return {
        "from": difference.old.version,
        "level": str(difference.level),
        "changes": {kind.value: number for kind, number in difference.counts.items()},
    }


def unverified(session: Session) -> Mapping[str, int]:
    """Return the sources with a recorded document of which citations were verified neither now nor at a release."""
    holdings = _holdings(session)
    if holdings is None:
        return {}
    query = sql(
        "SELECT id, unverified FROM {} WHERE holding IN {} AND unverified > 0 ORDER BY id", holdings, texts(UNVERIFIED)
    )
    return dict(session.engine.run(query))


def _holdings(session: Session) -> Sql | None:
    sources = session.tables.get(session.package.roles.sources or "")
    return sources.derived.get("holdings") if sources else None


def _resource(session: Session, folder: Folder, resource: Resource) -> ReleasedResource:
    sha256, size = digest(of_file(folder, resource.paths[0]))
    table = session.tables.get(resource.name)
    rows = table.rows if table and not table.unread else None
    return ReleasedResource(name=resource.name, path=resource.paths[0], sha256=sha256, bytes=size, rows=rows)
