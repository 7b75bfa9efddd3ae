"""The resolved scenario as YAML: one file that loads again, without the others, to the same scenario."""

import re
from collections.abc import Mapping

from sim.scenario.load import Loaded
from sim.scenario.tree import Branch, Items, Node, Text

_SAFE = re.compile(r"-?[A-Za-z0-9_]([A-Za-z0-9_ +./*()%-]*[A-Za-z0-9_)%])?\Z")
_NULLS = frozenset({"null", "Null", "NULL"})
_WIDTH = 120
_INDENT = "  "


def dump(loaded: Loaded) -> str:
    """*loaded* as the text of a base file, with a heading that says what it was made of."""
    made_of = " + ".join([loaded.composition.base.name, *loaded.interventions])
    heading = f"# Resolved from {made_of}; fingerprint {loaded.fingerprint}"
    return "\n".join([heading, *_lines(loaded.node, ""), ""])


def _lines(branch: Branch, indent: str) -> list[str]:
    lines = []
    for key, node in branch.entries.items():
        name, flow = _word(key), _flow(node)
        if not indent or (isinstance(node, Branch) and len(indent) + len(name) + 2 + len(flow) > _WIDTH):
            lines += _block(name, node, indent)
        else:
            lines.append(f"{indent}{name}: {flow}")
    return lines


def _block(name: str, node: Node, indent: str) -> list[str]:
    if isinstance(node, Branch) and node.entries:
        return [f"{indent}{name}:", *_lines(node, indent + _INDENT)]
    return [f"{indent}{name}: {_flow(node)}"]


def _flow(node: Node) -> str:
    match node:
        case Text(value=None):
            return "null"
        case Text(value=str(value)):
            return _word(value)
        case Items(items=items):
            return f"[{', '.join(_flow(item) for item in items)}]"
        case Branch(entries=Mapping() as entries):
            return f"{{{', '.join(f'{_word(key)}: {_flow(child)}' for key, child in entries.items())}}}"
    raise AssertionError(node)


def _word(text: str) -> str:
    """*text* plain where nobody could take it for anything else, or in double quotes."""
    if _SAFE.match(text) and text not in _NULLS:
        return text
    return '"' + "".join(_letter(letter) for letter in text) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
