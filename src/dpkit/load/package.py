"""The descriptor: from `datapackage.json` to a Package, with everything that is wrong with it in one run."""

import os
import re
from dataclasses import replace
from pathlib import Path

from dpkit.files.folder import no_file
from dpkit.files.reach import Reach, is_url
from dpkit.load.clashes import note_clashes
from dpkit.load.dialect import read_dialect
from dpkit.load.digest import read_hash
from dpkit.load.formats import read_format
from dpkit.load.json_text import JsonError, parse_object
from dpkit.load.metadata import check_package, check_resource
from dpkit.load.node import Node
from dpkit.load.paths import LARGEST_JSON, path_fault, referenced, unsafe_or_url, yaml_aside
from dpkit.load.references import check_references
from dpkit.load.roles import read_package_roles
from dpkit.load.schema import read_schema, with_null
from dpkit.model.descriptor import Package, Resource
from dpkit.model.errors import DpkitError, UnsafePathError
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.lookalikes import differ_in, folded
from dpkit.model.show import plain, show

DESCRIPTOR = "datapackage.json"
NAMESAKES = 100  #: resources with the name of another that are judged nevertheless
SHEETS = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet"}  #: endings of tables
ARCHIVES = {".zip", ".gz", ".tgz", ".tar", ".7z"}  #: endings of what holds other files
MOST_TABLES, READ = 10_000, 1_000  #: tables that are read, and of more how many: each takes some milliseconds
TABULAR = re.compile("csv|tsv|tab", re.IGNORECASE)  #: in path, format or media type of what may be a table
YAML = ("datapackage.yaml", "datapackage.yml")
WEB = re.compile(r"(https?|ftps?|s3a?|gs|hdfs):/+", re.IGNORECASE)  #: a path has one `/` where an address has two
MAY_BE_TABLES = {"json", "ndjson", "xlsx", "parquet"}  #: formats that are read as tables where something says so
TABLES = {  #: the profiles of version 1 that make a resource a table
    "tabular-data-resource",
    "https://specs.frictionlessdata.io/schemas/tabular-data-resource.json",
}


def find_package(path: Path) -> tuple[Path, str]:
    """Return folder and file name of the descriptor at `path`: a folder (or one above it), or the file itself.

    Raises:
        DpkitError: there is none.
    """
    if os.path.isfile(path):
        if path.suffix.lower() in SHEETS:
            aside = f"name its folder, or the {DESCRIPTOR} that describes it"
            raise DpkitError(f"{plain(str(path), 200)} is a table and describes no package: {aside}")
        if path.suffix.lower() in ARCHIVES:
            raise DpkitError(f"{plain(str(path), 200)} is an archive: unpack it, and name the folder")
        return path.parent, path.name
    if (url := WEB.match(str(path))) and not os.path.exists(path):
        address = f"{url[1]}://{str(path)[url.end() :]}"
        raise DpkitError(f"{plain(address, 200)} is a web address: download the package, and name its folder")
    if not os.path.isdir(path):
        raise DpkitError(f"{plain(str(path), 200)} {no_file(path) or 'does not exist'}")
    above = [path, *path.absolute().parents] if path == Path() else [path]
    for folder in above:
        if os.path.isfile(folder / DESCRIPTOR):
            return folder, DESCRIPTOR
    where = "here or above" if len(above) > 1 else f"in {plain(str(path), 200)}"
    yaml = next((name for name in YAML if os.path.isfile(path / name)), "")
    aside = f", but {yaml}: the standard's descriptors are JSON" if yaml else _where_else(path)
    called = [each / DESCRIPTOR for each in above] + [path] * (path.name == DESCRIPTOR)
    odd = next((f"{plain(str(each), 200)} {problem}" for each in called if (problem := no_file(each))), "")
    raise DpkitError(odd or f"there is no {DESCRIPTOR} {where}{aside}")


def no_package(path: Path) -> DpkitError:
    """Return the error that nothing can be asked of a descriptor, since it describes no package."""
    return DpkitError(f"{plain(str(path), 200)} describes no package; `dpkit validate` tells more")


def _where_else(path: Path) -> str:
    """Return where a package lies instead: in the first folder below that has a descriptor."""
    try:
        names = sorted(each.name for each in path.iterdir())
    except OSError:
        names = []
    if alike := next((name for name in names if folded(name).strip() == DESCRIPTOR and (path / name).is_file()), ""):
        return f"; there is {show(alike)}, which differs in {differ_in(alike, DESCRIPTOR)}"
    some = [name for name in names if os.path.isfile(path / name / DESCRIPTOR)]
    return f"; there is one in {plain(str(path / some[0]), 200)}" if some else "; name the folder of a package"


def read_package(reach: Reach, name: str, log: FaultLog) -> Package:
    """Return the package that the file `name` in the folder describes; what is wrong goes to `log`.

    Raises:
        DpkitError: the file cannot be read at all.
    """
    repeated: list[str] = []
    try:
        data = reach.folder.read(name, LARGEST_JSON)
        value = parse_object(data, repeated)
    except OSError as error:
        raise DpkitError(f"{plain(name)} could not be read: {(error.strerror or 'error').lower()}") from error
    except UnsafePathError as error:
        raise DpkitError(f"{plain(name)} could not be read: {error}") from error
    except JsonError as error:
        details = {"place": "the descriptor", "problem": f"{error}{yaml_aside(name)}"}
        log.add(Fault(check="descriptor-error", file=name, line=error.line, details=details))
        return Package()
    node = Node(value, "", log, name)
    node.repeated(repeated, data)
    return _package(node, reach)


def _package(node: Node, reach: Reach) -> Package:
    nodes = node.objects("resources")
    if not nodes and not node.log.counts:
        node.fault("resources", "a package needs an array of at least one resource")
    check_package(node)
    nodes, unread = _with_fewer_tables(nodes, node)
    resources = [_resource(each, index, reach) for index, each in enumerate(nodes)]
    note_clashes(resources, nodes)
    kept = _with_referred(_with_own_names(resources, nodes))
    roles = node.value.get("dpkit")
    if any(_cites(resource) for resource in resources) and not (isinstance(roles, dict) and roles.get("sources")):
        at = "dpkit.sources" if isinstance(roles, dict) else "dpkit"
        node.fault(at, "tables cite sources, but the package does not say which resource describes them")
    _check_profile(node, nodes)
    named = {resource.name: resource for _, resource in kept}
    known = {each.name: each for each in unread} | named
    for each, resource in kept:
        if resource.schema:
            check_references(each.within(resource.name), resource, resource.schema, known)
    return Package(
        name=node.text("name"),
        version=node.text("version"),
        resources=tuple(named.values()),
        roles=read_package_roles(node.object("dpkit"), known),
        raw=node.value,
    )


def _with_own_names(resources: list[Resource], nodes: list[Node]) -> list[tuple[Node, Resource]]:
    """Return the resources; what has the name of another is told, and called by its place while such are few."""
    first: dict[str, int] = {}
    found = []
    for index, resource in enumerate(resources):
        earlier = first.setdefault(resource.name, index)
        if earlier != index:
            nodes[index].fault("name", f"{show(resource.name)} is also the name of resources[{earlier}]")
        if earlier == index:
            found.append((nodes[index], resource))
        elif index - len(first) < NAMESAKES:
            found.append((nodes[index], replace(resource, name=f"resources[{index}]")))
    return found


def _with_referred(resources: list[tuple[Node, Resource]]) -> list[tuple[Node, Resource]]:
    """Return the resources; one to which a foreign key leads is a table, if its format may hold one."""
    referred = {
        key.resource
        for _, resource in resources
        for key in (resource.schema.foreign_keys if resource.schema else ())
        if key.package is None
    }
    return [
        (each, replace(resource, tabular=True))
        if resource.name in referred and not resource.tabular and resource.format in MAY_BE_TABLES
        else (each, resource)
        for each, resource in resources
    ]


def _with_fewer_tables(nodes: list[Node], node: Node) -> tuple[list[Node], list[Resource]]:
    """Return the resources that are looked at, and by name those behind the first of far too many tables."""
    tables = [index for index, each in enumerate(nodes) if _may_be_table(each)]
    if len(tables) <= MOST_TABLES:
        return nodes, []
    node.not_supported(
        "package", f"it has {len(tables):,} tables, of which the first {READ:,} were read, and no resource behind them"
    )
    end = tables[READ - 1] + 1
    return nodes[:end], [Resource(name=str(each.value.get("name"))) for each in nodes[end:]]


def _may_be_table(node: Node) -> bool:
    """Tell, soon, whether a resource may be one: of few, that are read, nothing else tells."""
    told = (node.value.get(name) for name in ("path", "url", "format", "mediatype"))
    return "schema" in node.value or _is_table(node) or any(TABULAR.search(str(each)) for each in told if each)


def _check_profile(node: Node, resources: list[Node]) -> None:
    """Note resources that are no tables although version 1's profile of the package says that all are."""
    if node.value.get("profile") == "tabular-data-package":
        for each in resources:
            if each.value.get("type") != "table" and each.value.get("profile") not in TABLES:
                found = each.value.get("profile")
                is_ = f"it is {show(found)}" if isinstance(found, str) else "it is missing"
                each.fault("profile", f"{is_}, expected tabular-data-resource in a tabular-data-package")


def _cites(resource: Resource) -> bool:
    return resource.schema is not None and resource.schema.roles.citation is not None


def _resource(node: Node, index: int, reach: Reach) -> Resource:
    name = node.text("name")
    if not name:
        if node.value.get("name", "") == "":
            node.fault("name", "a resource needs a name")
        name = f"resources[{index}]"
    node = node.within(name)
    check_resource(node)
    paths = _paths(node)
    schema = read_schema(referenced(node, "schema", reach))
    form = read_format(node, paths)
    written = referenced(node, "dialect", reach)
    dialect = read_dialect(written, form.kind)
    if schema is None and "schema" not in node.value and str(node.value.get("profile")) in TABLES:
        node.fault("schema", "a tabular-data-resource needs a schema")
    tabular = (schema is not None and not form.map) or form.tabular or _is_table(node)
    if tabular and form.mixed:
        node.advise("path", "some of its files are packed and others are not, or otherwise; each is read by its ending")
    return Resource(
        name=name,
        paths=paths,
        schema=with_null(schema, dialect.null) if schema else None,
        dialect=dialect,
        encoding=_encoding(node),
        bytes=node.whole("bytes"),
        hash=read_hash(node),
        tabular=tabular,
        readable=not (_is_vague(node) or (written is None and node.value.get("dialect") is not None)),
        format=form.kind,
        compression=form.compression,
        mixed=form.mixed,
        member=form.member,
        raw=node.value,
    )


def _encoding(node: Node) -> str:
    found = node.text("encoding", "utf-8")
    if found == "":
        node.fault("encoding", "it is empty, expected the name of an encoding; read as utf-8")
    return found or "utf-8"


def _paths(node: Node) -> tuple[str, ...]:
    """Return the paths of a resource that may be followed; version 0 of the standard said `url`."""
    name = "url" if "url" in node.value and "path" not in node.value else "path"
    found = node.texts(name)
    if "data" in node.value:
        _check_data(node)
    elif not found and node.value.get(name, []) == []:
        node.fault("path", "a resource needs a path or data")
    if len({is_url(path) for path in found}) > 1:
        node.fault(name, "it mixes URLs and paths, expected only URLs or only paths")
    return tuple(path for path in found if _safe(node, path))


def _check_data(node: Node) -> None:
    data = node.value["data"]
    if "path" in node.value:
        node.fault("", "a resource has either a path or data, not both")
    if not isinstance(data, dict | list | str):
        node.unexpected("data", data, "an array, an object or a string")
    elif isinstance(data, str) and _is_vague(node):
        aside = "; a file is named by path, not by data" if len(data.splitlines()) == 1 else ""
        node.fault("data", f"{show(data, 40)} is a string, which needs a format or a mediatype{aside}")


def _is_vague(node: Node) -> bool:
    """Tell whether data stand in the descriptor as a text, and nothing says how they are written down."""
    return isinstance(node.value.get("data"), str) and not {"format", "mediatype"} & node.value.keys()


def _is_table(node: Node) -> bool:
    return node.value.get("type") == "table" or str(node.value.get("profile")) in TABLES


def _safe(node: Node, path: str) -> bool:
    if (problem := unsafe_or_url(path)) is not None:
        path_fault(node, node.at("path"), path, problem)
    return problem is None
