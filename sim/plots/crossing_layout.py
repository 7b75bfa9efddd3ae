"""Where each place stands in a diagram of the crossing: columns from west to east, a row for each direction.

Northbound runs from left to right in the upper row, southbound from right to left in the lower one. Both
rows are aligned by what they share: first post with post and link with link, then, within a post, the
stages that both directions use, which are drawn once across both rows.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sim.scenario.places import DIRECTIONS, Direction, Link, Stage
from sim.scenario.schema import Scenario

STAGE_WIDTH = 0.98
LINK_WIDTH = 1.75
APPROACH_WIDTH = 1.4
GAP = 0.15
GROUP_PAD = 0.08
"""Inches. A group's shade reaches this far beyond its boxes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place in one row, or across both; positions in inches from the left."""

    place: str | None
    """None for the unnamed approach."""
    directions: tuple[Direction, ...]
    left: float
    width: float
    twin: bool = False
    """One place that both directions share, but drawn once in each row because their orders cross."""
    roads: tuple[str, ...] = ()
    """Roads of the corridor that this box stands for, in place of a place."""

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Group:
    """A post's shade."""

    post: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes and shades from left to right, and the width of it all in inches."""

    boxes: tuple[Box, ...]
    groups: tuple[Group, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Slot:
    place: str | None
    direction: Direction
    key: Hashable
    """Equal in both rows for what they share."""
    group: Hashable
    width: float
    twin: bool = False
    roads: tuple[str, ...] = ()


def rows(scenario: Scenario) -> tuple[Direction, ...]:
    """Directions that have a route, northbound first."""
    return tuple(d for d in DIRECTIONS if scenario.routes.get(d))


def layout(scenario: Scenario) -> Layout:
    """Columns of *scenario*."""
    upper = _slots(scenario, "northbound")
    lower = _slots(scenario, "southbound")[::-1]
    upper_groups = _runs(upper)
    lower_groups = _runs(lower)
    left = 0.0
    boxes: list[Box] = []
    groups: list[Group] = []
    for i, j in _aligned([g[0].group for g in upper_groups], [g[0].group for g in lower_groups]):
        above = upper_groups[i] if i is not None else []
        below = lower_groups[j] if j is not None else []
        placed, width = _group_boxes(above, below, left + GROUP_PAD)
        boxes.extend(placed)
        place = scenario.places.get((above or below)[0].place or "")
        if isinstance(place, Stage) and place.post is not None:
            groups.append(Group(place.post, left, left + width + 2 * GROUP_PAD))
        left += width + 2 * GROUP_PAD + GAP
    return Layout(tuple(boxes), tuple(groups), max(0.0, left - GAP))


def _slots(scenario: Scenario, direction: Direction) -> list[_Slot]:
    """Places of one direction in the order of passing, with the road behind them at the end.

    The road before them is the one behind the other direction's places, in whose row it is drawn; where
    there is no other direction it stands before the approach.
    """
    route = scenario.routes.get(direction, ())
    if not route:
        return []
    slots = [_slot(scenario, name, direction) for name in route]
    if scenario.places[route[0]].kind != "approach":
        slots.insert(0, _Slot(None, direction, ("approach", direction), ("end", direction), APPROACH_WIDTH))
    behind = next(d for d in DIRECTIONS if d != direction)
    roads = _road_slot(scenario, direction, before=behind)
    alone = [] if scenario.routes.get(behind) else _road_slot(scenario, direction, before=direction)
    return [*alone, *slots, *roads]


def _road_slot(scenario: Scenario, direction: Direction, *, before: Direction) -> list[_Slot]:
    names = tuple(name for name, road in scenario.roads.items() if road.before == before)
    group = ("end", before) if scenario.routes.get(before) else ("road", before)
    return [_Slot(None, direction, ("road", before), group, APPROACH_WIDTH, roads=names)] if names else []


def _slot(scenario: Scenario, name: str, direction: Direction) -> _Slot:
    place = scenario.places[name]
    both = all(name in scenario.routes.get(d, ()) for d in DIRECTIONS)
    own: Hashable = (name, direction)
    if place.kind == "approach":
        return _Slot(name, direction, own, ("end", direction), APPROACH_WIDTH)
    if isinstance(place, Link):
        key: Hashable = name if both else own
        return _Slot(name, direction, key, key, LINK_WIDTH)
    shared = both and place.per is None
    group: Hashable = ("post", place.post) if place.post else (name if shared else own)
    return _Slot(name, direction, name if shared else own, group, STAGE_WIDTH, twin=shared)


def _runs(slots: Sequence[_Slot]) -> list[list[_Slot]]:
    return [list(run) for _, run in groupby(slots, key=lambda slot: slot.group)]


def _aligned(above: Sequence[Hashable], below: Sequence[Hashable]) -> list[tuple[int | None, int | None]]:
    """Pairs of indices along a longest common subsequence; who has no partner stands alone, above first."""
    n, m = len(above), len(below)
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            equal = above[i] == below[j]
            best[i][j] = 1 + best[i + 1][j + 1] if equal else max(best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < n or j < m:
        if i < n and j < m and above[i] == below[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif i < n and (j == m or best[i + 1][j] >= best[i][j + 1]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs


def _group_boxes(above: Sequence[_Slot], below: Sequence[_Slot], left: float) -> tuple[list[Box], float]:
    """Boxes of one group from *left* on, and its width; between two shared places each row is spread evenly."""
    boxes: list[Box] = []
    x = left
    upper: list[_Slot] = []
    lower: list[_Slot] = []
    for i, j in _aligned([s.key for s in above], [s.key for s in below]):
        if i is None or j is None:
            upper.extend([above[i]] if i is not None else [])
            lower.extend([below[j]] if j is not None else [])
            continue
        between, width = _between(upper, lower, x)
        boxes.extend(between)
        x += width + (GAP if width else 0)
        boxes.append(Box(above[i].place, DIRECTIONS, x, above[i].width))
        x += above[i].width + GAP
        upper, lower = [], []
    between, width = _between(upper, lower, x)
    boxes.extend(between)
    x += width or -GAP
    return boxes, x - left


def _between(upper: Sequence[_Slot], lower: Sequence[_Slot], left: float) -> tuple[list[Box], float]:
    width = max(_needed(upper), _needed(lower))
    return [*_spread(upper, left, width), *_spread(lower, left, width)], width


def _needed(slots: Sequence[_Slot]) -> float:
    return sum(s.width for s in slots) + GAP * max(0, len(slots) - 1)


def _spread(slots: Sequence[_Slot], left: float, width: float) -> list[Box]:
    spare = (width - _needed(slots)) / (len(slots) + 1) if slots else 0.0
    boxes: list[Box] = []
    x = left + spare
    for slot in slots:
        boxes.append(Box(slot.place, (slot.direction,), x, slot.width, slot.twin, slot.roads))
        x += slot.width + GAP + spare
    return boxes
