"""Surroundings at fault: no room, no permission, no output, two at once, killed: a sentence, and nothing is lost."""

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.hostile.case import build, table

import dpkit
from dpkit.checks.example import changed, claimed
from dpkit.checks.example import package as example
from dpkit.checks.registry import all_checks
from dpkit.cli.main import main

Done = subprocess.CompletedProcess[bytes]
NOBODY = 65534
SOUND = table("a,b\n1,2\n")
DISPUTED = claimed("v,s1,2001-08-01,1,x,X", "v,s2,2001-08-03,1,x,X", "w,s1,2001-08-01,1,x,X", "w,s2,2001-08-09,1,x,X")
RULE = ("rule", "visits", "v", "start", "--both-stand", "--reason", "because")


def start(
    *arguments: str | Path, wrapped: Sequence[str] = (), environment: Mapping[str, str] | None = None, **more: object
) -> "subprocess.Popen[bytes]":
    """Start dpkit in a process of its own."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "DPKIT_CACHE": os.devnull}
    source = {"PYTHONPATH": str(Path(dpkit.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [*wrapped, sys.executable, "-m", "dpkit", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.Popen(command, env=kept | source | dict(environment or {}), **pipes)  # type: ignore[call-overload, no-any-return]


def run(*arguments: str | Path, **more: object) -> Done:
    """Run dpkit in a process of its own, of which no traceback comes."""
    process = start(*arguments, **more)  # type: ignore[arg-type]
    out, err = process.communicate(timeout=60)
    assert b"Traceback" not in (err or b""), err.decode()
    return Done(process.args, process.returncode, out, err)


def sentence(done: Done) -> str:
    """Return the one line that a run says that could not do its work."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("dpkit: ")
    return line


@pytest.fixture
def run_here() -> Callable[..., Result]:
    """Return a function that runs dpkit in this process."""
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return the folder of a sound package."""
    return build(tmp_path / "package", SOUND)


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """Return the folder of a package with two contradictions."""
    return build(tmp_path / "package", DISPUTED)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"HOME": "/nonexistent", "DPKIT_CACHE": ""}, {"HOME": "", "DPKIT_CACHE": ""}, {"TZ": "Asia/Pyongyang"},
        {"TZ": ":/etc/passwd"}, {"COLUMNS": "0", "LINES": "0"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=str,
)  # fmt: skip
def test_odd_surroundings_change_nothing(environment: Mapping[str, str], sound: Path) -> None:
    done = run("validate", sound, environment=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"valid: 0 errors" in done.stdout


@pytest.mark.parametrize("name", ["\ud3c9\uc591.csv", "d\u00e9p\u00f4t/t.csv"])
def test_a_locale_without_its_letters_hides_no_file(name: str, tmp_path: Path) -> None:
    root = build(tmp_path / "p", {**table("", "a", path=name), "t.csv": "", name: "a\n1\n"})
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("validate", root, environment=ascii_only)
    assert (done.returncode, done.stderr) == (0, b"")
    (root / name).unlink()
    assert b"does not exist" in run("validate", root, environment=ascii_only).stdout


@pytest.mark.parametrize("folder", ["/nonexistent", "/dev/null"])
def test_no_temporary_folder(folder: str, sound: Path) -> None:
    done = run("validate", sound, environment={"TMPDIR": folder})
    assert done.returncode in {0, 2}  # Python falls back to /tmp where there is one
    assert not done.stderr or done.stderr.startswith(b"dpkit: ")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("name", ["type-error", "descriptor-error"])
def test_closed_streams(closed: str, name: str, tmp_path: Path) -> None:
    root = build(tmp_path / "package", all_checks()[name].fails)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    assert run("validate", root, wrapped=shell).returncode == 1
    assert run("validate", root / "nothing", wrapped=shell).returncode == 2
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser may become somebody else")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        os.chmod(folder, 0o755)  # noqa: S103 - somebody else must get in
    root = build(tmp_path / "package", SOUND)
    (root / "t.csv").chmod(0)
    for parent in root.parents:
        if parent.stat().st_mode & 0o005 != 0o005 and parent != Path("/"):
            pytest.skip("the temporary folder is closed to others")
    try:
        reachable = run("--version", user=NOBODY, group=NOBODY, extra_groups=[]).returncode == 0
    except PermissionError:
        reachable = False
    if not reachable:
        pytest.skip("nobody else may run this Python")
    done = run("validate", root, user=NOBODY, group=NOBODY, extra_groups=[])
    assert done.returncode == 2
    assert b"'t.csv' could not be read: permission denied" in done.stdout
    assert done.stdout.endswith(
        b"\nnot judged in full, since 't.csv' could not be read: 1 error, 0 warnings, 0 notices\n"
    )
    (root / "datapackage.json").chmod(0)
    assert "permission denied" in sentence(run("validate", root, user=NOBODY, group=NOBODY, extra_groups=[]))


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int, int], None]:
    """Return a function that has the system refuse a file: to open it, or to read it from an offset on."""

    def refuse(path: Path, number: int, offset: int = -1) -> None:
        opened, read, wanted = os.open, os.pread, path.stat().st_ino

        def open_(name: str, *arguments: int, **more: int) -> int:
            if offset < 0 and name == path.name:
                raise OSError(number, os.strerror(number))
            return opened(name, *arguments, **more)

        def pread(fd: int, count: int, start: int) -> bytes:
            if os.fstat(fd).st_ino == wanted and start + count > offset >= 0:
                raise OSError(number, os.strerror(number))
            return read(fd, count, start)

        monkeypatch.setattr(os, "open", open_)
        monkeypatch.setattr(os, "pread", pread)

    return refuse


Refuse = Callable[..., None]


@pytest.mark.parametrize("file", ["t.csv", "schema.json"])
@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE, errno.EMFILE])
def test_file_that_the_system_refuses_is_not_judged(
    number: int, file: str, tmp_path: Path, refuse: Refuse, run_here: Callable[..., Result]
) -> None:
    files = example(t=("a\n1\n", ["a"]))
    files = {**changed(files, schema="schema.json"), "schema.json": '{"fields": [{"name": "a"}]}'}
    root = build(tmp_path / "package", files)
    assert run_here("validate", root).exit_code == 0
    refuse(root / file, number)
    result = run_here("validate", root)
    assert result.exit_code == 2
    assert f"'{file}' could not be read: {os.strerror(number).lower()}" in result.stdout
    assert f"\nnot judged in full, since '{file}' could not be read: 1 error" in result.stdout


def test_file_that_ends_in_an_error_is_named_and_all_else_is_judged(
    tmp_path: Path, refuse: Refuse, run_here: Callable[..., Result]
) -> None:
    tables = example(
        bad=("n\nx\n", {"fields": [{"name": "n", "type": "integer"}]}), long=("a\n" + "1\n" * 200_000, ["a"])
    )
    root = build(tmp_path / "package", tables)
    refuse(root / "long.csv", errno.EIO, 300_000)
    report = json.loads(run_here("validate", root, "--format", "json").stdout)
    assert (report["valid"], report["summary"]["unread"]) == (False, ["long.csv"])
    assert report["counts"] == {"file-missing": 1, "type-error": 1}
    assert run_here("validate", root, "--select", "type-error").exit_code == 2
    sarif = json.loads(run_here("validate", root, "--format", "sarif").stdout)
    assert not sarif["runs"][0]["invocations"][0]["executionSuccessful"]


def test_refusal_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DPKIT_CACHE", str(tmp_path / "cache"))
    root = build(tmp_path / "package", SOUND)
    os.utime(root / "t.csv", (1, 1))
    with monkeypatch.context() as patch:
        opened = os.open

        def open_(name: str, *arguments: int, **more: int) -> int:
            if name == "t.csv":
                raise PermissionError(errno.EACCES, "Permission denied")
            return opened(name, *arguments, **more)

        patch.setattr(os, "open", open_)
        assert CliRunner().invoke(main, ["validate", str(root)]).exit_code == 2
    assert CliRunner().invoke(main, ["validate", str(root)]).exit_code == 0


@pytest.mark.parametrize("kind", ["folder", "pipe", "circle of links", "name too long"])
def test_what_can_be_no_file_is_a_fault_of_the_package(
    kind: str, tmp_path: Path, run_here: Callable[..., Result]
) -> None:
    root = build(tmp_path / "package", SOUND)
    (root / "t.csv").unlink()
    make: dict[str, Callable[[], object]] = {
        "folder": (root / "t.csv").mkdir,
        "pipe": lambda: os.mkfifo(root / "t.csv"),
        "circle of links": lambda: (root / "t.csv").symlink_to("t.csv"),
        "name too long": lambda: build(root, table("", path="x" * 300)),
    }
    make[kind]()
    assert run_here("validate", root).exit_code == 1


def test_no_room_for_a_ruling_loses_none(disputed: Path) -> None:
    before = (disputed / "rulings.csv").read_bytes()

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))

    line = sentence(run(*RULE, "--package", disputed, preexec_fn=little))
    assert "too large" in line
    assert (disputed / "rulings.csv").read_bytes() == before
    assert sorted(path.name for path in disputed.iterdir()) == sorted(DISPUTED)


def test_a_full_disk_is_one_sentence(disputed: Path) -> None:
    with open("/dev/full", "wb") as full:
        line = sentence(run("contradictions", disputed, stdout=full))
    assert line.endswith("no space left on device")


def test_killed_while_it_writes_leaves_the_old_or_the_new(disputed: Path) -> None:
    before = (disputed / "rulings.csv").read_bytes()
    for wait in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
        process = start(*RULE, "--package", disputed)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        now = (disputed / "rulings.csv").read_bytes()
        assert now == before or now.count(b"\n") == before.count(b"\n") + 1
    assert run(*RULE, "--package", disputed).returncode == 0


def test_two_rulings_at_once_are_both_written_or_one_is_refused(disputed: Path) -> None:
    other = [each if each != "v" else "w" for each in RULE]
    both = [start(*each, "--package", disputed) for each in (RULE, other)]
    ends = [(process.communicate(timeout=60), process.returncode) for process in both]
    written = sum(code == 0 for _, code in ends)
    assert (disputed / "rulings.csv").read_bytes().count(b"both-stand") == written >= 1
    for (_, err), code in ends:
        assert code == 0 or b"another process is making a ruling" in err


@pytest.mark.parametrize(("raised", "word"), [(KeyboardInterrupt, "interrupted"), (MemoryError, "not enough memory")])
def test_a_run_that_is_broken_off_is_no_verdict(
    raised: type[BaseException],
    word: str,
    sound: Path,
    run_here: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("dpkit.api.validation.validate", broken_off)
    result = run_here("validate", sound)
    assert (result.exit_code in {2, 130}, result.stdout) == (True, "")
    assert word in result.stderr


def test_a_table_of_rulings_that_is_no_utf_8_is_one_sentence(tmp_path: Path, run_here: Callable[..., Result]) -> None:
    files = {**DISPUTED, "rulings.csv": str(DISPUTED["rulings.csv"]) + "x\xe9,,,,,\n"}
    root = build(tmp_path / "package", files)
    (root / "rulings.csv").write_bytes((root / "rulings.csv").read_text(encoding="utf-8").encode("latin-1"))
    descriptor = (root / "datapackage.json").read_text(encoding="utf-8")
    described = re.sub(r'"path": "rulings.csv"', '"path": "rulings.csv", "encoding": "latin-1"', descriptor)
    (root / "datapackage.json").write_text(described, encoding="utf-8")
    result = run_here(*RULE, "--package", root)
    assert result.exit_code == 2
    assert "rulings.csv is no CSV in UTF-8" in result.stderr


@pytest.mark.parametrize(("limit", "exit"), [("-Sn", 0), ("-n", 2)])
def test_a_table_in_more_files_than_may_be_open(tmp_path: Path, limit: str, exit: int) -> None:  # noqa: A002
    paths = [f"{number}.csv" for number in range(150)]
    schema = {"fields": [{"name": "a"}, {"name": "b"}]}
    resource = {"name": "t", "path": paths, "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    for path in paths:
        (tmp_path / path).write_text("a,b\n1,2\n")
    done = run("validate", tmp_path, wrapped=["sh", "-c", f'ulimit {limit} 120; exec "$@"', "sh"])
    assert done.returncode == exit
    told = b"not judged in full" if exit else b"150 rows\n\nvalid: 0 errors"
    assert told in done.stdout
    assert (b"could not be read: too many open files" in done.stdout) == bool(exit)
