"""Tables in several files, or on a storage: read file by file on the executors, and made one table again.

A file is the unit. Its rows are numbered there as if it stood alone; what the files before it hold is added afterwards.
That is right as long as no record runs on from one file into the next; where one may, the files are read as one.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from dpkit.files.reach import Reach, is_url
from dpkit.load.csv_file import CsvFile, csv_file
from dpkit.load.csv_parts import header_of
from dpkit.load.encoding import decodes
from dpkit.load.origin import Origin, Part
from dpkit.model.descriptor import Dialect, Package, Resource
from dpkit.model.errors import DpkitError
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain, show
from dpkit.model.version import VERSION
from dpkit.tables.read import AS_COLUMNS, Pending, loaded_by, names_of, read_header
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.source import DELIMITED
from dpkit.tables.spark.part import OWN, Parts, Told, read_head, read_part
from dpkit.tables.spark.storage import SparkStorage, place
from dpkit.tables.spark.whole import looked_at
from dpkit.tables.strict import LINE
from dpkit.tables.table import ROW

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

    from dpkit.tables.spark.engine import SparkEngine

KINDS = ("INT", "BIGINT", "BIGINT", "STRING")  #: of `OWN`
NOT_SEEN = {"file-missing", "unsafe-path"}  #: what an executor says of a file that the driver has just opened


class UndividedError(Exception):
    """The files of a table have to be read as one."""


def may_be_divided(resource: Resource, reach: Reach) -> bool:
    """Tell whether a table may be read file by file: if it has several, or they lie on a storage."""
    dialect = resource.dialect
    simple = dialect.header_rows == (1,) and not dialect.comment_rows and not dialect.line_end
    simple = simple and len(dialect.delimiter) == 1
    kind = resource.format == "parquet" or (resource.format in DELIMITED and decodes(resource.encoding))
    here = not resource.inline and not any(map(is_url, resource.paths))
    return simple and kind and here and (len(resource.paths) > 1 or reach.storage is not None)


def read_parts(
    engine: "SparkEngine", reach: Reach, package: Package, resource: Resource, log: FaultLog
) -> Pending | None:
    """Read a table on the executors; None where it cannot be read, and why is in `log`.

    Raises:
        UndividedError: a record may run on from one file into the next, or the header is at fault, or only a part of
            the table can be read.
        DpkitError: the executors do not see the files, or have another dpkit.
    """
    found = FaultLog(log.first)
    if not looked_at(reach, resource, engine.staging, found):
        if reach.storage is None:
            raise UndividedError
        log.take(found)
        return None
    with ExitStack() as stack:
        parts = Parts(
            resource=replace(resource, hash=None, bytes=None), folder=str(reach.folder.path.absolute()), keep=log.first
        )
        reading = Reading(engine, _head(engine, reach, parts, stack), package, resource, FaultLog())
        header = read_header(reading)
        if header is None or reading.log.counts or len(header[0]) > AS_COLUMNS:
            raise UndividedError  # what is wrong is told by who reads the files as one
        labels, size = header
        first = tuple(header_of(reading.file.fd, reading.dialect))
        parts = replace(parts, width=len(labels), names=names_of(reading, labels), first=first)
        frame = _frame(engine, reach, parts)
        told = _told(frame, resource)
    if not all(each.read for each in told):
        raise UndividedError
    if any(each.unfinished or each.ends_with_cr for each in told[:-1]):  # a line feed may follow
        raise UndividedError
    log.take(found)
    file = replace(reading.file, fd=-1, path="", origin=_origin(resource, told))
    for each, before in zip(told, _begins(each.records for each in told), strict=True):
        log.take(_log(log, each, resource, before))
    load = partial(_loaded, engine, frame, told, lined=file.origin.lines)
    return loaded_by(load, replace(reading, file=file, log=log), labels, size)


def _head(engine: "SparkEngine", reach: Reach, parts: Parts, stack: ExitStack) -> CsvFile:
    """Return the first lines of the table as a file of their own."""
    dialect = Dialect() if parts.resource.format == "parquet" else parts.resource.dialect
    if isinstance(reach.storage, SparkStorage):
        first = reach.storage.contents(parts.resource.paths[:1])
        first = first.mapInArrow(partial(_heads, parts), "text STRING").collect()
        text = first[0][0] if first else ""
    else:
        text = read_head(parts)
    fd, _ = tempfile.mkstemp(dir=engine.staging)
    stack.callback(os.close, fd)
    os.write(fd, text.encode())
    return csv_file(fd, dialect, engine.staging)


def _heads(parts: Parts, files: Iterable["RecordBatch"]) -> Iterator["RecordBatch"]:
    import pyarrow as pa

    for batch in files:
        for content in batch.column("content").to_pylist():
            yield pa.RecordBatch.from_pylist([{"text": read_head(parts, content)}])


def _frame(engine: "SparkEngine", reach: Reach, parts: Parts) -> "DataFrame":
    """Return what the executors yield of all files."""
    number, storage = len(parts.resource.paths), reach.storage
    columns = [*zip(OWN, KINDS, strict=True), *((cell, "STRING") for cell in _cells(parts.width))]
    schema = ", ".join(f"{column} {kind}" for column, kind in columns)
    if not isinstance(storage, SparkStorage):
        numbers = engine.session.range(0, number, 1, number)
        return engine.keep(numbers.mapInArrow(partial(_read_here, parts), schema))
    places = storage.places(parts.resource.paths)
    files = storage.contents(parts.resource.paths)
    return engine.keep(files.mapInArrow(partial(_read_carried, parts, places), schema))


def _cells(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def _read_here(parts: Parts, numbers: Iterable["RecordBatch"]) -> Iterator["RecordBatch"]:
    for batch in numbers:
        for part in batch.column(0).to_pylist():
            yield from read_part(parts, part)


def _read_carried(
    parts: Parts, places: Mapping[str, Sequence[int]], files: Iterable["RecordBatch"]
) -> Iterator["RecordBatch"]:
    for batch in files:
        for path, content in zip(batch.column("path"), batch.column("content"), strict=True):
            for part in places[place(path.as_py())]:
                yield from read_part(parts, part, content.as_py())


def _told(frame: "DataFrame", resource: Resource) -> list[Told]:
    """Return what the executors told of each file, in order."""
    from pyspark.errors import PySparkException

    try:
        rows = frame.where("told IS NOT NULL").select("told").collect()
    except PySparkException as error:
        if "No module named 'dpkit'" in str(error):
            raise DpkitError(
                "the executors have no dpkit: it has to be installed in the Python that they run"
            ) from error
        raise
    found = {each.part: each for each in (Told.of(row[0]) for row in rows)}
    # an empty file on a storage does not reach an executor
    told = [found.get(part, Told(part=part, read=True)) for part in range(len(resource.paths))]
    for each, path in zip(told, resource.paths, strict=True):
        if each.version != VERSION:
            raise DpkitError(f"the executors have dpkit {plain(each.version)}, not {VERSION}")
        if each.unseen or NOT_SEEN & {*each.counts}:
            raise DpkitError(
                f"the executors do not see {show(path)}: name a storage with --storage, or share the folder"
            )
    return told


def _begins(sizes: Iterable[int]) -> list[int]:
    """Return where each of some pieces begins, the first at 0."""
    return [0, *accumulate(sizes)][:-1]


def _log(log: FaultLog, told: Told, resource: Resource, before: int = 0) -> FaultLog:
    """Return what is wrong with one file, before which the table has so many records."""
    found = FaultLog(log.first)
    found.counts = {(check, resource.name): count for check, count in told.counts.items()}
    found.kept = [_placed(fault, told, before, resource) for fault in told.faults]
    return found


def _placed(fault: Fault, told: Told, before: int, resource: Resource) -> Fault:
    """Return a fault of a row with the row's number in the table."""
    if fault.check == "source-error" and len(resource.paths) > 1:
        problem = f"{plain(resource.paths[told.part])}: {fault.details['problem']}"
        return replace(fault, details={**fault.details, "problem": problem})
    if fault.row is None:
        return fault
    several = len(resource.paths) > 1 and fault.line is not None
    return replace(fault, row=fault.row + before, file=resource.paths[told.part] if several else fault.file)


def _origin(resource: Resource, told: Sequence[Told]) -> Origin:
    lined = resource.format != "parquet"  # of which each row counts as a line
    begins = _begins(each.lines if lined else each.records for each in told)
    several = zip(begins, resource.paths, strict=True) if len(told) > 1 else ()
    return Origin(tuple(Part(begin + (1 if lined else 2), path, 1) for begin, path in several), lines=lined)


def _loaded(engine: "SparkEngine", frame: "DataFrame", told: Sequence[Told], layout: Layout, *, lined: bool) -> Loaded:
    """Return the table with records and lines counted through all files."""
    from pyspark.sql.functions import broadcast

    begins = zip(
        range(len(told)), _begins(each.records for each in told), _begins(each.lines for each in told), strict=True
    )
    before = engine.session.createDataFrame(list(begins), "part INT, records BIGINT, lines BIGINT")
    own = ["row + records AS _row", "line + lines AS _line"]
    rows = frame.where("told IS NULL").join(broadcast(before), "part").selectExpr(*own, *_cells(layout.width))
    table = store(engine, engine.named(rows, "parts"), layout, ROW, LINE)
    return Loaded(table, table, sum(each.rows for each in told), line=LINE if lined else None)
