"""The README of a release: what the package is, how to check it, and what every table and field means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dpkit.model.consensus import Resolution
from dpkit.model.descriptor import Field, Package, Resource, Schema
from dpkit.model.roles import Claim
from dpkit.model.show import listing
from dpkit.report.markdown import code, table, text, without_empty
from dpkit.report.resolution_files import columns, table_names

HEADS = ("field", "title", "type", "claim", "constraints", "refers to", "meaning")
LONG = 4000  #: characters of a description
COMPANIONS = ("status", "support", "for", "against")

CHECKING = """## How to check it

`SHA256SUMS` has the digest of every other file: `sha256sum -c SHA256SUMS`. `dpkit verify` also compares the files with
the descriptor and with `release.json`, which says of each citation what was found when it was followed: the sha256 of
the document, the place in it, and a digest of the quote. The documents themselves belong to their publishers and are
not part of the release.
"""
RESOLVED = """## The resolved view

One row a subject, derived from the tables below and not to be edited: of each field the value that the evidence
supports best. Beside each stands how it was decided (`_status`: `agreed`, `contested`, `ruled` or `no-consensus`), the
weight of the claims that fit it, of the weight of all claims (`_support`), and the sources whose claims fit it (`_for`)
and do not (`_against`).
"""
TABLES = """## The tables
"""


def readme(package: Package, resolution: Resolution) -> str:
    """Return the README of a release, in Markdown.

    Args:
        package: its descriptor.
        resolution: its resolved tables, if it has any.
    """
    parts = ["\n\n".join(_about(package)) + "\n", CHECKING]
    if resolution.tables:
        parts += [RESOLVED, *_resolved(resolution)]
    if package.resources:
        parts += [TABLES, *("\n\n".join(_resource(each)) + "\n" for each in package.resources)]
    return "\n".join(parts)


def _about(package: Package) -> Iterator[str]:
    raw = package.raw
    yield f"# {text(str(raw.get('title') or package.name or 'A package'), LONG)}"
    yield f"Version {text(package.version or '')} of {code(package.name or '')}."
    yield from [text(str(raw["description"]), LONG)] if raw.get("description") else []
    if licences := [_named(each, "name", "title") for each in _objects(raw, "licenses")]:
        yield f"Licence: {listing(licences)}."
    if makers := [_named(each, "title", "name") for each in _objects(raw, "contributors")]:
        yield f"By {listing(makers)}. How to cite it is in `CITATION.cff`."
    if sources := [_named(each, "title", "name") for each in _objects(raw, "sources")]:
        yield "Sources:\n\n" + "\n".join(f"- {each}" for each in sources)


def _objects(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = raw.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _named(of: Mapping[str, Any], *names: str) -> str:
    return text(str(next((of[name] for name in names if of.get(name)), "unnamed")), LONG)


def _resolved(resolution: Resolution) -> Iterator[str]:
    for each, file in zip(resolution.tables, table_names(resolution), strict=True):
        every = columns(each)
        # companions that are called as the text above says need no line of their own
        shown = [at for at in every if at.get("_part") not in COMPANIONS or at["name"] != f"{at['_of']}_{at['_part']}"]
        lines = [_cells(Field(name=at["name"], type=str(at.get("type") or "string"), raw=at)) for at in shown]
        key = listing([code(str(at["name"])) for at in each.subject])
        yield f"### Resolved: {code(each.name)}\n"
        yield f"**{text(each.title)}.** File: {code(f'resolved/{file}.csv')}; one row for each {key}.\n"
        yield table(*without_empty(HEADS, lines))


def _resource(resource: Resource) -> Iterator[str]:
    raw, schema = resource.raw, resource.schema
    yield f"### {code(resource.name)}"
    title, description = (text(str(raw.get(each) or ""), LONG) for each in ("title", "description"))
    yield f"**{title or text(resource.name)}.** {description}".rstrip()
    yield " ".join([_files(resource), *_facts(schema)])
    if schema is not None and schema.fields:
        yield table(*without_empty(HEADS, [_cells(each, schema) for each in schema.fields])).rstrip()


def _files(resource: Resource) -> str:
    if not resource.paths:
        return "Its data stand in `datapackage.json`."
    return f"{'Files' if len(resource.paths) > 1 else 'File'}: {_names(resource.paths)}."


def _facts(schema: Schema | None) -> Iterator[str]:
    if schema is None:
        return
    if schema.primary_key:
        yield f"Primary key: {_names(schema.primary_key)}."
    for key in schema.unique_keys:
        yield f"Unique: {_names(key)}."
    if schema.roles.subject:
        yield f"Each row speaks of one {_names(schema.roles.subject)}."
    if schema.missing_values != ("",):
        yield f"Missing values: {_names(schema.missing_values) or 'none'}."


def _names(names: Sequence[str]) -> str:
    return listing([code(each) if each else "the empty cell" for each in names])


def _cells(field: Field, schema: Schema | None = None) -> list[str]:
    raw = field.raw
    kind = field.type if field.format == "default" else f"{field.type} ({field.format})"
    return [
        code(field.name),
        text(str(raw.get("title") or "")),
        text(kind),
        _claim(field.claim),
        "; ".join(_constraints(raw.get("constraints"))),
        "; ".join(_references(field, schema)) if schema else "",
        text(str(raw.get("description") or ""), LONG),
    ]


def _claim(claim: Claim | None) -> str:
    if claim is None:
        return ""
    unit = f" in {text(claim.unit)}" if claim.unit else ""
    qualifier = f", qualified by {code(claim.qualifier)}" if claim.qualifier else ""
    tolerance = f", ± {claim.tolerance:g}" if claim.tolerance is not None else ""
    tree = f", in the tree of {code(claim.tree)}" if claim.tree else ""
    return f"{claim.kind.value}{unit}{qualifier}{tolerance}{tree}"


def _constraints(constraints: object) -> Iterator[str]:
    for name, value in constraints.items() if isinstance(constraints, Mapping) else ():
        if isinstance(value, bool):
            yield from [text(name)] if value else []
        elif isinstance(value, list):
            yield f"{'one of' if name == 'enum' else text(name)} {', '.join(code(str(each)) for each in value)}"
        else:
            yield f"{text(name)} {code(str(value), LONG)}"


def _references(field: Field, schema: Schema) -> Iterator[str]:
    for key in schema.foreign_keys:
        if field.name in key.fields and len(key.fields) == len(key.reference):
            yield code(f"{key.resource}.{key.reference[key.fields.index(field.name)]}".lstrip("."))
