"""The package that the benchmark measures with: sound to both tools, or with a fault in every row."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = 50


def generate(folder: Path, *flags: str) -> Path:
    """Run the benchmark's generator and return the folder it made."""
    script = str(ROOT / "benchmarks" / "generate.py")
    subprocess.run([sys.executable, script, str(folder), "--rows", str(ROWS), *flags], check=True)
    return folder


def tool(name: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m NAME validate ARGUMENTS` in a folder, as the benchmark does."""
    command = [sys.executable, "-m", name, "validate", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("benchmark") / "sound")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("benchmark") / "broken", "--broken")


def test_dpkit_finds_the_package_sound_and_verifies_every_quote(sound: Path) -> None:
    done = tool("dpkit", "--format", "json", folder=sound)
    report = json.loads(done.stdout)
    assert (done.returncode, report["counts"], report["summary"]["citations"]) == (0, {}, {"verified": ROWS})


@pytest.mark.parametrize("name", ["dpkit", "frictionless"])
def test_both_tools_find_the_plain_package_sound(sound: Path, name: str) -> None:
    done = tool(name, "plain.json", folder=sound)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["dpkit", "frictionless"])
def test_both_tools_find_the_plain_broken_package_at_fault(broken: Path, name: str) -> None:
    assert tool(name, "plain.json", folder=broken).returncode == 1


def test_every_row_of_the_broken_package_has_an_error(broken: Path) -> None:
    done = tool("dpkit", "--format", "json", "--all", folder=broken)
    findings = json.loads(done.stdout)["findings"]
    errors = {each["row"] for each in findings if each["resource"] == "events" and each["severity"] == "error"}
    assert (done.returncode, errors) == (1, set(range(1, ROWS + 1)))


def test_the_plain_descriptor_is_the_other_without_the_dpkit_property(sound: Path) -> None:
    plain, full = ((sound / name).read_text() for name in ("plain.json", "datapackage.json"))
    assert "dpkit" not in plain
    assert full.count('"dpkit"') > 1


def test_the_same_arguments_make_the_same_bytes(sound: Path, tmp_path: Path) -> None:
    again = generate(tmp_path / "again")
    files = sorted(path.relative_to(sound) for path in sound.rglob("*") if path.is_file())
    assert {str(path): (again / path).read_bytes() for path in files} == {
        str(path): (sound / path).read_bytes() for path in files
    }
