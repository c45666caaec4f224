"""A verification as JSON."""

import json

from dpkit.model.verification import Verification


def verification_json(found: Verification) -> str:
    """Return a verification as JSON, in the form of `verify.schema.json` beside this module."""
    value = {
        "archive": found.archive,
        "valid": found.valid,
        "problems": [{"file": each.file, "problem": each.problem} for each in found.problems],
        "package": {part: getattr(found, part) or None for part in ("name", "version", "commit", "date")},
        "files": found.files,
        "resources": found.resources,
        "rows": found.rows,
        "evidence": dict(sorted(found.evidence.items())),
        "signature": {
            "seal": found.signature.seal.value,
            "signer": found.signature.signer,
            "detail": found.signature.detail,
        },
        "record": found.record or None,
    }
    return json.dumps(value, ensure_ascii=True, indent=2) + "\n"
