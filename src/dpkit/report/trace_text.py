"""A trace as text."""

from collections.abc import Callable, Iterator

from dpkit.model.evidence import Verdict
from dpkit.model.show import count, listing, plain, witnesses
from dpkit.model.trace import Passage, Relation, Testimony, Trace, TracedField, TracedValue

Mark = Callable[[str], str]
TOLD = {
    Verdict.MOVED: "the quote stands elsewhere",
    Verdict.CUT: "the quote cuts a word or number",
    Verdict.NOT_FOUND: "the quote does not stand there",
    Verdict.BAD_LOCATOR: "the locator leads nowhere",
    Verdict.NOT_READABLE: "the document is not readable",
    Verdict.NOT_CITED: "the source is not described",
}
TO_TELL = (
    Relation.CONTRADICTS,
    Relation.TENSION,
    Relation.VARIES,
    Relation.REFINES,
    Relation.REFINED,
    Relation.COMPATIBLE,
)


def guillemets(quote: str) -> str:
    """Mark a quote where there is no terminal to make it bold."""
    return f"«{quote}»"


def trace_text(trace: Trace, mark: Mark = guillemets) -> str:
    """Return the trace as text, field by field: each value, who states it, in which words, and who disagrees.

    Args:
        trace: what to tell.
        mark: makes the words of a quote stand out.
    """
    lines = [*_head(trace, mark), *_fields(trace, mark), *_mentions(trace), *_tail(trace)]
    return "\n".join(lines) + "\n"


def _head(trace: Trace, mark: Mark) -> Iterator[str]:
    label = f": {plain(trace.label, 200)}" if trace.label else ""
    yield f"{plain(trace.resource)} {plain(trace.key)}{label}".strip()
    if trace.named_in is not None:
        yield f"first named in {words(trace.named_in, mark)}"
    if not trace.fields:
        yield "no passage speaks of it"


def _fields(trace: Trace, mark: Mark) -> Iterator[str]:
    heading = ""
    for field in trace.fields:
        of_its_own = field.subject and field.subject != trace.key
        table = f"{plain(field.resource)} {plain(field.subject)}" if of_its_own else plain(field.resource)
        if table != heading:
            yield f"\n{table}"
            heading = table
        yield from _field(field, mark)


def _field(field: TracedField, mark: Mark) -> Iterator[str]:
    yield f"  {plain(field.field)}" + (f"   [not compared: {plain(field.not_compared)}]" if field.not_compared else "")
    for value in field.values:
        yield f"    {plain(value.value, 200)}{_relations(value)}"
        yield from (f"      {_testimony(each, mark)}" for each in value.testimonies)
    yield from (f"    ruling: {plain(ruling, 300)}" for ruling in field.rulings)


def _relations(value: TracedValue) -> str:
    told = []
    for word in TO_TELL:
        others = list(dict.fromkeys(plain(other, 60) for relation, other in value.relations if relation is word))
        told += [f"{word} {listing(others)}"] if others else []
    spoken = [each for each in value.testimonies if each.compared]
    sources, voters = {each.according_to or each.citation.source for each in spoken}, {each.voter for each in spoken}
    told += [f"{witnesses(len(sources), len(voters))} agree"] if len(sources) > 1 else []
    return f"   [{'; '.join(told)}]" if told else ""


def _testimony(testimony: Testimony, mark: Mark) -> str:
    notes = [testimony.confidence, testimony.basis if testimony.basis != "stated" else ""]
    notes.append(testimony.mode if testimony.mode != "report" else "")
    notes.append(f"according to {testimony.according_to}" if testimony.according_to else "")
    notes.append("" if testimony.compared else "not compared")
    noted = ", ".join(plain(note) for note in notes if note)
    text = words(testimony.citation, mark) + (f"  ({noted})" if noted else "")
    if testimony.context is not None:
        under = "supplied by" if testimony.from_context else "under"
        text += f"\n        {under} {words(testimony.context, mark, source=False)}"
    return text + (f"\n        remark: {plain(testimony.remark, 300)}" if testimony.remark else "")


def words(passage: Passage, mark: Mark, *, source: bool = True) -> str:
    """Return the words of a passage within those around it, with its place, and what is wrong with it."""
    place = plain(passage.locator)
    if passage.lines is not None:
        first, last = passage.lines
        place = f"line {first}" if first == last else f"lines {first}-{last}"
    if not (passage.source or place):
        return "the row cites no source"
    told = TOLD.get(passage.evidence.verdict)
    around = (_flat(passage.before), mark(_flat(passage.quote)), _flat(passage.after))
    text = "".join(around) if passage.quote else "(no quote)"
    return f"{plain(passage.source) + ', ' if source else ''}{place}: {text}{f'  [{told}]' if told else ''}"


def _flat(text: str) -> str:
    return plain(text.replace("\n", " "), 400)


def _mentions(trace: Trace) -> Iterator[str]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in trace.mentions:
        rows = f" ({each.rows} rows)" if each.rows > 1 else ""
        grouped.setdefault((each.resource, each.field), []).append(f"{plain(each.subject)}{rows}")
    if grouped:
        yield "\nalso named in"
    for (resource, field), subjects in grouped.items():
        more = f" and {len(subjects) - 10} more" if len(subjects) > 10 else ""  # noqa: PLR2004
        yield f"  {plain(resource)}.{plain(field)}: {', '.join(subjects[:10])}{more}"


def _checked(trace: Trace) -> str:
    if trace.release is None:
        return "unchecked"
    verified = f"verified at release {plain(trace.release)}"
    return (
        f"{verified} (not all of {listing([plain(each) for each in trace.unchecked])})" if trace.unchecked else verified
    )


def _tail(trace: Trace) -> Iterator[str]:
    if trace.sources:
        yield "\nsources"
    for source, title in trace.sources.items():
        yield f"  {plain(source)}" + (f": {plain(title, 150)}" if title else "")
    if trace.not_held:
        documents = count(len(trace.not_held), "document")
        yield f"\n{documents} not at hand: quotes are shown as recorded, {_checked(trace)}."
        yield "To see them in their documents, put these into documents/ or name their folder with --documents."
