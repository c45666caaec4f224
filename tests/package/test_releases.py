"""Our own releases: each is built again from its commit and its record, with the bytes that were released."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.model.version import VERSION

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "releases").glob("*.json"))


@pytest.mark.parametrize("record", RECORDS, ids=[each.stem for each in RECORDS])
def test_a_release_is_built_again_with_the_same_bytes(
    record: Path, tmp_path: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(record.read_text(encoding="utf-8"))
    if told["dpkit"] != VERSION:
        pytest.skip(f"dpkit {told['dpkit']} made it, and this is {VERSION}")
    known = subprocess.run(["git", "cat-file", "-e", told["package"]["commit"]], cwd=ROOT, check=False)
    if known.returncode:
        pytest.skip("this copy of the repository does not have its commit")
    monkeypatch.delenv("DPKIT_DOCUMENTS", raising=False)
    again = run("release", record.stem, "--rebuild", "--package", ROOT, "-o", tmp_path)
    assert again.exit_code == 0, again.output
    archive = next(tmp_path.rglob("*.zip"))
    assert run("verify", archive, "--record", record).exit_code == 0
