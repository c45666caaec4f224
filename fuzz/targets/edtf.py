"""EDTF: any text is read into days or refused, and what is read obeys the laws of intervals."""

import re

from dpkit.tables.edtf import OPEN, Days, day_text, days

PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check(data: bytes) -> None:
    """Read `data` as EDTF; the first day is no later than the last, and both are days themselves."""
    text = data.decode("utf-8", "replace")
    found = days(text)
    if found is None:
        return
    assert -OPEN <= found.lower <= found.upper <= OPEN
    assert text.isascii(), "EDTF is written in ASCII"
    assert found.uncertain == any(mark in text for mark in "?~%")
    for end in (found.lower, found.upper):
        written = day_text(end)
        if PLAIN.fullmatch(written):
            assert days(written) == Days(end, end, uncertain=False)
    if "/" not in text and not found.uncertain:
        assert days(f"{text}/..") in {None, Days(found.lower, OPEN, uncertain=False)}
