"""The pages are true: their examples are run, and what they print is what they show."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def generator(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the tests import `docs/generate.py`, whatever else of that name was imported."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    other = sys.modules.pop("generate", None)
    yield
    sys.modules.pop("generate", None)
    if other is not None:
        sys.modules["generate"] = other


@pytest.mark.parametrize(("page", "examples"), [("README.md", 4), ("docs/first-package.md", 3)])
def test_console_examples_print_what_is_shown(page: str, examples: int) -> None:
    import generate  # type: ignore[import-not-found,unused-ignore]

    text = (ROOT / page).read_text(encoding="utf-8")
    assert text.count("\n$ dpkit ") >= examples
    assert generate.exemplified(text) == text


def test_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("DPKIT_DOCUMENTS", raising=False)
    (code,) = re.findall(r"```python\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own example
    assert capsys.readouterr().out.startswith("True {")
    assert "dpkit" in sys.modules
