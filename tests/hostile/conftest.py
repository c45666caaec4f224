"""What the hostile cases share: the one way to judge a case."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from tests.hostile.case import Case, build, errors


@pytest.fixture
def judge(tmp_path: Path, run: Callable[..., Result]) -> Callable[[Case], None]:
    """Return a function that validates the package of a case and compares what is said."""

    def judge(case: Case) -> None:
        result = run("validate", build(tmp_path / "package", case.files))
        said = result.stdout + result.stderr
        assert result.exit_code == case.exit, said
        assert all(char == "\n" or char.isprintable() for char in said), "a terminal would obey"
        assert len(said) < 1_000_000
        if case.exit == 2:
            assert len(result.stderr.splitlines()) == 1, said
        else:
            assert errors(result.stdout) == set(case.finds.split()), said
        for words in case.says:
            assert words in said, said

    return judge
