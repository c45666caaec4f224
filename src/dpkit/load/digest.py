"""The `hash` of a resource: which algorithm, which digest (Data Resource v2, "hash")."""

import re

from dpkit.load.node import Node
from dpkit.model.show import count, show

LONGEST = 140  #: a digest of 128 digits and its algorithm
HASH = re.compile(r"(?:(?P<algorithm>[^:]+):)?(?P<digest>[0-9a-fA-F]+)")
DIGITS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128, "blake2b": 128, "blake2s": 64}
BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}  #: digits of a digest without a name


def read_hash(node: Node) -> str | None:
    """Return the `hash` of the resource at `node` as `algorithm:digest` in lower case, if it can be compared."""
    found = node.text("hash")
    if not found:
        if found is not None:  # the standard's profile allows an empty one, and frictionless 4 writes it
            node.advise("hash", "it is empty, so that no change of the file is noticed")
        return None
    match = HASH.fullmatch(found)
    if match is None:
        problem = "expected hexadecimal digits, with the algorithm before them unless it is md5"
        node.fault("hash", f"it is {show(found, LONGEST)}, {problem}")
        return None
    return _known(node, found, match["algorithm"], match["digest"].lower())


def _known(node: Node, found: str, written: str | None, digest: str) -> str | None:
    algorithm = written.lower().replace("sha-", "sha") if written else BY_LENGTH.get(len(digest), "md5")
    if algorithm not in DIGITS:
        node.not_supported("hash", f"dpkit computes no hash of the algorithm {show(str(written))}")
        return None
    if written and written != algorithm:
        node.advise("hash", f"the algorithm is written {show(written)}, expected {algorithm}")
    if len(digest) != DIGITS[algorithm]:
        has = f"it is {show(found, LONGEST)}, with {count(len(digest), 'hexadecimal digit')}"
        node.fault("hash", f"{has}, expected the {DIGITS[algorithm]} of {algorithm}")
        return None
    return f"{algorithm}:{digest}"
