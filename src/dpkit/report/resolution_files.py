"""A resolution as the files of a Data Package."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from dpkit.model.consensus import Resolution, Resolved, ResolvedField, ResolvedTable, Status

DESCRIPTOR = "datapackage.json"
MARK = "dpkit resolve"  #: by which a folder is known again as one that dpkit wrote
PROFILES = "https://datapackage.org/profiles/2.0/"
KEPT = ("licenses", "contributors", "sources", "keywords", "homepage", "version")

Row = dict[str, str]


def resolution_files(resolution: Resolution) -> dict[str, str]:
    """Return the files: path -> text. The same resolution always gives the same bytes."""
    files, resources = dict[str, str](), list[dict[str, Any]]()
    for table, name in zip(resolution.tables, table_names(resolution), strict=True):
        found = columns(table)
        data, schema = f"{name}.csv", f"schemas/{name}.json"
        files[data] = _csv([each["name"] for each in found], _rows(table, found))
        files[schema] = _json(_schema(table, found))
        resources.append(_resource(table, data, schema, files[data].encode("utf-8", "backslashreplace")))
    return files | {DESCRIPTOR: _json(_descriptor(resolution, resources))}


def file_names(found: Mapping[str, bytes]) -> set[str]:
    """Return the paths that were written to a folder, told by the files at its top; none if it is no resolution."""
    try:
        descriptor = json.loads(found.get(DESCRIPTOR, b"null"))
        if descriptor["derived"]["by"] != MARK:
            return set()
        listed = {str(each[part]) for each in descriptor["resources"] for part in ("path", "schema")}
    except (ValueError, TypeError, KeyError, RecursionError):
        return set()
    return {DESCRIPTOR} | {each for each in listed if re.fullmatch(r"[\w.-]+\.csv|schemas/[\w.-]+\.json", each)}


def table_names(resolution: Resolution) -> list[str]:
    """Return what the file of each table is called, without its ending; what is not safe in one becomes a hyphen."""
    found: list[str] = []
    for table in resolution.tables:
        name = re.sub(r"[^\w.-]", "-", table.name).lstrip(".") or "table"
        while name.lower() in {each.lower() for each in found} or name == "datapackage":
            name += "-"
        found.append(name)
    return found


def columns(table: ResolvedTable) -> list[dict[str, Any]]:
    """Return the fields of the resolved table; `_part` and `_of` say what a column holds, and go no further."""
    taken = [each["name"] for each in table.subject]
    found = [_plain(each) | {"constraints": _constraints(each) | {"required": True}} for each in table.subject]
    for field in table.fields:
        for part, properties in _parts(field):
            name = field.name if part == "value" else f"{field.name}_{part}"
            while name in taken or (part != "value" and name in {each.name for each in table.fields}):
                name += "_"
            taken.append(name)
            found.append({"name": name} | properties | {"_part": part, "_of": field.name})
    return found


def _parts(field: ResolvedField) -> Iterable[tuple[str, dict[str, Any]]]:
    own = {key: value for key, value in _plain(field.properties).items() if key != "name"}
    if field.joined:
        said = str(own.get("description", "")).strip()
        told = f"{said} All that is claimed, with ' | ' between.".strip()
        yield "value", {"type": "string", "description": told}
    else:
        yield "value", own | ({"constraints": rest} if (rest := _constraints(field.properties)) else {})
    if field.qualified:
        yield "qualifier", _text(f"The word that qualifies {field.name}.")
    if field.unit:
        yield "unit", _text(f"The unit of {field.name}.")
    yield "status", _text(f"How {field.name} was decided.") | {"constraints": {"enum": [*Status]}}
    yield "support", _text("The weight of the claims that fit the value, of the weight of all claims.")
    yield "for", _text("The sources whose claims fit the value.")
    yield "against", _text("The sources whose claims do not; all of them, where there is no value.")


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _plain(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key not in {"dpkit", "constraints", "missingValues"}}


def _constraints(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the constraints of a field that its resolved value fulfils, too."""
    found = properties.get("constraints")
    rest = dict(found) if isinstance(found, dict) else {}
    return {key: value for key, value in rest.items() if key not in {"required", "unique"}}


def _rows(table: ResolvedTable, columns: list[dict[str, Any]]) -> Iterable[list[str]]:
    for subject, cells in table.rows.items():
        told = {name: _told(cell) for name, cell in cells.items()}
        yield [*subject, *(told.get(each["_of"], {}).get(each["_part"], "") for each in columns[len(subject) :])]


def _told(cell: Resolved) -> Row:
    return {
        "value": cell.value,
        "qualifier": cell.qualifier,
        "unit": cell.unit,
        "status": cell.status.value,
        "support": f"{cell.support:.2f}/{cell.total:.2f}",
        "for": " ".join(cell.sources),
        "against": " ".join(cell.against),
    }


def _csv(labels: list[str], rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(labels)
    writer.writerows(rows)
    return out.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _schema(table: ResolvedTable, columns: list[dict[str, Any]]) -> dict[str, Any]:
    fields = [{key: value for key, value in each.items() if not key.startswith("_")} for each in columns]
    key = [each["name"] for each in table.subject]
    return {"$schema": f"{PROFILES}tableschema.json", "fields": fields, "primaryKey": key}


def _resource(table: ResolvedTable, data: str, schema: str, written: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": data,
        "type": "table",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(written),
        "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
        "schema": schema,
    }


def _descriptor(resolution: Resolution, resources: list[dict[str, Any]]) -> dict[str, Any]:
    package = resolution.package
    name, title = package.get("name"), package.get("title")
    return {
        "$schema": f"{PROFILES}datapackage.json",
        "name": f"{name}-resolved" if isinstance(name, str) else "resolved",
        **({"title": f"{title} (resolved)"} if isinstance(title, str) else {}),
        "description": "One row a subject, with the values that the evidence supports best: derived, not to be edited.",
        **{key: package[key] for key in KEPT if key in package},
        "derived": {"by": MARK, "method": resolution.method.value, "copies": resolution.copies},
        "resources": resources,
    }
