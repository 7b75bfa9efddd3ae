"""Exact totals of one replication: counts of vehicles, and integrals over the window.

Every total is a whole number and adds over replications. Measures of a :class:`sim.statistics.cell.Key`:

=================  ==========================================================================================
span               length of the window, microseconds
offered            vehicles of the window; = served + inside + left
served             of these, out by the end of the run
inside             of these, still inside then
left               of these, gone without crossing (none yet: nobody gives up)
departures         vehicles that left the crossing within the window, whenever they arrived; at a place, visits that
                   ended in it, so that Little's law holds there with repeats too
inside_at_start    vehicles inside as the window starts (arrived before, not out before)
inside_at_end      vehicles inside as it ends; inside_at_start + offered = departures + inside_at_end
in_system          integral of the number in system, vehicle microseconds
waiting            integral of the queue length, vehicle microseconds, by place
moving_up          booth microseconds between call and begin of service, by place and lane
serving            booth microseconds of service, or vehicle microseconds on a link, by place and lane
blocked            booth microseconds between end of service and leaving, by place and lane
open               booth microseconds open, by place and lane; by direction where a lane serves only one
work               own service times of all visits of vehicles of the window, whenever done, by place and lane
in_zone            integral of the number in a zone, vehicle microseconds, by zone name
=================  ==========================================================================================
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.plan.model import DIRECTIONS, Plan, Stage
from sim.plan.steps import integral
from sim.statistics import occupancy
from sim.statistics.cell import ALL, Key
from sim.statistics.grouping import Fine, Groups, fine, groups_of, taken
from sim.statistics.window import Window, arrived_in
from sim.trajectory import IntArray, Trajectory
from sim.units import NEVER

UNNAMED_APPROACH = "approach"


def place_names(plan: Plan) -> list[str]:
    """Name of each place in reports: a place that exists once for each direction has one name."""
    return [place.name or UNNAMED_APPROACH for place in plan.places]


def totals(trajectory: Trajectory, plan: Plan, window: Window) -> dict[Key, int]:
    """All totals; those that are zero for every group of a place may be absent."""
    made: defaultdict[Key, int] = defaultdict(int)
    made |= of_vehicles(trajectory, groups_of(plan, trajectory.vehicles), window)
    _visits(made, trajectory, plan, window)
    _open(made, trajectory, plan, window)
    for index, zone in enumerate(plan.zones):
        stays = window.overlap(*occupancy.stays_in_zone(trajectory, plan, zone=index))
        made[Key("in_zone", place=zone.name)] += int(stays.sum())
    return dict(made)


def maxima(trajectory: Trajectory, plan: Plan, window: Window) -> dict[Key, int]:
    """Greatest values at any instant of the window.

    ``in_system`` by direction; ``waiting`` (vehicles) and ``waiting_length`` (millimetres) by place and
    direction; ``in_zone`` by zone.
    """
    made: dict[Key, int] = {}
    names = place_names(plan)
    queues = _queues(trajectory, plan)
    for direction, label in ((None, ALL), *enumerate(DIRECTIONS)):
        made[Key("in_system", label)] = occupancy.number_in_system(trajectory, direction=direction).maximum(window)
        for name, queue in queues.items():
            numbers = [number for number, other in enumerate(names) if other == name]
            if direction is not None and not _is_passed(plan, numbers, direction):
                continue
            waiting, length = queue.greatest(direction, window)
            made[Key("waiting", label, place=name)] = waiting
            made[Key("waiting_length", label, place=name)] = length
    for index, zone in enumerate(plan.zones):
        made[Key("in_zone", place=zone.name)] = occupancy.zone_occupancy(trajectory, plan, zone=index).maximum(window)
    return made


@dataclass(frozen=True, slots=True)
class _Queue:
    """Who waited at the places of one name, and for longer than an instant."""

    joined_at: IntArray
    began_at: IntArray
    direction: IntArray
    length: IntArray

    def greatest(self, direction: int | None, window: Window) -> tuple[int, int]:
        """The greatest queue of a direction, or of both: vehicles, and millimetres."""
        if direction is not None and np.any(self.direction != direction):
            mine = self.direction == direction
            other = _Queue(self.joined_at[mine], self.began_at[mine], self.direction[mine], self.length[mine])
            return other.greatest(None, window)
        waiting = occupancy.step_series(self.joined_at, self.began_at).maximum(window)
        if len(self.length) and np.all(self.length == self.length[0]):
            return waiting, waiting * int(self.length[0])
        return waiting, occupancy.step_series(self.joined_at, self.began_at, self.length).maximum(window)


def _queues(trajectory: Trajectory, plan: Plan) -> dict[str, _Queue]:
    """The queues at the places of each name."""
    visits, vehicles = trajectory.visits, trajectory.vehicles
    names = list(dict.fromkeys(place_names(plan)))
    number = np.array([names.index(name) for name in place_names(plan)], dtype=np.int16)
    waits = np.flatnonzero(visits.joined_at != visits.began_at)
    at = number[visits.place[waits]]
    rows = waits[np.argsort(at, kind="stable")]
    who = visits.vehicle[rows]
    length = np.array(plan.lengths, dtype=np.int64)[vehicles.vehicle_class]
    columns = (visits.joined_at[rows], visits.began_at[rows], vehicles.direction[who], length[who])
    ends = np.cumsum(np.bincount(at, minlength=len(names)))[:-1]
    parts = zip(*(np.split(column, ends) for column in columns), strict=True)
    return {name: _Queue(*own) for name, own in zip(names, parts, strict=True)}


def _is_passed(plan: Plan, numbers: Iterable[int], direction: int) -> bool:
    """Whether the route of *direction* has one of these places."""
    return not {stop.place for stop in plan.routes[direction]}.isdisjoint(numbers)


OF_VEHICLES = (
    "offered",
    "served",
    "inside",
    "left",
    "departures",
    "inside_at_start",
    "inside_at_end",
    "in_system",
)
"""Totals of whole crossings."""


def of_vehicles(trajectory: Trajectory, groups: Groups, window: Window) -> dict[Key, int]:
    """The length of the window and :data:`OF_VEHICLES`, by direction, class and attribute."""
    made = {Key("span"): window.span}
    vehicles = trajectory.vehicles
    offered = arrived_in(vehicles, window)
    out = vehicles.left_at <= trajectory.until
    inside_at_start = (vehicles.arrived_at < window.start) & (vehicles.left_at >= window.start)
    inside_at_end = (vehicles.arrived_at < window.end) & (vehicles.left_at >= window.end)
    counts = {
        "offered": offered,
        "served": offered & out,
        "inside": offered & ~out,
        "left": np.zeros(len(vehicles), dtype=np.bool_),
        "departures": window.holds(vehicles.left_at),
        "inside_at_start": inside_at_start,
        "inside_at_end": inside_at_end,
    }
    finest = fine(groups, counts=np.ones(len(vehicles), dtype=np.bool_))
    sums = {measure: _by_group(counted.astype(np.int64), finest) for measure, counted in counts.items()}
    sums["in_system"] = _by_group(window.overlap(vehicles.arrived_at, vehicles.left_at), finest)
    for direction_name, class_name, attribute, direction, vehicle_class, mask, bits in groups.selectors:
        chosen = (finest.attributes & mask) == bits
        if direction is not None:
            chosen = chosen & (finest.direction == direction)
        if vehicle_class is not None:
            chosen = chosen & (finest.vehicle_class == vehicle_class)
        for measure, by_group in sums.items():
            made[Key(measure, direction_name, class_name, attribute)] = int(by_group[chosen].sum())
    return made


def _by_group(values: IntArray, finest: Fine) -> IntArray:
    from sim.statistics.accumulate import add_up

    sums = np.zeros(len(finest), dtype=np.int64)
    add_up(values, finest.row, sums)
    return sums


_OF_VISITS = ("waiting", "moving_up", "serving", "blocked", "departures", "work")
"""As :func:`sim.statistics.accumulate.add_up_visits` adds them up, behind the number of visits."""


def _visits(made: dict[Key, int], trajectory: Trajectory, plan: Plan, window: Window) -> None:
    """Totals by place and lane, for each direction and class and for all of them."""
    from sim.statistics.accumulate import add_up_visits

    visits, vehicles = trajectory.visits, trajectory.vehicles
    names = place_names(plan)
    n_lanes = max((_n_lanes(plan, place) for place in range(len(names))), default=0) + 1
    n_flows = len(DIRECTIONS) * len(plan.classes)
    flow = vehicles.direction * len(plan.classes) + vehicles.vehicle_class
    code = taken(flow, visits.vehicle)
    code += (visits.place * n_lanes + visits.lane + 1) * n_flows
    sums = np.zeros((len(names) * n_lanes * n_flows, 1 + len(_OF_VISITS)), dtype=np.int64)
    add_up_visits(
        code,
        arrived_in(vehicles, window)[visits.vehicle],
        visits.joined_at,
        visits.called_at,
        visits.began_at,
        visits.ended_at,
        visits.left_at,
        visits.service_time,
        window.start,
        window.end,
        sums,
    )
    present = np.flatnonzero(sums[:, 0])
    for measure, of_measure in zip(_OF_VISITS, sums[present, 1:].T.tolist(), strict=True):
        for code_of_row, value in zip(present.tolist(), of_measure, strict=True):
            rest, class_index = divmod(code_of_row, len(plan.classes))
            rest, direction_index = divmod(rest, len(DIRECTIONS))
            place, lane = divmod(rest, n_lanes)
            for label in _labels(plan, names, place, lane - 1):
                for direction_name in (ALL, DIRECTIONS[direction_index]):
                    for class_name in (ALL, plan.classes[class_index]):
                        if label != ALL or measure == "waiting":
                            made[Key(measure, direction_name, class_name, place=label)] += value


def _n_lanes(plan: Plan, place: int) -> int:
    where = plan.places[place]
    return len(where.lanes) if hasattr(where, "lanes") else len(where.lines)


def _labels(plan: Plan, names: list[str], place: int, lane: int) -> Iterator[str]:
    """What a visit counts for: all places, its place and, once called, its lane or line."""
    yield ALL
    yield names[place]
    if lane >= 0:
        yield f"{names[place]}/{lane_names(plan, place)[lane]}"


def lane_names(plan: Plan, place: int) -> list[str]:
    """Names of the lanes of a place, or of the lines of an approach."""
    where = plan.places[place]
    return [lane.name for lane in (where.lanes if hasattr(where, "lanes") else where.lines)]


def _open(made: dict[Key, int], trajectory: Trajectory, plan: Plan, window: Window) -> None:
    """Open booth-time, by the log up to the end of the run and by the staffing beyond it.

    The run may end before the window does, when its last vehicle is out: booths then stand open as staffed.
    """
    names, log = place_names(plan), trajectory.booths
    known = window.overlap(log.opened_at, np.where(log.closed_at == NEVER, trajectory.until, log.closed_at))
    rest_from = max(window.start, trajectory.until)
    for number, place in enumerate(plan.places):
        if not isinstance(place, Stage):
            continue
        here = log.place == number
        by_lane = [
            int(known[here & (log.lane == index)].sum()) + integral(lane.staffing, rest_from, window.end)
            for index, lane in enumerate(place.lanes)
        ]
        directions = [lane_direction(plan, number, index) for index in range(len(place.lanes))]
        for index, lane in enumerate(place.lanes):
            made[Key("open", place=f"{names[number]}/{lane.name}")] += by_lane[index]
            made[Key("open", place=names[number])] += by_lane[index]
            own = directions[index]
            if own is not None:
                made[Key("open", DIRECTIONS[own], place=f"{names[number]}/{lane.name}")] += by_lane[index]
                if None not in directions:
                    made[Key("open", DIRECTIONS[own], place=names[number])] += by_lane[index]


def lane_direction(plan: Plan, place: int, lane: int) -> int | None:
    """The one direction that may use a lane of a stage, None if both may."""
    stage = plan.places[place]
    assert isinstance(stage, Stage)
    if stage.direction is not None:
        return stage.direction
    served = {plan.kinds[kind].direction for kind in stage.lanes[lane].serves}
    return served.pop() if len(served) == 1 else None
