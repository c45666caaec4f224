"""Generates a package of three tables: `sources`, `places`, `events`, and the documents that the events cite.

    python benchmarks/generate.py FOLDER --rows 1000 [--broken]

The same arguments give the same bytes. Quotes and dates are mixed as in the package of this project: one quote in ten
runs over a line end or stands beside a digit, three dates in ten are no plain days. FOLDER gets two descriptors,
`datapackage.json` and, without the `dpkit` property, `plain.json`.
"""

import argparse
import csv
import datetime as dt
import hashlib
import itertools
import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from faults import FAULTS
from schemas import COLUMNS, KINDS, descriptor

DOCUMENT_WORDS = 6_000
ROWS_PER_SOURCE, ROWS_PER_PLACE = 5_000, 200
SYLLABLES = [a + b for a in "bdgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "on")]
FIRST_DAY, DAYS = dt.date(1900, 1, 1), 44_000  # all events lie before 2021, all sources after


@dataclass
class Document:
    """A text and where its words stand."""

    text: str = ""
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))

    def passage(self, first: int, words: int) -> tuple[str, str]:
        """Return locator and quote of some words, white space folded as a person would type it."""
        start, end = self.starts[first], self.ends[min(first + words, len(self.starts)) - 1]
        return f"char={start},{end}", " ".join(self.text[start:end].split())


def write_document(random: Random, vocabulary: list[str]) -> Document:
    """Return a document of paragraphs; each is one line."""
    document, parts, position, number = Document(), [], 0, False
    for _ in range(DOCUMENT_WORDS):
        number = not number and random.random() < 0.03  # noqa: PLR2004 - one word in 33 is a number
        word = str(random.randint(1, 2020)) if number else random.choice(vocabulary)
        after = random.choices((" ", ", ", ". ", ".\n"), (85, 7, 7, 1))[0]
        document.starts.append(position)
        document.ends.append(position + len(word))
        parts.append(word + after)
        position += len(word) + len(after)
    document.text = "".join(parts)
    return document


def words(random: Random, count: int) -> list[str]:
    """Return made-up words of three or four syllables, of no language; one in twenty has a letter beyond ASCII."""
    made = ["".join(random.choices(SYLLABLES, k=random.randint(3, 4))) for _ in range(count)]
    made = ["nenine" if word == "nine" else word for word in made]  # no word of a language that dpkit reads
    return [word if number % 20 else f"{word}\u00e9" for number, word in enumerate(made)]


def date(random: Random, day: dt.date) -> str:
    """Return `day` as EDTF, mostly in full."""
    form = random.choices(("day", "month", "year", "doubt", "vague", "span"), (70, 20, 4, 2, 2, 2))[0]
    match form:
        case "month":
            return day.isoformat()[:7]
        case "year":
            return str(day.year)
        case "doubt":
            return f"{day}?"
        case "vague":
            return f"{day.year // 10}X"
        case "span":
            return f"{day}/{day + dt.timedelta(days=random.randint(1, 9))}"
    return day.isoformat()


@dataclass(frozen=True)
class Event:
    """What happened: the cells on which all who tell of it agree, and its first and last day."""

    cells: dict[str, str]
    begun: dt.date
    ended: dt.date


def happening(random: Random, number: int, places: int) -> Event:
    """Make up an event."""
    begun = FIRST_DAY + dt.timedelta(days=random.randrange(DAYS))
    cells = {
        "event_id": f"e{number}",
        "title": f"Event {number} in the chronicle",
        "place_id": f"p{number % places}",
        "kind": random.choice(KINDS),
        "distance": f"{random.random() * 5000:.2f}" if random.random() < 0.9 else "",  # noqa: PLR2004 - most are known
        "visitors": str(random.randint(1, 90_000)),
    }
    return Event(cells, begun, begun + dt.timedelta(days=random.randint(0, 20)))


def testimony(random: Random, told: Event, source: int, document: Document) -> dict[str, str]:
    """Return the row of `events` in which one source tells of an event."""
    locator, quote = document.passage(random.randrange(DOCUMENT_WORDS - 10), random.randint(3, 10))
    return told.cells | {
        "source_id": f"s{source}",
        "start": date(random, told.begun),
        "end": date(random, told.ended),
        "locator": locator,
        "quote": quote,
        "confidence": random.choice(("high", "high", "medium", "low")),
    }


def events(random: Random, rows: int, documents: list[Document], places: int) -> Iterator[dict[str, str]]:
    """Yield sound rows of `events`: of every event two sources tell."""
    for number in range(rows):
        which, second = divmod(number, 2)
        if not second:
            told = happening(random, which, places)
        source = (which + second) % len(documents)
        yield testimony(random, told, source, documents[source])


def spoil(rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Give every row one fault, of each kind in turn."""
    for number, (row, fault) in enumerate(zip(rows, itertools.cycle(FAULTS), strict=False)):
        yield row | fault(row, number)


def sources(documents: list[Document], folder: Path) -> Iterator[dict[str, str]]:
    """Write the documents and yield the rows of `sources`."""
    folder.mkdir()
    for number, document in enumerate(documents):
        data = document.text.encode()
        (folder / f"{number}.txt").write_bytes(data)
        published = f"{2021 + number % 4}-{number % 12 + 1:02d}"
        digest = hashlib.sha256(data).hexdigest()
        values = (f"s{number}", f"Document {number}", published, "ABCDEF"[number % 6], digest, f"{number}.txt")
        yield dict(zip(COLUMNS["sources"], values, strict=True))


def places(random: Random, count: int) -> Iterator[dict[str, str]]:
    """Yield the rows of `places`."""
    for number in range(count):
        where = f"{random.uniform(-90, 90):.4f}", f"{random.uniform(-180, 180):.4f}"
        values = (f"p{number}", f"Place {number}", ("settlement", "site")[number % 2], *where)
        yield dict(zip(COLUMNS["places"], values, strict=True))


def write_table(folder: Path, name: str, rows: Iterator[dict[str, str]]) -> None:
    """Write one CSV file."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[name], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def generate(folder: Path, rows: int, *, broken: bool = False) -> None:
    """Write the package.

    Args:
        folder: is made.
        rows: of `events`; every document is cited from 5,000 of them, every place stands in 200.
        broken: give every row a fault.
    """
    folder.mkdir(parents=True)
    random = Random(rows)
    vocabulary = words(random, 2_000)
    documents = [write_document(random, vocabulary) for _ in range(max(5, rows // ROWS_PER_SOURCE))]
    known = max(20, rows // ROWS_PER_PLACE)
    sound = events(random, rows, documents, known)
    write_table(folder, "sources", sources(documents, folder / "documents"))
    write_table(folder, "places", places(random, known))
    write_table(folder, "events", spoil(sound) if broken else sound)
    for name, with_dpkit in (("datapackage.json", True), ("plain.json", False)):
        (folder / name).write_text(json.dumps(descriptor(with_dpkit=with_dpkit), indent=1))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Generate a package to measure with.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--broken", action="store_true", help="give every row of events a fault")
    given = parser.parse_args()
    generate(given.folder, given.rows, broken=given.broken)


if __name__ == "__main__":
    main()
