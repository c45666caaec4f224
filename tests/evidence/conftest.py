"""What the tests of evidence share: packages of citations, and what dpkit found when it followed them."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from dpkit.api.session import look_at
from dpkit.tables.sql import sql

HEADS = ("fact_id", "source_id", "locator", "quote", "context_locator", "context_quote", "confidence")
ROLES = {each: each for each in HEADS[2:]} | {"source": "source_id"}


@dataclass(frozen=True)
class Found:
    """What following the citations of a package led to."""

    counts: dict[str, int]  #: verdict -> number of passages
    faults: list[tuple[int, str, str, str]]  #: row from 0, part, verdict, detail


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as CSV."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([heads, *rows])
    return out.getvalue()


def package(documents: Sequence[bytes | None], citations: Sequence[Sequence[str]]) -> dict[str, str | bytes]:
    """Return a package with the sources `s0`, `s1`, ... and one fact for each citation.

    Args:
        documents: the bytes behind each source; None for one without a sha256.
        citations: source, locator and quote, perhaps locator and quote of the context.
    """
    digests = [sha256(each).hexdigest() if each is not None else "" for each in documents]
    facts = [[f"f{n}", *cited, *[""] * (5 - len(cited)), "high"] for n, cited in enumerate(citations)]
    source = {"id": "source_id", "sha256": "sha256", "document": "document"}
    schemas = {
        "sources": {"fields": [{"name": each} for each in source.values()], "dpkit": {"source": source}},
        "facts": {"fields": [{"name": each} for each in HEADS], "dpkit": {"citation": ROLES}},
    }
    resources = [{"name": each, "path": f"{each}.csv", "schema": schema} for each, schema in schemas.items()]
    rows = [(f"s{n}", digest, f"{n}.txt") for n, digest in enumerate(digests)]
    return {
        "datapackage.json": json.dumps({"resources": resources, "dpkit": {"sources": "sources"}}),
        "sources.csv": table(("source_id", "sha256", "document"), rows),
        "facts.csv": table(HEADS, facts),
        **{f"documents/{n}.txt": each for n, each in enumerate(documents) if each is not None},
    }


@pytest.fixture(scope="session")
def packaged() -> Callable[..., dict[str, str | bytes]]:
    """Return the function `package`."""
    return package


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Found]:
    """Return a function that writes a package like `package` and follows its citations; `held` keeps the documents."""
    root = tmp_path_factory.mktemp("followed")

    def followed(documents: Sequence[bytes | None], citations: Sequence[Sequence[str]], *, held: bool = True) -> Found:
        for path in (root / "documents").glob("*"):
            path.unlink()
        for name, content in package(documents, citations).items():
            if held or not name.startswith("documents/"):
                path = root / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return found(root)

    return followed


def found(root: Path) -> Found:
    """Return what following the citations of a package leads to."""
    with look_at(root) as session:
        assert not session.log.kept
        relation = session.tables["facts"].derived.get("evidence")
        rows = session.engine.run(sql("SELECT * FROM {}", relation)) if relation else []
        return Found({verdict.value: count for verdict, count in session.citations.items()}, sorted(rows))
