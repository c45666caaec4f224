"""One file of a table, read by itself on an executor: by the readers that read it everywhere else."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.load.csv_file import CsvFile, file_path
from dpkit.load.csv_parts import header_of, repeated_header
from dpkit.load.data_file import open_data
from dpkit.load.encoding import UTF8
from dpkit.load.records import Record, read_records
from dpkit.load.rows import TableError
from dpkit.model.descriptor import Dialect, Package, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.version import VERSION
from dpkit.tables.balance import Header
from dpkit.tables.duck import DuckEngine
from dpkit.tables.holding import read_whole
from dpkit.tables.parquet import parquet_as_csv
from dpkit.tables.read import header_bytes
from dpkit.tables.reading import Layout, Loaded, Reading
from dpkit.tables.source import open_table
from dpkit.tables.sql import Sql, joined, sql, text
from dpkit.tables.table import ROW

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

ROWS = 20_000  #: of a batch
OWN = ("part", "row", "line", "told")  #: columns of a batch, before the cells: those of a row, and what is told


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What is the same for all files of a table."""

    resource: Resource  #: without `hash` and `bytes`, which are those of the whole
    folder: str  #: of the package, as an executor sees it
    keep: int | None  #: how many faults of each check are kept
    width: int = 0  #: number of columns
    names: Mapping[int, str] = field(default_factory=dict)  #: of the fields, by their column
    first: tuple[Record, ...] = ()  #: the header of the first file
    memory: str = "400MB"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is told of one file beside its rows."""

    part: int
    version: str = VERSION
    unseen: str = ""  #: why it could not be opened here
    read: bool = False
    rows: int = 0  #: that are sound
    records: int = 0
    lines: int = 0
    unfinished: bool = False
    ends_with_cr: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)  #: of faults, by check
    faults: tuple[Fault, ...] = ()  #: the first of each check; rows and lines are those of the file

    def json(self) -> str:
        """Return it as the text that `read` takes."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, told: str) -> Self:
        """Return what was told."""
        found = json.loads(told)
        return cls(**found | {"faults": tuple(replace(Fault(check=each["check"]), **each) for each in found["faults"])})


class Carried:
    """The bytes of one file, carried here from a storage.

    Args:
        content: the bytes.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content

    def fetch(self, _: str, to: Path) -> int:
        """Write the bytes to a new file and return that, open for reading."""
        to.write_bytes(self.content)
        return os.open(to, os.O_RDONLY)


def read_head(parts: Parts, content: bytes | None = None) -> str:
    """Return the text of the first file through its first record behind the header, as CSV; arguments as `read_part`.

    What is wrong with the file is told when it is read.
    """
    resource, log = parts.resource, FaultLog(0)
    with DuckEngine(parts.memory, threads=1) as engine, _reach(parts, engine, content) as reach, ExitStack() as stack:
        files = open_data(reach, _alone(resource, 0), engine.staging, log, stack)
        if not files:
            return ""
        fd, dialect, encoding = files[0][1], resource.dialect, resource.encoding
        if resource.format == "parquet":
            with suppress(TableError):
                fd = parquet_as_csv(engine, file_path(fd, engine.staging), resource.schema, stack, rows=1)
            dialect, encoding = Dialect(), "utf-8"
        encoding = "utf-8-sig" if encoding.lower() in UTF8 else encoding
        os.lseek(fd, 0, os.SEEK_SET)
        text = stack.enter_context(open(os.dup(fd), encoding=encoding, errors="replace", newline=""))
        records = read_records(text, dialect)
        head = list(islice(records, 1 if dialect.header else 0))
        return "".join(each.text for each in [*head, *islice(filter(lambda each: each.cells, records), 1)])


def read_part(parts: Parts, part: int, content: bytes | None = None) -> Iterator["RecordBatch"]:
    """Read one file of a table.

    Args:
        parts: of the table.
        part: number of the file, from 0.
        content: its bytes, if it does not lie in the package's folder.

    Yields:
        Batches of the columns `OWN` and `c0`, `c1`, ...: the rows that are sound (`row` is the number of the record in
        the file, from 0; `line` is physical, from 1, or NULL), then one in which only `part` and `told` are not NULL.
    """
    log = FaultLog(parts.keep)
    with DuckEngine(parts.memory, threads=1) as engine, ExitStack() as stack:
        try:
            reach = stack.enter_context(_reach(parts, engine, content))
        except OSError as error:
            yield _told(parts, Told(part=part, unseen=(error.strerror or "error").lower()))
            return
        file = stack.enter_context(open_table(engine, reach, _alone(parts.resource, part), log))
        if file is None:
            yield _told(parts, _summary(part, log))
            return
        layout = Layout(parts.width, [], _header(parts, part, file, log), file.scan.size, parts.names)
        reading = Reading(engine, file, Package(), replace(_alone(parts.resource, part), dialect=file.dialect), log)
        loaded = read_whole(reading, layout)
        yield from _batches(parts, engine, _rows(part, file, layout, loaded))
        yield _told(parts, _summary(part, log, file, loaded))


@contextmanager
def _reach(parts: Parts, engine: DuckEngine, content: bytes | None) -> Iterator[Reach]:
    folder = Folder(Path(parts.folder) if content is None else engine.staging)
    try:
        yield Reach(folder, storage=None if content is None else Carried(content))
    finally:
        folder.close()


def _alone(resource: Resource, part: int) -> Resource:
    return replace(resource, paths=resource.paths[part : part + 1])


def _header(parts: Parts, part: int, file: CsvFile, log: FaultLog) -> Header:
    resource = replace(parts.resource, dialect=file.dialect)
    if part:
        path, surely = resource.paths[part], not file.origin.lines
        header = repeated_header(file.fd, parts.first, path, resource, log, surely=surely)
    else:
        header = header_of(file.fd, file.dialect)
    return header_bytes(header[-1], file.dialect) if header else Header()


def _rows(part: int, file: CsvFile, layout: Layout, loaded: Loaded) -> Sql:
    """Return the query for the rows of a file as batches have them."""
    line = loaded.line or sql("{} + {}", ROW, Sql(1 + layout.header.lines))
    if loaded.spans_lines and not loaded.line:
        before = Sql('OVER (ORDER BY "_row" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)')
        line = sql("{} + coalesce(sum({}) {}, 0)", line, layout.ends, before)
    return sql(
        "SELECT CAST({} AS INTEGER) AS part, {} AS row, CAST({} AS BIGINT) AS line, CAST(NULL AS VARCHAR) AS told, {} "
        "FROM {}",
        Sql(part),
        ROW,
        line if file.origin.lines else Sql("NULL"),
        joined(layout.cells),
        loaded.relation,
    )


def _batches(parts: Parts, engine: DuckEngine, rows: Sql) -> Iterator["RecordBatch"]:
    """Yield the rows of a query; they never stand in memory together."""
    from pyarrow.parquet import ParquetFile

    path = engine.staging / "rows.parquet"
    engine.run(sql("COPY ({}) TO {} (FORMAT parquet, COMPRESSION lz4_raw)", rows, text(str(path))))
    with ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS):
            yield batch.cast(arrow_schema(parts.width))


def arrow_schema(width: int) -> "Schema":
    """Return the columns of a batch."""
    import pyarrow as pa

    own = zip(OWN, (pa.int32(), pa.int64(), pa.int64(), pa.string()), strict=True)
    return pa.schema([*own, *((f"c{index}", pa.string()) for index in range(width))])


def _told(parts: Parts, told: Told) -> "RecordBatch":
    import pyarrow as pa

    row = {"part": told.part, "told": told.json()}
    return pa.RecordBatch.from_pylist([row], schema=arrow_schema(parts.width))


def _summary(part: int, log: FaultLog, file: CsvFile | None = None, loaded: Loaded | None = None) -> Told:
    told = Told(part=part, counts={check: count for (check, _), count in log.counts.items()}, faults=tuple(log.kept))
    if file is None or loaded is None:
        return told
    found = file.scan
    return replace(
        told,
        read=True,
        rows=loaded.rows,
        records=loaded.records,
        lines=found.line_ends + (found.size > 0 and not found.ends_line),
        unfinished=loaded.unfinished,
        ends_with_cr=file.ended_in_cr or (found.ends_line and os.pread(file.fd, 1, found.size - 1) == b"\r"),
    )
