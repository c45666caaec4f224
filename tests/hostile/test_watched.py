"""Watched by strace: a run opens nothing but the package, its own surroundings, its temporary folder and its cache, and calls nobody."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.hostile.case import Content, build, table

import dpkit
from dpkit.checks.example import cited

CALL = re.compile(r"(?P<call>open|openat|connect|sendto)\((?P<rest>.*)")
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
SYSTEM = ("/lib", "/usr/lib", "/lib64", "/usr/share", "/etc/ld.so", "/etc/localtime", "/proc/self", "/proc/cpuinfo", "/proc/meminfo",
          "/proc/sys", "/sys", "/dev/null", "/dev/urandom", "/dev/tty", "/etc/nsswitch", "/etc/passwd", "/etc/gnutls", "/etc/ssl", "/etc/os-release")  # fmt: skip
PACKAGES: Mapping[str, Mapping[str, Content]] = {
    "sound": table("a,b\n1,2\n"),
    "cited": cited(),
    "urls": table("a,b\n1,2\n", path="http://127.0.0.1:9/t.csv"),
    "remote schema": table("a,b\n1,2\n", schema=None, profile="http://127.0.0.1:9/p.json"),
    "links out": {**table("a,b\n1,2\n", path="l.csv"), "l.csv": lambda path: path.symlink_to("../canary.csv")},
    "document that is a link out": {**cited(), "documents/letter.txt": lambda path: path.symlink_to("../../canary.csv")},
    "SQL that reads": {**table("a,b\n1,2\n"), "checks/x.sql": "SELECT * FROM read_csv('../canary.csv')"},
    "names that read": table("a,b\n1,2\n", name="read_csv('../canary.csv')", path="../canary.csv"),
    "a glob": table("a,b\n1,2\n", path="*.csv"),
    "a guarded pattern": table("a,b\naa,2\n", {"name": "a", "constraints": {"pattern": "(?=a)a+"}}, "b"),
}  # fmt: skip


def watched(root: Path, log: Path, temporary: Path, cache: Path) -> Iterator[tuple[str, str]]:
    """Validate a package; yield each call that opens or connects, with the path (or all it was told)."""
    source = str(Path(dpkit.__file__).parents[1])
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": source,
        "TMPDIR": str(temporary),
        "HOME": str(temporary),
        "DPKIT_CACHE": str(cache),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = ["strace", "-f", "-y", "-e", "trace=open,openat,connect,sendto", "-s", "4096", "-o", str(log)]
    done = subprocess.run(
        [*command, sys.executable, "-m", "dpkit", "validate", str(root)],
        check=False, env=environment, cwd=root, capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := CALL.search(line):
            at = re.match(r"\w*<?([^>]*)>?, ", found["rest"])
            path = TEXT.search(found["rest"])
            base = at[1] if at and at[1].startswith("/") else str(root)
            yield found["call"], os.path.normpath(os.path.join(base, path[1])) if path else found["rest"]


def works() -> bool:
    """Tell whether strace is there, and may be used."""
    return (
        shutil.which("strace") is not None
        and not subprocess.run(["strace", "-o", os.devnull, "true"], check=False, capture_output=True).returncode
    )


@pytest.mark.skipif(not works(), reason="strace is not here, or not allowed")
@pytest.mark.parametrize("name", PACKAGES)
def test_nothing_else_is_opened_and_nobody_is_called(name: str, tmp_path: Path) -> None:
    (tmp_path / "canary.csv").write_text("canary,b\n1,2\n", encoding="utf-8")
    root = build(tmp_path / "package", PACKAGES[name])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    cache = tmp_path / "cache"
    python = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(), *sys.path}
    allowed = (
        *SYSTEM,
        str(root),
        str(temporary),
        str(cache),
        str(Path(dpkit.__file__).parents[2]),
        *(os.path.realpath(each) for each in python if each),
        *filter(None, python),
    )
    for call, what in watched(root, tmp_path / "log", temporary, cache):
        assert call in {"open", "openat"}, (call, what)
        assert what.startswith(allowed) or what in {"/", str(root.parent)}, what
    assert not list(temporary.iterdir())
