"""Write what is made: `docs/checks.md` from the checks, `docs/data.md` from the package, the examples of pages.

Usage: python docs/generate.py [--check]      (--check writes nothing, and exits with 1 if a page is stale; what the
tests hold a page to, the examples and the verdicts of dpkit, is left to them)
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from conformance import conformance_page
from data_page import data_page

from dpkit.checks.pages import checks_page

ROOT = Path(__file__).parent.parent
EXEMPLIFIED = ("README.md", "docs/first-package.md")  #: pages that show commands with what they print
EXAMPLE = re.compile(r"(?<=```console\n)\$ (?P<command>.+)\n(?:.*\n)*?(?=```\n)")


def exemplified(text: str) -> str:
    """Return a page with the output of each `$ command` in a console block as it is now."""
    return EXAMPLE.sub(lambda match: f"$ {match['command']}\n{output(match['command'])}", text)


def output(command: str) -> str:
    """Return what a command prints, run in the repository, without documents."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = {key: value for key, value in os.environ.items() if key != "DPKIT_DOCUMENTS"} | {"PATH": path}
    run = subprocess.run(command, shell=True, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S602 - the README's own commands
    return run.stdout + run.stderr


def pages(*, tested: bool) -> Iterator[tuple[Path, str]]:
    """Yield each generated file and what should stand in it; what the tests hold to it is `tested`, not made anew."""
    yield ROOT / "docs" / "checks.md", checks_page()
    yield ROOT / "docs" / "conformance.md", conformance_page(tested=tested)
    yield ROOT / "docs" / "data.md", data_page(ROOT, (ROOT / "docs" / "data-method.md").read_text(encoding="utf-8"))
    for page in () if tested else EXEMPLIFIED:
        yield ROOT / page, exemplified((ROOT / page).read_text(encoding="utf-8"))


def main() -> int:
    """Write the pages, or tell which are stale."""
    check, stale = "--check" in sys.argv[1:], 0
    os.environ.pop("DPKIT_DOCUMENTS", None)  # no page depends on the documents
    for path, text in pages(tested=check):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale += 1
            sys.stdout.write(f"{path.relative_to(ROOT)} {'is stale: run `make docs`' if check else 'written'}\n")
            if not check:
                path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
