"""`dpkit checks` and `dpkit explain`: the catalogue as pages."""

from collections.abc import Callable

import pytest
from click.testing import Result

from dpkit.checks.registry import all_checks

Run = Callable[..., Result]


def test_checks_lists_every_check_with_severity_and_title(run: Run) -> None:
    result = run("checks")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert [line.split()[1] for line in lines] == sorted(all_checks())
    for line in lines:
        severity, name, title = line.split(maxsplit=2)
        assert (severity, title) == (all_checks()[name].severity, all_checks()[name].title)


@pytest.mark.parametrize("name", all_checks())
def test_explain_prints_the_page(name: str, run: Run) -> None:
    result, check = run("explain", name), all_checks()[name]
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == f"# {name} ({check.severity})"
    headings = ["What it finds", "Why it matters", "How to mend it", "Example at fault", "Example that is sound"]
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == headings
    _, at_fault, _, sound, _ = result.stdout.split("```")
    assert at_fault != sound


def test_explain_tells_what_a_check_needs(run: Run) -> None:
    assert "\nNot judged where source-unknown was found.\n" in run("explain", "source-uncited").stdout


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("primarykey", "there is no check primarykey; did you mean primary-key?"),
        ("\x1b[2J", "there is no check <U+001B>[2J; `dpkit checks` lists them all"),
    ],
)
def test_explain_of_no_check(name: str, sentence: str, run: Run) -> None:
    result = run("explain", name)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"dpkit: {sentence}\n")
