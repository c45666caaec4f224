"""The `hash` of a resource: which algorithm, which digest (Data Resource v2, "hash")."""

import re

from dpkit.load.node import Node
from dpkit.model.show import show

HASH = re.compile(r"(?:(?P<algorithm>[A-Za-z][A-Za-z0-9_-]*):)?(?P<digest>[0-9a-fA-F]{32,128})")
ALGORITHMS = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"}
BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}  #: digits of a digest without a name


def read_hash(node: Node) -> str | None:
    """Return the `hash` of the resource at `node` as `algorithm:digest` in lower case, if it can be compared."""
    found = node.text("hash") or None
    if found is None:
        return None
    match = HASH.fullmatch(found)
    if match is None:
        problem = "expected hexadecimal digits, with the algorithm before them unless it is md5"
        node.fault("hash", f"it is {show(found)}, {problem}")
        return None
    return _known(node, match["algorithm"], match["digest"].lower())


def _known(node: Node, written: str | None, digest: str) -> str | None:
    algorithm = written.lower().replace("sha-", "sha") if written else BY_LENGTH.get(len(digest), "md5")
    if algorithm not in ALGORITHMS:
        node.not_supported("hash", f"dpkit computes no hash of the algorithm {show(str(written))}")
        return None
    if written and written != algorithm:
        node.advise("hash", f"the algorithm is written {show(written)}, expected {algorithm}")
    return f"{algorithm}:{digest}"
