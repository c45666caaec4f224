"""Heavy libraries are imported when they are needed, and not before."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dpkit
from dpkit.checks.example import cited, package

HEAVY = ["frictionless", "numpy", "pandas", "pandera"]
CLEAN = {
    "cited": cited(),
    "typed": package(
        events=(
            "id,n,x,b,d,m,t,y,ym,e\na,1,1.5,true,2001-08-04,2001-08-04T10:11:12Z,10:11:12,2001,2001-08,198X\nb,,,,,,,,,\n",
            {
                "fields": [
                    {
                        "name": "id",
                        "constraints": {"required": True, "unique": True, "pattern": "[a-z]", "maxLength": 2},
                    },
                    {"name": "n", "type": "integer", "constraints": {"minimum": 0, "enum": [1, "2"]}},
                    {"name": "x", "type": "number", "constraints": {"exclusiveMaximum": 2}},
                    {"name": "b", "type": "boolean"},
                    {"name": "d", "type": "date", "constraints": {"minimum": "2001-01-01"}},
                    {"name": "m", "type": "datetime"},
                    {"name": "t", "type": "time"},
                    {"name": "y", "type": "year"},
                    {"name": "ym", "type": "yearmonth"},
                    {"name": "e", "dpkit": {"claim": "date"}},
                ],
                "primaryKey": ["id"],
            },
        )
    ),
}


def imported(code: str, folder: Path) -> list[str]:
    """Return which heavy libraries a fresh process has imported after `code`, in which `folder` is a package's."""
    program = f"import sys, json, dpkit\nfolder = {str(folder)!r}\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(Path(dpkit.__file__).parents[1])}
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8", env=environment, timeout=60
    )
    modules: list[str] = json.loads(ran.stdout)
    return [name for name in HEAVY if name in modules]


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_package_is_validated_without_heavy_libraries(write: Callable[..., Path], name: str) -> None:
    assert imported("assert dpkit.open(folder).validate().valid", write(CLEAN[name])) == []


def test_an_unsure_cell_needs_the_referee_alone(write: Callable[..., Path]) -> None:
    files = package(events=("d\n1 May 1950\n", {"fields": [{"name": "d", "type": "date", "format": "any"}]}))
    found = imported("assert dpkit.open(folder).validate().valid", write(files))
    assert [name for name in found if name != "numpy"] == ["frictionless"]


def test_a_frame_needs_pandas_alone(write: Callable[..., Path]) -> None:
    assert imported("dpkit.open(folder).frame('events')", write(CLEAN["typed"])) == ["numpy", "pandas"]
