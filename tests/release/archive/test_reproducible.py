"""The same package has the same release: nothing of the machine, its settings or its clock comes into it."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import dpkit

Files = dict[str, str | bytes]
BUILD = """
import os, sys
from pathlib import Path
os.umask(int(sys.argv[4], 8))
sys.path.insert(0, sys.argv[1])
from conftest import make
make(Path(sys.argv[2]), Path(sys.argv[3]))
"""
SURROUNDINGS: dict[str, tuple[str, dict[str, str]]] = {
    "plain": ("022", {}),
    "east": ("077", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}),
    "west": ("000", {"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}),
}


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build(package: Path, into: Path, umask: str, environment: Mapping[str, str]) -> None:
    """Build a release in a process of its own, whose home and working folder are its own, too."""
    home = into.parent / f"home-{into.name}"
    home.mkdir()
    settings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(dpkit.__file__).parents[1]),
        "HOME": str(home),
        "TMPDIR": str(home),
    }
    command = [sys.executable, "-c", BUILD, str(Path(__file__).parent), str(package), str(into), umask]
    subprocess.run(command, check=True, cwd=home, env={**settings, **environment}, timeout=120)


def test_surroundings_change_no_byte(write: Callable[..., Path], files: Files, tmp_path: Path) -> None:
    found: dict[str, dict[str, str]] = {}
    for name, (umask, environment) in SURROUNDINGS.items():
        # the files are written in another order and at another place, too
        package = write(dict(sorted(files.items(), reverse=name == "east")), f"package-{name}")
        for path in package.rglob("*"):
            os.utime(path, (len(found), 10**9 * len(found)))
            path.chmod(0o700)
        build(package, tmp_path / name, umask, environment)
        found[name] = digests(tmp_path / name)
    assert len(found["plain"]) == 5
    assert found["east"] == found["plain"]
    assert found["west"] == found["plain"]
