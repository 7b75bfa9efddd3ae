"""Who answers for each number: a published source, or an assumption with a reason and a range.

A signature on a block covers the lines of the block, unless a line or an inner block gives its own. It counts
only within its file: an intervention that changes a number signs it itself. Levers (lanes, booths, staffing, who
is served where) are what a scenario proposes and need no signature; an intervention gives a reason for them.
What ``--set`` changes is signed by the command line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.scenario import shape
from sim.scenario.composing import Composition, Layer
from sim.scenario.evidence import THEORY, evidence
from sim.scenario.faults import Fault, Path, nearest
from sim.scenario.load import Loaded
from sim.scenario.merging import texts
from sim.scenario.signing import Signature, is_structural, signature
from sim.scenario.tree import Branch, mark_of
from sim.scenario.tree import leaves as every_leaf

_LEVERS = ("places", "routes", "zones", "posts")
_COUNTED = ("booths", "staffing", "weekdays", "dates")
"""Levers that an assumption may stand for."""
_REMEDY = "`source: ID` or `assumption: NAME` on the line or its block"


def unsigned(loaded: Loaded) -> tuple[Fault, ...]:
    """Numbers that nobody answers for, sources that do not exist, and levers set without a reason."""
    composition = loaded.composition
    faults = [*_unsigned_numbers(loaded), *_unknown_sources(composition)]
    for layer in composition.layers[1:]:
        faults += _unreasoned(layer)
    return tuple(dict.fromkeys(faults))


def _unsigned_numbers(loaded: Loaded) -> Iterator[Fault]:
    layers = _by_file(loaded.composition)
    for leaf in shape.leaves(loaded.node):
        layer = layers.get(leaf.node.mark.file)
        if not leaf.is_physical or layer is None or is_structural(leaf, loaded.node):
            continue
        if signature(layer.tree, leaf.path) is None:
            mark = mark_of(loaded.node, leaf.path)
            message = "nobody answers for this number"
            yield Fault(mark.file, leaf.node.mark.line, leaf.path, message, repr(leaf.node.value), _REMEDY)


def _by_file(composition: Composition) -> dict[str, Layer]:
    return {str(layer.path): layer for layer in composition.layers}


def _unknown_sources(composition: Composition) -> Iterator[Fault]:
    rows = evidence(composition.base.path)
    for layer in composition.layers:
        declared = [other.tree.entries.get("sources") for other in (composition.base, layer)]
        known = {THEORY, *rows, *(key for node in declared if isinstance(node, Branch) for key in node.entries)}
        for path, block in shape.blocks(layer.tree):
            for text in texts(block.entries["source"]) if "source" in block.entries else ():
                if text.value not in known:
                    hint = nearest(text.value or "", known)
                    message = "there is no such source"
                    accepted = "an id of evidence/*.csv, a key of `sources`, or theory"
                    here = (*path, "source")
                    yield Fault(text.mark.file, text.mark.line, here, message, repr(text.value), accepted, hint)


def _unreasoned(layer: Layer) -> Iterator[Fault]:
    told: set[Path] = set()
    for path, text in every_leaf(layer.tree):
        if path[0] not in _LEVERS or set(path) & set(shape.ANNOTATIONS) or _has_reason(layer.tree, path):
            continue
        block = path[:2]
        if block not in told:
            told.add(block)
            message = "an intervention gives a reason for what it changes"
            accepted = "`reason: …` on the block or at the top of the file"
            yield Fault(text.mark.file, text.mark.line, block, message, accepted=accepted)


def _has_reason(tree: Branch, path: Path) -> bool:
    node: object = tree
    for step in (*path, ""):
        if not isinstance(node, Branch):
            return False
        if any(texts(node.entries[key]) for key in shape.ANNOTATIONS if key in node.entries):
            return True
        node = node.entries.get(step)
    return False


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One source or assumption, and what hangs on it."""

    kind: str
    """``source``, ``assumption`` or ``command line``."""
    id: str
    signs: tuple[str, ...]
    """What it signs: blocks with the keys of their numbers, ``services.gate.car: mean, cv``."""
    text: str
    """Title of the source, or the reason of the assumption."""
    range: tuple[str, ...] = ()
    """``path: low to high`` of an assumption."""
    locator: str | None = None
    """Where in the source."""


def signature_table(loaded: Loaded) -> tuple[SignatureRow, ...]:
    """Every source and assumption in force with the numbers that it signs, by kind and id."""
    signs: dict[tuple[str, str], dict[Path, list[str]]] = {}
    layers = _by_file(loaded.composition)
    for leaf in shape.leaves(loaded.node):
        is_lever = leaf.path[0] == "places" and leaf.field in _COUNTED
        if not (leaf.is_physical or is_lever) or is_structural(leaf, loaded.node):
            continue
        layer = layers.get(leaf.node.mark.file)
        signed = signature(layer.tree, leaf.path) if layer is not None else Signature((), ())
        for key in _keys(signed):
            fields = signs.setdefault(key, {}).setdefault(leaf.block, [])
            inside = ".".join(leaf.path[len(leaf.block) :])
            if inside not in fields:
                fields.append(inside)
    for path, block in shape.blocks(loaded.node):
        for kind in ("source", "assumption"):
            for text in texts(block.entries[kind]) if kind in block.entries else ():
                signs.setdefault((kind, text.value or ""), {path: []})
    return tuple(_row(loaded, *key, shortened(signs[key])) for key in sorted(signs))


def _keys(signed: Signature | None) -> list[tuple[str, str]]:
    if signed is None:
        return []
    if signed == Signature((), ()):
        return [("command line", "--set")]
    return [*(("source", each) for each in signed.sources), *(("assumption", each) for each in signed.assumptions)]


def shortened(signs: dict[Path, list[str]]) -> tuple[str, ...]:
    """Blocks with the keys of their numbers; blocks that differ in one step and hold the same keys stand together."""
    groups: dict[tuple[Path, tuple[str, ...]], list[str]] = {}
    for block, fields in signs.items():
        groups.setdefault((block[:-1], tuple(fields)), []).append(block[-1] if block else "")
    rows = []
    for (above, keys), names in groups.items():
        last = names[0] if len(names) == 1 else f"{{{', '.join(names)}}}"
        rows.append(f"{'.'.join((*above, last)) or 'the file'}{': ' if keys else ''}{', '.join(keys)}")
    return tuple(rows)


def _row(loaded: Loaded, kind: str, name: str, signs: tuple[str, ...]) -> SignatureRow:
    scenario = loaded.scenario
    if kind == "assumption" and name in scenario.assumptions:
        assumption = scenario.assumptions[name]
        ranges = tuple(f"{path}: {' to '.join(limits)}" for path, limits in assumption.range.items())
        return SignatureRow(kind, name, signs, assumption.because, ranges)
    if kind == "source" and name in scenario.sources:
        source = scenario.sources[name]
        return SignatureRow(kind, name, signs, source.title, locator=source.locator)
    text = {THEORY: "chosen for a case whose answer is known", "--set": "set by the command line"}.get(name, "unknown")
    return SignatureRow(kind, name, signs, text)
