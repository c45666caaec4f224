"""The version that a difference demands."""

from dpkit.model.change import Level
from dpkit.model.semver import Version


def demanded(last: Version, level: Level) -> Version:
    """Return the lowest version that may follow `last` after changes of `level`.

    Before 1.0.0, of which the recipe says no more than that development starts at 0.1.0, a major change demands the
    next 0.y and any other the next 0.y.z, as readers of such versions are used to from other packages.
    """
    if level is Level.NONE:
        return last
    if last.major == 0:
        return Version(0, last.minor + 1, 0) if level is Level.MAJOR else Version(0, last.minor, last.patch + 1)
    steps = {
        Level.MAJOR: Version(last.major + 1, 0, 0),
        Level.MINOR: Version(last.major, last.minor + 1, 0),
        Level.PATCH: Version(last.major, last.minor, last.patch + 1),
    }
    return steps[level]
