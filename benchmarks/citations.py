"""Measures how long it takes to follow many citations into many documents.

    python benchmarks/citations.py                       # 1,000,000 citations, 10,000 documents of 200 kB: 2 GB of text
    python benchmarks/citations.py --documents 100       # 100 citations each, as always

The package is made in a temporary folder. Every hundredth quote is changed by a word, so that the whole document is
searched for it.
"""

import argparse
import csv
import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from generate import words
from spine import Command, Cost, run

CITATIONS, LENGTH, CHANGED = 100, 200_000, 100  #: of each document; its characters; one quote in so many is wrong
SOURCES = ("source_id", "sha256", "document")
FACTS = ("fact_id", "source_id", "locator", "quote", "confidence")
MOST_SECONDS = 60


def text(random: Random, vocabulary: list[str]) -> str:
    """Return a text of `LENGTH` characters or a few less."""
    found = " ".join(random.choices(vocabulary, k=LENGTH // 6))[:LENGTH]
    return found[: found.rindex(" ")] + ".\n"


def cited(random: Random, document: str, number: int) -> tuple[str, str]:
    """Return locator and quote of a passage; of some, the quote is another."""
    start = document.index(" ", random.randrange(len(document) - 300)) + 1
    end = document.index(" ", start + random.randint(20, 80))
    quote = document[start:end]
    return f"char={start},{end}", quote if number % CHANGED else quote.replace(" ", " quite ", 1)


def generate(folder: Path, documents: int) -> None:
    """Write the package."""
    (folder / "documents").mkdir(parents=True)
    random = Random(documents)
    vocabulary = words(random, 2_000)
    rows = [list[tuple[str, ...]](), list[tuple[str, ...]]()]
    for number in range(documents):
        document = text(random, vocabulary)
        data = document.encode()
        (folder / "documents" / f"{number}.txt").write_bytes(data)
        rows[0].append((f"s{number}", hashlib.sha256(data).hexdigest(), f"{number}.txt"))
        for each in range(CITATIONS):
            fact = number * CITATIONS + each
            rows[1].append((f"f{fact}", f"s{number}", *cited(random, document, fact), "high"))
    random.shuffle(rows[1])
    for name, columns, cells in (("sources", SOURCES, rows[0]), ("facts", FACTS, rows[1])):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([columns, *cells])
    (folder / "datapackage.json").write_text(json.dumps(descriptor()), encoding="utf-8")


def descriptor() -> dict[str, object]:
    """Return the descriptor."""
    roles = {
        "sources": {"source": {"id": "source_id", "sha256": "sha256", "document": "document"}},
        "facts": {"citation": {"source": "source_id"} | {name: name for name in FACTS[2:]}},
    }
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": {"fields": [{"name": each} for each in columns], "dpkit": role}}
        for (name, role), columns in zip(roles.items(), (SOURCES, FACTS), strict=True)
    ]
    return {"name": "citations", "resources": resources, "dpkit": {"sources": "sources", "documents": ["documents"]}}


def measured(documents: int) -> Iterator[str]:
    """Make the package, validate it, and yield what it took."""
    with tempfile.TemporaryDirectory(prefix="dpkit-benchmark-") as temporary:
        folder, cost = Path(temporary) / "package", Cost()
        generate(folder, documents)
        run(Command("citations", ("-m", "dpkit", "validate", "--no-cache"), folder, exit_code=1), cost)
    yield "| citations | documents | s | MB | target |\n|---|---|---|---|---|"
    met = "met" if cost.seconds <= MOST_SECONDS else "MISSED"
    numbers = f"{documents * CITATIONS:,} | {documents:,} | {cost.seconds:.1f} | {cost.memory:.0f}"
    yield f"| {numbers} | at most {MOST_SECONDS} s: {met} |"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the following of citations.")
    parser.add_argument("--documents", type=int, default=10_000)
    print(*measured(parser.parse_args().documents), sep="\n")


if __name__ == "__main__":
    main()
