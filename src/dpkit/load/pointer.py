"""What stands in place of a table: the few lines that Git LFS and git-annex leave until it is fetched, or a web page.

A page comes from a download that failed: its file says that nothing was found, or asks for a password.
"""

import os
import re

LONGEST = 1_024  #: bytes of a pointer
POINTERS = (
    ("Git LFS", re.compile(rb"version https://git-lfs\.github\.com/spec/v\d\n(?:[^\n]+\n)*size (\d{1,18})\n?")),
    ("git-annex", re.compile(rb"/annex/objects/[^\n]*-s(\d{1,18})-[^\n]*\n?")),
)
PAGE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<\?xml\s|(?P<html><!doctype html[\s>]|<html(\s[^,;\t]|>\s*[<\r\n])))", re.IGNORECASE
)


def as_pointer(fd: int) -> str:
    """Return what an open file is, if it is a pointer: `a pointer of Git LFS in its place, to 12,345 bytes`."""
    if os.fstat(fd).st_size > LONGEST:
        return ""
    text = os.pread(fd, LONGEST, 0).replace(b"\r\n", b"\n")
    found = ((program, form.fullmatch(text)) for program, form in POINTERS)
    told = (f"a pointer of {program} in its place, to {int(match[1]):,} bytes" for program, match in found if match)
    return next(told, "")


def as_page(fd: int) -> str:
    """Return what an open file is, if it is one for people or for another program: `a web page (HTML) in its place`."""
    found = PAGE.match(os.pread(fd, LONGEST, 0))
    return f"{'a web page (HTML)' if found['html'] else 'a document of XML'} in its place" if found else ""
