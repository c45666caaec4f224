"""Publishes a small release, as `dpkit release` does once everything is computed.

Arguments: a folder, the bytes of each file, and `dpkit` or, as controls, `naive` (as one would first do it) or
`unsynced` (as dpkit does it, but without waiting for the disk). `slow` waits a second while it holds the locks.
"""

import hashlib
import shutil
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import dpkit.files.publish
from dpkit.model.errors import DpkitError
from dpkit.model.release import ReleasedFile
from dpkit.release.publication import alone, publish, record


def contents(size: int) -> "dict[str, bytes]":
    """Return the files of the release: path -> bytes."""
    names = ("p-1.1.0.zip", "p-1.1.0.sqlite", "p-1.1.0.parquet/facts.parquet", "p-1.1.0.parquet/sources.parquet")
    return {name: (name * size).encode()[:size] for name in names}


def build(folder: Path, size: int) -> Sequence[ReleasedFile]:
    """Write the files into an empty folder."""
    for name, data in contents(size).items():
        path = folder / name
        if not path.parent.is_dir():
            path.parent.mkdir()
        with path.open("xb") as file:
            file.write(data)
    return [
        ReleasedFile(path=name, sha256=hashlib.sha256(data).hexdigest(), bytes=size)
        for name, data in contents(size).items()
    ]


def told(files: Sequence[ReleasedFile]) -> bytes:
    """Return the bytes of the record."""
    return "".join(f"{each.sha256} {each.path}\n" for each in files).encode()


def publish_safely(arena: Path, size: int) -> None:
    """Publish as dpkit does."""
    path, target = arena / "releases" / "1.1.0.json", arena / "dist" / "p-1.1.0"
    with alone(arena / "dist", arena / "releases"):
        if not path.exists():
            time.sleep("slow" in sys.argv)
            files, _ = publish(lambda folder: build(folder, size), target)
            record(path, told(files))
            print("published", flush=True)


def publish_naively(arena: Path, size: int) -> None:
    """Write to the final names, one after the other."""
    folder = arena / "dist" / "p-1.1.0"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    (arena / "releases" / "1.1.0.json").write_bytes(told(build(folder, size)))


def main() -> None:
    """Publish, and tell a refusal as the command line does."""
    arena, size = Path(sys.argv[1]), int(sys.argv[2])
    try:
        if "unsynced" in sys.argv:
            dpkit.files.publish.sync = Path.exists
        (publish_naively if "naive" in sys.argv else publish_safely)(arena, size)
    except (DpkitError, OSError) as error:
        with suppress(OSError):  # as long as a fault lasts, nothing can be written anywhere
            print(f"dpkit: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
