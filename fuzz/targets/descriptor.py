"""Descriptors: any bytes are read into a package and faults, each fault a sentence with its place."""

import tempfile
from pathlib import Path

from dpkit.files.folder import Folder
from dpkit.files.reach import Reach
from dpkit.load.package import read_package
from dpkit.model.finding import FaultLog

ROOT = Path(tempfile.mkdtemp(prefix="dpkit-fuzz-"))


def check(data: bytes) -> None:
    """Read `data` as the descriptor of a package with one table."""
    (ROOT / "datapackage.json").write_bytes(data)
    (ROOT / "t.csv").write_bytes(b"a,b\n1,2\n")
    folder, log = Folder(ROOT), FaultLog(None)
    try:
        package = read_package(Reach(folder), "datapackage.json", log)
    finally:
        folder.close()
    assert len({resource.name for resource in package.resources}) == len(package.resources)
    for fault in log.kept:
        for text in fault.details.values():
            assert text.isprintable(), text
    if not package.resources:
        assert log.kept, "a package without resources is no package"
