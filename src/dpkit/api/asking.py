"""A look at a package of which something is asked, where there is one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dpkit.api.session import Session, look_at
from dpkit.load.package import find_package, no_package


@contextmanager
def look_into(path: Path, documents: Sequence[Path] = ()) -> Iterator[Session]:
    """Read a package of which something is asked; see `look_at`.

    Raises:
        DpkitError: as there, or nothing can be asked of it, since its descriptor describes none.
    """
    with look_at(path, documents) as session:
        if session.log.kept and not session.package.resources:
            raise no_package(Path(*find_package(path)))
        yield session
