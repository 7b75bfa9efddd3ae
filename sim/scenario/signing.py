"""The signature of one line, and the resolved tree in which every line keeps the signature of its file."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario import merging, shape
from sim.scenario.composing import Composition
from sim.scenario.evidence import THEORY, Evidence, evidence
from sim.scenario.faults import Path
from sim.scenario.merging import texts
from sim.scenario.tree import Branch, Items, Mark, Node, Text, at


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for a line."""

    sources: tuple[str, ...]
    assumptions: tuple[str, ...]


def signature(tree: Branch, path: Path) -> Signature | None:
    """The signature that covers *path* in its own file: that of the innermost block which has one."""
    found: Signature | None = None
    node: Node = tree
    for step in (*path, ""):
        match node:
            case Branch(entries=entries):
                sources, assumptions = _ids(entries.get("source")), _ids(entries.get("assumption"))
                if sources or assumptions:
                    found = Signature(sources, assumptions)
                if step not in entries:
                    return found
                node = entries[step]
            case Items(items=items) if step.isdecimal() and int(step) < len(items):
                node = items[int(step)]
            case _:
                return found
    return found


def _ids(node: Node | None) -> tuple[str, ...]:
    return () if node is None else tuple(text.value for text in texts(node) if text.value)


def is_structural(leaf: shape.Leaf, tree: Branch) -> bool:
    """Whether the number says only how the model is put together.

    That is so for `visits` of all or of nobody, for `repeats` of nobody, for an unlimited space, and for the
    waiting places, none, of a stage without a service.
    """
    value = (leaf.node.value or "").strip()
    if leaf.field == "visits":
        return value in ("0", "1", "0.0", "1.0")
    if leaf.field == "repeats":
        return value in ("0", "0.0")
    if value == "unlimited":
        return True
    is_lane = leaf.block[-2:-1] == ("lanes",)
    stage = at(tree, leaf.block[:-2] if is_lane else leaf.block)
    is_yard = isinstance(stage, Branch) and "service" not in stage.entries
    return leaf.field == "space" and is_yard and value.split()[0] == "0"


def resolved(composition: Composition) -> Branch:
    """The merged tree, with what was signed at the top of an intervention signed at its lines.

    The rows of the evidence tables that the scenario cites stand in it as `sources`, so that it can be read
    without them.
    """
    tree = composition.tree
    for layer in composition.layers[1:]:
        root = {key: layer.tree.entries[key] for key in ("source", "assumption") if key in layer.tree.entries}
        if root:
            whole = signature(layer.tree, ())
            for leaf in list(shape.leaves(tree)):
                is_of_layer = leaf.is_physical and leaf.node.mark.file == str(layer.path)
                if is_of_layer and signature(_bare(layer.tree), leaf.path) is None and whole is not None:
                    tree = _signed(tree, leaf.block, root)
    return _with_sources(tree, evidence(composition.base.path))


def _bare(tree: Branch) -> Branch:
    return merging.without(tree, "source", "assumption")


def _signed(tree: Branch, block: Path, signs: dict[str, Node]) -> Branch:
    def changed(node: Node, path: Path) -> Node:
        if isinstance(node, Items):
            items = list(node.items)
            items[int(path[0])] = changed(items[int(path[0])], path[1:])
            return Items(tuple(items), node.mark)
        assert isinstance(node, Branch)
        if path:
            return merging.with_key(node, path[0], changed(node.entries[path[0]], path[1:]), node.keys[path[0]])
        for key, ids in signs.items():
            old = node.entries.get(key)
            node = merging.with_key(node, key, ids if old is None else merging.added_up(old, ids, key))
        return node

    result = changed(tree, block)
    assert isinstance(result, Branch)
    return result


def _with_sources(tree: Branch, rows: Mapping[str, Evidence]) -> Branch:
    declared = tree.entries.get("sources")
    if declared is not None and not isinstance(declared, Branch):
        return tree
    sources = declared or Branch({}, {}, tree.mark)
    cited = {
        text.value
        for _, block in shape.blocks(tree)
        if "source" in block.entries
        for text in texts(block.entries["source"])
    }
    for name in sorted(id_ for id_ in cited if id_ and id_ in rows and id_ not in sources.entries and id_ != THEORY):
        sources = merging.with_key(sources, name, _entry(rows[name]))
    return merging.with_key(tree, "sources", sources) if sources.entries else tree


def _entry(row: Evidence) -> Branch:
    mark = Mark(row.file, row.line)
    said = {"title": row.title, "locator": row.locator, **({"url": row.url} if row.url else {})}
    return Branch({key: Text(value, mark) for key, value in said.items()}, dict.fromkeys(said, mark), mark)
