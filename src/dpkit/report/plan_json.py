"""A release, planned or made, as JSON."""

from dataclasses import asdict

from dpkit.model.plan import Plan
from dpkit.report.inert import inert_json


def plan_json(plan: Plan) -> str:
    """Return a release as a JSON text: the fields of `dpkit.model.plan.Plan`, by their names."""
    return inert_json(asdict(plan))
