"""The page on the standard: sentence by sentence, what dpkit and frictionless make of the cases of each."""

import contextlib
import io
import json
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.conformance import data_package, data_resource, field_types, table_dialect, table_schema  # noqa: E402
from tests.conformance.case import Case, Sentence  # noqa: E402
from tests.conformance.differences import DIFFERENCES  # noqa: E402
from tests.tables.test_typing import DIFFERENCES as CELLS  # noqa: E402
from tests.tables.test_typing import STRICT  # noqa: E402

import dpkit  # noqa: E402

PARTS = {
    "Data Package": data_package,
    "Data Resource": data_resource,
    "Table Dialect": table_dialect,
    "Table Schema": table_schema,
    "Field types and constraints": field_types,
}
LONGEST = 60  #: characters of a cell that is shown whole
INTRODUCTION = """# The standard, sentence by sentence

Each sentence below is one of the [Data Package standard](https://datapackage.org/standard/data-package/) (version
2, and what version 1 has otherwise; the quotations are shortened). It is tested by packages that keep it and packages
that break it: they stand in `tests/conformance/`. A verdict is right if a package that keeps the sentence is valid, and
one that breaks it is not. This page is generated.

"""


def conformance_page(*, tested: bool) -> str:
    """Return the page; nothing is fetched while it is made.

    Args:
        tested: take the verdicts of dpkit for right, since tests/conformance/test_conformance.py holds it to them.
    """
    right = {"dpkit": 0, "frictionless": 0}
    total, body = 0, []
    for title, part in PARTS.items():
        body.append(f"## {title}\n\n| sentence | cases | dpkit | frictionless |\n| --- | --- | --- | --- |\n")
        for sentence in part.SENTENCES:
            judged = [
                (case, case.sound if tested else dpkit_verdict(case), frictionless_verdict(case))
                for case in sentence.cases
            ]
            total += len(judged)
            right["dpkit"] += sum(ours == case.sound for case, ours, _ in judged)
            right["frictionless"] += sum(theirs == case.sound for case, _, theirs in judged)
            body.append(_row(sentence, judged))
        body.append("\n")
    counts = ", ".join(f"{name} judges {number} rightly" for name, number in right.items())
    return INTRODUCTION + f"Of {total} cases, {counts}.\n\n" + "".join(body) + _differences()


def _row(sentence: Sentence, judged: list[tuple[Case, Any, Any]]) -> str:
    ours = _told([(case, found) for case, found, _ in judged])
    theirs = _told([(case, found) for case, _, found in judged])
    return f"| {_cell(sentence.text)} | {len(judged)} | {ours} | {theirs} |\n"


def _told(judged: list[tuple[Case, bool | None]]) -> str:
    wrong = [
        f"{'refuses' if case.sound else 'fails on' if found is None else 'accepts'}: {_cell(case.what)}"
        for case, found in judged
        if found != case.sound
    ]
    return "; ".join(wrong) if wrong else "right"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split()).replace("<", "&lt;")


def _differences() -> str:
    lines = ["## Where dpkit and frictionless differ on data\n\n", "| what | dpkit | frictionless | the standard |\n"]
    lines.append("| --- | --- | --- | --- |\n")
    lines += [f"| {' | '.join(_cell(each) for each in row)} |\n" for row in DIFFERENCES]
    lines += ["\n## Where they differ on single cells\n\nOf each kind, one cell. The list is `DIFFERENCES` in "]
    lines += ["`tests/tables/test_typing.py`; cells that are drawn at random differ nowhere else.\n\n"]
    lines += ["| field | cell | dpkit | frictionless | the standard |\n| --- | --- | --- | --- | --- |\n"]
    lines += [_cell_row(field, cell, side, why) for _, side, _, field, cell, why in CELLS]
    return "".join(lines)


def _cell_row(field: dict[str, Any], cell: str, side: str, why: str) -> str:
    whole = json.dumps(cell, ensure_ascii=False).replace("|", "\\|")
    shown = whole if len(whole) < LONGEST else f"{whole[:5]}... ({len(cell):,} characters)"
    ours, theirs = ("refuses", "accepts") if side == STRICT else ("accepts", "refuses")
    return f"| {_cell(json.dumps(field))} | `{shown}` | {ours} | {theirs} | {_cell(why)} |\n"


def dpkit_verdict(case: Case) -> bool:
    """Return whether dpkit finds a package valid."""
    with tempfile.TemporaryDirectory() as folder:
        return dpkit.open(case.write(Path(folder) / "p")).validate().valid


def frictionless_verdict(case: Case) -> bool | None:
    """Return whether frictionless finds a package valid; None if it raises."""
    import frictionless

    with tempfile.TemporaryDirectory() as folder, _offline(), contextlib.redirect_stderr(io.StringIO()):
        root = case.write(Path(folder) / "p")
        try:
            with contextlib.chdir(root):
                return bool(frictionless.validate("datapackage.json", type="package").valid)
        except Exception:  # noqa: BLE001 - whatever a third party raises, it has no verdict
            return None


@contextlib.contextmanager
def _offline() -> Iterator[None]:
    """Let nobody connect."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("no network")

    kept = socket.socket.connect, socket.getaddrinfo
    socket.socket.connect, socket.getaddrinfo = refuse, refuse  # type: ignore[method-assign]
    try:
        yield
    finally:
        socket.socket.connect, socket.getaddrinfo = kept  # type: ignore[method-assign]
