"""Whether a file would be what its descriptor says, had its lines other ends: git and other programs change them."""

import hashlib
from collections.abc import Iterable, Iterator

LARGEST = 100_000_000  #: bytes of a file that is looked at


def meant_ends(pieces: Iterable[bytes], algorithm: str | None, digest: str | None, size: int | None) -> tuple[str, int]:
    """Return the line ends, `LF` or `CRLF`, with which a file would be as it should be, and its size with these.

    Args:
        pieces: of the file.
        algorithm: of the digest that it should have, if it is known.
        digest: in hexadecimal digits.
        size: that it should have, in bytes, which tells where no digest does.

    Returns:
        No line ends, if with neither.
    """
    ends = {"LF": b"\n", "CRLF": b"\r\n"}
    digests = {name: hashlib.new(algorithm) for name in ends if algorithm}
    sizes = dict.fromkeys(ends, 0)
    for piece in _with_line_feeds(pieces):
        for name, end in ends.items():
            text = piece.replace(b"\n", end)
            sizes[name] += len(text)
            if algorithm:
                digests[name].update(text)
    same = (each for each in ends if (digests[each].hexdigest() == digest if algorithm else sizes[each] == size))
    found = next(same, "")
    return found, sizes.get(found, 0)


def _with_line_feeds(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces with LF in place of CRLF, some of which begin in one piece and end in the next."""
    held = b""
    for piece in pieces:
        text = held + piece
        held = text[-1:] if text.endswith(b"\r") else b""
        yield text[: len(text) - len(held)].replace(b"\r\n", b"\n")
    yield held
