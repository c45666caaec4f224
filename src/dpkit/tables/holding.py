"""From a file to a table in the engine, whether the engine reads files itself or takes over what another has read."""

from dataclasses import replace

from dpkit.tables.fast import read_fast
from dpkit.tables.gaps import read_with_gaps
from dpkit.tables.lined import read_lined
from dpkit.tables.reading import Layout, Loaded, Reading, store
from dpkit.tables.small import read_small
from dpkit.tables.strict import read_strictly
from dpkit.tables.table import ROW
from dpkit.tables.wide.read import read_wide


def read_typed(reading: Reading, layout: Layout) -> Loaded:
    """Read a file: fast where that is sound, else strictly; its cells come typed, by the engine that holds them."""
    engine = reading.engine
    if layout.groups is not None:
        return read_wide(reading, layout, layout.groups)
    if engine.reader is engine:
        return _read(reading, layout)
    text = _read(replace(reading, engine=engine.reader), replace(layout, fields=[]))
    own = [ROW] if text.line is None else [ROW, text.line]
    table = store(engine, engine.hold(text.relation), layout, *own)
    engine.reader.drop(text.table, layout.size)
    return replace(text, table=table, relation=table)


def _read(reading: Reading, layout: Layout) -> Loaded:
    small = None if reading.file.untold.gaps else read_small(reading, layout)
    return small or read_whole(reading, layout)


def read_whole(reading: Reading, layout: Layout) -> Loaded:
    """Read a file by the quickest reader that is sure of it."""
    if reading.file.untold.gaps:
        return read_with_gaps(reading, layout)
    return read_fast(reading, layout) or read_lined(reading, layout) or read_strictly(reading, layout)
