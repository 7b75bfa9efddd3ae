"""The validator's errors as sentences about the file: which line, what was found, what would be accepted."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.scenario.faults import Fault, Path, listed, nearest, quoted
from sim.scenario.shape import ANNOTATIONS, Shape, fields, shape_at
from sim.scenario.tree import Branch, Items, Node, Text, at, describe, mark_of

_KEY = "[key]"
_NAME = "lower-case letters, digits, - and _, beginning with a letter"
_BOUNDS = {
    "greater_than_equal": ("must be at least", "ge"),
    "greater_than": ("must be above", "gt"),
    "less_than_equal": ("must be at most", "le"),
    "less_than": ("must be below", "lt"),
}
_EXPECTED = {
    "string_type": "expected text",
    "tuple_type": "expected a list",
    "mapping_type": "expected a mapping of keys",
    "dict_type": "expected a mapping of keys",
    "model_type": "expected a mapping of keys",
    "model_attributes_type": "expected a mapping of keys",
    "finite_number": "expected a finite number",
    "string_too_short": "expected text, not nothing",
    "string_too_long": "the text is too long",
    "none_required": "expected nothing",
}


def explained(error: ValidationError, tree: Branch) -> list[Fault]:
    """Every error as a fault with its line, in the order of the file."""
    faults = [_fault(each, tree) for each in error.errors(include_url=False)]
    return list(dict.fromkeys(faults))


def _fault(error: Mapping[str, Any], tree: Branch) -> Fault:
    kind = str(error["type"])
    path = _path(error["loc"], tree, keep_last=kind in ("missing", "extra_forbidden"))
    node = at(tree, path)
    if _KEY in error["loc"]:
        says, found = _about_key(error), None
    elif kind == "missing":
        return _missing(path, tree)
    elif kind == "extra_forbidden":
        return _unknown(path, tree)
    elif kind == "union_tag_not_found":
        return _missing((*path, _tag(error)), tree, accepted="approach, stage, link")
    else:
        says, found = _about_value(error, node), None if node is None else describe(node)
    mark = mark_of(tree, path)
    return Fault(mark.file, mark.line, path, says.message, found, says.accepted, says.hint)


class _Says(NamedTuple):
    """What there is to say about one error."""

    message: str
    accepted: str | None = None
    hint: str | None = None


def _about_value(error: Mapping[str, Any], node: Node | None) -> _Says:
    kind, context = str(error["type"]), error.get("ctx", {})
    word = (node.value if isinstance(node, Text) else None) or ""
    if kind in _BOUNDS:
        said, bound = _BOUNDS[kind]
        return _Says(f"{said} {context[bound]:.12g}")
    match kind:
        case "value_error":
            return _Says(str(context.get("error", error["msg"])))
        case "literal_error":
            words = _words(context.get("expected", ""))
            return _Says("not one of the words that may stand here", listed(words), nearest(word, words))
        case "union_tag_invalid":
            words, tag = _words(context.get("expected_tags", "")), str(context.get("tag"))
            return _Says(f"unknown {_tag(error)} {tag!r}", listed(words), nearest(tag, words))
        case "string_pattern_mismatch":
            return _Says("this is no name", _spelling(context))
        case _:
            return _Says(_EXPECTED.get(kind, str(error["msg"])))


def _about_key(error: Mapping[str, Any]) -> _Says:
    kind, context = str(error["type"]), error.get("ctx", {})
    word = str(error.get("input", ""))
    match kind:
        case "literal_error":
            words = _words(context.get("expected", ""))
            return _Says(f"unknown key {quoted(word)}", listed(words), nearest(word, words))
        case "string_pattern_mismatch":
            return _Says(f"{quoted(word)} is no name", _spelling(context))
        case "value_error":
            return _Says(f"{quoted(word)} cannot be a key here: {context.get('error', error['msg'])}")
        case _:
            return _Says(f"{quoted(word)} cannot be a key here: {error['msg']}")


def _spelling(context: Mapping[str, Any]) -> str:
    is_selector = "[+-]" in str(context.get("pattern", ""))
    return "a class with attributes, such as truck or truck+tracked" if is_selector else _NAME


def _missing(path: Path, tree: Branch, accepted: str | None = None) -> Fault:
    above, key = path[:-1], path[-1]
    mark = mark_of(tree, above)
    hint = _misspelt(above, tree)
    # A name that stands nowhere else is, in an intervention, more likely a slip of the pen than a new block.
    message = f"{key!r} is missing" if hint is None else f"{key!r} is missing, as this name is new"
    return Fault(mark.file, mark.line, above, message, accepted=accepted, hint=hint)


def _misspelt(path: Path, tree: Branch) -> str | None:
    if not path:
        return None
    parent = at(tree, path[:-1])
    shape = shape_at(tree, path[:-1])
    if not isinstance(parent, Branch) or shape is None or shape.model is not None:
        return None
    file = parent.keys[path[-1]].file if path[-1] in parent.keys else None
    others = [key for key in parent.entries if key != path[-1] and parent.keys[key].file != file]
    return nearest(path[-1], others)


def _unknown(path: Path, tree: Branch) -> Fault:
    shape = shape_at(tree, path[:-1]) if path else None
    known = _keys(shape) if shape is not None else []
    mark = mark_of(tree, path)
    message = f"unknown key {quoted(path[-1])}"
    return Fault(mark.file, mark.line, path, message, None, listed(known) or None, nearest(path[-1], known))


def _keys(shape: Shape) -> list[str]:
    if shape.model is None:
        return []
    keys = list(fields(shape.model))
    return [key for key in keys if key not in ANNOTATIONS] + [key for key in keys if key in ANNOTATIONS]


def _path(loc: tuple[int | str, ...], tree: Branch, *, keep_last: bool) -> Path:
    """The location as keys of the file: the validator also names the alternatives that it tried."""
    path: list[str] = []
    node: Node | None = tree
    for number, step in enumerate(loc):
        key = str(step)
        is_last = keep_last and number == len(loc) - 1
        match node:
            case Branch(entries=entries) if key in entries:
                node = entries[key]
            case Items(items=items) if isinstance(step, int) and step < len(items):
                node = items[step]
            case _ if not is_last:
                continue
        path.append(key)
    return tuple(path)


def _words(expected: str) -> list[str]:
    return [word.strip(" '`") for word in expected.replace(" or ", ", ").split(",") if word.strip(" '`")]


def _tag(error: Mapping[str, Any]) -> str:
    return str(error.get("ctx", {}).get("discriminator", "kind")).strip("'")
