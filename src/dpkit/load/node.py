"""Taking typed values out of an untrusted JSON object; what does not fit is noted by its place."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dpkit.load.json_places import lines_of_repeated
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import of_field, plain, show

WORDS = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "a number", float: "a number"}


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON object, the place where it stands, and the log for what is wrong with it."""

    value: Mapping[str, Any]
    place: str
    log: FaultLog
    file: str
    resource: str | None = None
    field: str | None = None  #: name of the field that it describes, or is a part of

    def fault(self, name: str, problem: str, unread: str | None = None) -> None:
        """Note that something is wrong at the property `name` (or at this object, if it is empty).

        Args:
            name: of the property.
            problem: in words.
            unread: the file that the system did not let dpkit read, if that is wrong.
        """
        place = self.at(name) if name else self.place or "the descriptor"
        self._note(Fault(check="descriptor-error", field=place, unread=unread), problem)

    def repeated(self, keys: Iterable[str], data: bytes) -> None:
        """Note keys that stand twice in one object, here or below; `data` is the text."""
        lines = lines_of_repeated(data) if (told := dict.fromkeys(keys)) else {}
        for key in told:
            fault = Fault(check="descriptor-error", field=self.place or "the descriptor", line=lines.get(key))
            self._note(fault, f"an object has the key {show(key)} twice; the last one counts")

    def advise(self, name: str, problem: str) -> None:
        """Note that the property `name` goes against what the standard recommends (its SHOULD)."""
        self._note(Fault(check="not-recommended", field=self.at(name)), problem)

    def unchecked(self, name: str, problem: str) -> None:
        """Note that the profile at the property `name` was not looked at."""
        self._note(Fault(check="profile-unchecked", field=self.at(name)), problem)

    def _note(self, fault: Fault, problem: str) -> None:
        details = {"place": fault.field or "", "problem": problem + of_field(self.field)}
        self.log.add(replace(fault, resource=self.resource, file=self.file, details=details))

    def not_supported(self, name: str, problem: str) -> None:
        """Note that the property `name` asks for something that dpkit does not do."""
        what = f"the {name} of {self.resource}" if self.resource else f"the {name}"
        details = {"resource": what, "problem": f"{problem} ({self.at(name)})"}
        self.log.add(Fault(check="not-supported", resource=self.resource, file=self.file, details=details))

    def at(self, name: str) -> str:
        """Return the place of the property `name`."""
        return f"{self.place}.{plain(name)}" if self.place else plain(name)

    def within(self, resource: str) -> "Node":
        """Return this node, its faults counted for `resource`."""
        return self._as(self.value, self.place, resource, self.field)

    def text(self, name: str, default: str | None = None) -> str | None:
        """Return a string property."""
        if name not in self.value:
            return default
        if isinstance(found := self.value[name], str):
            return found
        self.unexpected(name, found, WORDS[str])
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a boolean property."""
        return bool(self._typed(name, bool, default))

    def whole(self, name: str, least: int = 0) -> int | None:
        """Return a property that is a whole number of at least `least`."""
        found = self.value.get(name)
        if isinstance(found, float) and found.is_integer():  # JSON has one kind of number
            found = int(found)
        if name not in self.value or (isinstance(found, int) and not isinstance(found, bool) and found >= least):
            return found
        self.unexpected(name, found, f"a whole number from {least}")
        return None

    def share(self, name: str) -> float | None:
        """Return a property that is a number from 0 to 1."""
        found = self.value.get(name)
        if name not in self.value or (
            isinstance(found, int | float) and not isinstance(found, bool) and 0 <= found <= 1
        ):
            return found
        self.unexpected(name, found, "a number from 0 to 1")
        return None

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        """Return a string property that is one of `allowed`."""
        found = self._typed(name, str, default)
        if found is None:
            return default
        if found in (allowed := list(allowed)):
            return str(found)
        self.fault(name, f"it is {show(str(found))}, expected one of {', '.join(allowed)}")
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a property that is a string or an array of strings."""
        found = self.value.get(name)
        return () if name not in self.value else self.strings(found, self.at(name), name)

    def strings(
        self, found: Any, place: str, name: str, expected: str = "a string or an array of strings"
    ) -> tuple[str, ...]:
        """Return `found`, a string or an array of strings, as a tuple."""
        items = [found] if isinstance(found, str) else found
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(items)
        at = place.removeprefix(self.place).removeprefix(".") or name
        self.unexpected(at, found, expected)
        return ()

    def items(self, name: str) -> list[Any]:
        """Return an array property; what is missing is empty."""
        return self._typed(name, list, None) or []

    def object(self, name: str) -> "Node | None":
        """Return an object property."""
        found = self._typed(name, dict, None)
        return None if found is None else self._below(found, self.at(name))

    def objects(self, name: str) -> "list[Node]":
        """Return a property that is an array of objects; items that are none are noted and left out."""
        nodes, at = [], self.at(name)
        for index, item in enumerate(self.items(name)):
            if isinstance(item, dict):
                nodes.append(self._below(item, f"{at}[{index}]"))
            else:
                self.unexpected(f"{name}[{index}]", item, "an object")
        return nodes

    def _below(self, value: Mapping[str, Any], place: str) -> "Node":
        return self._as(value, place, self.resource, self.field)

    def _as(self, value: Mapping[str, Any], place: str, resource: str | None, field: str | None) -> "Node":
        # not by `replace`, which takes five times as long: there may be a million
        return Node(value, place, self.log, self.file, resource, field)

    def of_field(self, name: str) -> "Node":
        """Return this node, its faults told to be of the field `name`."""
        return self._as(self.value, self.place, self.resource, name)

    def only(self, names: Iterable[str]) -> None:
        """Note each property whose name is not in `names`."""
        for name in sorted(set(self.value) - (known := set(names))):
            self.fault(name, f"dpkit knows no such name here, expected one of {', '.join(sorted(known))}")

    def _typed(self, name: str, kind: type, default: Any) -> Any:
        found = self.value.get(name, default)
        if name not in self.value or isinstance(found, kind):
            return found
        self.unexpected(name, found, WORDS[kind])
        return default

    def unexpected(self, name: str, found: Any, expected: str) -> None:
        """Note that the property `name` is not what was expected."""
        text = plain(json.dumps(found, ensure_ascii=False), 40)
        self.fault(name, f"it is {text}, expected {expected}")
