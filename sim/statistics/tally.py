"""What a replication leaves behind: small, exact, and such that tallies add up.

A tally holds cells (samples of times, see :mod:`sim.statistics.cell`), totals (counts and integrals, see
:mod:`sim.statistics.totals`) and maxima. The tally of two replications together is the sum of their tallies,
without any error.

Times in cells, each for every direction, class and attribute:

* of vehicles: ``crossing_time``, ``delay`` (these two by hour of arrival as well), ``free_flow_time``,
  ``corridor_time``;
* of visits, by place: ``waiting_time``, ``service_time``, ``blocked_time``; at place ``all`` they are sums
  over the places of a vehicle, so that the three add up to its crossing time.

Only vehicles of the window count, wherever they are when it ends. What is unfinished when the run ends
counts as far as it had come: a lower bound.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

import numpy as np

from sim.plan.model import Plan
from sim.statistics import times
from sim.statistics.cell import ALL, Cell, Key, known
from sim.statistics.grouping import Groups, cells, fine, groups_of, taken
from sim.statistics.packing import Packed, packed, unpacked
from sim.statistics.totals import OF_VEHICLES, maxima, of_vehicles, place_names, totals
from sim.statistics.window import Window, arrived_in
from sim.trajectory import IntArray, Trajectory
from sim.units import DAY, HOUR, NEVER

T = TypeVar("T")

HOURS = DAY // HOUR
BY_HOUR = ("crossing_time", "delay")
"""Measures also given by hour of arrival."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells, totals and maxima of one replication, or of several together."""

    cells: Mapping[Key, Cell]
    totals: Mapping[Key, int]
    maxima: Mapping[Key, int]

    def __reduce__(self) -> "tuple[Callable[..., Tally], tuple[Packed]]":
        """Few long parts go from process to process: thousands of short ones take longer, and more memory there."""
        return of_parts, (packed(self.cells, self.totals, self.maxima),)


def of_parts(parts: Packed) -> Tally:
    """The tally of which :func:`sim.statistics.packing.packed` made *parts*."""
    return Tally(*unpacked(parts))


def tally(
    trajectory: Trajectory,
    plan: Plan,
    window: Window,
    *,
    thresholds: Mapping[int, Sequence[int]] | Sequence[Sequence[int]] = (),
) -> Tally:
    """The tally of *trajectory*.

    *thresholds*, microseconds for each class by index: how many crossing times, delays and total waiting
    times lie above each. Over all classes, only those that every class states are counted.
    """
    groups = groups_of(plan, trajectory.vehicles)
    marks = _by_class_name(thresholds, plan)
    made = _of_vehicles(trajectory, plan, window, groups, marks)
    made.update(_of_visits(trajectory, plan, window, groups, marks))
    return Tally(_known(made), _known(totals(trajectory, plan, window)), _known(maxima(trajectory, plan, window)))


def _known(table: Mapping[Key, T]) -> dict[Key, T]:
    return {known(key): value for key, value in table.items()}


OF_CROSSINGS = ("crossing_time", "corridor_time")
"""Times that are left of a replication of which only whole crossings matter."""


def crossings_only(tally: Tally) -> Tally:
    """What :func:`tally` would have left of whole crossings alone."""

    def is_general(key: Key) -> bool:
        return key.place == ALL and key.attribute == ALL and key.hour is None

    cells = {key: cell for key, cell in tally.cells.items() if is_general(key) and key.measure in OF_CROSSINGS}
    counted = ("span", *OF_VEHICLES)
    totals = {key: total for key, total in tally.totals.items() if is_general(key) and key.measure in counted}
    return Tally(cells, totals, {})


def tally_of_crossings(
    trajectory: Trajectory,
    plan: Plan,
    window: Window,
    *,
    thresholds: Mapping[int, Sequence[int]] | Sequence[Sequence[int]] = (),
) -> Tally:
    """As :func:`tally`, with times and counts of whole crossings alone: nothing by place, hour or attribute."""
    groups = groups_of(plan, trajectory.vehicles).without_attributes()
    finest = fine(groups, counts=arrived_in(trajectory.vehicles, window))
    crossing = times.crossing_time(trajectory)
    measures = {"crossing_time": crossing, "corridor_time": crossing + trajectory.vehicles.road_time}
    made: dict[Key, Cell] = {}
    for measure, values in measures.items():
        marks = _by_class_name(thresholds, plan) if measure in BY_HOUR else None
        made |= cells(values, finest, groups, measure=measure, thresholds=marks)
    return Tally(made, of_vehicles(trajectory, groups, window), {})


def add(*tallies: Tally) -> Tally:
    """The tally of all replications together."""
    return reduce(_add, tallies)


def _add(a: Tally, b: Tally) -> Tally:
    both = {key: a.cells[key] + b.cells[key] if key in a.cells else b.cells[key] for key in b.cells}
    return Tally(
        {**a.cells, **both},
        {key: a.totals.get(key, 0) + b.totals.get(key, 0) for key in {**a.totals, **b.totals}},
        {key: max(a.maxima.get(key, 0), b.maxima.get(key, 0)) for key in {**a.maxima, **b.maxima}},
    )


def _by_class_name(
    thresholds: Mapping[int, Sequence[int]] | Sequence[Sequence[int]], plan: Plan
) -> dict[str, tuple[int, ...]]:
    by_index = thresholds if isinstance(thresholds, Mapping) else dict(enumerate(thresholds))
    made = {plan.classes[index]: tuple(sorted(own)) for index, own in by_index.items() if own}
    common = set.intersection(*(set(made.get(name, ())) for name in plan.classes)) if plan.classes else set()
    return {**made, ALL: tuple(sorted(common))}


def _of_vehicles(
    trajectory: Trajectory, plan: Plan, window: Window, groups: Groups, marks: Mapping[str, Sequence[int]]
) -> dict[Key, Cell]:
    counts = arrived_in(trajectory.vehicles, window)
    hour = (plan.start_of_day + trajectory.vehicles.arrived_at) % DAY // HOUR
    crossing, free_flow = times.crossing_time(trajectory), times.free_flow_time(trajectory)
    measures: dict[str, IntArray] = {
        "crossing_time": crossing,
        "delay": crossing - free_flow,
        "free_flow_time": free_flow,
        "corridor_time": crossing + trajectory.vehicles.road_time,
    }
    whole, hourly = fine(groups, counts=counts), fine(groups, counts=counts, facet=hour, n_facets=HOURS)
    made: dict[Key, Cell] = {}
    for measure, values in measures.items():
        by_hour = measure in BY_HOUR
        made |= cells(
            values,
            hourly if by_hour else whole,
            groups,
            measure=measure,
            facets=[(ALL, index) for index in range(HOURS)] if by_hour else (),
            thresholds=marks if by_hour else None,
        )
    return made


def _of_visits(
    trajectory: Trajectory, plan: Plan, window: Window, groups: Groups, marks: Mapping[str, Sequence[int]]
) -> dict[Key, Cell]:
    visits = trajectory.visits
    of_window = arrived_in(trajectory.vehicles, window)
    names = list(dict.fromkeys(place_names(plan)))
    number = np.array([names.index(name) for name in place_names(plan)], dtype=np.int64)
    whole = fine(groups, counts=of_window)
    by_place = fine(
        groups,
        counts=of_window[visits.vehicle] & (visits.joined_at < NEVER),
        vehicle=visits.vehicle,
        facet=taken(number, visits.place),
        n_facets=len(names),
    )
    made: dict[Key, Cell] = {}
    for measure, values in (
        ("waiting_time", times.waiting_time(trajectory)),
        ("service_time", times.service_time(trajectory)),
        ("blocked_time", times.blocked_time(trajectory)),
    ):
        places = [(name, None) for name in names]
        made |= cells(values, by_place, groups, measure=measure, facets=places, total=False)
        of_vehicle = times.per_vehicle(trajectory, values)
        made |= cells(
            of_vehicle, whole, groups, measure=measure, thresholds=marks if measure == "waiting_time" else None
        )
    return made
