"""JSON is read as RFC 8259 has it, and whatever is no JSON is refused with a sentence."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpkit.load.json_places import lines_of_repeated
from dpkit.load.json_text import JsonError, parse, parse_object

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)

REFUSED = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n\t", "it is empty"),
    "only a BOM": (b"\xef\xbb\xbf", "it is empty"),
    "no value": (b'{"a": }', "it is not JSON: expecting value, line 1 column 7"),
    "no delimiter": (b'{\n "a": 1\n "b": 2}', "it is not JSON: expecting ',' delimiter, line 3 column 2"),
    "a comment": (b'{\n "a": 1, // one\n "b": 2}', "it is not JSON: JSON has no comments, line 2 column 10"),
    "a comment after a value": (b'{"a": 1 # one\n}', "it is not JSON: JSON has no comments, line 1 column 9"),
    "single quotes": (
        b"{'a': 1}",
        "it is not JSON: JSON has texts in double quotes, not in single ones, line 1 column 2",
    ),
    "two values": (b"{} {}", "it is not JSON: extra data, line 1 column 4"),
    "NaN": (b'{"a": NaN}', "it is not JSON: NaN is no JSON number"),
    "Infinity": (b"[-Infinity]", "it is not JSON: -Infinity is no JSON number"),
    "key twice": (b'{"a": {"b": 1, "b": 1}}', "an object has the key 'b' twice"),
    "escapes in a key twice": (b'{"\\u001b[2J": 1, "\\u001b[2J": 1}', "an object has the key '<U+001B>[2J' twice"),
    "Latin-1": (b'{\n "a": "\xe5"}', 'byte 10 is not UTF-8; it would read \' "a": "å"}\' in windows-1252'),
    "UTF-16": ("{}".encode("utf-16"), "byte 1 is not UTF-8; it may be utf-16"),
    "too deep": (b"[" * 101 + b"]" * 101, "it is nested more than 100 deep"),
    "far too deep": (b'{"a":' * 300_000, "it is nested more than 100 deep"),
    "a huge number": (b"[" + b"9" * 4301 + b"]", "it holds a number of 4,301 digits"),
    "a huge negative number": (b"[-" + b"9" * 5000 + b"]", "it holds a number of 5,000 digits"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_json_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(JsonError) as error:
        parse(data)
    assert str(error.value) == message


def test_the_line_at_fault_is_known() -> None:
    with pytest.raises(JsonError) as error:
        parse(b'{\n "a": 1\n "b": 2}')
    assert error.value.line == 3
    with pytest.raises(JsonError) as error:
        parse(b'{\n "a":\n "\xff"}')
    assert error.value.line == 3


@pytest.mark.parametrize("data", [b'{\n"a": NaN}', b'["NaN \\" NaN",\n-Infinity]'])
def test_the_line_of_what_is_no_number_is_known(data: bytes) -> None:
    with pytest.raises(JsonError) as error:
        parse(data)
    assert error.value.line == 2


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b'{"a": {"b": 1},\n"b": 2, "c": ["b", "b"],\n"a": 3,\n"a": 4}', {"a": 3}),
        (b'[{"a": 1}, {"a": "{\\"a\\":1"},\n{"\\u0061" : 1,\n"a"\n: 2}]', {"a": 3}),
        (b'{"a": [{"b": 1}, {"b": 1}], "c": "a:"}', {}),
    ],
)
def test_the_line_of_a_key_that_stands_twice_is_known(data: bytes, lines: dict[str, int]) -> None:
    assert lines_of_repeated(data) == lines


@pytest.mark.parametrize("data", [b"[]", b'"name"', b"7", b"null"])
def test_a_descriptor_is_an_object(data: bytes) -> None:
    with pytest.raises(JsonError, match=r"^it is not a JSON object$"):
        parse_object(data)


def test_limits_are_just_that() -> None:
    assert parse(b"[" * 100 + b"]" * 100) is not None
    assert parse(b'["' + b"[" * 5000 + b'\\"{"]') == ["[" * 5000 + '"{']
    assert parse(b"9" * 4300) == int("9" * 4300)


def test_a_byte_order_mark_is_skipped() -> None:
    assert parse(b'\xef\xbb\xbf{"a": "\xc3\xa5"}') == {"a": "å"}


@given(values)
def test_what_was_written_is_read(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value


@given(
    st.binary()
    | st.text(alphabet='{}[]",:\\ \n0-+eE.tfnu\ud800', max_size=30).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    try:
        found = parse(data)
    except JsonError:
        return
    assert json.loads(data.decode("utf-8-sig")) == found


def test_what_is_no_text_at_all_is_told_by_its_kind() -> None:
    with pytest.raises(JsonError, match=r"byte 2 is not UTF-8; it is compressed \(gzip\)"):
        parse(gzip.compress(b"{}", mtime=0))
