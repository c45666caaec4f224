"""The data of a resource, whatever their format, as a CSV file that the reader takes."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from dpkit.files.reach import Reach
from dpkit.load.csv_file import CsvFile, csv_file, file_path, read_csv_files
from dpkit.load.csv_parts import header_of, join
from dpkit.load.data_file import check_whole, look_at_files, note_unread, open_data, suffices
from dpkit.load.formats import against_name
from dpkit.load.json_lines import Lines
from dpkit.load.json_rows import UnforeseenError, foreseen_rows, json_rows, line_rows
from dpkit.load.json_text import JsonError, parse
from dpkit.load.long_delimiter import with_short_delimiter
from dpkit.load.origin import NO_LINES, Origin
from dpkit.load.paths import LARGEST_JSON
from dpkit.load.rows import ALONE, Rows, TableError, UnsupportedError, Untold, Whence, stage
from dpkit.model.descriptor import Dialect, Resource
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import plain
from dpkit.tables.engine import Engine
from dpkit.tables.parquet import parquet_as_csv

DELIMITED = {"csv", "tsv", "txt", "dat", "data", "asc", "psv", "ssv", ""}


@contextmanager
def open_table(
    engine: Engine, reach: Reach, resource: Resource, log: FaultLog, *, damaged: bool = False
) -> Iterator[CsvFile | None]:
    """Open the data of a table.

    Args:
        engine: has the folder for copies.
        reach: where the files are.
        resource: the table.
        log: takes what is wrong.
        damaged: whether what can be read is wanted where files are missing, or hold bytes that are no text.

    Yields:
        The data as CSV; None where they cannot be read, and why is in `log`.
    """
    with ExitStack() as stack:
        source = _Source(engine, resource, log, stack, damaged)
        try:
            found = source.inline() if resource.inline else source.file(reach)
        except (TableError, JsonError) as error:
            line = error.line if isinstance(error, JsonError) and not resource.inline else None
            problem = f"{error}{against_name(resource)}"
            log.add(Fault(check="source-error", resource=resource.name, line=line, details={"problem": problem}))
            found = None
        except UnsupportedError as error:
            log.add(Fault(check="not-supported", resource=resource.name, details={"problem": str(error)}))
            found = None
        except OSError:  # in the middle of a file; what is none of the package's files is no finding
            if not note_unread(reach, resource, log):
                raise
            found = None
        yield found


@dataclass(frozen=True, slots=True)
class _Source:
    engine: Engine
    resource: Resource
    log: FaultLog
    stack: ExitStack
    damaged: bool

    @property
    def staging(self) -> Path:
        return self.engine.staging

    def inline(self) -> CsvFile | None:
        """Return the data that stand in the descriptor."""
        data = self.resource.raw["data"]
        if not isinstance(data, str):
            return self._staged(json_rows(data, self.resource, self.log), native=True)
        if self.resource.format == "json":
            value = parse(data.encode("utf-8", "backslashreplace"))
            return self._staged(json_rows(value, self.resource, self.log), native=True)
        if self.resource.format not in DELIMITED:
            raise UnsupportedError(f"its format is {plain(self.resource.format)}, which dpkit does not read")
        fd = os.open(self.staging / f"inline-{id(data)}", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self.stack.callback(os.close, fd)
        os.write(fd, data.encode("utf-8", "backslashreplace"))
        fds, dialect = with_short_delimiter([fd], self.resource.dialect, self.staging, self.stack)
        return csv_file(fds[0], dialect, self.staging, origin=NO_LINES)

    def file(self, reach: Reach) -> CsvFile | None:
        """Return the data of the resource's files."""
        readers = {"json": self._json, "ndjson": self._ndjson, "xlsx": self._excel, "parquet": self._parquet}
        form = self.resource.format
        if form not in DELIMITED and form not in readers:
            look_at_files(reach, self.resource, self.staging, self.log)
            raise UnsupportedError(f"its format is {plain(form)}, which dpkit does not read")
        files = open_data(reach, self.resource, self.staging, self.log, self.stack)
        if not suffices(files, self.resource, damaged=self.damaged):
            return None
        if form in DELIMITED:
            return read_csv_files(files, self.resource, self.staging, self.log, self.stack, damaged=self.damaged)
        if len(self.resource.paths) > 1:
            return self._all(readers[form], files)
        if not self.resource.compression:
            check_whole([fd for _, fd in files], self.resource, self.log)
        return readers[form](files[0][1], ALONE)

    def _all(self, read: Callable[[int, Whence], CsvFile], files: list[tuple[str, int]]) -> CsvFile | None:
        """Return several files as one table; of a row, its file is told, but no line."""
        parts, before = list[tuple[str, CsvFile]](), 0
        for path, fd in files:
            try:
                parts.append((path, read(fd, Whence(path, before))))
                before += parts[-1][1].untold.rows
            except (TableError, JsonError) as error:
                problem = f"{plain(path)}: {error}"
                self.log.add(Fault(check="source-error", resource=self.resource.name, details={"problem": problem}))
        if not suffices(parts, self.resource, damaged=self.damaged):
            return None
        return replace(self._joined(parts), damaged=len(parts) < len(self.resource.paths))

    def _joined(self, parts: list[tuple[str, CsvFile]]) -> CsvFile:
        dialect = parts[0][1].dialect
        texts = [(path, part.fd) for path, part in parts]
        resource = replace(self.resource, dialect=dialect)
        fd, origin = join(texts, resource, self.staging, self.log, self.stack, lines=False)
        whole = csv_file(fd, dialect, self.staging, origin=origin)
        return replace(whole, untold=reduce(Untold.then, (part.untold for _, part in parts)))

    def _json(self, fd: int, whence: Whence) -> CsvFile:
        return self._staged(json_rows(parse(_read(fd)), self.resource, self.log, whence), native=True)

    def _ndjson(self, fd: int, whence: Whence) -> CsvFile:
        lines = Lines(_read(fd))
        lines.check()
        try:
            found = foreseen_rows(lines, self.resource, self.log, whence)
            file = self._staged(found, native=True)
        except UnforeseenError:
            found = line_rows(lines, self.resource, self.log, whence)
            file = self._staged(found, native=True)
        return replace(file, origin=lines.origin(found.header))

    def _excel(self, fd: int, whence: Whence) -> CsvFile:
        from dpkit.load.excel_rows import excel_rows

        del whence
        try:
            labels, rows, first = excel_rows(fd, self.resource.dialect)
        except ImportError as error:
            raise UnsupportedError("workbooks are read by openpyxl: install dpkit[excel]") from error
        return self._staged(Rows(labels, rows), Origin(first=first))

    def _parquet(self, fd: int, whence: Whence) -> CsvFile:
        del whence
        staged = parquet_as_csv(self.engine, file_path(fd, self.staging), self.resource.schema, self.stack)
        width = len(header_of(staged, Dialect())[-1].cells)
        file = csv_file(staged, Dialect(), self.staging, origin=NO_LINES)
        return replace(file, untold=Untold(nulls=frozenset(range(width))))

    def _staged(self, found: Rows, origin: Origin = NO_LINES, *, native: bool = False) -> CsvFile:
        fd, untold = stage(found, self.resource.schema, self.staging, self.stack, native=native)
        file = csv_file(fd, Dialect(header=found.labels is not None), self.staging, origin=origin)
        return replace(file, untold=untold)


def _read(fd: int) -> bytes:
    if (size := os.fstat(fd).st_size) > LARGEST_JSON:
        raise TableError(f"it has {size:,} bytes; of JSON, at most {LARGEST_JSON:,} are read")
    with os.fdopen(os.dup(fd), "rb") as file:
        file.seek(0)
        return file.read()
