"""Tallies of what was found while reading, before any query was asked."""

from collections.abc import Mapping

from dpkit.checks.check import Check, fill
from dpkit.model.finding import FaultLog, Finding
from dpkit.model.report import Tally
from dpkit.model.show import column_letters


def tally_faults(log: FaultLog, checks: Mapping[str, Check], files: Mapping[str, str | None]) -> list[Tally]:
    """Return what was found while reading, by the checks that own it.

    Args:
        log: the faults.
        checks: by name; faults of other checks are left out.
        files: the file of each resource that has one.
    """
    grouped: dict[tuple[str, str | None], list[Finding]] = {kind: [] for kind in log.counts if kind[0] in checks}
    for fault in log.kept:
        if (check := checks.get(fault.check)) is None:
            continue
        details = {"resource": fault.resource or "", "problem": "", "column": "", "place": fault.field or ""} | dict(
            fault.details
        )
        names = [fault.field or ""]
        finding = Finding(
            check=fault.check,
            severity=check.severity,
            message=fill(check.fault or "", names, [fault.value or ""], details),
            resource=fault.resource,
            file=fault.file or files.get(fault.resource or "") or "datapackage.json",
            row=fault.row,
            line=fault.line,
            field=fault.field,
            column=column_letters(int(details["column"]) - 1) if details["column"] else None,
            value=fault.value,
        )
        grouped[fault.check, fault.resource].append(finding)
    return [
        Tally(check, resource, checks[check].severity, log.counts[check, resource], tuple(findings))
        for (check, resource), findings in grouped.items()
    ]
