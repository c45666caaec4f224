"""The package's own checks: `checks/*.sql`, each a SELECT of what is at fault, run over typed views of its tables."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dpkit.checks.check import PLACE, Tables, fill
from dpkit.checks.own_guard import RefusedError, guarded
from dpkit.checks.own_rows import WITHOUT_PLACE, Placed, Selected, places, selected
from dpkit.checks.registry import Selection
from dpkit.checks.telling import letters
from dpkit.model.finding import Fault, FaultLog, Finding, Severity, Skipped
from dpkit.model.report import OWN, Tally
from dpkit.model.show import listing, show
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql
from dpkit.tables.table import ROW, Table

PREFIX = OWN
SECONDS, ALTOGETHER = 60, 600  #: that a check may take, and all of them
HEADER = re.compile(r"--\s*(severity|resource|field|message)\s*:\s*(.+?)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnCheck:
    """One file of the package: what its header says, and its SELECT."""

    name: str
    file: str
    select: str
    severity: Severity = Severity.ERROR
    message: str | None = None  #: by default, what was selected
    resource: str | None = None  #: the table whose rows (`_row`) are at fault
    field: str | None = None


def own_name(file: str) -> str:
    """Return the name of the check in a file of the package: `package/short-stay` of `checks/short-stay.sql`."""
    return PREFIX + file.rpartition("/")[2].removesuffix(".sql")


def read_own(files: Mapping[str, str], log: FaultLog) -> list[OwnCheck]:
    """Return the checks in the package's files (path -> text); a header that is wrong is a fault."""
    found = []
    for file, text in sorted(files.items()):
        header = {match[1]: match[2] for line in text.splitlines() if (match := HEADER.match(line.strip()))}
        severity = header.pop("severity", "error")
        if severity not in {*Severity}:
            _refuse(log, file, f"its severity is {severity!r}, expected error, warning or notice")
            continue
        found.append(OwnCheck(name=own_name(file), file=file, select=text, severity=Severity(severity), **header))
    return found


def run_own(
    engine: Engine, tables: Tables, checks: list[OwnCheck], asked: Selection, first: int | None, log: FaultLog
) -> Iterator[Tally | Skipped]:
    """Run the package's checks last, in a transaction that can only read, each within a minute, all within ten.

    All are looked at by the guard; those run that were asked for, if the tables that they read could be read.
    """
    readable = {key: table for key, table in tables.items() if not table.unread}
    guarded_ = [(check, found) for check in checks if (found := _guarded(engine, check, tables, log)) is not None]
    sound = []
    for check, found in guarded_:
        if asked.runs(check.name) and (reason := _unread(check, found[1], tables)):
            yield Skipped(check.name, check.resource, reason)
        elif asked.runs(check.name):
            sound.append((check, found))
    try:
        for table in readable.values() if sound else ():
            engine.run(sql("CREATE VIEW {} AS SELECT {} FROM {}", name(table.name), _columns(table), table.relation))
    except engine.failure as error:  # such as fields whose names differ only in case
        for check, _ in sound:
            _refuse(log, check.file, _said(error))
        return
    until = time.monotonic() + ALTOGETHER
    for check, (select, read) in sound:
        seconds = min(SECONDS, until - time.monotonic())
        if seconds <= 0:
            _refuse(log, check.file, f"those before it took {ALTOGETHER} seconds")
            continue
        try:
            # the place of a row may be asked of the table that the header names, too
            with engine.reading_only(map(name, read | ({check.resource or ""} & {*readable}))), engine.limit(seconds):
                labels = [row[0] for row in engine.run(sql("DESCRIBE {}", select))]
                tally = _tally(engine, check, selected(select, labels, check.resource, read, readable), first)
            yield from [tally] if tally else []
        except (RefusedError, engine.failure) as error:
            _refuse(log, check.file, _said(error, seconds))


def _unread(check: OwnCheck, read: Iterable[str], tables: Tables) -> str:
    """Return why a check cannot run: a table that it reads, or names, was not read; or nothing."""
    needed = [tables[each] for each in sorted({*read, check.resource or ""} & {*tables})]
    return next((reason for each in needed if (reason := each.lacks(()))), "")


def _guarded(engine: Engine, check: OwnCheck, tables: Tables, log: FaultLog) -> tuple[Sql, set[str]] | None:
    if check.resource is not None and check.resource not in tables:
        _refuse(log, check.file, f"its header names the table {check.resource!r}, which the package has not")
        return None
    try:
        return guarded(engine, check.select, tables)
    except RefusedError as error:
        _refuse(log, check.file, str(error))
        return None


def _said(error: Exception, seconds: float = SECONDS) -> str:
    """Return why a query failed, without the engine's word for the kind of failure."""
    line = str(error).splitlines()[0]
    return (
        f"it takes more than {seconds:.0f} seconds"
        if line.startswith("INTERRUPT")
        else line.partition(" Error: ")[2] or line
    )


def _refuse(log: FaultLog, file: str, problem: str) -> None:
    log.add(Fault(check="check-refused", file=file, value=file, details={"problem": problem}))


def _columns(table: Table) -> Sql:
    columns = [ROW]
    for column in table.columns.values():
        columns.append(sql("{} AS {}", column.value, name(column.name)))
        if column.lower is not None and column.upper is not None:
            columns.append(sql("{} AS {}", column.lower, name(f"{column.name}_lower")))
            columns.append(sql("{} AS {}", column.upper, name(f"{column.name}_upper")))
    return joined(columns)


def _tally(engine: Engine, check: OwnCheck, found: Selected, first: int | None) -> Tally | None:
    labels = found.labels
    if unknown := sorted(set(PLACE.findall(check.message or "")) - set(labels)):
        raise RefusedError(f"its message names {unknown[0]}, which it does not select")
    count = engine.run(sql("SELECT count(*) FROM ({})", found.select))[0][0]
    if not count:
        return None
    order = ROW if "_row" in labels else Sql("ALL")
    rows = engine.run(sql("SELECT * FROM ({}) ORDER BY {} LIMIT {}", found.select, order, Sql(str(first or count))))
    cells = [dict(zip(labels, map(_text, row), strict=True)) for row in rows]
    findings = tuple(
        _finding(check, found.table, *each) for each in zip(cells, places(engine, found, cells), strict=True)
    )
    return Tally(check.name, found.table.name if found.table else None, check.severity, count, findings)


def _finding(check: OwnCheck, table: Table | None, cells: Mapping[str, str], at: Placed | None) -> Finding:
    message = fill(check.message or "{found}", (), (), {**cells, "found": _listed(cells)})
    return Finding(
        check=check.name,
        severity=check.severity,
        message=message if table else f"{message} ({WITHOUT_PLACE})",
        resource=table.name if table else None,
        file=((at.place.file if at else None) or table.resource.file) if table else check.file,
        row=at.row + 1 if at else None,
        line=at.place.line if at else None,
        key=(at.key or None) if at else None,
        field=check.field,
        column=letters(table, check.field) if table else None,
        value=cells.get(check.field) if check.field else None,
    )


def _listed(cells: Mapping[str, str]) -> str:
    """Return what was selected, in words."""
    named = [f"{label} {show(cell)}" for label, cell in cells.items() if label != "_row"]
    return f"found {listing(named)}" if named else "a row was found"


def _text(value: object) -> str:
    return "nothing" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
