"""OpenSSH signatures of files, by `ssh-keygen -Y`; keys stay where they are."""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from dpkit.model.errors import DpkitError
from dpkit.model.show import plain
from dpkit.model.verification import Seal, Signature

NAMESPACE = "dpkit"  #: a signature for another purpose does not count
ENDING = ".sig"  #: of the name of a file's signature, which stands beside it
LARGEST = 1 << 16
SECONDS = 120  #: who has to type a passphrase needs time


def sign(file: Path, key: Path) -> bytes:
    """Return the signature of a file.

    Args:
        file: what is signed.
        key: a private key, or the public key of one that an agent holds.

    Raises:
        DpkitError: there is no ssh-keygen, no such key, or it could not sign.
    """
    if not os.path.isfile(key):
        raise DpkitError(f"there is no key {plain(str(key), 200)}")
    with file.open("rb") as data:
        done = _ssh_keygen("-Y", "sign", "-f", os.fspath(key.absolute()), "-n", NAMESPACE, data=data)
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise DpkitError(f"{plain(str(key), 200)} could not sign: {_said(done)}")
    return done.stdout


def check(file: Path, signers: Path | None) -> Signature:
    """Return what the signature beside a file (`FILE.sig`) is worth.

    Args:
        file: what was signed.
        signers: an `allowed_signers` file (ssh-keygen(1)); without one, whose signature counts is not judged.

    Raises:
        DpkitError: there is no ssh-keygen, or `signers` or the signature cannot be read.
    """
    signature = file.with_name(file.name + ENDING)
    if signers is not None and not os.path.isfile(signers):
        raise DpkitError(f"there is no file of signers {plain(str(signers), 200)}")
    if not os.path.lexists(signature):
        return Signature(seal=Seal.MISSING)
    with tempfile.NamedTemporaryFile(prefix="dpkit-") as copy:  # one reading, however often it is looked at
        copy.write(_read(signature))
        copy.flush()
        return _verify(file, copy.name) if signers is None else _verify_by(file, copy.name, signers.absolute())


def _verify(file: Path, signature: str) -> Signature:
    with file.open("rb") as data:
        done = _ssh_keygen("-Y", "check-novalidate", "-n", NAMESPACE, "-s", signature, data=data)
    if done.returncode:
        return Signature(seal=Seal.WRONG, detail=_said(done))
    return Signature(seal=Seal.UNCHECKED)


def _verify_by(file: Path, signature: str, signers: Path) -> Signature:
    found = _ssh_keygen("-Y", "find-principals", "-f", os.fspath(signers), "-s", signature)
    named = found.stdout.decode("utf-8", "replace").replace(",", "\n").splitlines()
    detail = "it is by none of the signers"
    for name in dict.fromkeys(each.strip() for each in named if not found.returncode):
        with file.open("rb") as data:
            options = ("-f", os.fspath(signers), "-I", name, "-n", NAMESPACE, "-s", signature)
            done = _ssh_keygen("-Y", "verify", *options, data=data)
        if not done.returncode:
            return Signature(seal=Seal.GOOD, signer=name)
        detail = _said(done)
    return Signature(seal=Seal.WRONG, detail=detail)


def _read(signature: Path) -> bytes:
    try:
        with signature.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise DpkitError(
            f"{plain(str(signature), 200)} could not be read: {(error.strerror or 'error').lower()}"
        ) from error


def _ssh_keygen(*arguments: str, data: IO[bytes] | None = None) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(  # noqa: S603  # arguments are dpkit's own and names of files, without a shell
            ["ssh-keygen", *arguments],  # noqa: S607  # whichever OpenSSH the user has
            check=False,
            stdin=data or subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise DpkitError("signatures need ssh-keygen, which comes with OpenSSH, and it is not there") from error
    except subprocess.TimeoutExpired as error:
        raise DpkitError(f"ssh-keygen did not answer within {SECONDS} seconds") from error


def _said(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return plain(lines[-1].strip() if lines else "ssh-keygen did not say why", 200)
