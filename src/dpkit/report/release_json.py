"""A release as JSON: `release.json` of an archive, and the record `releases/VERSION.json`."""

import json
from dataclasses import asdict
from typing import Any

from dpkit.model.release import Release


def release_json(release: Release) -> bytes:
    """Return a release as JSON in UTF-8; the same release always gives the same bytes.

    The citations stand last, each on a line of its own (the cells of `ReleasedCitation`, in that order), and so do
    resources and files: a record is read by `git diff`, and of a large one line by line.
    """
    head = {
        "dpkit": release.dpkit,
        "package": {
            "name": release.name,
            "version": release.version,
            "commit": release.commit,
            "date": release.date,
        },
        "counts": dict(release.counts),
        "difference": dict(release.difference),
        "checks": list(release.checks),
        "documents": dict(sorted(release.documents.items())),
    }
    parts = [f'  "{name}": {_indented(value)}' for name, value in head.items()]
    rows: dict[str, list[Any]] = {"resources": [asdict(each) for each in release.resources]}
    if release.files:
        rows["files"] = [asdict(each) for each in release.files]
    rows["citations"] = list(release.citations)
    parts += [f'  "{name}": {_lines(some)}' for name, some in rows.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8", "backslashreplace")


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")


def _lines(rows: list[Any]) -> str:
    written = ",\n".join("    " + json.dumps(row, ensure_ascii=False, separators=(", ", ": ")) for row in rows)
    return f"[\n{written}\n  ]" if rows else "[]"
