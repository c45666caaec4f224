"""Where queries run, if not in this process."""

from dataclasses import dataclass

from dpkit.model.errors import DpkitError


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Spark that runs the queries; without a name, one that is started here, on all cores.

    Args:
        master: URL of its master, such as `spark://host:7077`, `yarn` or `local[4]`.
        remote: URL of its Spark Connect server, such as `sc://host:15002`.

    Raises:
        DpkitError: both are named.
    """

    master: str = ""
    remote: str = ""

    def __post_init__(self) -> None:
        """Check the names."""
        if self.master and self.remote:
            raise DpkitError(
                "a Spark master and a Spark Connect server were named; only one of them can run the queries"
            )

    @property
    def near(self) -> bool:
        """Whether it runs on this machine, and so reads its files."""
        return not self.remote and (self.master or "local").startswith("local")
