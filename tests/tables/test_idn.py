"""Names of hosts as ASCII are those of Python's codec."""

from encodings.idna import ToASCII, dots
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import examples

from dpkit.tables import idn

CHARS: Final = (
    st.sampled_from("aAz0-_.éÉßüẞſİıΣς日本\u3002\uff0e\uff21\uff11\uff20\u00ad\u200d\u0301\u0130א1ب\u00a0 \u212b\ufb01")
    | st.characters()
)


def by_codec(host: str) -> str | None:
    """Return the labels by the codec; None if it refuses any."""
    try:
        return ".".join(label if label.isascii() else ToASCII(label).decode() for label in dots.split(host))
    except UnicodeError:
        return None


@settings(deadline=None, max_examples=examples(500))
@given(st.text(CHARS, max_size=12) | st.lists(st.sampled_from(["bücher", "日本", "xn--é", "a", ""])).map(".".join))
def test_a_host_is_written_as_the_codec_does(host: str) -> None:
    found = idn.ascii_host(host)
    assert found in (None, by_codec(host))


def test_each_character_is_looked_up_once() -> None:
    idn._is_plain.cache_clear()
    for number in range(1000):
        assert idn.ascii_host(f"bücher{number}.é") == by_codec(f"bücher{number}.é")
    assert idn._is_plain.cache_info().misses == len(set("bücher0123456789é"))


def test_what_is_not_plain_is_left_to_the_codec() -> None:
    for host in ("א.org", "a\u00a0b.org", "é__.org", "\uff21.org", "xn--é.org"):
        assert idn.ascii_host(host) is None
