"""What is remembered saves work and changes nothing; whatever is wrong with it, the verdict is what it was."""

import json
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import Result

import dpkit
from dpkit.api import remembering, validation
from dpkit.files import cache, digests
from dpkit.files.cache import Cache, open_cache
from dpkit.files.digests import Digests
from dpkit.model.report import Report

PACKAGES = Path(__file__).parents[1] / "packages"
EVERY = sorted(path for kind in ("good", "bad") for path in (PACKAGES / kind).iterdir() if path.name != "no-descriptor")
CITING = PACKAGES / "good" / "every-citation-verified"
REFERRING = PACKAGES / "good" / "schema-and-dialect-in-files"
OWN = "-- severity: error\nSELECT _row FROM facts\n"

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a cache that is switched on, not yet made."""
    monkeypatch.setenv("DPKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DPKIT_DOCUMENTS", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a package that may be changed: valid, two sources with their documents, facts that cite them."""
    return shutil.copytree(CITING, tmp_path / "package")


def work(*_: object) -> NoReturn:
    """Stand where work is done that is not to be done again."""
    pytest.fail("it was judged again")


def judged(root: Path) -> Report:
    """Return a report with the help of the cache, which is held to one without."""
    found, fresh = dpkit.open(root).validate(cache=True), dpkit.open(root).validate()
    assert replace(found, queries=()) == replace(fresh, queries=())
    return found


def is_remembered(root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Tell whether the package is not judged again."""
    works, judge = [], validation.judge

    def noted(*asked: object) -> Report:
        works.append(asked)
        return judge(*asked)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(validation, "judge", noted)
        dpkit.open(root).validate(cache=True)
    return not works


@pytest.mark.parametrize("path", EVERY, ids=[path.name for path in EVERY])
def test_cold_warm_and_without(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    without, cold = run("validate", path, "--no-cache"), run("validate", path)
    monkeypatch.setattr(validation, "judge", work)
    warm = run("validate", path)
    assert (without.exit_code, without.output) == (cold.exit_code, cold.output) == (warm.exit_code, warm.output)


@pytest.mark.parametrize("name", ["faults-of-every-stage", "quote-elsewhere", "unknown-source"])
def test_all_of_a_report_is_remembered(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = dpkit.open(PACKAGES / "bad" / name)
    expected = replace(package.validate(cache=True), queries=())
    monkeypatch.setattr(validation, "judge", work)
    assert package.validate(cache=True) == expected


@pytest.mark.parametrize("form", ["json", "sarif", "html", "markdown", "junit", "github"])
def test_every_format_is_written_from_what_is_remembered(form: str, run: Run) -> None:
    path = PACKAGES / "bad" / "faults-of-every-stage"
    outputs = {run("validate", path, "--format", form, *flag).stdout for flag in (["--no-cache"], [], [])}
    assert len(outputs) == 1


def test_the_folder_of_the_report_is_that_of_its_reader(root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "facts.csv").write_text("fact_id\n")
    arguments = ("validate", root, "--format", "sarif")
    run(*arguments)
    for place in (root, root.parent):
        monkeypatch.chdir(place)
        assert run(*arguments).stdout == run(*arguments, "--no-cache").stdout


@pytest.mark.parametrize("flags", [["--all"], ["--show-sql"], ["--allow-remote", "*"], ["--no-cache"]])
def test_some_questions_are_not_asked_of_the_cache(flags: list[str], root: Path, run: Run, folder: Path) -> None:
    assert run("validate", root, *flags).exit_code == 0
    assert not folder.exists()


@pytest.mark.parametrize("place", ["Facts.csv", "data/facts.csv"])
def test_a_file_that_may_be_the_missing_one_is_told_when_it_comes(
    place: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "facts.csv").rename(root / "elsewhere")
    judged(root)
    assert is_remembered(root, monkeypatch)
    (root / place).parent.mkdir(exist_ok=True)
    (root / "elsewhere").rename(root / place)
    assert place in str(judged(root).findings)


def test_a_schema_that_may_be_the_missing_one_is_told_when_it_comes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    descriptor = json.loads((root / "datapackage.json").read_text())
    schema, descriptor["resources"][0]["schema"] = descriptor["resources"][0]["schema"], "Schemas/One.json"
    (root / "datapackage.json").write_text(json.dumps(descriptor))
    judged(root)
    assert is_remembered(root, monkeypatch)
    (root / "schemas").mkdir()
    (root / "schemas" / "one.json").write_text(json.dumps(schema))
    assert "schemas/one.json" in str(judged(root).findings)


def same_size(root: Path) -> None:
    """Change a digit, and set the time back."""
    path = root / "facts.csv"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"high", b"hiph"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def other_file(root: Path) -> None:
    """Put a file of the same size and time in a file's place."""
    path, beside = root / "facts.csv", root / "beside"
    beside.write_bytes(path.read_bytes().replace(b"high", b"hiph"))
    os.utime(beside, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    beside.replace(path)


def retitled(root: Path) -> None:
    path = root / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"name": "Other Name"}))


def linked(root: Path) -> None:
    (root / "elsewhere.csv").write_bytes((root / "facts.csv").read_bytes().replace(b"high", b"hiph"))
    (root / "facts.csv").unlink()
    (root / "facts.csv").symlink_to("elsewhere.csv")


def with_own_check(root: Path) -> None:
    (root / "checks").mkdir()
    (root / "checks" / "none.sql").write_text(OWN)


def first_document(root: Path) -> Path:
    return next(path for path in sorted((root / "documents").iterdir()))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a cell, the time set back": same_size,
    "another file in the place of one": other_file,
    "a link in the place of a file": linked,
    "a table is gone": lambda root: (root / "facts.csv").unlink(),
    "the descriptor": retitled,
    "a check of the package": with_own_check,
    "checks that lead out": lambda root: (root / "checks").symlink_to(".."),
    "a document": lambda root: first_document(root).write_text("nothing of the kind"),
    "a document is gone": lambda root: first_document(root).unlink(),
    "all documents are gone": lambda root: shutil.rmtree(root / "documents"),
    "a document has another name": lambda root: first_document(root).rename(root / "documents" / "other.txt"),
    "a record of a release": lambda root: (root / "release.json").write_text("{"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_seen(change: Callable[[Path], object], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "JUST_NOW", 0)  # so that the stamps of files that were just made are relied on
    judged(root)
    assert is_remembered(root, monkeypatch)
    change(root)
    assert not is_remembered(root, monkeypatch)
    judged(root)


def test_a_file_that_the_descriptor_names_is_seen(tmp_path: Path) -> None:
    root = shutil.copytree(REFERRING, tmp_path / "package")
    assert judged(root).valid
    for path in (root / "schemas").iterdir():
        path.write_text(path.read_text().replace('"name"}', '"name", "type": "integer"}'))
    assert not judged(root).valid


def test_a_folder_for_documents_that_is_not_there_is_told(root: Path, run: Run, tmp_path: Path) -> None:
    assert run("validate", root).exit_code == 0
    result = run("validate", root, "--documents", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the folder for documents" in result.stderr


def test_options_documents_and_program_are_seen(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = shutil.move(root / "documents", tmp_path / "elsewhere")
    package = dpkit.open(root)
    assert package.validate(cache=True).citations != dpkit.open(root, [moved]).validate(cache=True).citations
    assert package.validate(cache=True, select=["type-error"]).checks == ("type-error",)
    assert "type-error" not in package.validate(cache=True, ignore=["type-error"]).checks
    assert is_remembered(root, monkeypatch)
    monkeypatch.setattr(remembering, "program", lambda: ["another version"])
    assert not is_remembered(root, monkeypatch)


def test_the_same_content_elsewhere_is_not_judged_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(root)
    assert is_remembered(shutil.copytree(root, tmp_path / "copy"), monkeypatch)


def test_what_changes_while_it_is_judged_is_not_remembered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = validation.judge

    def slowly(*asked: object) -> Report:
        report = judge(*asked)  # type: ignore[arg-type]
        same_size(root)
        return report

    with monkeypatch.context() as patch:
        patch.setattr(validation, "judge", slowly)
        assert dpkit.open(root).validate(cache=True).valid
    assert not judged(root).valid


def test_what_was_read_and_is_not_accounted_for_is_not_remembered(root: Path) -> None:
    report = dpkit.open(root).validate()
    made = []

    def make(*_: object) -> tuple[Report, set[str]]:
        made.append(1)
        return report, {"facts.csv", "elsewhere.csv"}

    for _ in range(2):
        assert remembering.remembered(root, [], [], make) == report
    assert len(made) == 2


def test_findings_of_a_slow_machine_are_not_remembered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "checks").mkdir()
    (root / "checks" / "refused.sql").write_text("SELECT 1; SELECT 2")
    assert judged(root).counts == {"check-refused": 1}
    assert not is_remembered(root, monkeypatch)


def test_what_changed_just_now_is_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes("Stra\u00dfe".encode())
    known = Digests()
    with path.open("rb") as file:
        first = known.of(file.fileno())
        assert json.loads(known.text) == []
        changed = time.time_ns()
        monkeypatch.setattr(time, "time_ns", lambda: changed + digests.JUST_NOW)
        assert known.of(file.fileno()) == first
    assert first.utf8
    assert json.loads(known.text)[0][-2:] == [first.sha256, True]
    with path.open("rb") as file:
        monkeypatch.setattr(digests, "_read", None)
        assert Digests(known.text).of(file.fileno()) == first


def test_a_document_that_is_no_text(tmp_path: Path) -> None:
    for content, utf8 in ((b"plain", True), (b"\xc3\xa9" * 200_000, True), (b"a\xff", False), (b"cut \xc3", False)):
        (tmp_path / "file").write_bytes(content)
        with (tmp_path / "file").open("rb") as file:
            assert Digests().of(file.fileno()).utf8 is utf8


def test_every_flipped_or_missing_byte_is_a_miss(folder: Path, root: Path) -> None:
    judged(root)
    found = Cache(folder)
    for path in list(folder.iterdir()):
        whole = path.read_bytes()
        assert found.get(path.name) == whole[cache.SUM :]
        for place in range(0, len(whole), 1 if len(whole) < 5_000 else 97):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert found.get(path.name) is None
            path.write_bytes(whole[:place])
            assert found.get(path.name) is None
        path.write_bytes(whole + b" ")
        assert found.get(path.name) is None


def broken(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def exchanged(path: Path) -> None:
    for other in path.parent.iterdir():
        shutil.copy(other, path) if other != path else None


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.rename(path.parent.parent / path.name)
    path.symlink_to(path.parent.parent / path.name)


@pytest.mark.parametrize("spoil", [broken, exchanged, a_folder, a_pipe, a_link], ids=lambda spoil: spoil.__name__)
def test_a_spoilt_entry_is_a_miss(spoil: Callable[[Path], None], folder: Path, root: Path, run: Run) -> None:
    without = run("validate", root, "--no-cache").output
    run("validate", root)
    for path in list(folder.iterdir()):
        spoil(path)
    assert [run("validate", root).output for _ in range(2)] == [without] * 2


def a_file(folder: Path) -> None:
    folder.write_text("not a folder")


def of_everybody(folder: Path) -> None:
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)


def a_dangling_link(folder: Path) -> None:
    folder.symlink_to(folder.parent / "nowhere")


@pytest.mark.parametrize("make", [a_file, of_everybody, a_dangling_link], ids=lambda make: make.__name__)
def test_a_folder_that_cannot_be_relied_on_is_not_used(
    make: Callable[[Path], None], folder: Path, root: Path, run: Run
) -> None:
    make(folder)
    assert open_cache() is None
    assert [run("validate", root).output for _ in range(2)] == [run("validate", root, "--no-cache").output] * 2
    assert not folder.is_dir() or not list(folder.iterdir())


def test_the_folder_of_another_user_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    assert open_cache() is not None
    monkeypatch.setattr(os, "geteuid", lambda: 4_242)
    assert open_cache() is None


def test_a_full_disk_is_no_matter(folder: Path, root: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert run("validate", root).output == run("validate", root, "--no-cache").output
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"DPKIT_CACHE": "/c"}, "/c"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/dpkit"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/"}, "/.cache/dpkit"),
        ({"DPKIT_CACHE": "", "HOME": "/"}, "/.cache/dpkit"),
        ({"HOME": "/nonexistent"}, None),
        ({"HOME": ""}, None),
        ({}, None),
    ],
)
def test_where_the_cache_is(
    variables: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch, root: Path, run: Run
) -> None:
    made: list[str] = []
    for name in ("DPKIT_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    def refuse(path: Path, **_: object) -> NoReturn:
        made.append(str(path))
        raise PermissionError

    monkeypatch.setattr(os, "makedirs", refuse)
    assert run("validate", root).exit_code == 0
    assert made == ([expected] if expected else [])


def test_nobody_else_reads_what_is_remembered(folder: Path, root: Path) -> None:
    judged(root)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_oldest_are_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = open_cache()
    assert found is not None
    monkeypatch.setattr(cache, "LARGEST", 3 * (cache.SUM + 100))
    for number, key in enumerate("abc"):
        found.put(key, b"x" * 100)
        os.utime(folder / key, (number, number))
    assert found.get("a") == b"x" * 100  # and is young again
    found.put("d", b"x" * 100)
    assert {path.name for path in folder.iterdir()} == {"a", "c", "d"}
    monkeypatch.setattr(cache, "LARGEST_ENTRY", 100)
    found.put("e", b"x" * 100)
    assert found.get("e") is None


def test_several_at_once(root: Path) -> None:
    expected = replace(dpkit.open(root).validate(), queries=())
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: dpkit.open(root).validate(cache=True), range(8)))
    assert all(replace(each, queries=()) == expected for each in found)
