"""The version that a difference demands."""

import pytest

from dpkit.model.change import Level
from dpkit.model.semver import Version

STEPS = {
    ("1.2.3", Level.NONE): "1.2.3",
    ("1.2.3", Level.PATCH): "1.2.4",
    ("1.2.3", Level.MINOR): "1.3.0",
    ("1.2.3", Level.MAJOR): "2.0.0",
    ("0.2.3", Level.PATCH): "0.2.4",
    ("0.2.3", Level.MINOR): "0.2.4",
    ("0.2.3", Level.MAJOR): "0.3.0",
}


@pytest.mark.parametrize(("last", "level"), STEPS)
def test_the_next_version(last: str, level: Level) -> None:
    version = Version.parse(last)
    assert version is not None
    assert str(version.after(level)) == STEPS[last, level]
