"""What comes from a package is shown on a terminal, never obeyed; and a terminal that goes away is no fault."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import Result

import dpkit
from dpkit.checks.example import TEXT, cited, claimed, package
from dpkit.checks.registry import all_checks
from dpkit.model.show import hidden

Run = Callable[..., Result]
Write = Callable[..., Path]

FAILS = all_checks()["type-error"].fails
HOSTILE = {
    "clear screen": "\x1b[2J",
    "title": "\x1b]0;owned\x07",
    "C1 control": "\x9b31m",
    "backspace": "a\x08\x08b",
    "carriage return": "a\rb",
    "line separator": "a\u2028b",
    "right to left": "\u202eabc",
    "zero width": "a\u200bb",
    "delete": "\x7f",
}


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a process that runs this dpkit."""
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "DPKIT_DOCUMENTS"}}
    return kept | {"PYTHONPATH": str(Path(dpkit.__file__).parents[1]), "TERM": "xterm"} | more


def hostile(text: str) -> dict[str, str | bytes]:
    """Return a package that holds `text` in its names, its header, its keys and its cells."""
    schema = {"fields": [{"name": f"day{text}", "type": "date"}, {"name": "id"}], "primaryKey": ["id"]}
    cell = '"' + text.replace('"', '""') + '"'
    files = package(events=(f"{cell},id\n{cell},{cell}\n", schema))
    descriptor = json.loads(files["datapackage.json"]) | {"name": text, "version": text, text: 1}
    descriptor["resources"][0]["name"] = f"events{text}"
    descriptor["resources"][0]["dialect"] = {"delimiter": text * 2}
    return {**files, "datapackage.json": json.dumps(descriptor)}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_not_obeyed(text: str, write: Write, run: Run) -> None:
    result = run("validate", write(hostile(text)))
    assert result.exit_code == 1
    assert all(char == "\n" or char.isprintable() for char in result.stdout)
    for char in text:
        assert char.isprintable() or f"<U+{ord(char):04X}>" in result.stdout


def test_one_finding_is_one_line(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "id"}, {"name": "day", "type": "date"}], "primaryKey": ["id"]}
    result = run("validate", write(package(events=('id,day\n"a\nb","x\ny"\n', schema))))
    assert (
        "  events.csv:2  day is 'x<U+000A>y', not a date (YYYY-MM-DD)  [row 1, column B, id a<U+000A>b]\n"
        in result.stdout
    )


def test_long_cell_is_cut(write: Write, run: Run) -> None:
    schema = {"fields": [{"name": "day", "type": "date"}]}
    result = run("validate", write(package(events=("day\n" + "x" * 100_000 + "\n", schema))))
    assert f"day is '{'x' * 79}…', not a date" in result.stdout


@pytest.mark.parametrize("arguments", [["checks"], ["validate"], ["--help"]])
def test_reader_that_stops_early_is_no_fault(arguments: list[str], write: Write) -> None:
    command = [sys.executable, "-m", "dpkit", *arguments]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        result = subprocess.run(
            command, check=False, stdout=closed, stderr=subprocess.PIPE, cwd=write(FAILS), env=environment(), timeout=60
        )
    assert result.stderr == b""
    assert result.returncode == (1 if arguments[0] in {"validate", "--help"} else 0)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [["checks"], ["validate"], ["--help"]])
def test_full_disk_is_one_sentence(arguments: list[str], write: Write) -> None:
    command = [sys.executable, "-m", "dpkit", *arguments]
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            command, check=False, stdout=full, stderr=subprocess.PIPE, cwd=write(FAILS), env=environment(), timeout=60
        )
    assert result.returncode == 2
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith("dpkit: ")
    assert line.endswith("no space left on device")


def test_standard_output_that_is_closed(write: Write) -> None:
    command = f"exec {sys.executable} -m dpkit validate >&-"
    result = subprocess.run(
        ["sh", "-c", command], check=False, capture_output=True, cwd=write(FAILS), env=environment(), timeout=60
    )
    assert (result.returncode, result.stdout, result.stderr) == (1, b"", b"")


def test_report_is_the_same_text_on_a_terminal_without_colour(write: Write, run: Run) -> None:
    folder = write(FAILS)
    shown = on_terminal(folder, NO_COLOR="1").replace(b"\r\n", b"\n").decode()
    assert shown == run("validate", folder).stdout


def on_terminal(folder: Path, **more: str) -> bytes:
    """Run `dpkit validate` on a terminal of its own and return what it shows."""
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "dpkit", "validate", str(folder)]
    with subprocess.Popen(command, stdout=terminal, env=environment(**more), stderr=subprocess.DEVNULL) as process:
        os.close(terminal)
        shown = b""
        while chunk := _read(master):
            shown += chunk
        assert process.wait(60) == 1
    os.close(master)
    return shown


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_terminal_that_knows_no_unicode_still_gets_the_report(write: Write) -> None:
    folder = write(all_checks()["quote-not-found"].fails)
    command = [sys.executable, "-m", "dpkit", "validate", str(folder)]
    result = subprocess.run(
        command, check=False, capture_output=True, env=environment(PYTHONIOENCODING="ascii"), timeout=60
    )
    assert (result.returncode, result.stderr) == (1, b"")
    assert "the nearest passage is “In July 1923”" in result.stdout.decode("utf-8")


@pytest.mark.parametrize("command", ["trace", "rule"])
def test_name_of_a_table_is_shown_in_an_error(command: str, write: Write, run: Run) -> None:
    folder = write(package(None, **{f"a\x1b[2J\u202e{n}": ("id\n1\n", ["id"]) for n in range(2)}))
    more = ["x", "--reason", "y", "--both-stand"] if command == "rule" else []
    result = run(command, "zzz", "k", *more, "--package", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


def test_error_is_one_line_of_bounded_length(write: Write, run: Run) -> None:
    folder = write(package(None, **{f"table{n:03}{'x' * 50}": ("id\n1\n", ["id"]) for n in range(60)}))
    result = run("trace", "zzz", "k", "--package", folder)
    assert result.exit_code == 2
    assert len(result.stderr) < 2_100


NAUGHTY = "Omsk\u202e\u2066\x9b31m\u200b\ufeff\u2028"
DISPUTED = claimed(f"v,s1,2001,,{NAUGHTY},", f"v,s2,2001,,Perm{NAUGHTY},")


@pytest.mark.parametrize(
    ("files", "command"),
    [
        (claimed(f"v{NAUGHTY},s1,2001,,,", f"v{NAUGHTY},s2,2002,,,"), ("contradictions", "{}")),
        (DISPUTED, ("trace", "visits", "v", "--package", "{}")),
        (DISPUTED, ("impact", "s1", "--package", "{}")),
        (cited(TEXT + NAUGHTY, recorded=TEXT + NAUGHTY), ("locate", "letter", NAUGHTY, "--package", "{}")),
        (cited(quote=NAUGHTY, locator=""), ("relocate", "--dry-run", "--package", "{}")),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_json_of_every_command_shows_what_is_not_seen_as_escapes(
    files: Mapping[str, str | bytes], command: Sequence[str], write: Write, run: Run
) -> None:
    folder = str(write(files))
    told = run(*(each.replace("{}", folder) for each in command), "--format", "json").stdout
    assert "\\u202e" in told
    assert {hex(ord(char)) for char in set(told) - {"\n"} if hidden(char)} == set()
    assert json.loads(told)
