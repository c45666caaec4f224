"""The draft of a section of the changelog: the difference to the last release, with the reasons that are on record."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from dpkit.api.asking import look_into
from dpkit.api.differing import difference
from dpkit.api.editions import edition
from dpkit.api.resolving import resolution
from dpkit.files.folder import Folder
from dpkit.load.package import find_package
from dpkit.load.release import recorded_versions
from dpkit.model.change import Draft, FactChange
from dpkit.model.consensus import Resolved
from dpkit.model.errors import DpkitError

SHOWN = 50  #: rows of each kind and table
Facts = Mapping[tuple[str, str, tuple[str, ...]], Resolved]  #: by resource, field and subject


def draft(old: str | None = None, new: str = ".", here: Path = Path()) -> Draft:
    """Return what is to be told of the changes from `old` to `new`.

    Args:
        old: an edition of the package (see `dpkit.api.editions.edition`); None is the last release that is recorded.
        new: likewise.
        here: the package of which releases and revisions are meant.

    Raises:
        DpkitError: there is no such edition, or no release is recorded.
    """
    last = old if old is not None else _last_release(here)
    with edition(last, here) as before, edition(new, here) as after:
        found = difference(before, after, SHOWN)
        facts = _facts(before), _facts(after)
    found = replace(found, old=replace(found.old, told=last), new=replace(found.new, told=new))
    reasons = {key: fact.ruling for key, fact in facts[1].items() if fact.ruling}
    return Draft(difference=found, facts=tuple(_changed(*facts)), reasons=reasons)


def _last_release(here: Path) -> str:
    root, _ = find_package(here)
    with closing(Folder(root)) as folder:
        versions = recorded_versions(folder)
    if not versions:
        raise DpkitError("no release is recorded in releases/; name the edition to compare with")
    return str(versions[-1])


def _facts(path: Path) -> Facts:
    """Return what the evidence supports best: nothing where a package makes no claims, or none that can be weighed."""
    with look_into(path) as session:
        if any(table.unread for table in session.tables.values()):
            return {}
        found = resolution(session)
    return {
        (table.name, name, subject): cell
        for table in found.tables
        for subject, cells in table.rows.items()
        for name, cell in cells.items()
    }


def _changed(old: Facts, new: Facts) -> Iterator[FactChange]:
    """Yield the facts of subjects that were spoken of before, and whose value is another."""
    known = {(resource, subject) for resource, _, subject in old}
    for key in dict.fromkeys([*old, *new]):
        resource, name, subject = key
        before, after = (facts[key].value if key in facts else "" for facts in (old, new))
        if before != after and (resource, subject) in known:
            ruling = new[key].ruling if key in new else ""
            yield FactChange(resource=resource, subject=subject, field=name, old=before, new=after, ruling=ruling)
