"""Signatures: whose they are is told, and one that is missing or wrong is never passed over."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dpkit.files.signature import sign
from dpkit.model.errors import DpkitError

Files = dict[str, str | bytes]
Built = Callable[..., Path]
Run = Callable[..., Result]

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen")


@pytest.fixture
def key(tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a key of a name and returns where it is."""

    def key(name: str) -> Path:
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(tmp_path / name)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        return tmp_path / name

    return key


@pytest.fixture
def signers(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file of signers: principals and options -> key."""

    def signers(**keys: Path) -> Path:
        lines = [f"{who.replace('_', ' ')} {path.with_suffix('.pub').read_text()}" for who, path in keys.items()]
        (tmp_path / "allowed_signers").write_text("".join(lines))
        return tmp_path / "allowed_signers"

    return signers


@pytest.fixture
def archive(built: Built, files: Files) -> Path:
    return built(files) / "visits-1.0.0.zip"


def signed(archive: Path, key: Path) -> Path:
    archive.with_name(archive.name + ".sig").write_bytes(sign(archive, key))
    return archive


def test_good_signature_names_the_signer(
    archive: Path, key: Callable[[str], Path], signers: Callable[..., Path], run: Run
) -> None:
    anna, bert = key("anna"), key("bert")
    result = run("verify", signed(archive, bert), "--signers", signers(anna=anna, bert=bert))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\nsigned by bert\nverified: " in result.stdout
    assert "whoever" not in result.stdout


def test_key_and_signature_are_those_of_ssh_keygen(archive: Path, key: Callable[[str], Path]) -> None:
    before = key("anna").read_bytes()
    signature = signed(archive, archive.parents[1] / "anna").with_name(archive.name + ".sig")
    command = ["ssh-keygen", "-Y", "check-novalidate", "-n", "dpkit", "-s", str(signature)]
    with archive.open("rb") as data:
        subprocess.run(command, check=True, stdin=data, capture_output=True)
    assert (archive.parents[1] / "anna").read_bytes() == before
    assert sorted(path.name for path in archive.parent.iterdir() if path.is_file() and path.suffix != ".sqlite") == [
        archive.name,
        signature.name,
    ]


def test_signature_without_signers_is_one_of_nobody_known(archive: Path, key: Callable[[str], Path], run: Run) -> None:
    result = run("verify", signed(archive, key("anna")))
    assert result.exit_code == 0
    assert "signed, by whom was not checked (--signers says whose signature counts); whoever changed" in result.stdout


def problem(result: Result) -> str:
    assert result.exit_code == 1
    return result.stdout.splitlines()[0]


def test_wrong_and_missing_signatures_are_told(
    archive: Path, key: Callable[[str], Path], signers: Callable[..., Path], run: Run
) -> None:
    anna, bert = key("anna"), key("bert")
    allowed, beside = signers(anna=anna), archive.with_name(archive.name + ".sig")
    assert problem(run("verify", archive, "--signers", allowed)) == f"{beside.name}: the signature is missing"
    signed(archive, bert)
    by_none = f"{beside.name}: the signature is wrong: it is by none of the signers"
    assert problem(run("verify", archive, "--signers", allowed)) == by_none
    (archive.parent / "other").write_bytes(b"other")
    beside.write_bytes(sign(archive.parent / "other", anna))
    for options in ((), ("--signers", allowed)):
        assert "the signature is wrong: Signature verification failed" in problem(run("verify", archive, *options))
    for data in (b"", b"x" * 100, sign(archive, anna)[:-60]):
        beside.write_bytes(data)
        for options in ((), ("--signers", allowed)):
            assert problem(run("verify", archive, *options)).startswith(f"{beside.name}: the signature is wrong: ")


@pytest.mark.parametrize("limit", ['namespaces="file"', 'valid-before="20010101"'])
def test_signer_for_another_purpose_or_time_does_not_count(
    archive: Path, key: Callable[[str], Path], signers: Callable[..., Path], run: Run, limit: str
) -> None:
    anna = key("anna")
    allowed = signers(**{f"anna_{limit}": anna})
    assert "the signature is wrong" in problem(run("verify", signed(archive, anna), "--signers", allowed))


def test_signature_of_another_purpose_does_not_count(
    archive: Path, key: Callable[[str], Path], signers: Callable[..., Path], run: Run
) -> None:
    anna = key("anna")
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(anna), str(archive)], check=True)
    for options in ((), ("--signers", signers(anna=anna))):
        assert "the signature is wrong" in problem(run("verify", archive, *options))


def test_a_changed_archive_has_no_good_signature(
    archive: Path, key: Callable[[str], Path], signers: Callable[..., Path], run: Run
) -> None:
    anna = key("anna")
    signed(archive, anna)
    archive.write_bytes(archive.read_bytes().replace(b"# Visits", b"# Visitz"))
    found = json.loads(run("verify", archive, "--signers", signers(anna=anna), "--format", "json").stdout)
    assert found["signature"]["seal"] == "wrong"
    assert "README.md" in {each["file"] for each in found["problems"]}


def test_what_cannot_be_judged_is_one_sentence(
    archive: Path, key: Callable[[str], Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("verify", archive, "--signers", "nowhere")
    assert (result.exit_code, result.stderr) == (2, "dpkit: there is no file of signers nowhere\n")
    result = run("verify", archive.parent, "--signers", signers_of_nobody(archive))
    assert (result.exit_code, "a signature is one of the archive" in result.stderr) == (2, True)
    with pytest.raises(DpkitError, match="there is no key nowhere"):
        sign(archive, Path("nowhere"))
    with pytest.raises(DpkitError, match="could not sign"):
        sign(archive, archive)
    signed(archive, key("anna"))
    monkeypatch.setenv("PATH", str(archive.parent))
    result = run("verify", archive)
    assert (result.exit_code, result.stderr) == (
        2,
        "dpkit: signatures need ssh-keygen, which comes with OpenSSH, and it is not there\n",
    )


def signers_of_nobody(archive: Path) -> Path:
    (archive.parent / "nobody").write_bytes(b"")
    return archive.parent / "nobody"
