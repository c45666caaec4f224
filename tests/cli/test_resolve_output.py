"""What `dpkit resolve` writes and prints: a package of its own, a summary, sums of weights."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Write = Callable[..., Path]
Run = Callable[..., Result]
Package = Callable[..., dict[str, str]]
Cells = dict[str, str]
Read = Callable[[Path], dict[str, Cells]]

RULED = (
    {"source_id": "album", "start": "2001-08-04"},
    {"source_id": "tass", "start": "2001-08-04"},
    {"source_id": "wire", "start": "2001-08-05"},
)


def test_output_is_a_valid_package_of_one_row_a_subject(
    write: Write, run: Run, claims_package: Package, resolved: Read, tmp_path: Path
) -> None:
    rows = [{"source_id": "album", "visit_id": each, "start": "2001"} for each in ("w", "v", "w")]
    out = tmp_path / "out"
    assert run("resolve", write(claims_package(*rows)), "-o", out).exit_code == 0
    result = run("validate", out, "--fail-on", "warning")
    assert (result.exit_code, "0 errors, 0 warnings" in result.stdout) == (0, True)
    assert list(resolved(out)) == ["v", "w"]
    descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert (descriptor["name"], descriptor["version"]) == ("p-resolved", "1.2.0")
    schema = json.loads((out / descriptor["resources"][0]["schema"]).read_text(encoding="utf-8"))
    assert schema["primaryKey"] == ["visit_id"]
    assert [each["name"] for each in schema["fields"]][:6] == [
        "visit_id", "start", "start_status", "start_support", "start_for", "start_against",
    ]  # fmt: skip


def test_order_of_rows_never_changes_a_byte(write: Write, run: Run, claims_package: Package, tmp_path: Path) -> None:
    rows = [
        *({"source_id": each, "start": "2001-08-04", "title": f"Visit of {each}"} for each in ("album", "wire")),
        {"source_id": "tass", "start": "2001-08-05", "days": "3", "visit_id": "w"},
        {"source_id": "book", "start": "2001-08-06", "days": "5"},
    ]
    written = []
    for number, some in enumerate((rows, rows[::-1])):
        out = tmp_path / f"out{number}"
        assert run("resolve", write(claims_package(*some), f"p{number}"), "-o", out).exit_code == 0
        written.append({each.relative_to(out): each.read_bytes() for each in sorted(out.rglob("*")) if each.is_file()})
    assert written[0] == written[1]


@pytest.fixture
def root(write: Write, claims_package: Package) -> Path:
    """Write a package and return its folder."""
    return write(claims_package({"source_id": "album", "start": "2001"}))


def test_earlier_output_is_replaced(root: Path, run: Run, resolved: Read, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("resolve", root, "-o", out).stdout == f"written to {out}\n"
    (out / "visits.csv").write_text("changed")
    assert run("resolve", root, "-o", out).exit_code == 0
    assert list(resolved(out)) == ["v"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "package"]


@pytest.mark.parametrize("stranger", ["notes.txt", "schemas/mine.json", "deep/er/file", "other.csv"])
def test_folder_with_anything_else_is_left_alone(root: Path, run: Run, tmp_path: Path, stranger: str) -> None:
    out = tmp_path / "out"
    run("resolve", root, "-o", out)
    (out / stranger).parent.mkdir(parents=True, exist_ok=True)
    (out / stranger).write_text("mine")
    before = {each: each.read_bytes() for each in out.rglob("*") if each.is_file()}
    result = run("resolve", root, "-o", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "which dpkit did not write" in result.stderr
    assert {each: each.read_bytes() for each in out.rglob("*") if each.is_file()} == before


def test_package_itself_is_left_alone(root: Path, run: Run) -> None:
    before = {each: each.read_bytes() for each in root.iterdir()}
    assert run("resolve", root, "-o", root).exit_code == 2
    assert {each: each.read_bytes() for each in root.iterdir()} == before


def test_empty_folder_file_and_link(root: Path, run: Run, tmp_path: Path) -> None:
    empty, file, link = tmp_path / "empty", tmp_path / "file", tmp_path / "link"
    empty.mkdir()
    file.write_text("mine")
    link.symlink_to(root)
    assert run("resolve", root, "-o", empty).exit_code == 0
    assert [run("resolve", root, "-o", each).exit_code for each in (file, link)] == [2, 2]
    assert file.read_text() == "mine"


def test_link_among_the_files_is_left_alone(root: Path, run: Run, tmp_path: Path) -> None:
    out, aside = tmp_path / "out", tmp_path / "aside"
    run("resolve", root, "-o", out)
    (out / "schemas").rename(aside)
    (out / "schemas").symlink_to(aside)
    assert run("resolve", root, "-o", out).exit_code == 2
    assert aside.is_dir()


def test_folder_above_must_exist(root: Path, run: Run, tmp_path: Path) -> None:
    result = run("resolve", root, "-o", tmp_path / "no" / "out")
    assert result.exit_code == 2
    assert result.stderr.endswith("could not be written: no such file or directory\n")


def test_summary_tells_where_sources_disagree(write: Write, run: Run, claims_package: Package) -> None:
    root = write(claims_package(*RULED, {"source_id": "album", "visit_id": "w", "start": "2002"}))
    assert run("resolve", root, "--method", "majority").stdout == (
        "visits: 2 subjects, 1 agreed, 1 contested\n"
        "2 values by majority: 1 agreed, 1 contested\n"
        "\n"
        "visits v start: '2001-08-04', contested, 2.00 of 3.00\n"
        "  '2001-08-04' 2.00 (album and tass)\n"
        "  '2001-08-05' 1.00 (wire)\n"
    )


def test_explanation_is_a_sum_of_weights(write: Write, run: Run, claims_package: Package) -> None:
    doubtful = {"source_id": "times", "start": "2001-08-04", "confidence": "medium"}
    result = run("resolve", write(claims_package(doubtful, *RULED[1:])), "--explain", "--method", "weighted")
    assert result.stdout.splitlines()[3:] == [
        "visits v start: '2001-08-04', contested, 1.40 of 2.20",
        "  '2001-08-04' 1.40 = 0.80 russia (tass) + 0.60 dprk (times; 0.75 of a vote)",
        "  '2001-08-05' 0.80 = 0.80 wire",
    ]


def test_explanation_shows_how_often_a_source_is_right(
    write: Write, run: Run, claims_package: Package, tmp_path: Path
) -> None:
    result = run("resolve", write(claims_package(*RULED)), "--explain", "-o", tmp_path / "out")
    assert re.search(r"  '2001-08-05' (\d\.\d\d) = \1 wire \(accuracy 77%\)\n", result.stdout)
    for line in re.findall(r"'2001-08-0.' (.+ = .+)", result.stdout):
        total, _, parts = line.partition(" = ")
        assert float(total) == pytest.approx(sum(map(float, re.findall(r"\d\.\d\d", parts))), abs=0.02)


def test_explanation_shows_the_ruling(write: Write, run: Run, claims_package: Package) -> None:
    root = write(claims_package(*RULED))
    run("rule", "visits", "v", "start", "--prefer", "wire", "--reason", "As the log shows.", "--package", root)
    result = run("resolve", root)
    weight = re.search(r"  '2001-08-05' (\d\.\d\d) \(wire\)\n", result.stdout)
    assert weight
    assert f"'2001-08-05', ruled, {weight[1]} of " in result.stdout
    assert result.stdout.endswith("  ruling: prefer: As the log shows.\n")


def test_package_without_claims(write: Write, run: Run) -> None:
    plain = {"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}}]}
    result = run("resolve", write({"datapackage.json": json.dumps(plain), "t.csv": "a\n1\n"}))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("dpkit: no table of the package has claims")


def test_table_that_cannot_be_read_is_not_passed_over(write: Write, run: Run, claims_package: Package) -> None:
    root = write(claims_package({"source_id": "album", "start": "2001"}))
    (root / "visits.csv").unlink()
    result = run("resolve", root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "visits was not read (file-missing)" in result.stderr


def test_names_that_are_taken_are_told_apart(
    write: Write, run: Run, claims_package: Package, resolved: Read, tmp_path: Path
) -> None:
    files = claims_package({"source_id": "album", "start": "2001", "title": "x"})
    files = {
        name: text.replace('"title"', '"start_status"').replace(",title,", ",start_status,")
        for name, text in files.items()
    }
    out = tmp_path / "out"
    assert run("resolve", write(files), "-o", out).exit_code == 0
    row = resolved(out)["v"]
    assert (row["start_status"], row["start_status_"]) == ("x", "agreed")
    assert run("validate", out).exit_code == 0
