"""What must hold in every trajectory, whatever the scenario; checked on every run.

Each check reads the record alone and not the engine's state. Many things happen at one instant, and a stay
may last no time at all, so occupancies are compared net of what begins and ends together: a count holds
from one instant to the next.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.plan.model import Link, Plan, Queue, Stage
from sim.statistics.occupancy import StepSeries, step_series
from sim.trajectory import IntArray, Trajectory, Visits

BoolArray = NDArray[np.bool_]


def check(trajectory: Trajectory, plan: Plan) -> tuple[str, ...]:
    """The invariants that do not hold, each with the place where it is broken; empty if all is well."""
    return tuple(
        f"{name}: {place}" if place else name
        for name, broken in INVARIANTS.items()
        for place in broken(trajectory, plan)
    )


def _conservation(trajectory: Trajectory, _: Plan) -> Iterator[str]:
    """Every vehicle is in exactly one place from its arrival until it leaves."""
    visits, vehicles = trajectory.visits, trajectory.vehicles
    same = visits.vehicle[1:] == visits.vehicle[:-1]
    edge = np.ones(len(visits) + 1, dtype=np.bool_)
    edge[1:-1] = ~same
    first, last = (edge[:-1], edge[1:]) if len(visits) else (edge[:0], edge[:0])
    holds = (
        np.array_equal(visits.vehicle[first], np.arange(len(vehicles)))
        and np.array_equal(visits.joined_at[first], vehicles.arrived_at)
        and np.array_equal(visits.left_at[last], vehicles.left_at)
        and np.array_equal(visits.joined_at[1:][same], visits.left_at[:-1][same])
    )
    if not holds:
        yield ""


def _instants_in_order(trajectory: Trajectory, _: Plan) -> Iterator[str]:
    """A visit is joined, called, begun, ended and left, in this order."""
    v = trajectory.visits
    stages = (v.joined_at, v.called_at, v.began_at, v.ended_at, v.left_at)
    if any(np.any(earlier > later) for earlier, later in pairwise(stages)):
        yield ""


def _queue_order(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """Of two vehicles that a lane may serve, the one that joined first is not called last (R9, R10)."""
    for number, stage in _stages(plan):
        here = _Here.of(trajectory, number)
        if stage.queue is Queue.SINGLE_FILE:
            in_order = all(
                _called_in_order(here, here.pool(stage) == pool, here.all) for pool in range(len(stage.space))
            )
        else:
            in_order = all(
                _called_in_order(here, here.kind_in(lane.serves), here.lane == index)
                for index, lane in enumerate(stage.lanes)
            )
        if not in_order:
            yield stage.name


def _called_in_order(here: "_Here", rivals: BoolArray, callees: BoolArray) -> bool:
    """Whether none of *callees* was called before a rival that had joined at an earlier instant."""
    callees = callees & rivals
    order = np.argsort(here.joined_at[rivals], kind="stable")
    joined, called = here.joined_at[rivals][order], here.called_at[rivals][order]
    if not len(joined):
        return True
    latest_call = np.concatenate(([0], np.maximum.accumulate(called)))
    n_earlier = np.searchsorted(joined, here.joined_at[callees], side="left")
    return bool(np.all(latest_call[n_earlier] <= here.called_at[callees]))


def _one_vehicle_a_booth(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """No booth holds two vehicles, from the call of one until it leaves."""
    for number, stage in _stages(plan):
        here = _Here.of(trajectory, number)
        called = here.booth >= 0
        booth = (here.lane * (int(here.booth.max(initial=0)) + 1) + here.booth)[called]
        order = np.lexsort((here.left_at[called], here.called_at[called], booth))
        booth, called_at, left_at = booth[order], here.called_at[called][order], here.left_at[called][order]
        same = booth[1:] == booth[:-1]
        if np.any(called_at[1:][same] < left_at[:-1][same]):
            yield stage.name


def _booths_are_open(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """A vehicle holds a booth only while it is open."""
    log = trajectory.booths
    for number, stage in _stages(plan):
        here = _Here.of(trajectory, number)
        for index, lane in enumerate(stage.lanes):
            of_lane = (log.place == number) & (log.lane == index)
            held = here.lane == index
            open_booths = step_series(log.opened_at[of_lane], log.closed_at[of_lane])
            busy = step_series(here.called_at[held], here.left_at[held])
            if not _never_above(busy, open_booths):
                yield f"{stage.name}/{lane.name}"


def _no_idle_booth_beside_a_waiting_vehicle(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """No open booth stands idle beside a vehicle that its queue's rule lets it call (R9, R11)."""
    log = trajectory.booths
    for number, stage in _stages(plan):
        here = _Here.of(trajectory, number)
        callable_from = _head_from(here, stage) if stage.queue is Queue.SINGLE_FILE else here.joined_at
        for index, lane in enumerate(stage.lanes):
            of_lane = (log.place == number) & (log.lane == index)
            held = here.lane == index
            idle = step_series(
                np.concatenate((log.opened_at[of_lane], here.left_at[held])),
                np.concatenate((log.closed_at[of_lane], here.called_at[held])),
            )
            mine = here.kind_in(lane.serves)
            waiting = step_series(callable_from[mine], here.called_at[mine])
            at, n_idle, n_waiting = _together(idle, waiting)
            lasts = at[1:] <= trajectory.until
            if np.any((n_idle[:-1] > 0) & (n_waiting[:-1] > 0) & lasts):
                yield f"{stage.name}/{lane.name}"


def _head_from(here: "_Here", stage: Stage) -> IntArray:
    """Instant from which each vehicle of a single file is its head."""
    head_from = here.joined_at.copy()
    pools = here.pool(stage)
    for pool in range(len(stage.space)):
        members = np.flatnonzero(pools == pool)
        members = members[np.lexsort((here.called_at[members], here.joined_at[members]))]
        head_from[members[1:]] = np.maximum(here.joined_at[members[1:]], here.called_at[members[:-1]])
    return head_from


def _waiting_places(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """No more vehicles wait than there are waiting places (R6)."""
    for number, stage in _stages(plan):
        here = _Here.of(trajectory, number)
        for pool, space in enumerate(stage.space):
            mine = here.pool(stage) == pool
            if step_series(here.joined_at[mine], here.called_at[mine]).value.max(initial=0) > space:
                yield stage.name


def _zones(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """No zone holds more than its limit."""
    visits, kind = trajectory.visits, trajectory.vehicles.kind
    for zone in plan.zones:
        inside = np.isin(visits.place, list(zone.places)) & np.isin(kind[visits.vehicle], list(zone.counts))
        if step_series(visits.joined_at[inside], visits.left_at[inside]).value.max(initial=0) > zone.at_most:
            yield zone.name


def _links(trajectory: Trajectory, plan: Plan) -> Iterator[str]:
    """Entry space, room, headway, one direction on a lane, and no overtaking (R16, R17)."""
    for number, link in enumerate(plan.places):
        if not isinstance(link, Link):
            continue
        here = _Here.of(trajectory, number)
        holds = all(
            step_series(here.joined_at[mine], here.began_at[mine]).value.max(initial=0) <= link.entry_space[direction]
            for direction in (0, 1)
            for mine in [here.direction == direction]
        )
        for index, lane in enumerate(link.lanes):
            holds = holds and _lane_holds(here, here.lane == index, link, lane.room)
        if not holds:
            yield link.name


def _lane_holds(here: "_Here", on: BoolArray, link: Link, room: int) -> bool:
    north, south = on & (here.direction == 0), on & (here.direction == 1)
    _, n_north, n_south = _together(
        step_series(here.began_at[north], here.left_at[north]), step_series(here.began_at[south], here.left_at[south])
    )
    order = np.flatnonzero(on)[np.lexsort((here.left_at[on], here.began_at[on]))]
    ahead, behind = order[:-1], order[1:]
    same_way = here.direction[ahead] == here.direction[behind]
    ahead, behind = ahead[same_way], behind[same_way]
    headway = np.array(link.headway, dtype=np.int64)[here.kind[ahead], here.kind[behind]]
    return bool(
        not np.any((n_north > 0) & (n_south > 0))
        and (n_north + n_south).max(initial=0) <= room
        and np.all(here.began_at[behind] >= here.began_at[ahead] + headway)
        and np.all(here.ended_at[behind] >= here.left_at[ahead])
    )


def _little(trajectory: Trajectory, _: Plan) -> Iterator[str]:
    """The area under the number in the system equals the sum of the times spent in it: Little's law on the path.

    The area comes from arrivals and departures in order of time, the sum from the visits, vehicle by vehicle.
    """
    vehicles, visits, until = trajectory.vehicles, trajectory.visits, trajectory.until
    number = step_series(vehicles.arrived_at, np.minimum(vehicles.left_at, until))
    area = int(np.sum(number.value[:-1] * np.diff(number.at)))
    stays = np.minimum(visits.left_at, until) - np.minimum(visits.joined_at, until)
    if area != int(np.sum(stays)):
        yield ""


INVARIANTS: dict[str, Callable[[Trajectory, Plan], Iterator[str]]] = {
    "vehicles are conserved": _conservation,
    "a visit goes forward in time": _instants_in_order,
    "queues are served in order": _queue_order,
    "a booth holds one vehicle": _one_vehicle_a_booth,
    "vehicles hold open booths only": _booths_are_open,
    "no open booth idles beside a vehicle it may call": _no_idle_booth_beside_a_waiting_vehicle,
    "waiting places hold what they can": _waiting_places,
    "zones keep their limits": _zones,
    "links keep headway, room and order": _links,
    "Little's law holds on the sample path": _little,
}
"""Every invariant by its name, which results and reports quote."""


def _together(one: StepSeries, other: StepSeries) -> tuple[IntArray, IntArray, IntArray]:
    """The instants at which either changes, and both values from each of them on."""
    at = np.union1d(one.at, other.at)
    return at, one.value_at(at), other.value_at(at)


def _never_above(low: StepSeries, high: StepSeries) -> bool:
    _, below, above = _together(low, high)
    return bool(np.all(below <= above))


def _stages(plan: Plan) -> Iterator[tuple[int, Stage]]:
    return ((number, place) for number, place in enumerate(plan.places) if isinstance(place, Stage))


@dataclass(frozen=True, slots=True)
class _Here:
    """The visits to one place, with who made them."""

    lane: IntArray
    booth: IntArray
    joined_at: IntArray
    called_at: IntArray
    began_at: IntArray
    ended_at: IntArray
    left_at: IntArray
    kind: IntArray
    direction: IntArray

    @classmethod
    def of(cls, trajectory: Trajectory, place: int) -> "_Here":
        visits: Visits = trajectory.visits
        rows = np.flatnonzero(visits.place == place)
        who = visits.vehicle[rows]
        return cls(
            visits.lane[rows],
            visits.booth[rows],
            visits.joined_at[rows],
            visits.called_at[rows],
            visits.began_at[rows],
            visits.ended_at[rows],
            visits.left_at[rows],
            trajectory.vehicles.kind[who],
            trajectory.vehicles.direction[who],
        )

    @property
    def all(self) -> BoolArray:
        return np.ones(len(self.lane), dtype=np.bool_)

    def kind_in(self, kinds: frozenset[int]) -> BoolArray:
        return np.isin(self.kind, list(kinds))

    def pool(self, stage: Stage) -> IntArray:
        return np.array(stage.pool, dtype=np.int64)[self.direction]
