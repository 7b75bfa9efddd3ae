"""Lanes with a queue of their own that close for long while nobody else serves those who wait in them (design R9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from sim.plan.model import Plan, Queue, Stage
from sim.plan.passing import passing
from sim.plan.steps import changes, next_above_zero, value_at
from sim.units import HOUR

LONG = HOUR
"""So long a closing is told."""


@dataclass(frozen=True, slots=True)
class ClosingLane:
    """A lane in which vehicles may have to wait until it opens again, though another opens before."""

    place: int
    lane: int
    closed_for: int
    """How long its first such closing lasts, microseconds; beyond any run if it does not open again."""
    kinds: frozenset[int]
    """Kinds that come and find no other lane open as it closes."""


def closing_lanes(plan: Plan) -> tuple[ClosingLane, ...]:
    """Of each lane with a queue of its own, the first closing of an hour or more that leaves somebody unserved."""
    coming = {number: frozenset[int]() for number in range(len(plan.places))}
    for each in passing(plan):
        coming[each.place] |= {each.kind}
    return tuple(
        found
        for number, place in enumerate(plan.places)
        if isinstance(place, Stage) and place.queue is Queue.OWN
        for lane in range(len(place.lanes))
        if (found := next(_closings(plan, number, place, lane, coming[number]), None)) is not None
    )


def _closings(plan: Plan, number: int, stage: Stage, lane: int, coming: frozenset[int]) -> Iterator[ClosingLane]:
    staffing = stage.lanes[lane].staffing
    for at, target in takewhile(lambda change: change[0] < plan.window_end, changes(staffing)):
        closed_for = next_above_zero(staffing, at) - at
        if target == 0 and closed_for >= LONG:
            is_open = [other for other in stage.lanes if value_at(other.staffing, at) > 0]
            served = frozenset[int]().union(*(other.serves for other in is_open))
            alone = (stage.lanes[lane].serves & coming) - served
            if alone:
                yield ClosingLane(number, lane, closed_for, alone)
