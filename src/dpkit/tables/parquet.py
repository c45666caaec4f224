"""Tables in Parquet, which the engine reads; their cells are written as Table Schema writes them."""

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from dpkit.files.unpack import DEFAULT
from dpkit.load.options import separator, words
from dpkit.load.rows import TableError
from dpkit.model.descriptor import Field, Schema
from dpkit.tables.engine import Engine
from dpkit.tables.sql import Sql, joined, name, sql, text

FORMS = {  #: how a column of a type is written; others by their cast to text
    "TIMESTAMP": "strftime({}, '%Y-%m-%dT%H:%M:%S.%f')",
    "TIMESTAMP WITH TIME ZONE": "strftime({} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')",
    "BLOB": "to_base64({})",
}
MOMENTS = {  #: by type of a field with a pattern: the types of columns that it may write, each as what has a pattern
    "date": {"DATE": "{}"},
    "datetime": {"TIMESTAMP": "{}", "TIMESTAMP WITH TIME ZONE": "{} AT TIME ZONE 'UTC'"},
    "time": {"TIME": "DATE '2000-01-01' + {}"},
}
DIRECTIVE = re.compile("%.", re.DOTALL)
ALIKE = {
    "%x": "%m/%d/%y",
    "%X": "%H:%M:%S",
    "%c": "%a %b %d %H:%M:%S %Y",
    "%z": "+00:00",
    "%Z": "UTC",
}  #: as Python has them
BROKEN = re.compile(r"DOUBLE|FLOAT|DECIMAL\(.*\)")  #: types of columns whose numbers have a point
VECTOR = 2048  #: rows that the engine holds at once
AT_ONCE = 100_000_000  #: bytes of text and binary in so many rows; a dictionary of some bytes may stand for gigabytes
LENGTHS = {"VARCHAR": "strlen({})", "BLOB": "octet_length({})"}
NUMBER = "file_row_number"  #: the engine's own name for the number of a row


def parquet_as_csv(engine: Engine, path: str, schema: Schema | None, stack: ExitStack, rows: int | None = None) -> int:
    """Write a Parquet file as CSV with a header, and return that, open for reading.

    Args:
        engine: not locked yet.
        path: of the file, a name of our own.
        schema: its first missing value stands for NULL, unless the empty text does.
        stack: closes the file.
        rows: how many to write; None writes all.

    Raises:
        TableError: it is no Parquet file, it is damaged, or it holds more than can be read.
    """
    staged = Path(tempfile.mkdtemp(dir=engine.staging)) / "parquet.csv"
    source = sql("read_parquet({})", text(path))
    missing = schema.missing_values if schema else ("",)
    some = Sql("" if rows is None else f"LIMIT {rows}")
    null = "" if "" in missing or not missing else missing[0]
    try:
        columns = [(row[0], row[1]) for row in engine.run(sql("DESCRIBE SELECT * FROM {}", source))]
        if rows is None:
            _judge(engine, path, columns)
        fields = {each.label or each.name: each for each in schema.fields} if schema else {}
        cells = joined(
            sql("{} AS {}", _form(name(column), kind, fields.get(column)), name(column)) for column, kind in columns
        )
        options = "(FORMAT csv, HEADER true, FORCE_QUOTE *, NULLSTR {})"
        engine.run(
            sql("COPY (SELECT {} FROM {} {}) TO {} " + options, cells, source, some, text(str(staged)), text(null))
        )
    except engine.failure as error:
        raise TableError("it is no Parquet file, or it is damaged") from error
    fd = os.open(staged, os.O_RDONLY)
    stack.callback(os.close, fd)
    return fd


def _judge(engine: Engine, path: str, columns: Sequence[tuple[str, str]]) -> None:
    """Refuse what would be far larger as text, before any of it is: lengths cost little, even of a dictionary."""
    lengths = [sql(f"coalesce({LENGTHS[kind]}, 0)", name(column)) for column, kind in columns if kind in LENGTHS]
    size = Sql(" + ".join(lengths) or "0")
    if NUMBER in {column.lower() for column, _ in columns}:  # the engine's own is hidden: as if all were the longest
        query = sql(
            "SELECT max({}) * {}, sum({}), count(*) FROM read_parquet({})", size, Sql(str(VECTOR)), size, text(path)
        )
    else:
        query = sql(
            "SELECT max(size), sum(size), sum(number) FROM (SELECT sum({}) AS size, count(*) AS number "
            f"FROM read_parquet({{}}, {NUMBER}=true) GROUP BY {NUMBER} // {VECTOR})",
            size,
            text(path),
        )
    most, whole, rows = (each or 0 for each in engine.run(query)[0])
    if most > AT_ONCE:
        raise TableError(f"{VECTOR:,} of its rows hold {most:,} bytes, and at most {AT_ONCE:,} are read at once")
    if (whole := whole + rows * len(columns)) > DEFAULT.size:
        raise TableError(f"it holds {whole:,} bytes as text; at most {DEFAULT.size:,} are read")


def _form(column: Sql, kind: str, of: Field | None) -> Sql:
    if of and (own := _as_its_field(column, kind, of)):
        return own
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return sql("CAST(to_json({}) AS VARCHAR)", column)
    return sql(FORMS.get(kind, "CAST({} AS VARCHAR)"), column)


def _as_its_field(column: Sql, kind: str, of: Field) -> Sql | None:
    """Return a column as the options of its field write values, where they say how."""
    if of.type == "list" and kind.endswith("[]"):
        items = sql("list_transform(CAST({} AS VARCHAR[]), lambda item: coalesce(item, ''))", column)
        return sql("list_aggregate({}, 'string_agg', {})", items, text(separator(of.raw)))
    if of.type == "boolean" and kind == "BOOLEAN":
        true, false = (text((words(of.raw, each) or [""])[0]) for each in ("trueValues", "falseValues"))
        return sql("CASE WHEN {c} THEN {} WHEN NOT {c} THEN {} END", true, false, c=column)
    point = of.raw.get("decimalChar")
    if of.type == "number" and isinstance(point, str) and BROKEN.fullmatch(kind):
        return sql("replace(CAST({} AS VARCHAR), '.', {})", column, text(point))
    if "%" in of.format and kind in MOMENTS.get(of.type, ()):
        moment = sql(MOMENTS[of.type][kind], column)
        pattern = DIRECTIVE.sub(lambda found: ALIKE.get(found[0], found[0]), of.format)
        return sql("strftime({}, {})", moment, text(pattern))
    return None
