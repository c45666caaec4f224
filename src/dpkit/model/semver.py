"""Versions of packages: MAJOR.MINOR.PATCH, as the Data Package "Version" recipe has them."""

import re
from typing import NamedTuple, Self

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

    def __str__(self) -> str:
        """Return it as it is written: `1.10.0`."""
        return f"{self.major}.{self.minor}.{self.patch}"
