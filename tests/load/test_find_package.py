"""Where nothing can be judged there is one sentence, and exit code 2."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def refusal(result: Result) -> str:
    """Return the one sentence of a run that could not judge anything."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("dpkit: ")


def test_no_such_folder(run: Run, tmp_path: Path) -> None:
    assert refusal(run("validate", tmp_path / "nowhere")) == f"{tmp_path}/nowhere does not exist"


def test_folder_without_descriptor(run: Run, tmp_path: Path) -> None:
    assert (
        refusal(run("validate", tmp_path))
        == f"there is no datapackage.json in {tmp_path}; name the folder of a package"
    )
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "datapackage.json").write_text("{}", encoding="utf-8")
    assert (
        refusal(run("validate", tmp_path))
        == f"there is no datapackage.json in {tmp_path}; there is one in {tmp_path}/b"
    )


def test_descriptor_in_other_letters(run: Run, tmp_path: Path) -> None:
    (tmp_path / "DataPackage.json").write_text("{}", encoding="utf-8")
    there = f"in {tmp_path}; there is 'DataPackage.json', which differs in case only"
    assert refusal(run("validate", tmp_path)) == f"there is no datapackage.json {there}"


def test_table_in_place_of_a_descriptor(run: Run, tmp_path: Path) -> None:
    (tmp_path / "visits.CSV").write_text("visit_id\n", encoding="utf-8")
    sentence = (
        "visits.CSV is a table and describes no package: name its folder, or the datapackage.json that describes it"
    )
    assert refusal(run("validate", tmp_path / "visits.CSV")).endswith(sentence)


@pytest.mark.parametrize("name", ["p.zip", "p.ZIP", "p.tar.gz", "p.tgz"])
def test_archive_in_place_of_a_descriptor(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\xff")
    assert refusal(run("validate", tmp_path / name)).endswith(f"{name} is an archive: unpack it, and name the folder")


@pytest.mark.parametrize("address", ["https://example.org/p/datapackage.json", "ftp://example.org/p", "HTTP://x"])
def test_address_in_place_of_a_folder(address: str, run: Run) -> None:
    said = f"{address} is a web address: download the package, and name its folder"
    assert refusal(run("validate", address)) == said


def test_nothing_here_nor_above(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(run("validate")) == "there is no datapackage.json here or above; name the folder of a package"


def test_pipe_in_place_of_a_descriptor(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(run("validate", tmp_path / "pipe")).endswith("pipe is a named pipe, not a file")


def test_name_that_is_too_long(run: Run, tmp_path: Path) -> None:
    assert refusal(run("validate", tmp_path / ("x" * 300))).endswith(" does not exist")


def test_name_with_escapes(run: Run) -> None:
    assert refusal(run("validate", "\x1b[2J")) == "<U+001B>[2J does not exist"


def test_descriptor_that_is_a_link_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    (tmp_path / "package" / "datapackage.json").symlink_to("../datapackage.json")
    sentence = "datapackage.json could not be read: it is a symbolic link that leads out of the package's folder"
    assert refusal(run("validate", tmp_path / "package")) == sentence


def test_descriptor_that_is_far_too_large(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "datapackage.json").open("wb") as file:
        file.truncate(70_000_000)
    sentence = "datapackage.json could not be read: it has 70,000,000 bytes; at most 67,108,864 are read"
    assert refusal(run("validate", tmp_path)) == sentence


@pytest.mark.skipif(not os.geteuid(), reason="nothing is forbidden to the superuser")
def test_descriptor_that_may_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    (tmp_path / "datapackage.json").chmod(0)
    assert refusal(run("validate", tmp_path)) == "datapackage.json could not be read: permission denied"


def test_descriptor_of_another_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text('{"resources": []}', encoding="utf-8")
    result = run("validate", tmp_path / "old.json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "  old.json  resources: a package needs an array of at least one resource\n" in result.stdout


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.mkdir, "is a folder, not a file"),
        (os.mkfifo, "is a named pipe, not a file"),
        (lambda path: path.symlink_to("nowhere"), "is a symbolic link that leads to no file that can be read"),
        (lambda path: path.symlink_to("datapackage.json"), "is a symbolic link that leads to no file that can be read"),
    ],
)
def test_what_is_called_like_a_descriptor_is_told_as_what_it_is(
    make: Callable[[Path], None], told: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = tmp_path / "datapackage.json"
    make(descriptor)
    assert refusal(run("validate", tmp_path)) == f"{descriptor} {told}"
    assert refusal(run("validate", descriptor)) == f"{descriptor} {told}"
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert refusal(run("validate")) == f"{descriptor} {told}"


def test_a_folder_that_is_called_like_a_descriptor_may_hold_a_package(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "datapackage.json"
    folder.mkdir()
    (folder / "datapackage.json").write_text("{}", encoding="utf-8")
    assert run("validate", folder).exit_code == 1
