"""Base and interventions become one tree: mappings key by key, scalars and lists replaced, null removes.

Interventions are first combined with each other, where two values for one key are a conflict, and the result
is then laid over the base. They are taken in order of name whatever order they were asked in, so additions to
ordered mappings stand last, by name of intervention. Annotations (`source`, `assumption`, `reason`) do not
conflict: they add up, because the lines that they sign have all been kept.
"""

from collections.abc import Sequence

from sim.scenario import routing
from sim.scenario.faults import Fault, Path, nearest
from sim.scenario.shape import ANNOTATIONS
from sim.scenario.tree import Branch, Items, Mark, Node, Text, describe, plain


def combine(layers: Sequence[Branch], faults: list[Fault]) -> Branch | None:
    """Interventions, in order of name, as one; conflicts between them are added to *faults*."""
    combined: Branch | None = None
    for layer in layers:
        combined = layer if combined is None else _combine_branches(combined, layer, (), faults)
    return combined


def _combine(one: Node, other: Node, path: Path, faults: list[Fault]) -> Node:
    if isinstance(one, Branch) and isinstance(other, Branch):
        return _combine_branches(one, other, path, faults)
    if path[-1] in ANNOTATIONS and not isinstance(one, Branch) and not isinstance(other, Branch):
        return added_up(one, other, path[-1])
    if routing.is_drop(path):
        return added_up(one, other, "drop")
    if plain(one) != plain(other):
        faults.append(_conflict(one, other, path))
    return one


def _combine_branches(one: Branch, other: Branch, path: Path, faults: list[Fault]) -> Branch:
    entries, keys = dict(one.entries), dict(one.keys)
    for key, node in other.entries.items():
        if key not in entries:
            keys[key] = other.keys[key]
            entries[key] = node
        else:
            entries[key] = _combine(entries[key], node, (*path, key), faults)
    return Branch(entries, keys, one.mark)


def _conflict(one: Node, other: Node, path: Path) -> Fault:
    def says(node: Node) -> str:
        if isinstance(node, Text):
            return "removes it" if node.value is None else f"says {node.value!r}"
        return f"gives {describe(node)}" if isinstance(node, Branch) else f"gives {plain(node)}"

    where = one.mark.file if one.mark.line is None else f"{one.mark.file}:{one.mark.line}"
    message = f"two interventions disagree: {where} {says(one)}, {other.mark.file} {says(other)}"
    return Fault(other.mark.file, other.mark.line, path, message)


def lay_over(base: Branch, change: Branch, faults: list[Fault]) -> Branch:
    """*base* with *change* laid over it; what cannot be done is added to *faults*."""
    return _lay_branch(base, change, (), faults)


def _lay_branch(base: Branch, change: Branch, path: Path, faults: list[Fault]) -> Branch:
    entries, keys = dict(base.entries), dict(base.keys)
    for key, node in change.entries.items():
        here = (*path, key)
        if isinstance(node, Text) and node.value is None:
            if key not in entries:
                known = nearest(key, entries)
                mark = change.keys[key]
                faults.append(Fault(mark.file, mark.line, here, "null removes a key, and there is none", hint=known))
            entries.pop(key, None)
            keys.pop(key, None)
            continue
        entries[key] = _lay(entries.get(key), node, here, faults)
        if key not in keys or not isinstance(node, Branch):
            keys[key] = change.keys[key]
    return Branch(entries, keys, base.mark)


def _lay(base: Node | None, change: Node, path: Path, faults: list[Fault]) -> Node:
    if routing.is_route(path) and isinstance(base, Items) and isinstance(change, Branch):
        return routing.edited(base, change, path, faults)
    if isinstance(change, Branch):
        return _lay_branch(base if isinstance(base, Branch) else Branch({}, {}, change.mark), change, path, faults)
    if path[-1] in ANNOTATIONS and base is not None and not isinstance(base, Branch):
        return added_up(base, change, path[-1])
    return change


def lay_over_later(first: Branch, second: Branch) -> Branch:
    """Two changes as one, the second winning; nulls are kept for the tree that both will be laid over."""
    entries, keys = dict(first.entries), dict(first.keys)
    for key, node in second.entries.items():
        before = entries.get(key)
        both = isinstance(before, Branch) and isinstance(node, Branch)
        entries[key] = lay_over_later(before, node) if both else node  # type: ignore[arg-type]
        keys[key] = second.keys[key]
    return Branch(entries, keys, first.mark)


def added_up(one: Node, other: Node, key: str) -> Node:
    """Both annotations: the ids of both, or both reasons."""
    firsts, seconds = texts(one), texts(other)
    together = [*firsts, *(text for text in seconds if text.value not in {first.value for first in firsts})]
    if key == "reason":
        return Text("; ".join(text.value or "" for text in together), one.mark)
    return together[0] if len(together) == 1 else Items(tuple(together), one.mark)


def texts(node: Node) -> list[Text]:
    """The values of a scalar or of a list of scalars."""
    match node:
        case Text(value=None):
            return []
        case Text():
            return [node]
        case Items(items=items):
            return [item for item in items if isinstance(item, Text)]
        case _:
            return []


def with_key(branch: Branch, key: str, node: Node, mark: Mark | None = None) -> Branch:
    """*branch* with *node* under *key*, in its old place or last."""
    return Branch({**branch.entries, key: node}, {**branch.keys, key: mark or node.mark}, branch.mark)


def without(branch: Branch, *keys: str) -> Branch:
    """*branch* without *keys*."""
    return Branch(
        {key: node for key, node in branch.entries.items() if key not in keys},
        {key: mark for key, mark in branch.keys.items() if key not in keys},
        branch.mark,
    )
