"""What the fuzzer started from and what it found, without the fuzzer: no target breaks its law on any of it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).parents[2] / "fuzz"
TARGETS = sorted(path.stem for path in (FUZZ / "targets").glob("*.py"))


def target(name: str) -> ModuleType:
    """Return a target of the fuzzer, which is a file outside of any package."""
    spec = importlib.util.spec_from_file_location(f"fuzz_{name}", FUZZ / "targets" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", TARGETS)
def test_no_law_is_broken_by_what_was_found(name: str) -> None:
    check, inputs = target(name).check, sorted((FUZZ / "corpus" / name).iterdir())
    assert inputs
    for path in inputs:
        try:
            check(path.read_bytes())
        except Exception as error:
            error.add_note(f"{path.name}: {path.read_bytes()[:200]!r}")
            raise
