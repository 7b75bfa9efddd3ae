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

import numpy as np

from sim.plan.model import DIRECTIONS, Plan, Stage
from sim.plan.steps import integral
from sim.statistics import occupancy
from sim.statistics.cell import ALL, Key
from sim.statistics.grouping import Groups, groups_of
from sim.statistics.window import Window, arrived_in
from sim.trajectory import Trajectory
from sim.units import NEVER

UNNAMED_APPROACH = "approach"


def place_names(plan: Plan) -> list[str]:
    """Name of each place in reports: a place that exists once for each direction has one name."""
    return [place.name or UNNAMED_APPROACH for place in plan.places]


def totals(trajectory: Trajectory, plan: Plan, window: Window) -> dict[Key, int]:
    """All totals; those that are zero for every group of a place may be absent."""
    made: defaultdict[Key, int] = defaultdict(int)
    made[Key("span")] = window.span
    _vehicles(made, trajectory, groups_of(plan, trajectory.vehicles), window)
    _visits(made, trajectory, plan, window)
    _open(made, trajectory, plan, window)
    for index, zone in enumerate(plan.zones):
        series = occupancy.zone_occupancy(trajectory, plan, zone=index)
        made[Key("in_zone", place=zone.name)] += occupancy.integral(series, window)
    return dict(made)


def maxima(trajectory: Trajectory, plan: Plan, window: Window) -> dict[Key, int]:
    """Greatest values at any instant of the window.

    ``in_system`` by direction; ``waiting`` (vehicles) and ``waiting_length`` (millimetres) by place and
    direction; ``in_zone`` by zone.
    """
    made: dict[Key, int] = {}
    names = place_names(plan)
    for direction, label in ((None, ALL), *enumerate(DIRECTIONS)):
        made[Key("in_system", label)] = occupancy.number_in_system(trajectory, direction=direction).maximum(window)
        for name in dict.fromkeys(names):
            numbers = [number for number, other in enumerate(names) if other == name]
            if direction is not None and not _is_passed(plan, numbers, direction):
                continue
            waiting = occupancy.number_waiting(trajectory, place=numbers, direction=direction)
            metres = occupancy.queue_metres(trajectory, plan, place=numbers, direction=direction)
            made[Key("waiting", label, place=name)] = waiting.maximum(window)
            made[Key("waiting_length", label, place=name)] = metres.maximum(window)
    for index, zone in enumerate(plan.zones):
        made[Key("in_zone", place=zone.name)] = occupancy.zone_occupancy(trajectory, plan, zone=index).maximum(window)
    return made


def _is_passed(plan: Plan, numbers: Iterable[int], direction: int) -> bool:
    """Whether the route of *direction* has one of these places."""
    return not {stop.place for stop in plan.routes[direction]}.isdisjoint(numbers)


def _vehicles(made: dict[Key, int], trajectory: Trajectory, groups: Groups, window: Window) -> None:
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
    in_system = window.overlap(vehicles.arrived_at, vehicles.left_at)
    for direction_name, class_name, attribute, direction, vehicle_class, mask, bits in groups.selectors:
        chosen = (groups.attributes & mask) == bits
        if direction is not None:
            chosen = chosen & (groups.direction == direction)
        if vehicle_class is not None:
            chosen = chosen & (groups.vehicle_class == vehicle_class)
        for measure, counted in counts.items():
            made[Key(measure, direction_name, class_name, attribute)] = int((chosen & counted).sum())
        made[Key("in_system", direction_name, class_name, attribute)] = int(in_system[chosen].sum())


def _visits(made: dict[Key, int], trajectory: Trajectory, plan: Plan, window: Window) -> None:
    """Totals by place and lane, for each direction and class and for all of them."""
    visits, vehicles = trajectory.visits, trajectory.vehicles
    of_window = arrived_in(vehicles, window)[visits.vehicle]
    measures = {
        "waiting": window.overlap(visits.joined_at, visits.began_at),
        "moving_up": window.overlap(visits.called_at, visits.began_at),
        "serving": window.overlap(visits.began_at, visits.ended_at),
        "blocked": window.overlap(visits.ended_at, visits.left_at),
        "departures": window.holds(visits.left_at).astype(np.int64),
        "work": np.where(of_window, visits.service_time, 0),
    }
    direction, vehicle_class = vehicles.direction[visits.vehicle], vehicles.vehicle_class[visits.vehicle]
    names = place_names(plan)
    n_lanes = max((_n_lanes(plan, place) for place in range(len(names))), default=0) + 1
    code = ((visits.place * n_lanes + visits.lane + 1) * len(DIRECTIONS) + direction) * len(plan.classes)
    present, row = np.unique(code + vehicle_class, return_inverse=True)
    for measure, values in measures.items():
        sums = np.zeros(len(present), dtype=np.int64)
        np.add.at(sums, row, values)
        for code_of_row, value in zip(present.tolist(), sums.tolist(), strict=True):
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
