"""A verification as text: what the release is, what is proved of it, and what is wrong with it."""

from collections.abc import Iterator

from dpkit.model.show import count, listing, plain
from dpkit.model.verification import Seal, Verification

LONG = 400
UNSIGNED = "whoever changed all its files to fit each other would not be noticed"


def verification_text(found: Verification) -> str:
    """Return a verification as text: a line a problem, then what was proved."""
    lines = [f"{plain(each.file, LONG)}: {plain(each.problem, LONG)}" for each in found.problems]
    lines += ["", *_about(found)] if lines else _about(found)
    return "".join(f"{line}\n" for line in lines)


def _about(found: Verification) -> Iterator[str]:
    if found.name:
        yield f"{plain(found.name)} {plain(found.version)} of {plain(found.date)}, from commit {plain(found.commit)}"
        evidence = [f"{number:,} {plain(verdict)}" for verdict, number in sorted(found.evidence.items())]
        told = f" ({listing(evidence)})" if evidence else ""
        cited = count(sum(found.evidence.values()), "cited passage")
        resources, rows = count(found.resources, "resource"), count(found.rows, "row")
        yield f"{count(found.files, 'file')}, {resources}, {rows}, {cited}{told}"
    yield _signature(found)
    if found.record and found.valid:
        yield f"as recorded in {plain(found.record, LONG)}"
    if found.valid:
        yield "verified: every file is as it was made, and the data are those that release.json tells of"
    else:
        yield f"not verified: {count(len(found.problems), 'problem')}"


def _signature(found: Verification) -> str:
    signature, guarded = found.signature, f"; {UNSIGNED}" if found.valid and not found.record else ""
    match signature.seal:
        case Seal.GOOD:
            return f"signed by {plain(signature.signer)}"
        case Seal.UNCHECKED:
            return f"signed, by whom was not checked (--signers says whose signature counts){guarded}"
        case Seal.WRONG:
            return f"wrongly signed: {plain(signature.detail, LONG)}"
        case Seal.MISSING:
            return f"not signed{guarded}"
