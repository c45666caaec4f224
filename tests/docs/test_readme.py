"""The README is true: its examples are run, and what they print is what it shows."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def generator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests import `docs/generate.py`."""
    monkeypatch.syspath_prepend(ROOT / "docs")


def test_console_examples_print_what_is_shown() -> None:
    import generate  # type: ignore[import-not-found,unused-ignore]

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("\n$ dpkit ") >= 4
    assert generate.readme(text) == text


def test_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("DPKIT_DOCUMENTS", raising=False)
    (code,) = re.findall(r"```python\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own example
    assert capsys.readouterr().out.startswith("True {")
    assert "dpkit" in sys.modules
