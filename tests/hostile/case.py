"""A hostile case is data: the files of a package, the exit code, the checks that find errors, words of the output."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Content = str | bytes | Callable[[Path], None]
Field = str | Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A package and what dpkit must say of it."""

    files: Mapping[str, Content]  #: path -> content, or a function that makes something at the path
    exit: int = 1
    finds: str = ""  #: the checks that find an error, all of them
    says: Sequence[str] = ()  #: words of the output


def table(data: str | bytes, *fields: Field, schema: Mapping[str, Any] | None = None, **resource: Any) -> Any:
    """Return the files of a package of one table, `t.csv`, whose fields are `a` and `b` if none are given."""
    listed = [{"name": each} if isinstance(each, str) else each for each in fields or ("a", "b")]
    whole = {"name": "t", "path": "t.csv", "schema": {"fields": listed} | dict(schema or {})} | resource
    descriptor = {"name": "p", "resources": [{name: value for name, value in whole.items() if value is not None}]}
    return {"datapackage.json": json.dumps(descriptor), "t.csv": data}


def cell(value: str, **field: Any) -> Any:
    """Return the files of a package of one table with one cell, of the given type and constraints."""
    quoted = '"' + value.replace('"', '""') + '"'
    return table(f"a,b\n{quoted},x\n", {"name": "a"} | field, "b")


def build(root: Path, files: Mapping[str, Content]) -> Path:
    """Write the files of a case into the folder `root` and return that."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str | bytes):
            path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        else:
            content(path)
    return root


def errors(text: str) -> set[str]:
    """Return the names of the checks that found an error, from a report."""
    return set(re.findall(r"^error  (\S+?)(?: in .*)?: [0-9,]+$", text, re.MULTILINE))
