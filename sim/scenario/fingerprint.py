"""A short word for the physics of a scenario: equal exactly when the same thing is simulated.

It leaves out what does not act (titles, reasons, sources, published figures, margins), how often and with which seed a
run is repeated, and the order of every mapping except `places`, `lanes` and `lines`, whose order numbers them.
"""

import hashlib
import json
from collections.abc import Mapping

from pydantic import BaseModel

from sim.scenario.schema import Run, Scenario

_SILENT = frozenset(
    {"source", "assumption", "reason", "title", "name", "question", "assumptions", "sources", "observed", "exact"}
)
_REPETITION = frozenset({"replications", "seed", "margin"})
_ORDERED = frozenset({"places", "lanes", "lines"})
_DIGITS = 16


def fingerprint(scenario: Scenario) -> str:
    """Sixteen hexadecimal digits."""
    text = json.dumps(_canonical(scenario, ""), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _canonical(value: object, key: str) -> object:
    match value:
        case BaseModel():
            silent = _SILENT | (_REPETITION if isinstance(value, Run) else frozenset())
            pairs = [
                (name, _canonical(each, name))
                for name, each in value
                if name not in silent and not _is_default(value, name)
            ]
            return sorted(pairs, key=_first)
        case Mapping():
            pairs = [(str(name), _canonical(each, "")) for name, each in value.items()]
            return pairs if key in _ORDERED else sorted(pairs, key=_first)
        case tuple():
            return [_canonical(each, "") for each in value]
        case _:
            return value


def _is_default(block: BaseModel, name: str) -> bool:
    """Whether the value is what it would be unsaid, so that a key new to the format keeps the word of older files."""
    return bool(getattr(block, name) == type(block).model_fields[name].get_default(call_default_factory=True))


def _first(pair: tuple[str, object]) -> str:
    return pair[0]
