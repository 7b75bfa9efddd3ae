"""A crossing without feedback, place by place: nothing ahead can hold anybody up, so no list of events is needed.

Where every space is unlimited, every queue first come, first served, and every place on one route only, who joins a
place is known from the places before it. Those who join are put in the order of (instant, number), which is that of
rule R4 as long as nothing takes no time, and each is called at the later of its joining and the first instant at
which a booth is free: Kiefer and Wolfowitz's recursion ("On the theory of queues with many servers", Trans. Amer.
Math. Soc. 78, 1955), with the names of the booths. Where a plan allows this, it gives the record that the events
would give, in a fraction of the time.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim import storage
from sim.draws import Draws
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.layout import (
    BEGAN_ROW,
    BOOTH_ROW,
    CALLED_ROW,
    ENDED_ROW,
    FORM_ROW,
    JOINED_ROW,
    LANE_ROW,
    LEFT_ROW,
    PLACE_ROW,
    SERVICE_ROW,
    VISIT_ROW,
)
from sim.plan.model import PAPER, UNLIMITED, Approach, Link, LinkLane, Place, Plan, Queue, Stage, Stop
from sim.plan.steps import StepFunction
from sim.trajectory import IntArray
from sim.units import NEVER

BoolArray: TypeAlias = NDArray[np.bool_]
BoothArray: TypeAlias = NDArray[np.int8]

_MOST_BOOTHS = 64
"""Who is free first is looked up among all booths."""

_MORE_THAN_COME = 10**9
"""Vehicles: no run holds so many."""

_VARYING = -1
"""Direction of a lane that has none for good."""

NOT_VISITED = -1
"""Stands for the instant of a call where there is none."""


def is_feed_forward(plan: Plan) -> bool:
    """Whether no vehicle of *plan* can ever be held up by what lies beyond its place, or by staffing."""
    stops = [(direction, stop) for direction, route in enumerate(plan.routes) for stop in route]
    shared = [
        stop.place for direction, stop in stops if direction > 0 and stop.place in {s.place for s in plan.routes[0]}
    ]
    return (
        not plan.zones
        and not any(digital is not None for digital in plan.digital)
        and all(_allows(plan, plan.places[stop.place], direction) for direction, stop in stops)
        and all(isinstance(plan.places[place], Link) for place in shared)
    )


def _allows(plan: Plan, place: Place, direction: int) -> bool:
    own = {number for number, kind in enumerate(plan.kinds) if kind.direction == direction}
    match place:
        case Approach():
            return not place.single_file
        case Stage():
            return (
                place.queue is Queue.COMMON
                and all(_is_endless(space, in_metres=place.in_metres) for space in place.space)
                and len(set(place.priority)) <= 1
                and len(place.lanes) == 1
                and own <= place.lanes[0].serves
                and _is_constant(place.lanes[0].staffing)
                and place.lanes[0].staffing.value[0] == place.lanes[0].n_booths
                and 0 < place.lanes[0].n_booths <= _MOST_BOOTHS
            )
        case Link():
            mine = [lane for lane in place.lanes if _way(lane) in (direction, _VARYING)]
            return (
                place.green is None
                and _is_endless(place.entry_space[direction])
                and [_way(lane) for lane in mine] == [direction]
                and _is_endless(mine[0].room, in_metres=mine[0].in_metres)
                and mine[0].is_open is None
                and own <= mine[0].serves
            )


def _is_endless(space: int, *, in_metres: bool = False) -> bool:
    return space >= (UNLIMITED if in_metres else _MORE_THAN_COME)


def _is_constant(steps: StepFunction) -> bool:
    return len(set(steps.value)) == 1 and not steps.spells


def _way(lane: LinkLane) -> int:
    """Direction of a lane that keeps it."""
    return lane.direction.value[0] if lane.direction is not None and _is_constant(lane.direction) else _VARYING


class Forward:
    """The passing of all vehicles of *draws* through *plan*."""

    def __init__(self, plan: Plan, draws: Draws, visits: BoolArray, service: IntArray, form: IntArray) -> None:
        self.plan = plan
        self.draws = draws
        self.visits = visits
        """As in the draws, indexed ``[form, stop, vehicle]``; so is *service*."""
        self.service = service
        self.form = form
        shape = (max(len(route) for route in plan.routes), len(draws))
        self.called_at: IntArray = storage.empty(shape, np.int64)
        """By stop and vehicle, like those that follow; where it is not visited, -1."""
        self.ended_at: IntArray = storage.empty(shape, np.int64)
        self.booth: BoothArray = storage.empty(shape, np.int8)
        self.at = draws.arrives_at.copy()
        """When each vehicle left the last place that it has passed."""

    def pass_all(self) -> bool:
        """Pass everybody through all places; False if somebody repeats one, or if something takes no time."""
        return not (self.draws.repeats >= 0).any() and all(
            self._pass(direction, route) for direction, route in enumerate(self.plan.routes)
        )

    def _pass(self, direction: int, route: tuple[Stop, ...]) -> bool:
        order = np.flatnonzero(self.draws.direction == direction)
        visitors, others = np.empty_like(order), np.empty_like(order)
        for number, stop in enumerate(route[1:], start=1):
            place = self.plan.places[stop.place]
            called_at, ended_at, booth = self.called_at[number], self.ended_at[number], self.booth[number]
            n = _split(order, number, self.visits, self.form, called_at, visitors, others)
            if isinstance(place, Link):
                headway = np.array(place.headway, dtype=np.int64)
                is_sound = _drive(
                    visitors[:n],
                    self.at,
                    self.draws.kind,
                    number,
                    self.service,
                    self.form,
                    headway,
                    called_at,
                    ended_at,
                    booth,
                )
            else:
                assert isinstance(place, Stage)
                free_at = np.full(place.lanes[0].n_booths, -place.move_up, dtype=np.int64)
                is_sound = _serve(
                    visitors[:n],
                    self.at,
                    number,
                    self.service,
                    self.form,
                    free_at,
                    place.move_up,
                    called_at,
                    ended_at,
                    booth,
                )
            if not is_sound:
                return False
            _merge(visitors[:n], others[: len(order) - n], self.at, order)
        return True

    def last_left_at(self) -> int:
        """The instant at which the last vehicle of the window is out; 0 if there is none."""
        return int(self.at[self.draws.arrives_at < self.plan.window_end].max(initial=0))

    def write(self, record: IntArray, first_visit: IntArray, until: int) -> None:
        """Write what has happened by the instant *until* into the record of visits."""
        draws, routes = self.draws, self.plan.routes
        shape = (len(routes), len(self.called_at))
        places, lanes = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for direction, route in enumerate(routes):
            for number, stop in enumerate(route):
                places[direction, number] = stop.place
                lanes[direction, number] = _lane(self.plan.places[stop.place], direction)
        _write(
            record,
            first_visit,
            until,
            draws.arrives_at,
            draws.direction,
            self.form,
            self.service,
            self.called_at,
            self.ended_at,
            self.booth,
            np.array([len(route) for route in routes]),
            places,
            lanes,
            np.array([_line(self.plan, kind) for kind in range(len(self.plan.kinds))])[draws.kind],
        )


def _lane(place: Place, direction: int) -> int:
    """The lane that vehicles of *direction* use."""
    return [_way(lane) for lane in place.lanes].index(direction) if isinstance(place, Link) else 0


def _line(plan: Plan, kind: int) -> int:
    """The line of its approach in which a kind stands."""
    route = plan.routes[plan.kinds[kind].direction]
    approach = plan.places[route[0].place] if route else None
    lines = approach.lines if isinstance(approach, Approach) else ()
    return next((number for number, line in enumerate(lines) if kind in line.serves), 0)


@compiled
def _split(
    order: IntArray,
    stop: int,
    visits: BoolArray,
    form: IntArray,
    called_at: IntArray,
    visitors: IntArray,
    others: IntArray,
) -> int:
    """Part those who visit a place from those who do not, each in their order; how many visit it."""
    n_visitors, n_others = 0, 0
    for vehicle in order:
        if visits[form[vehicle], stop, vehicle]:
            visitors[n_visitors] = vehicle
            n_visitors += 1
        else:
            called_at[vehicle] = NOT_VISITED
            others[n_others] = vehicle
            n_others += 1
    return n_visitors


@inlined
def _is_behind(at: IntArray, one: int, other: int) -> bool:
    """Whether *one* goes on after *other*: later, or at the same instant with a higher number."""
    return at[one] > at[other] or (at[one] == at[other] and one > other)


@inlined
def _put_in_order(order: IntArray, last: int, at: IntArray) -> None:
    """Move the last of those who leave a place before those whom it overtakes: few, for they share its booths."""
    vehicle = order[last]
    while last > 0 and _is_behind(at, order[last - 1], vehicle):
        order[last] = order[last - 1]
        last -= 1
    order[last] = vehicle


@compiled
def _serve(
    order: IntArray,
    at: IntArray,
    stop: int,
    service: IntArray,
    form: IntArray,
    last_left_at: IntArray,
    move_up: int,
    called_at: IntArray,
    ended_at: IntArray,
    booth: BoothArray,
) -> bool:
    """Serve vehicles in *order* of joining and put them in the order of leaving; False if something takes no time."""
    for number in range(len(order)):
        vehicle = order[number]
        called = last_left_at[0]
        for left_at in last_left_at:
            called = min(called, left_at)
        called = max(called, at[vehicle])
        own = 0
        while last_left_at[own] > called:
            own += 1
        ended = max(called, last_left_at[own] + move_up) + service[form[vehicle], stop, vehicle]
        if ended == called:
            return False
        last_left_at[own] = ended
        called_at[vehicle], ended_at[vehicle], booth[vehicle] = called, ended, own
        at[vehicle] = ended
        _put_in_order(order, number, at)
    return True


@compiled
def _drive(
    order: IntArray,
    at: IntArray,
    kind: IntArray,
    stop: int,
    service: IntArray,
    form: IntArray,
    headway: IntArray,
    called_at: IntArray,
    ended_at: IntArray,
    booth: BoothArray,
) -> bool:
    """Let vehicles drive over a lane of a link in *order* (R17); False if order within an instant needs rounds."""
    ahead = -1
    for vehicle in order:
        called = at[vehicle]
        ended = called
        if ahead >= 0:
            gap = headway[kind[ahead], kind[vehicle]]
            called = max(called, called_at[ahead] + gap)
            ended = ended_at[ahead] + gap
        ended = max(ended, called + service[form[vehicle], stop, vehicle])
        if ended == called or (ahead >= 0 and ended == ended_at[ahead]):
            return False
        called_at[vehicle], ended_at[vehicle], booth[vehicle] = called, ended, -1
        at[vehicle] = ended
        ahead = vehicle
    return True


@compiled
def _merge(visitors: IntArray, others: IntArray, at: IntArray, order: IntArray) -> None:
    """Put those who have visited a place and those who have not into one *order* again."""
    one, other = 0, 0
    for number in range(len(order)):
        if other == len(others) or (one < len(visitors) and _is_behind(at, others[other], visitors[one])):
            order[number] = visitors[one]
            one += 1
        else:
            order[number] = others[other]
            other += 1


@compiled
def _write(
    record: IntArray,
    first_visit: IntArray,
    until: int,
    arrived_at: IntArray,
    direction: IntArray,
    form: IntArray,
    service: IntArray,
    called_at: IntArray,
    ended_at: IntArray,
    booth: BoothArray,
    n_stops: IntArray,
    places: IntArray,
    lanes: IntArray,
    lines: IntArray,
) -> None:
    """Visits that have been joined by the instant *until*, as far as they had come."""
    for vehicle in range(len(arrived_at)):
        joined = arrived_at[vehicle]
        way = direction[vehicle]
        visit = first_visit[vehicle]
        for stop in range(n_stops[way]):
            if joined > until:
                break
            called, ended, lane, number, time, own = joined, joined, lines[vehicle], -1, 0, PAPER
            if stop > 0:
                called = called_at[stop, vehicle]
                if called == NOT_VISITED:
                    continue
                ended, lane, number, own = (
                    ended_at[stop, vehicle],
                    lanes[way, stop],
                    booth[stop, vehicle],
                    form[vehicle],
                )
                time = service[own, stop, vehicle]
            is_called = called <= until
            record[PLACE_ROW, visit] = places[way, stop]
            record[VISIT_ROW, visit] = 0
            record[LANE_ROW, visit] = lane if is_called else -1
            record[BOOTH_ROW, visit] = number if is_called else -1
            record[JOINED_ROW, visit] = joined
            record[CALLED_ROW, visit] = called if is_called else NEVER
            # Who is called to a booth may have to move up; on a link or an approach there is none.
            record[BEGAN_ROW, visit] = (ended - time if number >= 0 else called) if is_called else NEVER
            record[ENDED_ROW, visit] = ended if ended <= until else NEVER
            record[LEFT_ROW, visit] = ended if ended <= until else NEVER
            record[SERVICE_ROW, visit] = time if is_called else 0
            record[FORM_ROW, visit] = own if is_called else PAPER
            joined = ended
            visit += 1
