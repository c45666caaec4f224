"""A release is all or nothing: it is killed, or fails, at every call that changes a file, and then run again.

`strace` does it: the calls of one run are listed, and then each run is killed (`SIGKILL`) at one of them, or has one of
them fail. After each, the folder is looked at: a release that is there, but not whole, is *torn*; an exit code of 0
without a whole release is a *lie*; any other than 0 and 2 is a traceback; a run without faults must then finish
(*recovered*) and leave nothing over. A writer that does it as one first would is measured beside, since a harness that
finds nothing proves nothing.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import crash_driver

from dpkit.checks.example import cited

DRIVER = Path(crash_driver.__file__)
CHANGING = (
    "mkdir", "openat", "write", "pwrite64", "ftruncate", "fsync", "close", "rename", "unlink", "unlinkat", "rmdir",
)  # fmt: skip
CALL = re.compile(r"(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
FAULTS = {
    "kill": "signal=SIGKILL:when={}",
    "ENOSPC": "error=ENOSPC:when={}",
    "EIO": "error=EIO:when={}",
    "ENOSPC for ever": "error=ENOSPC:when={}+",
    "EROFS for ever": "error=EROFS:when={}+",
}
BAD = ("torn", "lied", "other exit", "not recovered", "left over", "earlier release changed")
EXITS = {0, 2, -9, 120}  #: done; told in one sentence; killed; could not even write to standard error, as Python has it
SIZES = (1, 100_000)
EARLIER = {"dist/p-1.0.0/p-1.0.0.zip": b"earlier", "releases/1.0.0.json": b"record"}


@dataclass(frozen=True)
class Point:
    """A call that changes a file: its name, and its number among the calls of that name."""

    call: str
    number: int


@dataclass
class Tally:
    """What became of the runs with one fault."""

    points: int = 0
    bad: Counter[str] = field(default_factory=Counter)


class Arena:
    """A folder with an earlier release, and the remains of a run that died."""

    earlier: Mapping[str, bytes] = EARLIER

    def __init__(self, folder: Path, size: int, writer: str = "dpkit") -> None:
        self.folder, self.size, self.writer = folder, size, writer

    def prepare(self) -> None:
        """Set it up anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        remains = {"dist/.p-1.1.0.dpkit-part/half": b"half", "releases/.1.1.0.json.dpkit-part": b"half"}
        for name, data in {**self.earlier, **(remains if self.writer == "dpkit" else {})}.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    @property
    def command(self) -> list[str]:
        """What publishes the release."""
        return [sys.executable, "-B", "-S", str(DRIVER), str(self.folder), str(self.size), self.writer]

    def run(self, *tracer: str) -> int:
        """Publish, under `strace` with these options, and return the exit code."""
        traced = ["strace", "-f", "-y", "-o", str(self.folder) + ".log", *tracer] if tracer else []
        return subprocess.run([*traced, *self.command], check=False, capture_output=True).returncode

    def calls(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, arguments and result of each call of an undisturbed run that was traced."""
        self.prepare()
        if self.run("-e", f"trace={','.join(CHANGING)}"):
            raise SystemExit("the undisturbed run failed")
        for line in Path(f"{self.folder}.log").read_text(errors="replace").splitlines():
            if match := CALL.search(line):
                yield match["call"], match["arguments"], match["result"]

    def points(self) -> list[Point]:
        """Return the calls that change something in the arena."""
        found, seen = [], Counter[str]()
        for call, arguments, _ in self.calls():
            seen[call] += 1
            reads = call == "openat" and "O_CREAT" not in arguments
            if any(f"{self.folder}/{part}" in arguments for part in ("dist", "releases")) and not reads:
                found.append(Point(call, seen[call]))
        return found

    def disturb(self, point: Point, fault: str) -> int:
        """Publish with a fault at one call, and return the exit code."""
        return self.run("-e", f"trace={point.call}", "-e", f"inject={point.call}:{FAULTS[fault].format(point.number)}")

    @property
    def whole(self) -> bool:
        """Whether the release is there, all of it, and its record."""
        return self._folder_is_whole() and (self.folder / "releases/1.1.0.json").exists()

    def torn(self) -> bool:
        """Tell whether there is anything of the release that is not whole."""
        record, folder = self.folder / "releases/1.1.0.json", self.folder / "dist/p-1.1.0"
        if record.exists() and (record.read_bytes() != self.record() or not folder.exists()):
            return True
        return folder.exists() and not self._folder_is_whole()

    def faults(self, code: int) -> Iterator[str]:
        """Yield what is wrong after a run that ended with `code`, and what is when it is run again."""
        if self.torn():
            yield "torn"
        if code == 0 and not self.whole:
            yield "lied"
        if code not in EXITS:
            yield "other exit"
        if self.run() or not self.whole:
            yield "not recovered"
        if [*self.folder.rglob("*.dpkit-part")]:
            yield "left over"
        if any((self.folder / name).read_bytes() != data for name, data in self.earlier.items()):
            yield "earlier release changed"

    def record(self) -> bytes:
        """Return what the record is to hold."""
        with tempfile.TemporaryDirectory() as folder:
            return crash_driver.told(crash_driver.build(Path(folder), self.size))

    def contents(self) -> dict[str, bytes]:
        """Return what the folder of the release is to hold: path -> bytes."""
        return crash_driver.contents(self.size)

    def _folder_is_whole(self) -> bool:
        return files(self.folder / "dist/p-1.1.0") == self.contents()


class CommandArena(Arena):
    """A package in a git repository, which the whole of `dpkit release` releases; much slower."""

    earlier: Mapping[str, bytes] = {}

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 0)
        self.template = folder.with_name("template")
        repository(self.template)
        shutil.copytree(self.template, folder)
        if self.run():
            raise SystemExit("the undisturbed run failed")
        self.made = files(folder)

    @property
    def command(self) -> list[str]:
        """What publishes the release."""
        return [sys.executable, "-B", "-m", "dpkit", "release", "--package", str(self.folder)]

    def prepare(self) -> None:
        """Set it up anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder)

    def record(self) -> bytes:
        """Return what the record is to hold."""
        return self.made["releases/1.1.0.json"]

    def contents(self) -> dict[str, bytes]:
        """Return what the folder of the release is to hold: path -> bytes."""
        top = "dist/p-1.1.0/"
        return {name.removeprefix(top): data for name, data in self.made.items() if name.startswith(top)}


def files(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder: path -> bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def repository(folder: Path) -> None:
    """Make a git repository of a package that can be released as 1.1.0."""
    example = dict(cited())
    descriptor = json.loads(example["datapackage.json"]) | {"name": "p", "version": "1.1.0"}
    example |= {"datapackage.json": json.dumps(descriptor), "CHANGELOG.md": "## 1.1.0 - 2001-08-04\n"}
    example[".gitignore"] = "/documents/\n/dist/\n"
    for name, content in example.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git = ["git", "-C", str(folder), "-c", "user.name=crash", "-c", "user.email=crash@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "State"]):
        subprocess.run([*git, *arguments], check=True)


def measure(arena: Arena, faults: Sequence[str], every: int) -> dict[str, Tally]:
    """Disturb the release at every `every`-th point, with each fault."""
    points, tallies = arena.points(), {fault: Tally() for fault in faults}
    for index, (fault, point) in enumerate((fault, point) for fault in faults for point in points):
        if index % every == 0:
            arena.prepare()
            tallies[fault].points += 1
            tallies[fault].bad.update(arena.faults(arena.disturb(point, fault)))
    return tallies


def measure_compound(arena: Arena, every: int) -> Tally:
    """Kill the release, and kill the run that is to recover it, too."""
    points, tally = arena.points(), Tally()
    pairs = [(first, second) for first in points[::4] for second in points]
    for first, second in pairs[::every]:
        arena.prepare()
        arena.disturb(first, "kill")
        tally.points += 1
        tally.bad.update(arena.faults(arena.disturb(second, "kill")))
    return tally


def write_order(arena: Arena) -> list[str]:
    """Return the breaches of the rules that a loss of power makes necessary, in one undisturbed run.

    What is renamed was synced: the files, and the folders that name them. After the rename the folder of the new name
    is synced. Nothing is written, or made, under a name that is not aside.
    """
    dirty, breaches, synced = set[str](), list[str](), True
    for call, arguments, result in arena.calls():
        if str(arena.folder) not in arguments or result.startswith("-"):
            continue
        path = _path(call, arguments)
        if (
            call in {"write", "pwrite64", "ftruncate"}
            or (call == "openat" and "O_CREAT" in arguments)
            or call == "mkdir"
        ):
            if ".dpkit-part" not in path and ".dpkit-lock" not in path:
                breaches.append(f"{call} of {path}, which is not aside")
            dirty |= {path, str(Path(path).parent)}
        elif call == "fsync":
            dirty.discard(path)
            synced = synced or path in {str(arena.folder / "dist"), str(arena.folder / "releases")}
        elif call == "rename":
            breaches += [f"rename of {path} before fsync of {each}" for each in dirty if each.startswith(path)]
            breaches += [] if synced else ["a rename before the folder of the last one was synced"]
            synced = False
    return breaches + ([] if synced else ["the folder of the last rename was never synced"])


def _path(call: str, arguments: str) -> str:
    """Return the path that a call is about: written out, or that of its file descriptor."""
    named = re.search(r'"([^"]*)"', arguments) if call in {"mkdir", "openat", "rename"} else None
    described = re.search(r"<([^>]*)>", arguments)
    return (named or described or [""])[1] if named or described else ""


def main() -> None:
    """Run, print a table, and end with 1 if a release tore, lied, or did not recover, or if the controls did not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="every how many points are tried")
    every = parser.parse_args().every
    if shutil.which("strace") is None:
        raise SystemExit("strace is not installed")
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        print(f"| writer | fault | points | {' | '.join(BAD)} |\n|---|---|---|{'---|' * len(BAD)}")
        sizes = SIZES if every == 1 else SIZES[1:2]
        bad = sum(_measured(Arena(Path(folder) / str(size), size), every) for size in sizes)
        if every == 1:
            bad += _measured_command(CommandArena(Path(folder) / "command"))
        naive = Arena(Path(folder) / "naive", SIZES[1], "naive")
        control = measure(naive, ["kill"], max(1, every // 2))["kill"]
        print(_row("naive", "kill", control))
        writers = (Arena(Path(folder) / "order", 1), naive, Arena(Path(folder) / "unsynced", 1, "unsynced"))
        breaches = {each.writer: len(write_order(each)) for each in writers}
        print(f"\nbreaches of the write order: {', '.join(f'{name} {number}' for name, number in breaches.items())}")
    sound = not bad and not breaches["dpkit"] and control.bad["torn"] and breaches["naive"] and breaches["unsynced"]
    sys.exit(0 if sound else 1)


def _measured(arena: Arena, every: int) -> int:
    """Print what became of one arena, and return how much was bad."""
    tallies = measure(arena, list(FAULTS), every)
    tallies["kill, and kill again"] = measure_compound(arena, 16 * every)
    for fault, tally in tallies.items():
        print(_row(f"dpkit, {arena.size:,} bytes a file", fault, tally), flush=True)
    return sum(tally.bad.total() for tally in tallies.values())


def _measured_command(arena: CommandArena) -> int:
    """Print what became of the whole command, at every tenth of its points, and return how much was bad."""
    tallies = measure(arena, ["kill", "ENOSPC", "EIO"], 10)
    for fault, tally in tallies.items():
        print(_row("`dpkit release`", fault, tally), flush=True)
    return sum(tally.bad.total() for tally in tallies.values())


def _row(writer: str, fault: str, tally: Tally) -> str:
    return f"| {writer} | {fault} | {tally.points} | {' | '.join(str(tally.bad[each]) for each in BAD)} |"


if __name__ == "__main__":
    main()
