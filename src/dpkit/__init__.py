"""dpkit: data packages that can show their evidence."""

from typing import TYPE_CHECKING

from dpkit.model.version import VERSION

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from dpkit.api.package import Package

__version__ = VERSION
__all__ = ["__version__", "open"]


def open(  # noqa: A001 - reads as `dpkit.open(...)`, as in `gzip.open`
    path: "str | os.PathLike[str]" = ".",
    documents: "Sequence[str | os.PathLike[str]]" = (),
) -> "Package":
    """Open a Data Package.

    Args:
        path: the package's folder, or its `datapackage.json`.
        documents: further folders in which source documents are looked for by their sha256.

    Returns:
        The package: validate it, trace its facts, or get its tables as frames.

    Raises:
        dpkit.model.errors.DpkitError: there is no package at `path`, or it cannot be read.
    """
    from dpkit.api.package import Package

    return Package.open(path, documents)
