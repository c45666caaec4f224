"""The descriptor of the generated package."""

from typing import Any

Json = dict[str, Any]

KINDS = ("visit", "meeting", "agreement", "gift", "statement")
REQUIRED: Json = {"required": True}
DATE: Json = {"claim": "date"}


def field(name: str, kind: str = "string", claim: Json | None = None, **constraints: Any) -> Json:
    """Return the descriptor of a field."""
    made: Json = {"name": name, "type": kind}
    return made | ({"constraints": constraints} if constraints else {}) | ({"dpkit": claim} if claim else {})


def key(name: str, resource: str) -> Json:
    """Return a foreign key to the field of the same name."""
    return {"fields": [name], "reference": {"resource": resource, "fields": [name]}}


SOURCES: Json = {
    "fields": [
        field("source_id", pattern="s[0-9]+", **REQUIRED),
        field("title", **REQUIRED),
        field("published"),
        field("reliability", enum=[*"ABCDEF"]),
        field("sha256", pattern="[0-9a-f]{64}"),
        field("document"),
    ],
    "primaryKey": ["source_id"],
    "dpkit": {
        "source": {name: name for name in ("published", "reliability", "sha256", "document")} | {"id": "source_id"}
    },
}

PLACES: Json = {
    "fields": [
        field("place_id", pattern="p[0-9]+", **REQUIRED),
        field("label", **REQUIRED),
        field("kind", enum=["settlement", "site"]),
        field("latitude", "number", minimum=-90, maximum=90),
        field("longitude", "number", minimum=-180, maximum=180),
    ],
    "primaryKey": ["place_id"],
    "dpkit": {"register": {"id": "place_id", "label": "label"}},
}

EVENTS: Json = {
    "fields": [
        field("event_id", pattern="e[0-9]+", **REQUIRED),
        field("title", claim={"claim": "label"}, maxLength=60, **REQUIRED),
        field("place_id", claim={"claim": "value"}, **REQUIRED),
        field("source_id", **REQUIRED),
        field("kind", claim={"claim": "value"}, enum=[*KINDS]),
        field("start", claim=DATE),
        field("end", claim=DATE),
        field("distance", "number", claim={"claim": "quantity", "unit": "km"}, minimum=0),
        field("visitors", "integer", claim={"claim": "quantity"}, minimum=0, maximum=100_000),
        field("locator", pattern="char=[0-9]+,[0-9]+", **REQUIRED),
        field("quote", **REQUIRED),
        field("confidence", enum=["high", "medium", "low"], **REQUIRED),
    ],
    "primaryKey": ["event_id", "source_id"],
    "foreignKeys": [key("source_id", "sources"), key("place_id", "places")],
    "dpkit": {
        "subject": ["event_id"],
        "citation": {"source": "source_id"} | {name: name for name in ("locator", "quote", "confidence")},
        "dates": {"order": [["start", "end"]]},
    },
}

SCHEMAS = {"sources": SOURCES, "places": PLACES, "events": EVENTS}
COLUMNS = {name: [each["name"] for each in schema["fields"]] for name, schema in SCHEMAS.items()}


def descriptor(*, with_dpkit: bool) -> Json:
    """Return the descriptor of the package, with the `dpkit` property or without."""
    resources = [resource(name, schema) for name, schema in SCHEMAS.items()]
    made: Json = {"name": "benchmark", "version": "1.0.0", "resources": resources}
    made["dpkit"] = {"sources": "sources", "documents": ["documents"]}
    return made if with_dpkit else without(made)


def resource(name: str, schema: Json) -> Json:
    """Return the descriptor of a table."""
    return {"name": name, "path": f"{name}.csv", "type": "table", "encoding": "utf-8", "schema": schema}


def without(value: Any) -> Any:
    """Return a JSON value without any property `dpkit`."""
    if isinstance(value, dict):
        return {name: without(each) for name, each in value.items() if name != "dpkit"}
    return [without(each) for each in value] if isinstance(value, list) else value
