"""JSON Schemas (draft 2020-12) of both kinds of file, for editors: made from the models and nothing else.

They know less than the loader: what a field cannot see is not in them, and they accept a YAML number where the
loader reads text. An intervention needs nothing but `format`; it may give every key in part or remove it with
null, and it may edit a route.
"""

from collections.abc import Mapping
from typing import Any

from sim.scenario.schema import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ROUTE = {"type": "array", "items": {"type": "string"}}
_PLACE = {"type": "string"}
_DEMAND = {"$ref": "#/$defs/Demand"}


def scenario_schema() -> dict[str, Any]:
    """Schema of a base scenario, or of a file that names a base and interventions."""
    whole = _tidy(Scenario.model_json_schema(by_alias=True))
    return {"$schema": DIALECT, "title": "Samur scenario", **_without(whole, "title")}


def intervention_schema() -> dict[str, Any]:
    """Schema of an intervention; with `base` and `with`, of a file that is run by itself."""
    whole = _tidy(Scenario.model_json_schema(by_alias=True))
    definitions = {name: _partial(schema) for name, schema in whole.pop("$defs").items()}
    top = _partial(whole)
    properties = dict(top["properties"])
    properties["format"] = whole["properties"]["format"]
    properties["routes"] = _routes()
    properties["base"] = {"type": "string", "description": "The base file, in a file that is run by itself."}
    properties["with"] = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Interventions laid over the base, in a file that is run by itself.",
    }
    return {
        "$schema": DIALECT,
        "title": "Samur intervention",
        **_without(top, "title", "properties"),
        "properties": properties,
        "required": ["format"],
        "$defs": definitions,
    }


def _routes() -> dict[str, Any]:
    anchor = {
        "type": "object",
        "properties": {"after": _PLACE, "before": _PLACE},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    edit = {
        "type": "object",
        "properties": {
            "insert": {"type": "object", "additionalProperties": anchor},
            "drop": {"anyOf": [_ROUTE, _PLACE]},
        },
        "additionalProperties": False,
    }
    either = {"anyOf": [_ROUTE, edit, {"type": "null"}]}
    return {
        "type": "object",
        "description": "A route as a list, or its edits.",
        "properties": {"northbound": either, "southbound": either},
        "additionalProperties": False,
    }


def _tidy(node: Any) -> Any:
    """Schema without defaults and titles; mappings accept only keys of their pattern, and a demand may be a word."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node == _DEMAND:
        # Not `anyOf`, which would mark a fault in one line of a demand at the whole of it.
        return {"if": {"type": "string"}, "then": {"const": "saturated"}, "else": node}
    tidy: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "$defs", "patternProperties"):
            tidy[key] = {name: _tidy(each) for name, each in value.items()}
        elif key not in ("default", "title", "discriminator"):
            tidy[key] = _tidy(value)
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if "oneOf" in tidy:
        tidy["anyOf"] = tidy.pop("oneOf")
    return tidy


def _partial(node: Any) -> Any:
    """Schema in which nothing is required and everything may be null."""
    if isinstance(node, list):
        return [_partial(each) for each in node]
    if not isinstance(node, dict):
        return node
    partial: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "patternProperties"):
            partial[key] = {name: _nullable(_partial(each)) for name, each in value.items()}
        elif key == "additionalProperties" and isinstance(value, dict):
            partial[key] = _nullable(_partial(value))
        elif key != "required":
            partial[key] = _partial(value)
    return partial


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    alternatives = schema.get("anyOf")
    if alternatives is not None:
        known = {"type": "null"} in alternatives
        return schema if known else {**schema, "anyOf": [*alternatives, {"type": "null"}]}
    description = {"description": schema["description"]} if "description" in schema else {}
    return {**description, "anyOf": [_without(schema, "description"), {"type": "null"}]}


def _without(mapping: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key not in keys}
