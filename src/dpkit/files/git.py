"""Revisions of a git repository, read by the `git` command: bytes as they were committed, and nothing is run."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dpkit.model.errors import DpkitError
from dpkit.model.show import plain, show

KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH")  #: of the caller's own `GIT_` variables
#: no hook and no transport, whatever the repository's own settings say
SETTINGS = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")
PLAIN_FILES = {b"100644", b"100755"}


def commit_of(folder: Path, revision: str) -> str | None:
    """Return the id of the commit that `revision` names in the repository around `folder`; None if it names none.

    Raises:
        DpkitError: there is no git, or `folder` lies in no repository that it reads.
    """
    _git(folder, "rev-parse", "--git-dir")
    found = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return found.stdout.decode().strip() if found.returncode == 0 else None


def time_of(folder: Path, commit: str) -> int:
    """Return when a commit was made, by its committer's clock, in seconds since 1970."""
    header, _, _ = _git(folder, "cat-file", "commit", commit).partition(b"\n\n")
    return int(next(line for line in header.split(b"\n") if line.startswith(b"committer ")).split()[-2])


def private_path(folder: Path, name: str) -> Path:
    """Return where a file of this name lies among git's own, of the working copy that `folder` is in."""
    return folder / os.fsdecode(_git(folder, "rev-parse", "--git-path", name).rstrip(b"\n"))


def changed_paths(folder: Path, left_out: Path) -> list[str]:
    """Return the paths in and below `folder` that differ from the last commit, or that it does not have, sorted.

    Args:
        folder: of the package.
        left_out: a folder that does not count; nor does what git ignores.

    Raises:
        DpkitError: git could not tell.
    """
    paths = ["."]
    if left_out.resolve().is_relative_to(folder.resolve()) and left_out.resolve() != folder.resolve():
        paths.append(f":(exclude,literal){left_out.resolve().relative_to(folder.resolve())}")
    told = _git(folder, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", *paths)
    return sorted(os.fsdecode(each[3:]) for each in told.split(b"\0") if each)


def export(folder: Path, commit: str, into: Path) -> None:
    """Write the plain files that a commit has in `folder`, and below it, to the empty folder `into`.

    They are read as objects: no filter, no attribute and no setting changes a byte, as in a checkout or `git archive`.
    Links and submodules are left out.

    Raises:
        DpkitError: it could not be read, or not be written.
    """
    listed = _git(folder, "ls-tree", "-r", "-z", "--end-of-options", commit, "./")
    files = [(each, path) for each, path in _entries(listed) if _sound(path)]
    try:
        _write(folder, files, into)
    except OSError as error:
        raise DpkitError(f"{plain(commit)} could not be unpacked: {(error.strerror or 'error').lower()}") from error


def _entries(listed: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield object id and path of each plain file."""
    for entry in listed.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, kind, name = about.split()
        if mode in PLAIN_FILES and kind == b"blob":
            yield name, path


def _sound(path: bytes) -> bool:
    return not path.startswith(b"/") and not {b"", b".", b".."} & set(path.split(b"/"))


def _write(folder: Path, files: list[tuple[bytes, bytes]], into: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - no shell, and every argument is ours
        _command(folder, "cat-file", "--batch"),
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        asked, answers = process.stdin, process.stdout
        if asked is None or answers is None:
            return
        for name, path in files:
            asked.write(name + b"\n")
            asked.flush()
            target = os.path.join(os.fsencode(into), path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "xb") as file:
                _copy(answers, file, path)
        asked.close()


def _copy(answers: IO[bytes], file: IO[bytes], path: bytes) -> None:
    header = answers.readline().split()
    if len(header) != 3 or header[1] != b"blob":  # noqa: PLR2004 - id, kind, size
        raise DpkitError(f"git could not read {show(os.fsdecode(path))}")
    left = int(header[2])
    while left:
        chunk = answers.read(min(left, 1 << 20))
        if not chunk:
            raise DpkitError(f"git could not read {show(os.fsdecode(path))}")
        file.write(chunk)
        left -= len(chunk)
    answers.read(1)


def _git(folder: Path, *arguments: str) -> bytes:
    """Return what git prints."""
    found = _run(folder, *arguments)
    if found.returncode:
        told = found.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = told[0].removeprefix("fatal: ") if told else f"it ended with {found.returncode}"
        raise DpkitError(f"git does not read {plain(str(folder), 200)}: {plain(reason, 300)}{_next(reason)}")
    return found.stdout


def _next(reason: str) -> str:
    """Return what may be done where there is no repository, or nothing."""
    if "not a git repository" not in reason:
        return ""
    return "; revisions and releases are those of a repository: make one of the package with `git init`, and commit it"


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    command = _command(folder, *arguments)
    return subprocess.run(  # noqa: S603 - no shell, and what is not ours stands behind --end-of-options
        command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def _command(folder: Path, *arguments: str) -> list[str]:
    git = shutil.which("git")
    if git is None:
        raise DpkitError("there is no git command, and without it no revision can be read; install git")
    return [git, "-C", str(folder), *SETTINGS, *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    never = {
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    return kept | never | {"LC_ALL": "C"}
