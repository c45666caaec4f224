"""The header of a table against the fields of its schema (Table Schema v2, `fieldsMatch`)."""

from dataclasses import dataclass, field

from dpkit.model.descriptor import Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.show import listing, show

MISSING_MATTERS = {"exact", "equal", "subset"}
EXTRA_MATTERS = {"exact", "equal", "superset"}


@dataclass
class _Match:
    labels: list[str]
    names: list[str]
    mode: str
    resource: str
    log: FaultLog
    columns: dict[str, int] = field(default_factory=dict)

    def fault(self, check: str, index: int | None = None, name: str | None = None, **details: str) -> None:
        value = None if index is None else self.labels[index]
        place = {} if index is None else {"column": str(index + 1)}
        self.log.add(
            Fault(check=check, resource=self.resource, line=1, field=name, value=value, details=place | details)
        )

    def by_name(self) -> list[int]:
        """Match the labels that are names of fields; return the columns that are left."""
        left = []
        for index, label in enumerate(self.labels):
            if label.strip() and label in self.labels[:index]:
                self.fault("duplicate-label", index, first=str(self.labels.index(label) + 1))
            elif label in self.names:
                self.columns[label] = index
            else:
                left.append(index)
        return left

    def by_place(self, index: int) -> None:
        """Match a column whose label is no field's name with the field at its place, if that has no other."""
        name = self.names[index] if index < len(self.names) else None
        free = name if name is not None and name not in self.labels and self.mode == "exact" else None
        if not self.labels[index].strip():
            wanted = f", expected {show(free)}" if free else ""
            self.fault("blank-header", index, free, problem=f"column {index + 1} has no name{wanted}")
        elif free:
            self.fault("incorrect-label", index, free, expected=show(free))
        elif self.mode in EXTRA_MATTERS:
            self.fault("extra-label", index)
        if free:
            self.columns[free] = index

    def rest(self) -> None:
        """Note the fields without a column, and, if there are none, those at another place."""
        absent = [name for name in self.names if name not in self.columns]
        if self.mode in MISSING_MATTERS or (absent == self.names and self.names):
            for name in absent:
                self.fault("missing-label", name=name, labels=listing([show(each, 30) for each in self.labels[:10]]))
        if self.mode == "exact" and not absent and len(self.labels) == len(self.names):
            for index, name in enumerate(self.names):
                if self.columns[name] != index:
                    self.fault("incorrect-label", index, name, expected=show(name))


def match_labels(labels: list[str], schema: Schema, resource: str, log: FaultLog) -> dict[str, int]:
    """Return the column index of each field that the header has; what does not match goes to `log`."""
    match = _Match(labels, [each.name for each in schema.fields], schema.fields_match, resource, log)
    for index in match.by_name():
        match.by_place(index)
    match.rest()
    return match.columns
