"""The header of a table against the fields of its schema (Table Schema v2, `fieldsMatch`)."""

from dataclasses import dataclass, field

from dpkit.model.descriptor import Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.lookalikes import doubt
from dpkit.model.show import listing, show

MISSING_MATTERS = {"exact", "equal", "subset"}
DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}  #: what spreadsheets write
EXTRA_MATTERS = {"exact", "equal", "superset"}


@dataclass
class _Match:
    """The labels of a header, the fields of a schema (the label that each should have, by its name), and the log."""

    labels: list[str]
    wanted: dict[str, str]
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
        """Match the labels that are those of fields; return the columns that are left."""
        free, first, left = self._by_label(), dict[str, int](), []
        for index, label in enumerate(self.labels):
            if free.get(label):
                if not label.strip():
                    self.fault("blank-header", index, problem=f"column {index + 1} has no name")
                self.columns[free[label].pop(0)] = index
            elif label.strip() and label in first:
                self.fault("duplicate-label", index, first=str(first[label] + 1))
            else:
                left.append(index)
            first.setdefault(label, index)
        return left

    def _by_label(self) -> dict[str, list[str]]:
        """Return the names of the fields for each label; two fields may have one (version 1 of the standard)."""
        fields: dict[str, list[str]] = {}
        for name, label in self.wanted.items():
            fields.setdefault(label, []).append(name)
        return fields

    def by_place(self, columns: list[int]) -> None:
        """Match columns whose label is no field's with the field at their place, if that has no other."""
        names = list(self.wanted) if self.mode == "exact" else []
        for index in columns:
            name = names[index] if index < len(names) else None
            self._by_place(index, None if name in self.columns else name)

    def _by_place(self, index: int, free: str | None) -> None:
        if not self.labels[index].strip():
            wanted = f", expected {show(self.wanted[free])}" if free else ""
            self.fault("blank-header", index, free, problem=f"column {index + 1} has no name{wanted}")
        elif free:
            self.fault("incorrect-label", index, free, expected=show(self.wanted[free]) + self._parted_otherwise())
        elif self.mode in EXTRA_MATTERS:
            self.fault("extra-label", index)
        if free:
            self.columns[free] = index

    def _parted_otherwise(self) -> str:
        """Return, where the one label holds several of the wanted ones, by what they seem to be parted."""
        several = (each for each in DELIMITERS if len(self.labels) == 1 and self._holds(self.labels[0].split(each)))
        return "".join(
            f"; it seems that {DELIMITERS[each]} part the columns, not what the dialect says" for each in several
        )

    def _holds(self, labels: list[str]) -> bool:
        return len({label.strip(' "') for label in labels} & {*self.wanted.values()}) > 1

    def rest(self) -> None:
        """Note the fields without a column, and, if there are none, those at another place."""
        absent = [name for name in self.wanted if name not in self.columns]
        if self.mode in MISSING_MATTERS or (len(absent) == len(self.wanted) and absent):
            labels = listing([show(each, 30) for each in self.labels[:10]])
            for name in absent:
                self.fault("missing-label", name=name, labels=labels)
        if self.mode == "exact" and not absent and len(self.labels) == len(self.wanted):
            for index, (name, label) in enumerate(self.wanted.items()):
                if self.columns[name] != index:
                    self.fault("incorrect-label", index, name, expected=show(label))


def match_labels(labels: list[str], schema: Schema, resource: str, log: FaultLog) -> dict[str, int]:
    """Return the column index of each field that the header has; what does not match goes to `log`."""
    wanted = {each.name: each.name if each.label is None else each.label for each in schema.fields}
    match = _Match(labels, wanted, schema.fields_match, resource, log)
    match.by_place(match.by_name())
    match.rest()
    return match.columns


def note_doubtful_names(labels: list[str], schema: Schema, resource: str, log: FaultLog) -> None:
    """Note labels, and names of fields that no label has, with characters that cannot be told by sight."""
    for index, label in enumerate(labels):
        if problem := doubt(label):
            details = {"what": f"column {index + 1} is called", "problem": problem, "column": str(index + 1)}
            log.add(Fault(check="confusable-header", resource=resource, line=1, value=label, details=details))
    for each in schema.fields:
        name = each.name if each.label is None else each.label
        if name not in labels and (problem := doubt(name)):
            details = {"what": "a field is called", "problem": problem}
            log.add(Fault(check="confusable-header", resource=resource, field=name, value=name, details=details))
