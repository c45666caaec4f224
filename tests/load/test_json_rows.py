"""Rows of JSON: read line by line they are those of an array, whether all have the keys of the first or not."""

import json
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.load import json_lines, json_rows
from dpkit.load.json_text import JsonError, parse, parse_line
from dpkit.load.rows import Rows, TableError
from dpkit.model.descriptor import Dialect, Field, Resource, Schema
from dpkit.model.finding import FaultLog

VALUES: Final = st.none() | st.integers(-5, 5) | st.sampled_from([True, 1.5, "x", "1,2", "{", "\u2028", [1], {"a": 1}])
OBJECTS: Final = st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3)
ITEMS: Final = OBJECTS | OBJECTS | st.lists(VALUES, max_size=3) | VALUES
DIALECTS: Final = st.builds(
    Dialect,
    item_type=st.sampled_from([None, None, "object", "array"]),
    item_keys=st.sampled_from([(), (), ("b",), ("c", "a")]),
    header=st.booleans(),
    property=st.sampled_from([None, None, None, "a"]),
)
SCHEMAS: Final = st.sampled_from([None, ("b", "a"), ("x",)])


def told(rows: Rows, log: FaultLog) -> Any:
    items = [list(item) for item in rows.rows]
    return rows.labels, items, [*rows.gaps], rows.header, log.counts, [replace(each, line=None) for each in log.kept]


def outcome(read: Any, log: FaultLog) -> Any:
    try:
        return told(read(), log)
    except TableError as error:
        return str(error), log.counts, [replace(each, line=None) for each in log.kept]


@settings(deadline=None)
@given(st.lists(OBJECTS, max_size=8) | st.lists(ITEMS, max_size=8), DIALECTS, SCHEMAS, st.integers(1, 12))
def test_lines_are_read_as_an_array_is(
    items: list[Any], dialect: Dialect, names: tuple[str, ...] | None, most: int
) -> None:
    schema = Schema(fields=tuple(Field(name=name) for name in names)) if names else None
    resource = Resource(name="t", schema=schema, dialect=dialect)
    data = b"\n \n".join(json.dumps(item, ensure_ascii=False).encode() for item in items)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FIRST": 2, "MOST_CELLS": most, "SPARSE": 1}.items():
            patch.setattr(json_rows, name, value)
        patch.setattr(json_lines, "PIECE", 10)
        lines, log, others = json_lines.Lines(data), FaultLog(), FaultLog()
        expected = outcome(lambda: json_rows.json_rows(items, resource, log), log)
        assert outcome(lambda: json_rows.line_rows(lines, resource, others), others) == expected
        try:
            foreseen = told(json_rows.foreseen_rows(lines, resource, log), log)
        except json_rows.UnforeseenError:
            return
        assert foreseen == expected
        assert not log.counts


def test_rows_are_not_held_while_all_have_the_keys_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_rows, "FIRST", 2)
    read = list[bytes]()

    def counted(line: bytes) -> Any:
        read.append(line)
        return parse_line(line)

    monkeypatch.setattr(json_lines, "parse_line", counted)
    rows = json_rows.foreseen_rows(json_lines.Lines(b'{"a":1}\n' * 100), Resource(name="t"), FaultLog()).rows
    begun = len(read)
    assert [*next(iter(rows))] == [1]
    assert len(read) <= begun + 1


PIECES: Final = st.sampled_from(
    [b"{", b"}", b"[", b"]", b",", b":", b'"a"', b'"b"', b"1", b"-", b"1e400", b"0.1234567890123456789", b"NaN", b" ",
     b"\t", b"\x0b", b"\xff", b"\xef\xbb\xbf", b'"', b"\\", b"true", b"9" * 5000, b"[" * 60, b"]" * 60]
)  # fmt: skip


def _parsed(read: Any, data: bytes) -> Any:
    try:
        return json.dumps(read(data))
    except JsonError:
        return None


@settings(deadline=None, max_examples=examples(300))
@given(st.lists(PIECES, max_size=12).map(b"".join) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_a_line_is_parsed_as_any_text(data: bytes) -> None:
    assert _parsed(parse_line, data) == _parsed(parse, data)
