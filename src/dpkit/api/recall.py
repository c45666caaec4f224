"""Which tables need not be loaded: those that have not changed, as long as all that is asked of them is known."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dpkit.model.descriptor import Package, Resource
from dpkit.model.finding import FaultLog
from dpkit.tables.answers import Answers
from dpkit.tables.read import Pending, spans_of
from dpkit.tables.recalled import faults_of, recalled, to_recall
from dpkit.tables.recalling import RecallingEngine


@dataclass
class Recall:
    """What is known of the tables of a package from earlier runs.

    Args:
        answers: what the engine answered.
        contents: the sha256 of each file of the package, by path, or what stands for it.
        everything: whether all tables are loaded, since something was asked that is not known.
    """

    answers: Answers
    contents: Mapping[str, str]
    everything: bool = False
    _needed: set[str] = field(default_factory=set, init=False)

    def plan(self, package: Package) -> None:
        """Choose the tables that are loaded: those that changed, and those that will be asked together with them."""
        names = {each.name: self.answers.fact(self._key(package, each)) for each in package.resources}
        changed = [name for name, known in names.items() if known is None]
        self._needed = {*names} if self.everything else self.answers.needed(changed)

    def table(
        self,
        engine: RecallingEngine,
        package: Package,
        resource: Resource,
        log: FaultLog,
        read: Callable[[FaultLog], Pending | None],
    ) -> Pending | None:
        """Return a table, read by `read` if it has to be.

        Args:
            engine: takes it, and is told what it holds.
            package: the package.
            resource: the table.
            log: takes what is wrong.
            read: reads it.
        """
        key = self._key(package, resource)
        fact = self.answers.fact(key) if resource.name not in self._needed else None
        found = FaultLog(log.first) if fact is None else faults_of(fact, log.first)
        pending = read(found) if fact is None else recalled(engine, package, resource, fact)
        log.take(found)
        if pending is not None:
            engine.stands_for(pending.loaded.table, resource.name, key, absent=fact is not None)
            if fact is None and not pending.damaged:
                self.answers.note(key, to_recall(pending, found))
        return pending

    def _key(self, package: Package, resource: Resource) -> str:
        contents = [self.contents.get(path) for path in resource.paths]
        parts = [repr(resource), sorted(spans_of(package, resource)), contents]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
