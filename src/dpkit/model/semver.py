"""Versions of packages: MAJOR.MINOR.PATCH, as the Data Package "Version" recipe has them."""

import re
from typing import NamedTuple, Self

from dpkit.model.change import Level

FORM = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Version(NamedTuple):
    """A version of a package; versions are ordered by their numbers."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the version that `text` writes, or None if it is not three numbers with dots between them."""
        match = FORM.fullmatch(text)
        return cls(*map(int, match.groups())) if match else None

    def after(self, level: Level) -> "Version":
        """Return the lowest version that may follow this one after changes of `level`.

        Before 1.0.0, of which the recipe says no more than that development starts at 0.1.0, a major change demands the
        next 0.y and any other the next 0.y.z, as readers of such versions are used to from other packages.
        """
        if level is Level.NONE:
            return self
        if level is Level.MAJOR and self.major:
            return Version(self.major + 1, 0, 0)
        if level is Level.MAJOR or (level is Level.MINOR and self.major):
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1)

    def __str__(self) -> str:
        """Return it as it is written: `1.10.0`."""
        return f"{self.major}.{self.minor}.{self.patch}"
