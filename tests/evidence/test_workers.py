"""Citations that are handed to processes of their own: what they find is what is found here, whatever befalls them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dpkit
from dpkit.evidence import gather
from dpkit.model.errors import DpkitError
from dpkit.model.limits import Limits
from dpkit.tables import workers

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from dpkit.model.report import Report
    from dpkit.tables.engine import Work

TEXTS = [f"In July 19{n} she was in Omsk with {n} 000 others.\n".encode() for n in range(10, 14)]
KINDS = [
    ("char=8,12", "19{}"),
    ("char=14,20", "he was"),
    ("char=8,12", "1999"),
    ("char=20,24", "July"),
    ("page 3", "x"),
]


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few citations handed over, a few at a time."""
    monkeypatch.setattr(gather, "MANY", 10)
    monkeypatch.setattr(workers, "ALONE", 20)
    monkeypatch.setattr(workers, "PORTION", 5)
    monkeypatch.setattr(workers, "LARGEST", 12)


@pytest.fixture
def folder(tmp_path: Path, packaged: "Callable[..., dict[str, str | bytes]]") -> Path:
    """Return a package of 400 citations, few of them right."""
    cited = [(f"s{n % 4}", locator, quote.format(10 + n % 4)) for n in range(80) for locator, quote in KINDS]
    for name, content in packaged(TEXTS, cited).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def judged(folder: Path, threads: int) -> "Report":
    return dpkit.open(folder).validate(first=None, limits=Limits(threads=threads))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Return the processes that are started; none may be left."""
    found: list[subprocess.Popen[bytes]] = []
    plain = workers.Workers._start

    def noted(self: workers.Workers) -> "subprocess.Popen[bytes]":
        found.append(plain(self))
        return found[-1]

    monkeypatch.setattr(workers.Workers, "_start", noted)
    yield found
    assert all(each.poll() is not None for each in found)


@pytest.mark.usefixtures("eager")
def test_processes_find_what_one_finds(folder: Path, started: list["subprocess.Popen[bytes]"]) -> None:
    alone = judged(folder, 1)
    assert not started
    shared = judged(folder, 3)
    assert started
    assert shared.findings == alone.findings
    assert shared.citations == alone.citations
    assert {"quote-not-found", "quote-moved", "quote-cuts", "locator-invalid"} <= {
        each.check for each in alone.findings
    }


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("command", [("-c", "pass"), ("-c", "print('{')"), ("-m", "no_such_module")])
def test_what_a_process_does_not_answer_is_found_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    alone = judged(folder, 1)
    monkeypatch.setattr(workers, "COMMAND", command)
    assert judged(folder, 3).findings == alone.findings


@pytest.mark.usefixtures("eager")
def test_without_an_interpreter_all_is_found_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = judged(folder, 1)
    monkeypatch.setattr(sys, "executable", os.devnull)
    assert judged(folder, 3).findings == alone.findings


@pytest.mark.usefixtures("eager")
def test_a_document_that_changes_meanwhile_ends_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, started: list["subprocess.Popen[bytes]"]
) -> None:
    plain = workers.Workers.__init__

    def changed(self: workers.Workers, work: "Work", processes: int) -> None:
        (folder / "documents/3.txt").write_bytes(b"another\n")
        plain(self, work, processes)

    monkeypatch.setattr(workers.Workers, "__init__", changed)
    with pytest.raises(DpkitError, match=r"3\.txt was changed while dpkit was reading"):
        judged(folder, 3)
    assert started


@pytest.mark.usefixtures("eager")
def test_nothing_is_imported_from_the_folder_where_one_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, started: list["subprocess.Popen[bytes]"]
) -> None:
    (folder / "pickle.py").write_text("open('imported', 'w')\n")
    monkeypatch.chdir(folder)
    judged(folder, 3)
    assert started
    assert not (folder / "imported").exists()
