"""`CITATION.cff`: how a release is cited, in the Citation File Format 1.2.0 (https://citation-file-format.github.io)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dpkit.model.descriptor import Package
from dpkit.model.show import plain

LONG = 10_000
LICENCES = {
    "CC0-1.0": "CC0-1.0",
    "CC-BY-3.0": "CC-BY-3.0",
    "CC-BY-4.0": "CC-BY-4.0",
    "CC-BY-SA-3.0": "CC-BY-SA-3.0",
    "CC-BY-SA-4.0": "CC-BY-SA-4.0",
    "CC-BY-NC-4.0": "CC-BY-NC-4.0",
    "MIT": "MIT",
    "ODbL-1.0": "ODbL-1.0",
    "ODC-BY-1.0": "ODC-By-1.0",
    "ODC-PDDL-1.0": "PDDL-1.0",
    "PDDL-1.0": "PDDL-1.0",
}  #: names of Data Package (https://licenses.opendefinition.org) -> of SPDX, which the format takes
MAKERS = {"creator", "author"}


def citation_cff(package: Package, date: str) -> str:
    """Return the citation file of a release.

    Contributors are entities, unless the descriptor gives a person's `givenName` and `familyName`; nobody is made up:
    where it names no contributor, the author is "The contributors of NAME".

    Args:
        package: its descriptor.
        date: of the release, as `2025-07-31`.
    """
    raw, title = package.raw, str(package.raw.get("title") or package.name)
    lines = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": title,
        "version": package.version,
        "date-released": date,
        "abstract": raw.get("description"),
        "url": _address(raw.get("homepage")),
        **_licence(raw),
    }
    text = "".join(f"{key}: {_scalar(value)}\n" for key, value in lines.items() if value)
    text += _list("keywords", (_scalar(each) for each in dict.fromkeys(_items(raw, "keywords", str)) if each))
    return text + _list("authors", _authors(raw, title))


def _authors(raw: Mapping[str, Any], title: str) -> Iterator[str]:
    named = [each for each in _items(raw, "contributors", dict) if _name(each)]
    makers = [each for each in named if MAKERS & {*_items(each, "roles", str), str(each.get("role"))}] or named
    yield from map(_name, makers or [{"title": f"The contributors of {title}"}])


def _name(contributor: Mapping[str, Any]) -> str:
    given, family, name = (contributor.get(each) for each in ("givenName", "familyName", "title"))
    if given and family:
        return f"given-names: {_scalar(given)}\n    family-names: {_scalar(family)}"
    return f"name: {_scalar(name)}" if name else ""


def _licence(raw: Mapping[str, Any]) -> dict[str, Any]:
    named = _items(raw, "licenses", dict)
    if len(named) != 1:
        return {}
    known = LICENCES.get(str(named[0].get("name")))
    return {"license": known} if known else {"license-url": _address(named[0].get("path"))}


def _address(value: object) -> str | None:
    found = isinstance(value, str) and value.startswith(("http://", "https://")) and value.isascii()
    return value if found and isinstance(value, str) and " " not in value else None


def _scalar(value: object) -> str:
    """Return a text as YAML: what is a string of JSON and has no invisible character is one of YAML, too."""
    return json.dumps(plain(str(value), LONG), ensure_ascii=False)


def _list(name: str, items: Iterator[str]) -> str:
    lines = "".join(f"  - {each}\n" for each in items)
    return f"{name}:\n{lines}" if lines else ""


def _items(raw: Mapping[str, Any], name: str, kind: type) -> list[Any]:
    found = raw.get(name)
    return [each for each in found if isinstance(each, kind)] if isinstance(found, list) else []
