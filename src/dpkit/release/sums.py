"""`SHA256SUMS`: the digests of all other files of an archive, as `sha256sum -c` reads them."""

import re
from collections.abc import Mapping

SUMS = "SHA256SUMS"
LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>[^\0\n\r\\]+)")


def sums_text(digests: Mapping[str, str]) -> str:
    """Return the text of the file; `digests` maps path -> sha256."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def read_sums(data: bytes) -> tuple[dict[str, str], list[str]]:
    """Return path -> sha256, and what is wrong with the file, each in one sentence without its subject."""
    text = data.decode("utf-8", "replace")
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = LINE.fullmatch(line)
        if match is None:
            problems.append(f"line {number:,} is no digest and path")
        elif match["name"] in found:
            problems.append(f"line {number:,} names a file a second time")
        else:
            found[match["name"]] = match["digest"]
    if not problems and sums_text(found).encode() != data:
        problems.append("it is not written as dpkit writes it, in the order of the paths")
    return found, problems
