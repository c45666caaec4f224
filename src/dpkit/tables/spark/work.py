"""Work on rows that Python does, on the executors."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from dpkit.model.errors import DpkitError
from dpkit.tables.engine import Work

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

AT_ONCE = 5_000  #: rows that are handed back at once
PROBLEM = "problem"  #: the column in which an executor tells why it could not do its work
KINDS = {"BIGINT": "BIGINT", "VARCHAR": "STRING"}  #: as Spark calls them


def applied(frame: "DataFrame", work: Work, by: str, columns: Mapping[str, str]) -> "Iterator[tuple[Any, ...]]":
    """Yield what copies of `work` yield on the executors; see `Engine.apply`.

    The rows are parted by all their columns, `by` first: those of one value that most share fall to several executors.

    Raises:
        DpkitError: `work` did.
        PySparkException: Spark gave up.
    """
    rest = [column for column in frame.columns if column != by]
    kinds = {column: KINDS[kind] for column, kind in columns.items()} | {PROBLEM: "STRING"}
    schema = ", ".join(f"`{column}` {kind}" for column, kind in kinds.items())
    parted = frame.repartitionByRange(by, *rest).sortWithinPartitions(by)
    done = parted.mapInArrow(partial(_worked, work, kinds), schema).persist()
    try:
        done.count()  # on all executors at once; the iterator alone would ask one after the other
        for *row, problem in done.toLocalIterator():
            if problem is not None:
                raise DpkitError(problem)
            yield tuple(row)
    finally:
        done.unpersist()


def _worked(work: Work, kinds: Mapping[str, str], batches: "Iterable[RecordBatch]") -> "Iterator[RecordBatch]":
    import pyarrow as pa

    types = [pa.int64() if kind == "BIGINT" else pa.string() for kind in kinds.values()]
    rows = (row for batch in batches for row in zip(*batch.to_pydict().values(), strict=True))
    told = _told(work, rows, len(types) - 1)
    while some := list(islice(told, AT_ONCE)):
        arrays = [pa.array(column, kind) for column, kind in zip(zip(*some, strict=True), types, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=[*kinds])


def _told(work: Work, rows: Iterable[tuple[Any, ...]], width: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows, each with no problem; then the problem that ended them, if there is one."""
    try:
        yield from ((*row, None) for row in work(rows))
    except DpkitError as error:
        yield *(None for _ in range(width)), f"{error} (on an executor)"
