"""Edits of a route by an intervention: places dropped, and places inserted before or after others.

``routes: {northbound: {insert: {seal-removal: {after: bridge}}, drop: [scanner]}}``. Anchors are places of the
base's own route. Several inserts at one anchor stand in order of name, so that the result does not depend on
who asked first.
"""

from sim.scenario.faults import Fault, Path, listed, nearest, quoted
from sim.scenario.tree import Branch, Items, Mark, Node, Text

_ROUTE_DEPTH = 2
_EDITS = ("insert", "drop")
_SIDES = ("after", "before")


def is_route(path: Path) -> bool:
    """Whether *path* is that of one direction's route."""
    return len(path) == _ROUTE_DEPTH and path[0] == "routes"


def is_drop(path: Path) -> bool:
    """Whether *path* is that of the places dropped from a route."""
    return len(path) == _ROUTE_DEPTH + 1 and path[0] == "routes" and path[-1] == "drop"


def edited(route: Items, change: Branch, path: Path, faults: list[Fault]) -> Items:
    """*route* after the inserts and drops of *change*; what cannot be done is added to *faults*."""
    for key, mark in change.keys.items():
        if key not in _EDITS:
            message = "a route is replaced by a list, or edited by `insert` and `drop`"
            hint = nearest(key, _EDITS)
            faults.append(Fault(mark.file, mark.line, (*path, key), message, quoted(key), listed(_EDITS), hint))
    places = [(item.value, item) for item in route.items if isinstance(item, Text) and item.value is not None]
    names = [name for name, _ in places]
    dropped = _dropped(change.entries.get("drop"), names, (*path, "drop"), faults)
    inserts = change.entries.get("insert")
    if inserts is not None and not isinstance(inserts, Branch):
        message = "write `insert: {PLACE: {after: OTHER}}`"
        faults.append(Fault(inserts.mark.file, inserts.mark.line, (*path, "insert"), message))
        inserts = None
    before: dict[str, list[Text]] = {}
    after: dict[str, list[Text]] = {}
    for name in sorted(inserts.entries) if inserts is not None else ():
        assert inserts is not None
        here = (*path, "insert", name)
        mark = inserts.keys[name]
        if name in names and name not in dropped:
            faults.append(Fault(mark.file, mark.line, here, "the place is on the route already"))
            continue
        anchor = _anchor(inserts.entries[name], mark, here, faults)
        if anchor is not None and _stands(anchor[1], names, dropped, here, faults):
            side, where = anchor
            (after if side == "after" else before).setdefault(where.value or "", []).append(Text(name, mark))
    result: list[Node] = []
    for name, item in places:
        kept = [] if name in dropped else [item]
        result += [*before.get(name, ()), *kept, *after.get(name, ())]
    return Items(tuple(result), route.mark)


def _dropped(node: Node | None, names: list[str], path: Path, faults: list[Fault]) -> dict[str, Mark]:
    if node is None:
        return {}
    items = node.items if isinstance(node, Items) else (node,)
    dropped = {}
    for item in items:
        name = item.value if isinstance(item, Text) else None
        if name is None or name not in names:
            message = "nothing to drop: the place is not on the route"
            found = quoted(name) if name is not None else None
            hint = nearest(name or "", names)
            faults.append(Fault(item.mark.file, item.mark.line, path, message, found, listed(names), hint))
        else:
            dropped[name] = item.mark
    return dropped


def _anchor(node: Node, mark: Mark, path: Path, faults: list[Fault]) -> tuple[str, Text] | None:
    entries = node.entries if isinstance(node, Branch) else {}
    sides = [side for side in _SIDES if isinstance(entries.get(side), Text)]
    if len(entries) != 1 or len(sides) != 1:
        message = "say where it stands: {after: PLACE} or {before: PLACE}"
        faults.append(Fault(mark.file, mark.line, path, message))
        return None
    anchor = entries[sides[0]]
    assert isinstance(anchor, Text)
    return sides[0], anchor


def _stands(anchor: Text, names: list[str], dropped: dict[str, Mark], path: Path, faults: list[Fault]) -> bool:
    name, mark = anchor.value or "", anchor.mark
    if name not in names:
        message = "unknown anchor: no such place on the route of the base"
        hint = nearest(name, names)
        faults.append(Fault(mark.file, mark.line, path, message, quoted(name), listed(names), hint))
        return False
    if name in dropped:
        by = dropped[name]
        message = f"the anchor {name!r} is dropped by {by.file}:{by.line}"
        faults.append(Fault(mark.file, mark.line, path, message))
        return False
    return True
