"""What all tests share: packages written to a temporary folder, and dpkit run on them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings
from tests.laws import examples

import dpkit
from dpkit.cli.main import main

Files = Mapping[str, str | bytes]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell sets it for what it runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

if "CI" in os.environ:  # the same examples each time: to see that none is lost takes fewer than to look for new ones
    settings.register_profile("few", parent=settings.get_profile("ci"), max_examples=examples(100))
    settings.load_profile("few")


@pytest.fixture(scope="session", autouse=True)
def _no_cache() -> Iterator[None]:
    """Switch the cache off: where no folder can be, nothing is remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DPKIT_CACHE", os.devnull)
        yield


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files (name -> content) into a folder of its own and returns that."""

    def write(files: Files, folder: str = "package") -> Path:
        root = tmp_path / folder
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


@pytest.fixture
def run() -> Callable[..., Result]:
    """Return a function that runs dpkit in this process; whatever it raises but SystemExit fails the test."""

    def run(*arguments: str | Path) -> Result:
        environment = {"DPKIT_DOCUMENTS": None, "NO_COLOR": None}
        return CliRunner(env=environment).invoke(main, [str(each) for each in arguments], catch_exceptions=False)

    return run


@pytest.fixture
def process() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return a function that runs `python -m dpkit` in a process of its own."""

    def process(*arguments: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
        environment = {name: value for name, value in os.environ.items() if name != "DPKIT_DOCUMENTS"}
        environment["PYTHONPATH"] = str(Path(dpkit.__file__).parents[1])
        command = [sys.executable, "-m", "dpkit", *map(str, arguments)]
        return subprocess.run(
            command, check=False, capture_output=True, encoding="utf-8", cwd=cwd, env=environment, timeout=60
        )

    return process


@pytest.fixture
def golden() -> Callable[[Path, str], None]:
    """Return a function that compares a text with a file; DPKIT_UPDATE_GOLDEN=1 rewrites the file."""

    def golden(path: Path, found: str) -> None:
        if os.environ.get("DPKIT_UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(found.encode())
        assert path.exists(), f"{path.name} is missing; DPKIT_UPDATE_GOLDEN=1 writes it"
        assert found == path.read_bytes().decode()

    return golden
