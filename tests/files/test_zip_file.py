"""Writing archives: the bytes are settled, on every Python."""

import hashlib
import io

from dpkit.files.zip_file import of_bytes, write_zip


def test_bytes_are_settled() -> None:
    data = io.BytesIO()
    write_zip(data, {"b/\u00e9.txt": of_bytes(b"x" * 10), "a.txt": of_bytes(b"")}, 1_753_920_001)
    # the same from Python 3.11 to 3.13; another digest here means that no release can be made again
    settled = "4a18670cb5795778c6683dd4341d0c37fb22e9b071b53f6cec9aff3d12da50f6"
    assert hashlib.sha256(data.getvalue()).hexdigest() == settled
