"""A path in a descriptor opens a plain file of the package, or nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
TABLE = "event_id\na\nb\n"

UNSAFE = {
    "": "it is empty",
    "/etc/passwd": "it is absolute; paths are relative to the package's folder",
    "//server/events.csv": "it is absolute; paths are relative to the package's folder",
    "~/events.csv": "it is absolute; paths are relative to the package's folder",
    "~root/events.csv": "it is absolute; paths are relative to the package's folder",
    "~": "it is absolute; paths are relative to the package's folder",
    "C:/events.csv": "it is absolute; paths are relative to the package's folder",
    "c:events.csv": "it is absolute; paths are relative to the package's folder",
    "\\events.csv": "it is absolute; paths are relative to the package's folder",
    "../events.csv": "it may not hold '..'",
    "data/../../events.csv": "it may not hold '..'",
    "data/..": "it may not hold '..'",
    "data\\..\\events.csv": "it may not hold a backslash; folders are parted by '/'",
    ".events.csv": "it names a hidden file or folder",
    "data/.git/events.csv": "it names a hidden file or folder",
    "FILE:///etc/passwd": "it is a URL of another kind than http, https, ftp or ftps",
    "s3://bucket/events.csv": "it is a URL of another kind than http, https, ftp or ftps",
    "events\0.csv": "it holds a character that no file name can hold",
    "events\ud800.csv": "it holds a character that no file name can hold",
}
SAFE = [
    "events.csv",
    "./events.csv",
    "data/./events.csv",
    "data//events.csv",
    "a b/März [1] *?.csv",
    "a..b/c",
    "-",
    "%2e",
    "~events.csv",
    "data/~",
    "events.csv ",
]


def descriptor(path: Any) -> str:
    """Return a descriptor with one table at `path`."""
    schema = {"fields": [{"name": "event_id"}]}
    return json.dumps({"resources": [{"name": "events", "path": path, "format": "csv", "schema": schema}]})


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of a package, beside a sound table that is no part of it."""
    root = tmp_path / "package"
    (root / "data").mkdir(parents=True)
    (tmp_path / "events.csv").write_text(TABLE, encoding="utf-8")
    return root


@pytest.fixture
def judge(package: Path, run: Run) -> Callable[[Any], dict[str, Any]]:
    """Return a function that validates the package with its table at some path."""

    def judge(path: Any) -> dict[str, Any]:
        (package / "datapackage.json").write_text(descriptor(path), encoding="utf-8")
        report: dict[str, Any] = json.loads(run("validate", package, "--format", "json").stdout)
        return report

    return judge


Judge = Callable[[Any], dict[str, Any]]


def told(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Return check and message of each finding."""
    return [(each["check"], each["message"]) for each in report["findings"]]


@pytest.mark.parametrize("path", UNSAFE, ids=repr)
def test_unsafe_path_is_not_opened(path: str, judge: Judge) -> None:
    report = judge(path)
    (finding,) = report["findings"]
    assert (finding["check"], finding["field"]) == ("unsafe-path", "resources[0].path")
    assert finding["message"].endswith(f": {UNSAFE[path]}")
    assert finding["file"] == "datapackage.json"
    assert report["summary"]["rows"] == 0


@pytest.mark.parametrize("path", SAFE)
def test_safe_path_is_opened_whatever_it_is_called(path: str, package: Path, judge: Judge) -> None:
    (package / path).parent.mkdir(exist_ok=True)
    (package / path).write_text(TABLE, encoding="utf-8")
    report = judge(path)
    assert (told(report), report["summary"]["rows"]) == ([], 2)


@pytest.mark.parametrize("target", ["../events.csv", "data/../../events.csv", "data/up/events.csv"])
def test_link_that_leads_out_is_not_followed(target: str, package: Path, judge: Judge) -> None:
    (package / "data" / "up").symlink_to("../..")
    (package / "link.csv").symlink_to(target)
    report = judge("link.csv")
    assert told(report) == [
        ("unsafe-path", "path is 'link.csv': it is a symbolic link that leads out of the package's folder")
    ]
    assert report["summary"]["rows"] == 0


def test_absolute_link_is_not_followed_even_into_the_package(package: Path, judge: Judge) -> None:
    (package / "data" / "events.csv").write_text(TABLE, encoding="utf-8")
    (package / "link.csv").symlink_to(package / "data" / "events.csv")
    message = "path is 'link.csv': it is a symbolic link that leads out of the package's folder"
    assert told(judge("link.csv")) == [("unsafe-path", message)]


def test_folder_that_is_a_link_out_is_not_entered(package: Path, judge: Judge) -> None:
    (package / "out").symlink_to("..")
    message = "path is 'out/events.csv': it is a symbolic link that leads out of the package's folder"
    assert told(judge("out/events.csv")) == [("unsafe-path", message)]


def test_link_that_stays_inside_is_followed(package: Path, judge: Judge) -> None:
    (package / "data" / "events.csv").write_text(TABLE, encoding="utf-8")
    (package / "a").mkdir()
    (package / "a" / "link.csv").symlink_to("../b/events.csv")
    (package / "b").symlink_to("data")
    report = judge("a/link.csv")
    assert (told(report), report["summary"]["rows"]) == ([], 2)


def test_link_to_itself_ends(package: Path, judge: Judge) -> None:
    (package / "one.csv").symlink_to("two.csv")
    (package / "two.csv").symlink_to("one.csv")
    message = "path is 'one.csv': it is a symbolic link that leads back to itself"
    assert told(judge("one.csv")) == [("unsafe-path", message)]


def test_link_to_nothing_is_a_missing_file(package: Path, judge: Judge) -> None:
    (package / "link.csv").symlink_to("nothing.csv")
    message = "the file 'link.csv' is a symbolic link to 'nothing.csv', which does not exist"
    assert told(judge("link.csv")) == [("file-missing", message)]


def test_link_to_nothing_is_told_with_the_file_that_is_meant(package: Path, judge: Judge) -> None:
    (package / "data" / "link.csv").symlink_to("../.git/annex/objects/x.csv")
    (package / "link.csv").write_text(TABLE, encoding="utf-8")
    message = (
        "the file 'data/link.csv' is a symbolic link to '../.git/annex/objects/x.csv', which does not exist"
        "; there is 'link.csv'"
    )
    assert told(judge("data/link.csv")) == [("file-missing", message)]


@pytest.mark.parametrize("path", ["data", "data/", "."])
def test_folder_is_no_file(path: str, judge: Judge) -> None:
    assert told(judge(path)) == [("unsafe-path", f"path is '{path}': it is a folder; each file is named by itself")]


def test_pipe_is_no_file_and_nobody_waits_for_it(package: Path, judge: Judge) -> None:
    os.mkfifo(package / "pipe.csv")
    assert told(judge("pipe.csv")) == [("unsafe-path", "path is 'pipe.csv': it is not a plain file, but a named pipe")]


def test_file_in_a_file_is_missing(package: Path, judge: Judge) -> None:
    (package / "events.csv").write_text(TABLE, encoding="utf-8")
    message = "the file 'events.csv/events.csv' does not exist; there is 'events.csv'"
    assert told(judge("events.csv/events.csv")) == [("file-missing", message)]


def test_name_that_is_too_long_is_a_finding(judge: Judge) -> None:
    ((check, message),) = told(judge("x" * 300))
    assert check == "file-missing"
    assert message.endswith("could not be read: file name too long")


@pytest.mark.skipif(not os.geteuid(), reason="nothing is forbidden to the superuser")
def test_file_that_may_not_be_read_is_a_finding(package: Path, judge: Judge) -> None:
    (package / "events.csv").write_text(TABLE, encoding="utf-8")
    (package / "events.csv").chmod(0)
    message = "the file 'events.csv' could not be read: permission denied"
    assert told(judge("events.csv")) == [("file-missing", message)]


@pytest.mark.parametrize("place", ["schema", "dialect"])
@pytest.mark.parametrize("path", ["/etc/passwd", "../schema.json", "file:///etc/passwd"])
def test_schema_and_dialect_are_as_careful(place: str, path: str, package: Path, run: Run) -> None:
    resource = {"name": "events", "path": "events.csv", place: path}
    (package / "events.csv").write_text(TABLE, encoding="utf-8")
    (package / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    result = run("validate", package)
    assert result.exit_code == 1
    assert f"  datapackage.json  resources[0].{place} is '{path}': it " in result.stdout


def test_schema_that_is_a_link_out_is_not_read(package: Path, run: Run) -> None:
    (package.parent / "schema.json").write_text('{"fields": []}', encoding="utf-8")
    (package / "schema.json").symlink_to("../schema.json")
    resource = {"name": "events", "path": "events.csv", "schema": "schema.json"}
    (package / "events.csv").write_text(TABLE, encoding="utf-8")
    (package / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    message = "resources[0].schema is 'schema.json': it is a symbolic link that leads out of the package's folder"
    assert message in run("validate", package).stdout
