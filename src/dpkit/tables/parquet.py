"""Tables in Parquet, which the engine reads; their cells are written as Table Schema writes them."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from dpkit.load.rows import TableError
from dpkit.model.descriptor import Schema
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql, text

FORMS = {  #: how a column of a type is written; others by their cast to text
    "TIMESTAMP": "strftime({}, '%Y-%m-%dT%H:%M:%S.%f')",
    "TIMESTAMP WITH TIME ZONE": "strftime({} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')",
    "BLOB": "to_base64({})",
}


def parquet_as_csv(engine: Engine, path: str, schema: Schema | None, stack: ExitStack, rows: int | None = None) -> int:
    """Write a Parquet file as CSV with a header, and return that, open for reading.

    Args:
        engine: not locked yet.
        path: of the file, a name of our own.
        schema: its first missing value stands for NULL, unless the empty text does.
        stack: closes the file.
        rows: how many to write; None writes all.

    Raises:
        TableError: it is no Parquet file, or it is damaged.
    """
    staged = Path(tempfile.mkdtemp(dir=engine.staging)) / "parquet.csv"
    source = sql("read_parquet({})", text(path))
    missing = schema.missing_values if schema else ("",)
    some = Sql("" if rows is None else f"LIMIT {rows}")
    null = "" if "" in missing or not missing else missing[0]
    try:
        columns = [(row[0], row[1]) for row in engine.run(sql("DESCRIBE SELECT * FROM {}", source))]
        cells = joined(sql("{} AS {}", _form(name(column), kind), name(column)) for column, kind in columns)
        options = "(FORMAT csv, HEADER true, FORCE_QUOTE *, NULLSTR {})"
        engine.run(
            sql("COPY (SELECT {} FROM {} {}) TO {} " + options, cells, source, some, text(str(staged)), text(null))
        )
    except engine.failure as error:
        raise TableError("it is no Parquet file, or it is damaged") from error
    fd = os.open(staged, os.O_RDONLY)
    stack.callback(os.close, fd)
    return fd


def _form(column: Sql, kind: str) -> Sql:
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return sql("CAST(to_json({}) AS VARCHAR)", column)
    return sql(FORMS.get(kind, "CAST({} AS VARCHAR)"), column)
