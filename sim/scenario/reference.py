"""The reference of the scenario file, written from the docstrings of its models.

``python -m sim.scenario.reference`` prints the page that stands in ``docs/reference/scenario-file.md``.
"""

import sys
from collections.abc import Iterator
from typing import Any

from sim.scenario.json_schema import scenario_schema

_HEAD = """# The scenario file

Written from the program by `python -m sim.scenario.reference`; change the docstrings and not this page.

A scenario file is YAML 1.2, read strictly: duplicate and unknown keys, tags and aliases are refused, and every
quantity carries its unit. Times of day are quoted. Keys marked **required** have no default. Every block may
carry `source`, `assumption` and `reason`. An intervention holds only the lines that differ; `null` removes a key, and a
route is edited by `insert` and `drop`.
"""

_SIGNATURE = ("source", "assumption", "reason")


def page() -> str:
    """The whole page, Markdown."""
    schema = scenario_schema()
    blocks = {"Scenario": schema, **schema["$defs"]}
    parts = [_HEAD]
    for name, block in blocks.items():
        if block.get("type") == "object" and "properties" in block:
            parts.append("\n".join(_section(name, block)))
    return "\n".join(parts)


def _section(name: str, block: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    if block.get("description"):
        yield block["description"]
        yield ""
    yield "| key | value | meaning |"
    yield "|---|---|---|"
    required = set(block.get("required", ()))
    for key, value in block["properties"].items():
        if key not in _SIGNATURE:
            meaning = " ".join(str(value.get("description", "")).split())
            yield f"| `{key}` | {_kind(value)} | {meaning}{' **Required.**' if key in required else ''} |"
    for value in block.get("patternProperties", {}).values():
        yield f"| *any selector* | {_kind(value)} | |"
    yield ""


def _kind(value: dict[str, Any]) -> str:
    """What a value may be, in a few words."""
    union = value.get("anyOf") or value.get("oneOf")
    if union:
        return " or ".join(dict.fromkeys(_kind(each) for each in union if each.get("type") != "null"))
    if "else" in value:
        return f"{_kind(value['else'])} or {_kind(value['then'])}"
    if "$ref" in value:
        block = value["$ref"].rsplit("/", 1)[-1]
        return f"[{block}](#{block.lower()})"
    if "enum" in value or "const" in value:
        return ", ".join(f"`{each}`" for each in value.get("enum", [value.get("const")]))
    if value.get("type") in ("array", "object"):
        return _kind_of_many(value)
    return f"such as `{value['examples'][0]}`" if value.get("examples") else _kind_of_one(value)


def _kind_of_many(value: dict[str, Any]) -> str:
    if value["type"] == "array":
        items: dict[str, Any] = value.get("items") or next(iter(value.get("prefixItems", ())), {})
        return f"list of {_kind(items)}"
    inner = value.get("additionalProperties") or next(iter(value.get("patternProperties", {}).values()), None)
    return f"mapping to {_kind(inner)}" if isinstance(inner, dict) else "mapping"


def _kind_of_one(value: dict[str, Any]) -> str:
    kind = value.get("type", "string")
    name = " or ".join(kind) if isinstance(kind, list) else kind
    limits = [f"{word} {value[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in value]
    return " ".join([name.replace("string", "text"), *limits])


if __name__ == "__main__":
    sys.stdout.write(page())
