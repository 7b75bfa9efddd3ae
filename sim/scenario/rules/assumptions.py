"""Assumptions: named ones exist, existing ones are named, and their ranges speak of values that are there."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sim.scenario import shape
from sim.scenario.faults import Path, listed, nearest, quoted
from sim.scenario.merging import texts
from sim.scenario.quantities import magnitude
from sim.scenario.rules.context import Context, Finding
from sim.scenario.tree import Branch, Items, Node
from sim.scenario.tree import leaves as every_leaf

_ENDS = 2


def assumptions(context: Context) -> Iterator[Finding]:
    """Names, and ranges."""
    declared = context.scenario.assumptions
    named: set[str] = set()
    for path, block in shape.blocks(context.tree):
        for text in texts(block.entries["assumption"]) if "assumption" in block.entries else ():
            name = text.value or ""
            named.add(name)
            if name not in declared:
                known = sorted(declared)
                message = f"there is no assumption {quoted(name)}"
                yield Finding((*path, "assumption"), message, accepted=listed(known) or None, hint=nearest(name, known))
    for name, assumption in declared.items():
        path = ("assumptions", name)
        if name not in named and not _has_gone(context, path):
            yield Finding(path, "no line refers to this assumption", is_warning=True)
        if not assumption.range:
            yield Finding((*path, "range"), "an assumption has a range", accepted="{path.to.number: [low, high]}")
        for pattern, limits in assumption.range.items():
            yield from _range(context, name, pattern, limits)


def _has_gone(context: Context, path: Path) -> bool:
    """Whether an intervention may have removed what the base's own assumption speaks of."""
    node = context.tree.entries["assumptions"]
    mark = node.keys[path[-1]] if isinstance(node, Branch) else node.mark
    return context.is_merged and mark.file == context.base_file


def _range(context: Context, name: str, pattern: str, limits: tuple[str, ...]) -> Iterator[Finding]:
    path = ("assumptions", name, "range", pattern)
    sizes = [magnitude(limit) for limit in limits]
    if not limits:
        yield Finding(path, "the range is empty", accepted="[low, high]")
        return
    is_interval = all(size is not None for size in sizes) and len(limits) == _ENDS
    if is_interval and sizes[0] is not None and sizes[1] is not None:
        if sizes[0][0] != sizes[1][0]:
            yield Finding(path, "low and high are not of one kind", f"[{listed(limits)}]")
            return
        if sizes[0][1] > sizes[1][1]:
            yield Finding(path, "low is above high", f"[{listed(limits)}]")
            return
    values = resolved(context.tree, pattern)
    if not values and not _in_force(context, pattern):
        if not _has_gone(context, path[:2]):
            yield Finding(path, "nothing stands at this path", is_warning=True)
        return
    for where, text in values or [(tuple(pattern.split(".")), _in_force(context, pattern) or "")]:
        if not _within(text, limits, is_interval=is_interval):
            said = f"{'.'.join(where)} is {text}, outside its range"
            yield Finding(path, said, accepted=f"[{listed(limits)}]", is_warning=True)


def _within(text: str, limits: tuple[str, ...], *, is_interval: bool) -> bool:
    value = magnitude(text)
    if not is_interval:
        return text in limits
    low, high = magnitude(limits[0]), magnitude(limits[1])
    if value is None or low is None or high is None or value[0] != low[0]:
        return False
    return low[1] <= value[1] <= high[1]


def _in_force(context: Context, pattern: str) -> str | None:
    """Value of ``tracking.adoption`` or ``tracking.effect`` where it comes from the level."""
    layer = context.scenario.tracking
    level = (layer.levels or {}).get(layer.level or "") if layer is not None else None
    if level is None or pattern not in ("tracking.adoption", "tracking.effect"):
        return None
    return str(level.adoption if pattern == "tracking.adoption" else level.effect)


def resolved(tree: Node, pattern: str) -> list[tuple[Path, str]]:
    """Paths and values that *pattern* stands for; ``*`` stands for one key, or a part of one."""
    found: list[tuple[Path, Node]] = [((), tree)]
    for step in pattern.split("."):
        found = [
            ((*path, key), child) for path, node in found for key, child in _children(node) if fnmatchcase(key, step)
        ]
    return [
        ((*path, *below), text.value)
        for path, node in found
        for below, text in every_leaf(node)
        if text.value is not None and not set(below) & set(shape.ANNOTATIONS)
    ]


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Branch(entries=entries):
            yield from entries.items()
        case Items(items=items):
            yield from ((str(number), item) for number, item in enumerate(items))
        case _:
            return
