"""Where queries run, if not in this process."""

import re
from dataclasses import dataclass

from dpkit.model.errors import DpkitError
from dpkit.model.show import show

ADDRESS = re.compile("[A-Za-z][A-Za-z0-9+.-]*:/")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Spark that runs the queries; without a name, one that is started here, on all cores.

    Args:
        master: URL of its master, such as `spark://host:7077`, `yarn` or `local[4]`.
        remote: URL of its Spark Connect server, such as `sc://host:15002`.
        storage: address below which the data files of the package lie, such as `s3a://bucket/folder`; without it they
            lie beside its descriptor.

    Raises:
        DpkitError: both master and remote are named, or the storage has no address.
    """

    master: str = ""
    remote: str = ""
    storage: str = ""

    def __post_init__(self) -> None:
        """Check the names."""
        if self.master and self.remote:
            raise DpkitError(
                "a Spark master and a Spark Connect server were named; only one of them can run the queries"
            )

        if self.storage and not ADDRESS.match(self.storage):
            raise DpkitError(f"the storage {show(self.storage)} is no address such as s3a://bucket/folder")

    @property
    def near(self) -> bool:
        """Whether it runs on this machine, and so reads its files."""
        return not self.remote and (self.master or "local").startswith("local")
