"""A release, planned or made, as text."""

from collections.abc import Iterator
from itertools import groupby

from dpkit.model.evidence import Verdict
from dpkit.model.plan import Plan, Stage
from dpkit.model.release import ReleasedFile
from dpkit.model.show import count, plain

HEADINGS = {
    Stage.REFUSED: "is not released",
    Stage.PLANNED: "can be released",
    Stage.RELEASED: "is released",
    Stage.COMPLETED: "is released: its files were there already, from a run that was interrupted",
    Stage.UNCHANGED: "was released before, with the same bytes: there is nothing to do",
    Stage.REBUILT: "is built again, with the bytes that its record names",
}
LONGEST_PATH = 200


def plan_text(plan: Plan) -> str:
    """Return a release as text: what it is, why it is refused or what was made, and what to do next."""
    return "\n".join([f"{plain(plan.name)} {plain(plan.version)} {HEADINGS[plan.stage]}", *_body(plan)]) + "\n"


def _body(plan: Plan) -> Iterator[str]:
    yield f"commit      {plan.commit} ({plan.date})"
    if plan.level is not None:
        changes = ", ".join(f"{kind}: {number:,}" for kind, number in plan.changes.items()) or "none"
        yield f"difference  to {plan.last}: {plan.level}, which demands {plan.demanded}; changes: {changes}"
    if plan.citations:
        yield f"citations   {', '.join(f'{number:,} {_word(verdict)}' for verdict, number in plan.citations.items())}"
    if plan.stage in {Stage.PLANNED, Stage.RELEASED, Stage.COMPLETED, Stage.REBUILT}:
        yield from _files(plan)
    yield from (f"note        {note}" for note in plan.notes)
    if plan.reasons:
        yield f"\n{count(len(plan.reasons), 'reason')}:"
        yield from (f"- {reason}" for reason in plan.reasons)
    if plan.stage in {Stage.RELEASED, Stage.COMPLETED}:
        yield from _next(plan)


def _word(verdict: str) -> str:
    words = {Verdict.NOT_HELD: "not held", Verdict.VERIFIED_AT_RELEASE: "verified at the last release"}
    return words.get(Verdict(verdict), verdict)


def _files(plan: Plan) -> Iterator[str]:
    word = "to write" if plan.stage is Stage.PLANNED else "files"
    yield f"{word:<12}{plain(plan.folder, LONGEST_PATH)}/"
    for folder, files in groupby(plan.files, lambda file: file.path.rpartition("/")[0]):
        yield from _listed(folder, list(files))
    if plan.stage is not Stage.REBUILT:
        yield f"{'record':<12}{plain(plan.record, LONGEST_PATH)}"


def _listed(folder: str, files: list[ReleasedFile]) -> Iterator[str]:
    """Yield a line a file; those of a folder share one, since the record has the digest of each."""
    if folder:
        yield _line(count(len(files), "file"), sum(file.bytes for file in files), folder + "/")
    else:
        yield from (_line(file.sha256, file.bytes, file.path) for file in files)


def _line(digest: str, size: int, path: str) -> str:
    return f"{'':<14}{digest:<64}  {size:>11,}  {plain(path)}"


def _next(plan: Plan) -> Iterator[str]:
    record = plain(plan.record, LONGEST_PATH)
    yield "\nnext:"
    yield f"  git add {record}"
    yield f'  git commit -m "Record release {plain(plan.version)}"'
    yield f"  git tag v{plain(plan.version)} {plan.commit}"
