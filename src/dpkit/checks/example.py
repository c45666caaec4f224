"""Small packages, written briefly: the examples in the files of the checks.

They are made when somebody looks at them, so that running a check does not pay for its documentation.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from hashlib import sha256
from typing import Any, ParamSpec

from dpkit.checks.check import Example
from dpkit.model.release import quote_digest

TEXT = "In July 1923 she was in Omsk with 20 000 others.\n"
CITATION = {"source": "source_id", "locator": "locator", "quote": "quote", "confidence": "confidence"}
SOURCE = {"id": "source_id", "published": "published", "sha256": "sha256", "document": "document"}
FACT = ["fact_id", "source_id", "locator", "quote", "context_locator", "context_quote", "confidence"]

P = ParamSpec("P")


class Later(Mapping[str, str | bytes]):
    """An example that is made when it is first looked at."""

    def __init__(self, make: Callable[[], Example]) -> None:
        self._make = make

    @cached_property
    def _files(self) -> Example:
        return self._make()

    def __getitem__(self, name: str) -> str | bytes:
        """Return the content of a file."""
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the files."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._files)


def later(make: Callable[P, Example]) -> Callable[P, Example]:
    """Make a function that returns an example put its work off."""

    @wraps(make)
    def put_off(*args: P.args, **kwargs: P.kwargs) -> Example:
        return Later(lambda: make(*args, **kwargs))

    return put_off


@later
def package(dpkit: dict[str, Any] | None = None, **tables: tuple[str, dict[str, Any] | list[str]]) -> Example:
    """Return a package of tables: each its CSV, and its Table Schema or just the names of its (text) fields."""
    resources = []
    for name, (_, schema) in tables.items():
        whole = {"fields": [{"name": each} for each in schema]} if isinstance(schema, list) else schema
        resources.append({"name": name, "path": f"{name}.csv", "schema": whole})
    descriptor = {"name": "example", "resources": resources} | ({"dpkit": dpkit} if dpkit else {})
    files: dict[str, str | bytes] = {"datapackage.json": json.dumps(descriptor, indent=1)}
    return files | {f"{name}.csv": cells for name, (cells, _) in tables.items()}


@later
def changed(example: Example, resource: int = 0, **properties: Any) -> Example:
    """Return `example` with other properties of one of its resources."""
    descriptor = json.loads(example["datapackage.json"])
    descriptor["resources"][resource] |= properties
    return {**example, "datapackage.json": json.dumps(descriptor, indent=1)}


@later
def overlaid(example: Example, files: Example) -> Example:
    """Return `example` with other or further files."""
    return {**example, **files}


@later
def continued(example: Example, name: str, more: str) -> Example:
    """Return `example` with `more` at the end of one of its files."""
    return {**example, name: str(example[name]) + more}


@later
def digested(example: Example, digest: str) -> Example:
    """Return what `cited` returns with something else in place of the sha256 of the letter."""
    sources = str(example["sources.csv"]).replace(sha256(TEXT.encode()).hexdigest(), digest)
    return {**example, "sources.csv": sources}


@later
def cited(
    text: str | bytes = TEXT,
    published: str = "1930",
    file: str = "documents/letter.txt",
    recorded: str | bytes = TEXT,
    excluded: str | None = None,
    as_written: Sequence[str] = (),
    **row: str,
) -> Example:
    """Return a package with one source, a letter, and one fact that cites it.

    Args:
        text: what the document holds.
        published: when the source appeared.
        file: where the document lies; empty if it is not there.
        recorded: the text of which the source records the sha256.
        excluded: the locator of what is left out of the letter; the table of sources is that of exclusions, too, then.
        as_written: fields of the fact that repeat the words of the letter.
        row: cells of the fact, in place of sound ones; a date that comes without a quote is kept as written, too.
    """
    row |= {"date_as_written": row["date"]} if "date" in row and "quote" not in row else {}
    fact = {"fact_id": "f1", "source_id": "letter", "locator": "char=8,12", "quote": "1923", "confidence": "high"} | row
    names = [*FACT, *(name for name in row if name not in FACT)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, [fact.get(name, "") for name in names]])
    digest = sha256(recorded if isinstance(recorded, bytes) else recorded.encode()).hexdigest()
    context = {"context_locator": "context_locator", "context_quote": "context_quote"}
    dates = {"claim": "date"}
    fields = [{"name": name} | ({"dpkit": dates} if name == "date" else {}) for name in names]
    context |= {"basis": "basis"} if "basis" in row else {}
    roles: dict[str, Any] = {"citation": CITATION | context} | ({"as_written": as_written} if as_written else {})
    facts = {"fields": fields, "primaryKey": ["fact_id"], "dpkit": roles}
    letter = {"source_id": "letter", "published": published, "sha256": digest, "document": "letter.txt"}
    roles = {"source": SOURCE}
    if excluded is not None:
        letter["left_out"] = f'"{excluded}"'
        roles["exclusion"] = {"source": "source_id", "locator": "left_out"}
    sources = {"fields": [{"name": each} for each in letter], "primaryKey": ["source_id"], "dpkit": roles}
    described = f"{','.join(letter)}\n{','.join(letter.values())}\n"
    tables = {"sources": "sources"} | ({} if excluded is None else {"exclusions": "sources"})
    files = package(tables, sources=(described, sources), facts=(out.getvalue(), facts))
    return {**files, **({file: text} if file else {})}


@later
def recorded(example: Example, locator: str = "char=8,12", quote: str = "1923") -> Example:
    """Return what `cited` returns with the record of a release in which its fact was cited as told."""
    release = {"dpkit": "0.1.0", "package": {"name": "example", "version": "1.0.0", "commit": "", "date": ""}}
    head = json.dumps(release | {"documents": {"letter": sha256(TEXT.encode()).hexdigest()}}, indent=2)
    cells = ["facts", "f1", "citation", "letter", locator, quote_digest(quote), "verified"]
    record = f'{head.removesuffix("}").rstrip()},\n  "citations": [\n    {json.dumps(cells)}\n  ]\n}}\n'
    return {**example, "releases/1.0.0.json": record}


@later
def claimed(*rows: str, rulings: str = "") -> Example:
    """Return a package with a table of visits and the sources that they cite.

    Args:
        rows: CSV records of the visits, `visit_id,source_id,start,km,place,name`.
        rulings: CSV records of rulings, `subject,field,fingerprint,ruling,preferred_source,reason`.
    """
    named = sorted({row.split(",")[1] for row in rows})
    sources = "source_id,published,sha256,document\n" + "".join(f"{source},2024,,\n" for source in named)
    source_schema = {"fields": [{"name": each} for each in SOURCE.values()], "dpkit": {"source": SOURCE}}
    kinds = {"start": "date", "km": "quantity", "place": "value", "name": "label"}
    names = ("row_id", "visit_id", "source_id", *kinds, "locator", "confidence")
    fields = [{"name": name} | ({"dpkit": {"claim": kinds[name]}} if name in kinds else {}) for name in names]
    citation = {key: CITATION[key] for key in ("source", "locator", "confidence")}
    visits = {"fields": fields, "primaryKey": ["row_id"], "dpkit": {"subject": ["visit_id"], "citation": citation}}
    records = "".join(f"{number},{row},page=1,high\n" for number, row in enumerate(rows, 1))
    ruling = ("resource", "subject", "field", "fingerprint", "ruling", "preferred_source", "reason")
    ruling_schema = {
        "fields": [{"name": each} for each in ruling],
        "dpkit": {"ruling": {each: each for each in ruling}},
    }
    return package(
        {"sources": "sources", "rulings": "rulings"},
        sources=(sources, source_schema),
        visits=(",".join(names) + "\n" + records, visits),
        rulings=(",".join(ruling) + "\n" + rulings, ruling_schema),
    )
