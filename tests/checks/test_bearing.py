"""Whether the passages of a row bear what it claims: dates and numbers, in digits and in words."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws import examples

import dpkit
from dpkit.claims import confusables, doubts, twins
from dpkit.claims.amounts import amounts
from dpkit.claims.dates import dates

Write = Callable[..., Path]
Found = list[tuple[str, str, str]]

CHECKS = ("value-not-in-quote", "precision-invented", "calendar-mismatch", "ambiguous-day-month")
NAMES = (
    "row_id", "source_id", "locator", "quote", "context_locator", "context_quote", "basis", "confidence",
    "date", "number", "date_as_written", "remark",
)  # fmt: skip
CLAIMS: dict[str, Any] = {"date": {"claim": "date"}, "number": {"claim": "quantity"}}
PARTS = ("locator", "quote", "context_locator", "context_quote", "basis", "confidence")


def package(rows: list[dict[str, str]], published: str = "", sha256: str = "ab" * 32) -> dict[str, str]:
    """Return the files of a package whose facts have these cells; the document of their source is not at hand."""
    fields = [
        {"name": name, "type": "number" if name == "number" else "string"}
        | ({"dpkit": CLAIMS[name]} if name in CLAIMS else {})
        for name in NAMES
    ]
    citation = {"source": "source_id"} | {part: part for part in PARTS}
    source = {"id": "source_id", "published": "published", "sha256": "sha256"}
    sources = {"fields": [{"name": name} for name in source.values()], "dpkit": {"source": source}}
    resources = [
        {"name": "sources", "path": "sources.csv", "schema": sources},
        {"name": "facts", "path": "facts.csv", "schema": {"fields": fields, "dpkit": {"citation": citation}}},
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, NAMES, lineterminator="\n", restval="")
    writer.writeheader()
    for number, row in enumerate(rows):
        writer.writerow({"row_id": number, "source_id": "s", "locator": "page=1", "confidence": "high"} | row)
    descriptor = {"resources": resources, "dpkit": {"sources": "sources"}}
    return {
        "datapackage.json": json.dumps(descriptor),
        "sources.csv": f"source_id,published,sha256\ns,{published},{sha256}\n",
        "facts.csv": out.getvalue(),
    }


def judged(path: Path) -> Found:
    """Return what the checks find: name, value, message."""
    return [each for found in by_row(path).values() for each in found]


def by_row(path: Path) -> dict[int, Found]:
    """Return what the checks find, by the number of the row, from 0."""
    report = dpkit.open(path).validate(select=CHECKS, first=None)
    assert report.skipped == ()
    rows: dict[int, Found] = {}
    for each in (finding for tally in report.tallies for finding in tally.findings):
        rows.setdefault((each.row or 0) - 1, []).append((each.check, each.value or "", each.message))
    return rows


FoundIn = Callable[[dict[str, str]], Found]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> FoundIn:
    """Return a function that tells what was found in a row of the tables below, which are judged in one go."""
    folder = tmp_path_factory.mktemp("rows")
    for name, content in package(ROWS).items():
        (folder / name).write_text(content, encoding="utf-8")
    rows = by_row(folder)
    return lambda row: rows.get(ROWS.index(row), [])


@pytest.fixture
def find(write: Write) -> Callable[..., Found]:
    """Return a function that judges one row."""

    def find(published: str = "", **row: str) -> Found:
        return judged(write(package([row], published)))

    return find


BORNE: tuple[tuple[str, str], ...] = (
    ("2001-08-04", "on August 4, 2001"),
    ("2001-08-04", "on the fourth of August 2001"),
    ("2001-08-21", "on August the twenty-first, 2001"),
    ("2001-08-04", "on 04.08.2001"),
    ("2001-08-04", "on 04/08/01"),
    ("2001-08-04", "on 2001-08-04 at noon"),
    ("2001-08-04", "stamped 20010804"),
    ("2001-08-04", "am 4. August 2001"),
    ("2001-08-01", "le 1er août 2001"),
    ("2001-08-04", "el 4 de agosto de 2001"),
    ("2001-08-04", "4 августа 2001 года"),
    ("2001-02", "in Feb. 2001"),
    ("2001-07-26", "July 26-August 18, 2001"),
    ("2001-08-18", "July 26-August 18, 2001"),
    ("2001-08-18", "between July 26 and August 18 2001"),
    ("2001-07-26/2001-08-18", "July 26-August 18, 2001"),
    ("2001-08-04/2001-08-05", "from August 4 to 5, 2001"),
    ("../2001-08-04", "until August 4, 2001"),
    ("2001-08-04?", "probably on August 4, 2001"),
    ("2001-08-XX", "in August 2001"),
    ("198X", "in the 1980s"),
    ("1987", "in '87"),
    ("1945", "the war of 1941-45"),
    ("19XX", "in the 20th century"),
    ("1651/1700", "in the latter half of the 17th century"),
    ("1984", "the book called nineteen eighty-four by him"),
    ("2022-02", "Issued in February Juche 111"),
    ("2022-08-05", "«05» августа 111 года чучхе"),
    ("2001-08-01/2001-08-10", "in early August 2001"),
    ("2002-08-04", "on August 4 of the following year"),
    ("2001-12-25", "on Christmas Day in 2001"),
    ("-0044-03-15", "on the Ides of March in 44 BC"),
    ("2001-08-04", "4 sierpnia roku 2001"),
    ("0988", "in the year 988"),
)


def dated(date: str, quote: str) -> dict[str, str]:
    """Return a row that claims a date, with a remark that settles its reading."""
    return {"date": date, "quote": quote, "remark": "the day stands first"}


@pytest.mark.parametrize(("date", "quote"), BORNE)
def test_a_date_that_the_quote_bears(found: FoundIn, date: str, quote: str) -> None:
    assert found(dated(date, quote)) == []


NOT_BORNE: tuple[tuple[str, str, str], ...] = (
    ("2002-08-04", "on August 4, 2001", "no year 2002"),
    ("2001-09-04", "on August 4, 2001", "no September"),
    ("2001-08-14", "on August 4, 2001", "no day 14"),
    ("2002-09-14", "on August 4, 2001", "no year 2002, no September and no day 14"),
    ("2001-08-20", "travelled 20 000 km until August 18, 2001", "no day 20"),
    ("2001-08-01", "the first of the visits began on August 4, 2001", "no day 1"),
    ("2001-08-06", "from August 4 to 5, 2001", "no day 6"),
    ("2001-08-04/2001-08-06", "from August 4 to 5, 2001", "no day 6"),
    ("197X", "in the 1980s", "no year 197X"),
    ("18XX", "in the 20th century", "no year 18XX"),
    ("1984", "in the 1980s", "no year 1984"),
    ("1923", "1924", "no year 1923"),
    ("2001-09", "в августе 2001 года", "no September"),
    ("2001-09-04", "04/08/2001", "no September"),
)


@pytest.mark.parametrize(("date", "quote", "lack"), NOT_BORNE)
def test_a_date_of_which_something_stands_nowhere(found: FoundIn, date: str, quote: str, lack: str) -> None:
    message = f"date is '{date}', but its passage '{quote}' has {lack}"
    assert found(dated(date, quote)) == [("value-not-in-quote", date, message)]


INVENTED: tuple[tuple[str, str, str], ...] = (
    ("2001-08-01", "in August 2001", "no day"),
    ("2001-08-01", "on a visit in August 2001", "no day"),
    ("2001-08-01", "the first meeting in August 2001", "no day"),
    ("2001-08", "in the year 2001", "no month"),
    ("2001-08-01", "in the year 2001", "no month and no day"),
    ("1923-07", "1923", "no month"),
)


@pytest.mark.parametrize(("date", "quote", "lack"), INVENTED)
def test_a_date_more_precise_than_the_quote(found: FoundIn, date: str, quote: str, lack: str) -> None:
    message = f"date is '{date}', but its passage '{quote}' names {lack}"
    assert found(dated(date, quote)) == [("precision-invented", date, message)]


NUMBERS: tuple[tuple[str, str], ...] = (
    ("20000", "a distance of 20 000km"),
    ("20000", "a distance of 20,000 kilometres"),
    ("20000", "a distance of 20\u00a0000 kilometres"),
    ("20000", "twenty thousand of them"),
    ("1234567.5", "a total of 1,234,567.5 tons"),
    ("2.5", "a length of 2,5 m"),
    ("30000000000", "a total of 30 billion people"),
    ("1500000", "seen by 1.5 million people"),
    ("23", "it was twenty-three years ago"),
    ("205", "two hundred and five of the guests"),
    ("24", "two dozen of the guests"),
    ("80", "on the 80th birthday"),
    ("3", "for the third time"),
    ("2", "they met twice"),
    ("2", "he visited the country again"),
    ("1", "he gave a sword to the museum"),
    ("14", "Chapter XIV of the book"),
    ("20", "on August 20 150 guests came to the house"),
    ("150", "on August 20 150 guests came to the house"),
    ("50", "half a century of it"),
    ("-20", "at a frost of 20 degrees"),
    ("2", "trois visites à Moscou"),
    ("7", "семь встреч из десяти"),
)


@pytest.mark.parametrize(("number", "quote"), NUMBERS)
def test_a_number_that_the_quote_bears(found: FoundIn, number: str, quote: str) -> None:
    assert found({"number": number, "quote": quote}) == []


OTHER_NUMBERS: tuple[tuple[str, str], ...] = (
    ("30000", "a distance of 20 000km"),
    ("20", "a distance of 20 000km"),
    ("2", "for the third time"),
    ("1", "for a third time"),
    ("24", "it was twenty-three years ago"),
    ("3", "they met with the president"),
    ("2850", "trajet de 2 950 km dans le pays"),
)


@pytest.mark.parametrize(("number", "quote"), OTHER_NUMBERS)
def test_a_number_that_stands_nowhere(found: FoundIn, number: str, quote: str) -> None:
    message = f"number is '{number}', but its passage '{quote}' has no number {int(number):,}"
    assert found({"number": number, "quote": quote}) == [("value-not-in-quote", number, message)]


def test_context_source_and_what_is_written_bear_it_too(find: Callable[..., Found]) -> None:
    quote = "he came with the others on the 4th"
    assert len(find(date="2001-08-04", quote=quote)) == 1
    assert find(date="2001-08-04", quote=quote, context_quote="Visit of August 2001") == []
    assert find(date="2001-08-04", quote=quote, date_as_written="August 4, 2001") == []
    assert find(published="2001-08-06", date="2001-08-04", quote=quote) == []
    assert len(find(published="2001-09-06", date="2001-08-04", quote=quote)) == 1


def test_what_is_inferred_or_has_no_quote_or_no_known_language_is_left_alone(find: Callable[..., Found]) -> None:
    assert find(date="2002", quote="in the year 2001", basis="inferred") == []
    assert find(date="2002", quote="") == []
    assert find(date="2002", quote="roku 2001", number="7") == []


def test_a_quote_from_a_document_that_nobody_may_hold_is_left_alone(write: Write) -> None:
    row = {"date": "2002", "quote": "in the year 2001"}
    assert judged(write(package([row], sha256=""))) == []


def test_a_slip_is_one_finding(find: Callable[..., Found]) -> None:
    assert len(find(date="2002-09-05", quote="on the visit of 2001")) == 1


UNFIT: tuple[tuple[str, str, str], ...] = (
    ("2001", "in Juche 80, a year of the struggle", "Juche 80 is 1991"),
    ("2001-08-04", "on Sunday, August 4, 2001", "4 August 2001 was a Saturday, not a Sunday"),
    ("2001-08-04", "on August 4, 2001 (Sunday)", "4 August 2001 was a Saturday, not a Sunday"),
    ("2001-08-04", "on Friday the 4th of August 2001", "4 August 2001 was a Saturday, not a Friday"),
    ("2001-08-04", "am Sonntag, den 4. August 2001", "4 August 2001 was a Saturday, not a Sunday"),
    ("2001-08-04", "в воскресенье 4 августа 2001 года", ""),
    ("2001-08-04/2001-08-06", "from Sunday, August 4 to Monday, August 6, 2001", "4 August 2001 was a Saturday"),
)
FIT: tuple[tuple[str, str], ...] = (
    ("2001-08-04", "on Saturday, August 4, 2001"),
    ("2001-08-06", "met on Saturday, August 4, and again on August 6, 2001"),
    ("2001-08-04", "on August 4, 2001, and the Sunday after it"),
    ("2001-08-04", "the Bloody Sunday film was shown on August 4, 2001"),
    ("1905-01-09", "on Sunday, January 9, 1905"),
    ("2001-08-04", "in Juche 90, on August 4"),
    ("2001-08-04", "Juche 80, that is August 4, 2001"),
)
ROWS = [dated(date, quote) for date, quote, *_ in (*BORNE, *NOT_BORNE, *INVENTED, *UNFIT, *FIT)]
ROWS += [{"number": number, "quote": quote} for number, quote in (*NUMBERS, *OTHER_NUMBERS)]


@pytest.mark.parametrize(("date", "quote", "detail"), UNFIT)
def test_a_date_that_fits_no_calendar(found: FoundIn, date: str, quote: str, detail: str) -> None:
    ((check, value, message),) = found(dated(date, quote))
    assert (check, value) == ("calendar-mismatch", date)
    assert message.startswith(f"date is '{date}', but {detail}")


@pytest.mark.parametrize(("date", "quote"), FIT)
def test_a_date_that_fits_its_calendar(found: FoundIn, date: str, quote: str) -> None:
    assert found(dated(date, quote)) == []


@pytest.mark.parametrize("quote", ["on 04/08/2001", "on 4/8/01.", "(8/4/2001)"])
def test_a_day_that_can_be_read_in_two_ways(find: Callable[..., Found], quote: str) -> None:
    assert [check for check, *_ in find(date="2001-08-04", quote=quote)] == ["ambiguous-day-month"]
    assert find(date="2001-08-04", quote=quote, remark="day first") == []
    assert find(date="2001", quote=quote) == []
    written = find(date="2001-08-04", quote="on that day", date_as_written="04/08/2001")
    assert [(check, value) for check, value, _ in written] == [("ambiguous-day-month", "04/08/2001")]


@pytest.mark.parametrize("quote", ["on 04/04/2001", "on 14/08/2001", "on 4.8.2001", "pages 4/8/4/2001", "on 04/08"])
def test_a_day_that_can_be_read_in_one_way(find: Callable[..., Found], quote: str) -> None:
    found = find(date="2001-04-04", quote=quote)
    assert "ambiguous-day-month" not in [check for check, *_ in found]


def test_ambiguous_quote_and_cell_are_one_finding(find: Callable[..., Found]) -> None:
    found = find(date="2001-08-04", quote="on 04/08/2001", date_as_written="04/08/2001")
    assert [check for check, *_ in found] == ["ambiguous-day-month"]


def test_large_tables_are_judged_like_small_ones(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(package(ROWS))
    small = by_row(path)
    monkeypatch.setattr(doubts, "MANY", 0)
    assert by_row(path) == small
    assert len(small) > 30


def test_a_large_table_is_skipped_aloud_where_too_much_would_have_to_be_read(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubts, "MANY", 0)
    monkeypatch.setattr(doubts, "MOST_READ", 1)
    path = write(package([{"date": "2001", "quote": "in the year 2002"}] * 2))
    report = dpkit.open(path).validate(select=CHECKS)
    assert report.tallies == ()
    assert {each.check for each in report.skipped} == {*CHECKS} - {"ambiguous-day-month"}


MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
DAYS = st.dates()
PHRASES = st.sampled_from(["on {} the guests came", "{}", "(until {})", "from {} to the end of it", "{}; by train"])
FORMS = st.sampled_from(
    ["{month} {day}, {year}", "{day} {month} {year}", "{day:02d} {month} {year}", "{month} {day} {year}"]
)


@given(day=DAYS, form=FORMS, phrase=PHRASES)
def test_a_day_is_found_in_any_phrase_that_gives_it(day: Any, form: str, phrase: str) -> None:
    written = form.format(month=MONTHS[day.month - 1], day=day.day, year=day.year)
    found = dates(phrase.format(written))
    assert found.readable
    assert (day.year, day.month, day.day) in {(y, m, d) for y in found.years for m in found.months for d in found.days}


@given(number=st.integers(0, 10**12), phrase=PHRASES)
def test_a_number_is_found_however_it_is_grouped(number: int, phrase: str) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f"{number:,}".replace(",", ".")):
        assert number in amounts(phrase.format(written)).numbers


@given(text=st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert dates(text).days <= {*range(100)}
    assert not amounts(text).lack(float("nan")) or amounts(text).readable


OPEN: list[tuple[str, str, Found]] = [
    ("../2001", "0", [("value-not-in-quote", "../2001", "date is '../2001', but its passage '0' has no year 2001")]),
    ("2001/..", "0", [("value-not-in-quote", "2001/..", "date is '2001/..', but its passage '0' has no year 2001")]),
    ("../2001", "in 2001", []),
    ("0001T00", "0", []),  # which is no date
    ("2001-02-30", "0", []),
]


@pytest.mark.parametrize("many", [5_000, 0])
@pytest.mark.parametrize(("date", "quote", "expected"), OPEN)
def test_spans_with_an_open_end_and_what_is_no_date(
    date: str, quote: str, expected: Found, many: int, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubts, "MANY", many)
    assert judged(write(package([dated(date, quote)]))) == expected


CELLS = st.text(st.sampled_from("0123456789-X/?~.T \u06f1\u00b2"), max_size=12)


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.fixed_dictionaries({"date": CELLS, "number": CELLS, "quote": st.text(max_size=30)}), max_size=8)
)
def test_no_text_breaks_it_and_both_ways_agree(
    write: Write, rows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = [{name: cell.replace("\x00", "") for name, cell in row.items()} for row in rows]
    path = write(package(clean))
    small = judged(path)
    with monkeypatch.context() as patch:
        for module in (doubts, confusables, twins):
            patch.setattr(module, "MANY", 0)
        assert sorted(judged(path)) == sorted(small)
