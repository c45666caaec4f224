"""What a descriptor says beside its data: licences, sources, people, dates. A rule broken here never stops the data.

The standard: Data Package v2, "Properties", and Data Resource v2, "Properties".
"""

import re
from collections.abc import Iterable

from dpkit.files.reach import is_url
from dpkit.load.misspelled import PACKAGE, RESOURCE, SCHEMA, meant_by, note_misspelled, note_misspelled_own
from dpkit.load.node import Node
from dpkit.load.paths import URL, path_fault, unsafe_or_url
from dpkit.model.show import listing, show

PACKAGE_TEXTS = ("title", "description", "homepage", "id", "image", "$schema", "profile")
RESOURCE_TEXTS = ("title", "description", "homepage", "profile", "$schema")
TYPES = {"table", "file", "text", "json"}  #: the standard's, and those that frictionless writes
OF_THE_STANDARD = re.compile(
    r"(tabular-)?data-(package|resource)|https?://(datapackage\.org/profiles|specs\.frictionlessdata\.io/schemas)/.*"
    r"|https?://json-schema\.org/.*"
)
OF_VERSION_1 = re.compile(r"(tabular-)?data-(package|resource)|https?://datapackage\.org/profiles/1\.0/.*")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
PLAIN_NAME = re.compile(r"[a-z0-9._-]+")
MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)  #: RFC 3339, section 5.6


LACKING = "it is missing; version 1 of the standard, which is named here, asks for it"
A_MOMENT = "a date with time and offset (RFC 3339), such as 2001-07-26T12:00:00Z"
MEDIA_TYPE = re.compile(r"[^\s/]+/[^\s/].*")


def check_package(node: Node) -> None:
    """Note what is wrong with the properties of a package that say nothing of its data."""
    _texts(node, PACKAGE_TEXTS)
    _address(node, "homepage")
    _location(node, "image")
    _profile(node)
    _plain_name(node)
    _created(node)
    _strings(node, "keywords")
    _people(node)
    _credits(node)
    _strays(node)
    note_misspelled(node, PACKAGE)
    note_misspelled_own(node)


def check_resource(node: Node) -> None:
    """Note what is wrong with the properties of a resource that say nothing of its data."""
    note_misspelled(node, RESOURCE)
    note_misspelled_own(node)
    if "dpkit" in node.value:
        node.fault("dpkit", "it has no effect on a resource; dpkit reads it on the package, on a schema and on a field")
    _texts(node, RESOURCE_TEXTS)
    _address(node, "homepage")
    _media_type(node)
    _type(node)
    _profile(node)
    _plain_name(node)
    _credits(node)
    _strays(node)


def _strays(node: Node) -> None:
    for name, value in node.value.items():
        meant = meant_by(name, SCHEMA)
        if (meant or name in SCHEMA) and not isinstance(value, int):  # some count fields and rows under such names
            called = f"the standard's property is {meant}," if meant else "it is"
            node.advise(name, f"it has no effect here; {called} a part of the schema")


def _texts(node: Node, names: Iterable[str]) -> None:
    for name in names:
        node.text(name)


def _location(node: Node, name: str) -> None:
    """Note what is wrong with a URL or Path (Data Package v2, Glossary); nothing is read from it."""
    found = node.value.get(name)
    if found == "":
        node.advise(name, "it is empty")
    elif isinstance(found, str) and (problem := unsafe_or_url(found)) is not None:
        if URL.match(found):
            node.fault(name, f"it is {show(found)}: {problem}")
        else:
            path_fault(node, node.at(name), found, problem)


def _address(node: Node, name: str) -> None:
    """Note what should be the URL of a page on the web, and is none."""
    found = node.value.get(name)
    if isinstance(found, str) and not (is_url(found) and found.split() == [found]):
        node.advise(name, f"it is {show(found)}, expected a URL, such as https://example.org/")


def _type(node: Node) -> None:
    kind = node.text("type")
    if kind is not None and kind not in TYPES:
        node.fault("type", f"it is {show(kind)}, expected table, or no type")


def _media_type(node: Node) -> None:
    found = node.value.get("mediatype")
    if isinstance(found, str) and not MEDIA_TYPE.fullmatch(found):
        node.advise("mediatype", f"it is {show(found)}, expected a media type, such as text/csv")


def _profile(node: Node) -> None:
    name = "$schema" if "$schema" in node.value else "profile"
    profile, what = node.value.get(name), "package" if node.resource is None else "resource"
    if isinstance(profile, str) and profile and not OF_THE_STANDARD.fullmatch(profile):
        node.unchecked(name, f"the {what} was not checked against {show(profile)}, which is none of the standard's")


def _plain_name(node: Node) -> None:
    name = node.value.get("name")
    if isinstance(name, str) and name and not PLAIN_NAME.fullmatch(name):
        node.advise("name", f"{show(name)} should consist of lowercase letters, digits, '.', '-' and '_'")


def _created(node: Node) -> None:
    created = node.text("created")
    if created is not None and not MOMENT.fullmatch(created):
        node.fault("created", f"it is {show(created)}, expected {A_MOMENT}")


def _email(node: Node) -> None:
    email = node.text("email")
    if email and not EMAIL.fullmatch(email):
        node.fault("email", f"it is {show(email)}, expected an email address")


def _strings(node: Node, name: str) -> None:
    for index, item in enumerate(node.items(name)):
        if not isinstance(item, str):
            node.unexpected(f"{name}[{index}]", item, "a string")


def _credits(node: Node) -> None:
    """Note what is wrong with licences and sources, which a resource inherits from its package."""
    for licence in node.objects("licenses"):
        _texts(licence, ("name", "path", "title"))
        _location(licence, "path")
        if not {"name", "path"} & licence.value.keys():
            licence.fault("", f"a license needs a name or a path{_of_version_0(licence)}")
    for source in node.objects("sources"):
        _texts(source, ("title", "path", "version"))
        _email(source)
        _location(source, "path")
        if not source.value:
            source.fault("", "a source needs at least one property")
        elif "title" not in source.value and _is_of_version_1(node):
            source.advise("title", LACKING)


def _is_of_version_1(node: Node) -> bool:
    """Tell whether a descriptor says that it is of version 1; one that says nothing may be of either."""
    name = "$schema" if "$schema" in node.value else "profile"
    return OF_VERSION_1.fullmatch(str(node.value.get(name))) is not None


def _of_version_0(licence: Node) -> str:
    names = [each for each in ("id", "type", "url") if each in licence.value]
    return f"; it has {listing(names)}, as version 0 of the standard had it" if names else ""


def _people(node: Node) -> None:
    for person in node.objects("contributors"):
        _texts(person, ("title", "givenName", "familyName", "path", "role", "organization"))
        _email(person)
        _address(person, "path")
        _strings(person, "roles")
        if not person.value:
            person.fault("", "a contributor needs at least one property")
        elif "title" not in person.value and _is_of_version_1(node):
            person.advise("title", LACKING)
