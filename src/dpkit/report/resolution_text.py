"""A resolution as text: how the votes went, and each decision as a sum of weights."""

from collections import Counter
from collections.abc import Iterator

from dpkit.model.consensus import Backing, Resolution, Resolved, Side, Status
from dpkit.model.show import count, listing, plain, show, witnesses

OPEN = (Status.CONTESTED, Status.NO_CONSENSUS, Status.RULED)
LONGEST = 300


def resolution_text(resolution: Resolution, *, explain: bool = False) -> str:
    """Return a summary by table, and the decisions that somebody's claims do not fit.

    Args:
        resolution: the resolved tables.
        explain: whether each of these is shown as a sum of weights.
    """
    lines = [*_summary(resolution), *_disagreements(resolution, explain=explain)]
    return "".join(f"{line}\n" for line in lines)


def _summary(resolution: Resolution) -> Iterator[str]:
    every = Counter[Status]()
    for table in resolution.tables:
        found = Counter(cell.status for cells in table.rows.values() for cell in cells.values())
        every += found
        yield f"{plain(table.name)}: {count(len(table.rows), 'subject')}, {_counts(found)}"
    yield f"{count(sum(every.values()), 'value')} by {resolution.method}: {_counts(every)}"


def _counts(found: "Counter[Status]") -> str:
    return ", ".join(f"{found[status]:,} {status}" for status in Status if found[status]) or "nothing claimed"


def _disagreements(resolution: Resolution, *, explain: bool) -> Iterator[str]:
    for table in resolution.tables:
        for subject, cells in table.rows.items():
            for name, cell in cells.items():
                if cell.status in OPEN:
                    yield ""
                    yield f"{plain(table.name)} {plain(','.join(subject))} {plain(name)}: {_outcome(cell)}"
                    yield from _sums(cell) if explain else _sides(cell)
                    if cell.ruling:
                        yield f"  ruling: {plain(cell.ruling, LONGEST)}"


def _outcome(cell: Resolved) -> str:
    value = show(cell.value) if cell.value else "no value"
    return f"{value}, {cell.status}, {cell.support:.2f} of {cell.total:.2f}"


def _sides(cell: Resolved) -> Iterator[str]:
    for side in cell.sides:
        sources = sorted({source for each in side.backings for source in each.sources})
        voters = {each.ballot.voter for each in side.backings}
        shared = f"{witnesses(len(sources), len(voters))}: " if len(voters) < len(sources) else ""
        yield f"  {show(side.value)} {side.weight:.2f} ({shared}{listing([plain(each) for each in sources])})"


def _sums(cell: Resolved) -> Iterator[str]:
    for side in cell.sides:
        yield f"  {show(side.value)} {side.weight:.2f} = {' + '.join(_weight(each) for each in _ordered(side))}"


def _ordered(side: Side) -> list[Backing]:
    return sorted(side.backings, key=lambda each: (-each.weight, each.ballot.voter))


def _weight(backing: Backing) -> str:
    """Return a voter's weight with what it comes from: `2.08 dprk-state (album, times; accuracy 80%)`."""
    notes = [", ".join(plain(each) for each in backing.sources)] if backing.sources != (backing.ballot.voter,) else []
    if backing.accuracy is not None:
        notes.append(f"accuracy {backing.accuracy:.0%}")
    if backing.ballot.share != 1.0:
        notes.append(f"{backing.ballot.share:.2g} of a vote")
    told = f" ({'; '.join(notes)})" if notes else ""
    return f"{backing.weight:.2f} {plain(backing.ballot.voter)}{told}"
