"""A release, planned or made, as JSON."""

import json
from dataclasses import asdict

from dpkit.model.plan import Plan


def plan_json(plan: Plan) -> str:
    """Return a release as a JSON text: the fields of `dpkit.model.plan.Plan`, by their names."""
    return json.dumps(asdict(plan), ensure_ascii=False, indent=2) + "\n"
