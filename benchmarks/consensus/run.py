"""Measures the consensus on sets of claims with known truth: precision, contradictions found, time.

    python benchmarks/consensus/run.py SET...     # folders with claims.csv and truth.csv

See README.md beside this file. The sets are not part of the project.
"""

import argparse
import csv
import json
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from dpkit.api.ruling import contradictions
from dpkit.claims.consensus import decide
from dpkit.model.consensus import Decision, Key, Method, Vote

ROWS = 100_000
RIGHT = 0.75  #: the share of made-up claims that are right
FIELDS = ("object", "attribute", "source", "value", "locator", "confidence")


def claims(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the claims of a set; one without a source has itself as one."""
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if row["value"]:
                yield {**row, "source": row.get("source") or f"row {number}"}


def truth(folder: Path) -> dict[tuple[str, str], str]:
    """Return what is true: object, attribute -> value."""
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {(row["object"], row["attribute"]): row["value"] for row in csv.DictReader(file)}


def vote(row: Mapping[str, str]) -> Vote:
    """Return a claim as a vote."""
    attribute, value, source = row["attribute"], row["value"], row["source"]
    return Vote(("claims", attribute, (row["object"],)), attribute, source, value, value, value, source)


def precision(decisions: Mapping[Key, Decision], known: Mapping[tuple[str, str], str]) -> tuple[float, float, int]:
    """Return precision over all items (a tie of k values, one of them true, counts 1/k), over those decided, and ties.

    An item of which nothing is claimed counts as wrong.
    """
    right = sure = 0.0
    ties = decided = 0
    for (name, attribute), value in known.items():
        found = decisions.get(("claims", attribute, (name,)))
        if found is not None:
            first = [side.value for side in found.sides[: found.leading]]
            right += (value in first) / len(first)
            ties += found.leading > 1
            decided += found.leading == 1
            sure += found.leading == 1 and value in first
    return right / len(known), sure / max(decided, 1), ties


def scanned(rows: list[dict[str, str]]) -> int:
    """Return the number of contradictions that `dpkit contradictions` finds in a package of these claims."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with (root / "claims.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FIELDS, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, "locator": "line=1", "confidence": "high"} for row in rows)
        citation = {"source": "source", "locator": "locator", "confidence": "confidence"}
        fields = [{"name": each} | ({"dpkit": {"claim": "value"}} if each == "value" else {}) for each in FIELDS]
        schema = {"fields": fields, "dpkit": {"subject": ["object", "attribute"], "citation": citation}}
        tables = [{"name": "claims", "path": "claims.csv", "schema": schema}]
        (root / "datapackage.json").write_text(json.dumps({"name": "set", "resources": tables, "dpkit": {}}))
        return len(contradictions(root))


def measure(folder: Path) -> None:
    """Print what is measured on one set."""
    rows, known = list(claims(folder)), truth(folder)
    votes = [vote(row) for row in rows]
    print(
        f"{folder.name}: {len(rows):,} claims, {len({each.source for each in votes}):,} sources, {len(known):,} truths"
    )
    start = time.perf_counter()
    found = scanned(rows)
    print(f"  contradicted: {found:,} of {len({each.key for each in votes}):,} ({time.perf_counter() - start:.1f} s)")
    print(f"  {'method':10}{'precision':>10}{'decided':>10}{'ties':>8}{'seconds':>9}")
    for name, method, copies in (*((each.value, each, False) for each in Method), ("copies", Method.ACCU, True)):
        start = time.perf_counter()
        decisions = decide(votes, method, copies=copies)
        seconds = time.perf_counter() - start
        every, sure, ties = precision(decisions, known)
        print(f"  {name:10}{every:10.4f}{sure:10.4f}{ties:8,}{seconds:9.2f}")


def speed(number: int) -> None:
    """Print how long the vote on many claims takes."""
    chance = random.Random(1)
    rows = [
        {
            "object": f"o{chance.randrange(number // 5)}",
            "attribute": f"a{chance.randrange(5)}",
            "source": f"s{int(chance.paretovariate(0.7)) % 500}",
            "value": "right" if chance.random() < RIGHT else f"wrong {chance.randrange(4)}",
        }
        for _ in range(number)
    ]
    votes = [vote(row) for row in rows]
    start = time.perf_counter()
    decide(votes)
    print(f"{number:,} claims: {time.perf_counter() - start:.2f} s")


def main() -> None:
    """Measure the sets named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET", help="folder with claims.csv and truth.csv")
    parser.add_argument("--made-up", type=int, default=ROWS, metavar="N", help="claims to measure the time on")
    arguments = parser.parse_args()
    for folder in arguments.sets:
        measure(folder)
    speed(arguments.made_up)


if __name__ == "__main__":
    main()
