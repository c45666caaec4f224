"""A package to begin with: its descriptor, tables without rows, and a row for each document."""

import csv
import io
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dpkit.files.digests import Digests
from dpkit.files.folder import read_plain
from dpkit.files.write import write_whole
from dpkit.load.documents import find_documents
from dpkit.load.package import DESCRIPTOR
from dpkit.model.beginning import Beginning
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.roles import ClaimKind
from dpkit.model.show import listing, plain, show

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAME = re.compile("[a-z][a-z0-9_]*")
TEXT = "text"  #: the kind of a field that is no claim
KEY = "row_id"  #: of a row of the accounts, so that it is known again when it was corrected
CITED = ("source_id", "locator", "quote", "confidence", "remark")
SOURCE = ("source_id", "title", "url", "published", "controlled_by", "reliability", "document", "sha256")
RULING = ("resource", "subject", "field", "fingerprint", "ruling", "preferred_source", "preferred_value", "reason")
DOCUMENTS = "documents"  #: folder of the package for the documents
LONGEST_TITLE = 100

Cells = Sequence[str]


def begin(folder: Path, thing: str, fields: Mapping[str, str], documents: Sequence[Path]) -> Beginning:
    """Write a package to begin with: sources, accounts of things and rulings, each a table without or with few rows.

    Args:
        folder: of the package; it is made if it is not there.
        thing: what the accounts are about, such as `bridge`: a row is of a `bridge_id`.
        fields: what is told of each: name, and how its values are compared (`ClaimKind`), or `text` for no claim.
        documents: folders with documents, beside `documents` in the package's own; each becomes a source.

    Raises:
        DpkitError: a name or a kind is unfit, a file is there that would be written, or one could not be.
    """
    _check_names(folder, thing, fields)
    found = list(_sources(folder, documents))
    sources = [row for row, _ in found]
    accounts = f"{thing}_accounts"
    schemas = {"sources": _source_schema(), accounts: _account_schema(thing, fields), "rulings": _ruling_schema()}
    rows: dict[str, list[Cells]] = {"sources": sources}
    files = {f"{name}.csv": _csv(schema, rows.get(name, [])) for name, schema in schemas.items()}
    files[DESCRIPTOR] = _descriptor(folder, schemas)
    if there := [name for name in files if os.path.lexists(folder / name)]:
        raise DpkitError(f"{plain(str(folder), 200)} has {listing(there)}; nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise DpkitError(f"{plain(str(folder), 200)} could not be made: {reason}") from error
    for name, text in files.items():  # the descriptor last: until then it is no package
        write_whole(folder / name, text)
    return Beginning(
        folder=str(folder),
        files=tuple(files),
        accounts=f"{accounts}.csv",
        fields=tuple(each["name"] for each in schemas[accounts]["fields"]),
        key=KEY,
        documents=tuple((row[0], row[-2]) for row in sources),
        unread=tuple(row[0] for row, readable in found if not readable),
    )


def _check_names(folder: Path, thing: str, fields: Mapping[str, str]) -> None:
    if not re.search("[a-zA-Z0-9]", folder.resolve().name):
        raise DpkitError(f"the folder {show(str(folder))} has no name that a package could have")
    names = [thing, *fields]
    if unfit := [each for each in names if not NAME.fullmatch(each)]:
        raise DpkitError(f"{show(unfit[0])} is no name: one begins with a letter, and has a to z, digits and _")
    if f"{thing}_id" == KEY:
        raise DpkitError(f"{show(KEY)} would be the name of two fields: a row of the accounts has it, too")
    own = {KEY, f"{thing}_id", *CITED, *(f"{each}_is" for each, kind in fields.items() if kind == ClaimKind.QUANTITY)}
    if taken := [each for each in fields if each in own]:
        raise DpkitError(f"{show(taken[0])} is the name of a field that the table has anyway")
    kinds = [*ClaimKind, TEXT]
    if wrong := [f"{each}:{kind}".removesuffix(":") for each, kind in fields.items() if kind not in kinds]:
        raise DpkitError(f"{show(wrong[0])} has no kind that there is: {listing([str(each) for each in kinds], 'or')}")


def _sources(folder: Path, documents: Sequence[Path]) -> Iterator[tuple[Cells, bool]]:
    """Yield a row of the table of sources for each document in the folders, and whether quotes can be followed there.

    The folders are that of the package, and those given.
    """
    if missing := [each for each in documents if not each.is_dir()]:
        raise DpkitError(f"the folder for documents {plain(str(missing[0]), 200)} does not exist")
    shelf = find_documents(folder, (DOCUMENTS,), documents, Digests())
    taken: set[str] = set()
    for digest, path in shelf.paths.items():
        name = stem = _identifier(path.stem)
        number = 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        readable = digest in shelf.texts
        yield (name, _title(path) if readable else "", "", "", "", "", path.name, digest), readable


def _identifier(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(each for each in bare if not unicodedata.combining(each))
    return re.sub(r"[^\w]+", "-", letters).strip("-_") or "source"


def _title(path: Path) -> str:
    """Return the first line of a document that says something."""
    try:
        lines = read_plain(path).decode("utf-8-sig").splitlines()
    except (OSError, UnsafePathError, UnicodeDecodeError):
        return ""
    first = next((" ".join(each.split()) for each in lines if each.strip()), "")
    return first if len(first) <= LONGEST_TITLE else ""


def _field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def _source_schema() -> dict[str, Any]:
    fields = [_field("source_id", constraints={"required": True}), *(_field(each) for each in SOURCE[1:])]
    played = ("published", "reliability", "document", "sha256")
    roles = {"id": "source_id", **{each: each for each in played}, "control_group": "controlled_by"}
    return {"fields": fields, "primaryKey": ["source_id"], "dpkit": {"source": roles}}


def _account_schema(thing: str, fields: Mapping[str, str]) -> dict[str, Any]:
    claims = [each for name, kind in fields.items() for each in _claimed(name, kind)]
    cited = [_field(each) for each in CITED]  # their words are checked anyway: an enum would add nothing
    return {
        "fields": [*(_field(each, constraints={"required": True}) for each in (KEY, f"{thing}_id")), *claims, *cited],
        "primaryKey": [KEY],
        "foreignKeys": [{"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}],
        "dpkit": {
            "subject": [f"{thing}_id"],
            "citation": {"source": "source_id", **{each: each for each in CITED[1:4]}},
        },
    }


def _claimed(name: str, kind: str) -> Iterator[dict[str, Any]]:
    if kind == TEXT:
        yield _field(name)
    elif kind == ClaimKind.QUANTITY:
        yield _field(name, "number", dpkit={"claim": kind, "qualifier": f"{name}_is"})
        yield _field(f"{name}_is")
    else:
        yield _field(name, dpkit={"claim": kind})


def _ruling_schema() -> dict[str, Any]:
    fields = [_field(each) for each in ("ruling_id", *RULING)]
    return {"fields": fields, "primaryKey": ["ruling_id"], "dpkit": {"ruling": {each: each for each in RULING}}}


def _csv(schema: Mapping[str, Any], rows: Sequence[Cells]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[each["name"] for each in schema["fields"]], *rows])
    return out.getvalue()


def _descriptor(folder: Path, schemas: Mapping[str, Any]) -> str:
    resources = [
        {"name": name, "path": f"{name}.csv", "type": "table", "schema": schema} for name, schema in schemas.items()
    ]
    roles = {"sources": "sources", "rulings": "rulings", "documents": [DOCUMENTS]}
    name = _identifier(folder.resolve().name).encode("ascii", "ignore").decode() or "package"
    package = {"$schema": PROFILE, "name": name, "version": "0.1.0", "resources": resources, "dpkit": roles}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
