"""The ways in which a row of `events` is broken: each gives the cells that are to be replaced."""

from collections.abc import Callable

Row = dict[str, str]


def changed_quote(row: Row, number: int) -> Row:
    """One word is another: the quote stands nowhere."""
    del number
    head, _, tail = row["quote"].partition(" ")
    return {"quote": f"{head} quite {tail}"}


def moved(row: Row, number: int) -> Row:
    """The locator names another passage of the document."""
    shift = number % 900 + 100
    start, end = (int(each) + shift for each in row["locator"][5:].split(","))
    return {"locator": f"char={start},{end}"}


def cut(row: Row, number: int) -> Row:
    """The quote ends inside a word."""
    del number
    start, end = row["locator"][5:].split(",")
    return {"locator": f"char={start},{int(end) - 1}", "quote": row["quote"][:-1]}


FAULTS: tuple[Callable[[Row, int], Row], ...] = (
    lambda _, number: {"kind": f"kind {number % 1000}"},
    lambda _, number: {"start": f"{number % 28 + 1} May {1900 + number % 120}"},
    lambda _, number: {"end": f"1950-02-{30 + number % 60}"},
    lambda row, _: {"start": row["end"][:4] + "-12-31", "end": str(int(row["end"][:3]) - 1) + "0"},
    lambda _, number: {"start": f"{2030 + number % 60}-01-01", "end": ""},
    lambda row, _: {"distance": (row["distance"] or "20") + " km"},
    lambda row, _: {"distance": "-" + (row["distance"] or "20")},
    lambda row, _: {"visitors": row["visitors"] + ".5"},
    lambda _, number: {"visitors": str(100_001 + number)},
    lambda _, number: {"place_id": f"unknown {number % 5000}"},
    lambda _, number: {"source_id": f"unknown {number % 5000}"},
    lambda _, number: {"event_id": f"E {number}"},
    lambda _, number: {"event_id": f"twice {number // 48}", "source_id": "s0"},
    lambda *_: {"title": ""},
    lambda row, _: {"title": row["title"] * 3},
    lambda *_: {"confidence": ""},
    lambda *_: {"confidence": "certain"},
    lambda *_: {"quote": ""},
    lambda row, _: {"quote": " ".join([row["quote"]] * 6)},
    lambda _, number: {"locator": f"page {number % 300}"},
    lambda _, number: {"locator": f"char={10_000_000 + number},{10_000_040 + number}"},
    changed_quote,
    moved,
    cut,
)
