"""What a case of conformance is: a sentence of the standard, a package that keeps or breaks it, and what is found."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Files = Mapping[str, str | bytes]
AB = {"fields": [{"name": "a"}, {"name": "b"}]}


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A package, and the checks that find something in it (none: it keeps the sentence)."""

    what: str
    finds: frozenset[str]
    files: Files

    @property
    def sound(self) -> bool:
        """Whether nothing is found that makes the package invalid."""
        return not self.finds - {"not-recommended", "profile-unchecked"}

    def write(self, folder: Path) -> Path:
        """Write the package into `folder`, which does not exist, and return that."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the standard and the cases that test it."""

    text: str
    cases: Sequence[Case]


def whole(what: str, finds: str, descriptor: Any, files: Files | None = None) -> Case:
    """Return a case of a whole descriptor (or its text)."""
    text = descriptor if isinstance(descriptor, str) else json.dumps(descriptor)
    return Case(what=what, finds=frozenset(finds.split()), files={"datapackage.json": text, **(files or {})})


def table(what: str, finds: str, data: str | bytes = "a,b\n1,2\n", schema: Any = AB, **properties: Any) -> Case:
    """Return a case of one table in `t.csv`, or where its properties say.

    Args:
        what: the case in a few words.
        finds: names of the checks that find something.
        data: the file's content.
        schema: the Table Schema; None for none.
        properties: of the resource.
    """
    resource = {"name": "t", "path": "t.csv"} | ({} if schema is None else {"schema": schema}) | properties
    path = resource["path"] if isinstance(resource["path"], str) else "t.csv"
    return whole(what, finds, {"name": "p", "resources": [resource]}, {path: data})


def package(what: str, finds: str, **properties: Any) -> Case:
    """Return a case of a package with these properties and one sound table."""
    resources = [{"name": "t", "path": "t.csv", "schema": AB}]
    return whole(what, finds, {"name": "p", "resources": resources} | properties, {"t.csv": "a,b\n1,2\n"})


def resource(what: str, finds: str, files: Files | None = None, **properties: Any) -> Case:
    """Return a case of a package with one resource of these properties only."""
    return whole(what, finds, {"name": "p", "resources": [properties]}, files)


def cells(what: str, finds: str, field: Mapping[str, Any], *values: str, **schema: Any) -> Case:
    """Return a case of the field `c` with these cells, beside a number for each row."""
    rows = "".join(f'{number},"{value.replace(chr(34), chr(34) * 2)}"\n' for number, value in enumerate(values, 1))
    fields = {"fields": [{"name": "n"}, {"name": "c"} | dict(field)]}
    return table(what, finds, "n,c\n" + rows, fields | schema)
