"""The header of a table against the fields of its schema (Table Schema v2, `fieldsMatch`)."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from dpkit.model.damage import FOUND, has_marks
from dpkit.model.descriptor import Schema
from dpkit.model.finding import Fault, FaultLog
from dpkit.model.lookalikes import doubt, meant, told_apart
from dpkit.model.show import first_of, listing, named, show

MISSING_MATTERS = {"exact", "equal", "subset"}
EXTRA_MATTERS = {"exact", "equal", "superset"}
SHOWN = 10  #: labels that are named
FIGURES = {"integer", "number", "date", "datetime", "time", "year", "yearmonth"}  #: types whose values have digits
FIGURE = re.compile(r"[-+]?\d[\d.,:/TZ+-]*")


@dataclass
class _Match:
    """The labels of a header, the fields of a schema (the label that each should have, by its name), and the log."""

    labels: list[str]
    wanted: dict[str, str]
    kinds: dict[str, str]
    mode: str
    needed: set[str]  #: fields that no row may leave empty
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

    def none(self) -> bool:
        """Note, once, that no label is that of a field, if there are several fields; tell whether that is so."""
        if self.columns or len(self.wanted) < 2 or not all(each.strip() for each in self.labels):  # noqa: PLR2004
            return False
        wanted = _listed([*self.wanted.values()])
        if self.mode == "exact":
            self.columns.update(zip(self.wanted, range(len(self.labels)), strict=False))
            called = "no column is called like a field: the header is"
            told = {"called": called, "expected": wanted + (self._alike() or self._of_data())}
            value = ",".join(self.labels)
            self.log.add(Fault(check="incorrect-label", resource=self.resource, line=1, value=value, details=told))
        else:
            self.fault("missing-label", lacking=f"none of the columns {wanted}", labels=self._shown())
        return True

    def _alike(self) -> str:
        """Return what alone tells the labels from those wanted, if it is the same for all."""
        pairs = zip(self.labels, self.wanted.values(), strict=False)
        found = {told_apart(label, wanted) for label, wanted in pairs}
        return f"; {found.pop()}" if len(found) == 1 and "" not in found else ""

    def _of_data(self) -> str:
        """Return that the header may be a row of data: wherever a field holds numbers or dates, so does it."""
        labels = {name: self.labels[index] for name, index in self.columns.items()}
        figures = [label for name, label in labels.items() if self.kinds[name] in FIGURES]
        if figures and all(FIGURE.fullmatch(each.strip()) for each in figures):
            return "; it seems to be a row of data, and the file to have no header, which the dialect does not say"
        return ""

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
            self._incorrect(index, free)
        elif self.mode in EXTRA_MATTERS:
            self.fault("extra-label", index, called=f"column {index + 1} is called", why="is no field of the schema")
        if free:
            self.columns[free] = index

    def _incorrect(self, index: int, name: str) -> None:
        label, wanted = self.labels[index], self.wanted[name]
        aside = "; the file seems to be in UTF-8, which its encoding does not say" if wanted in _in_utf8(label) else ""
        if not aside and (only := told_apart(label, wanted)):
            aside = f"; {only}"
        self.fault(
            "incorrect-label", index, name, called=f"column {index + 1} is called", expected=show(wanted) + aside
        )

    def _shown(self) -> str:
        return _listed(self.labels)

    def rest(self) -> None:
        """Note the fields without a column, and, if there are none, those at another place."""
        absent = [name for name in self.wanted if name not in self.columns]
        all_matter = self.mode in MISSING_MATTERS or len(absent) == len(self.wanted)
        taken = {*self.columns.values()}
        free = [label for index, label in enumerate(self.labels) if index not in taken]
        for name in absent if all_matter else [each for each in absent if each in self.needed]:
            shown = self._shown() + meant(self.wanted[name], free)
            self.fault("missing-label", name=name, lacking=f"no column {named(name)}", labels=shown)
        if self.mode == "exact" and not absent and len(self.labels) == len(self.wanted):
            for index, name in enumerate(self.wanted):
                if self.columns[name] != index:
                    self._incorrect(index, name)


def _in_utf8(label: str) -> set[str]:
    """Return what a label is in UTF-8 whose bytes were read in an encoding of one byte for each character."""
    found = set()
    for encoding in ("latin-1", "cp1252"):
        with suppress(UnicodeError):
            found.add(label.encode(encoding).decode("utf-8-sig"))
    return found - {label}


def _listed(labels: Sequence[str]) -> str:
    return listing(first_of([show(each, 30) for each in labels], SHOWN))


def match_labels(labels: list[str], schema: Schema, resource: str, log: FaultLog) -> dict[str, int]:
    """Return the column index of each field that the header has; what does not match goes to `log`."""
    required = {each.name for each in schema.fields if each.constraints.get("required")}
    match = _Match(
        labels,
        wanted_labels(schema),
        {each.name: each.type for each in schema.fields},
        schema.fields_match,
        required | {*schema.primary_key},
        resource,
        log,
    )
    if not schema.fields:
        _no_fields(match, schema)
        return {}
    left = match.by_name()
    if not match.none():
        match.by_place(left)
        match.rest()
    return match.columns


def _no_fields(match: _Match, schema: Schema) -> None:
    """Note that the columns are no fields, since there is none; where `fields` is at fault itself, that was told."""
    if schema.raw.get("fields") == [] and match.mode in EXTRA_MATTERS:
        value = ",".join(match.labels)
        told = {"called": "the header is", "why": "names no field of the schema, which has none"}
        match.log.add(Fault(check="extra-label", resource=match.resource, line=1, value=value, details=told))


def wanted_labels(schema: Schema) -> dict[str, str]:
    """Return the label that the column of each field should have, by the field's name."""
    return {each.name: each.name if each.label is None else each.label for each in schema.fields}


def note_doubtful_names(labels: list[str], schema: Schema, resource: str, log: FaultLog) -> None:
    """Note labels, and names of fields that no label has, with characters that cannot be told by sight."""
    for index, label in enumerate(labels):
        if problem := doubt(label):
            details = {"what": f"column {index + 1} is called", "problem": problem, "column": str(index + 1)}
            log.add(Fault(check="confusable-header", resource=resource, line=1, value=label, details=details))
    known = {*labels}
    for each in schema.fields:
        name = each.name if each.label is None else each.label
        if name not in known and (problem := doubt(name)):
            details = {"what": "a field is called", "problem": problem}
            log.add(Fault(check="confusable-header", resource=resource, field=name, value=name, details=details))


def with_names(labels: list[str], schema: Schema | None) -> list[str]:
    """Return labels with marks for bytes that are no text as those that they can only be, where that is so.

    Such a label is a field's if the two agree in all but the marks, each of which stands for a character beyond ASCII.
    """
    fields = {each.label or each.name for each in schema.fields} if schema else set[str]()
    free = fields - {*labels}
    found = [_only_one(label, free) if has_marks(label) else label for label in labels]
    return found if all(found.count(name) == 1 for name in free & {*found}) else labels


def in_any_case(labels: list[str], schema: Schema | None) -> list[str]:
    """Return labels as those of the fields that they are but for case (CSV Dialect, version 1)."""
    fields, present = {*wanted_labels(schema).values()} if schema else set[str](), {*labels}
    free = {label.casefold(): label for label in sorted(fields - present)}
    return [label if label in fields else free.get(label.casefold(), label) for label in labels]


def _only_one(label: str, names: set[str]) -> str:
    pattern = re.compile(FOUND.sub("[^\\\\x00-\\\\x7f]", re.escape(label)))
    like = [name for name in names if pattern.fullmatch(name)]
    return like[0] if len(like) == 1 else label
