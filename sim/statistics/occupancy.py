"""How many are where at any instant: exact step functions of a trajectory, for figures and for maxima.

A step function holds one value from each of its instants until the next, and is 0 before the first. What
happens within an instant leaves no trace: only the value after the whole instant counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.plan.model import Plan
from sim.statistics.window import BoolArray, Window
from sim.trajectory import IntArray, Trajectory


@dataclass(frozen=True, slots=True, eq=False)
class StepSeries:
    """``value[i]`` from ``at[i]`` until ``at[i + 1]``; instants in microseconds."""

    at: IntArray
    value: IntArray

    def value_at(self, instants: IntArray) -> IntArray:
        """Value at each instant, after all that happened in it."""
        if np.all(instants[1:] >= instants[:-1]):
            return self._along(instants)
        before = np.concatenate([np.zeros(1, dtype=np.int64), self.value])
        return before[np.searchsorted(self.at, instants, side="right")]

    def _along(self, instants: IntArray) -> IntArray:
        from sim.statistics.accumulate import follow

        values = np.empty(len(instants), dtype=np.int64)
        follow(self.at, self.value, instants, values)
        return values

    def maximum(self, window: Window) -> int:
        """Greatest value at any instant of *window*."""
        first = self.value_at(np.array([window.start], dtype=np.int64))
        inside = self.value[window.holds(self.at)]
        return int(max(first[0], inside.max(initial=0)))


def step_series(began_at: IntArray, ended_at: IntArray, weights: IntArray | None = None) -> StepSeries:
    """How many of the stretches from *began_at* to *ended_at* are under way, each counted with its weight."""
    from sim.statistics.accumulate import merge

    lasts = began_at != ended_at
    starts, gains = _in_order(began_at[lasts], None if weights is None else weights[lasts])
    ends, losses = _in_order(ended_at[lasts], None if weights is None else weights[lasts])
    at, value = np.empty(2 * len(starts), dtype=np.int64), np.empty(2 * len(starts), dtype=np.int64)
    n_steps = merge(starts, gains, ends, losses, at, value)
    return StepSeries(at[:n_steps].copy(), value[:n_steps].copy())


def _in_order(instants: IntArray, weights: IntArray | None) -> tuple[IntArray, IntArray]:
    # Visits stand nearly in order of any instant already, and a stable sort makes use of it.
    if weights is None:
        return np.sort(instants, kind="stable"), np.ones(len(instants), dtype=np.int64)
    order = np.argsort(instants, kind="stable")
    return instants[order], weights[order]


def integral(series: StepSeries, window: Window) -> int:
    """Exact integral over *window*, value times microseconds."""
    inside = series.at[window.holds(series.at)]
    starts = np.concatenate([np.array([window.start], dtype=np.int64), inside])
    lengths = np.diff(np.append(starts, window.end))
    return exact_product(series.value_at(starts), lengths)


def exact_product(values: IntArray, lengths: IntArray) -> int:
    """Sum of *values* (less than 2**34 each) times *lengths*, exact though it may pass 64 bits."""
    total = 0
    for shift in range(0, _LENGTH_BITS, _PIECE_BITS):
        pieces = values * (lengths >> shift & ((1 << _PIECE_BITS) - 1))
        # So many of them stay within 64 bits.
        parts = np.add.reduceat(pieces, np.arange(0, len(pieces), _BLOCK)) if len(pieces) else pieces
        total += sum(parts.tolist()) << shift
    return total


_LENGTH_BITS = 63
_PIECE_BITS = 16
_BLOCK = 2**12


def mean_by_interval(series: StepSeries, window: Window, width: int) -> tuple[IntArray, np.ndarray]:
    """Start of each interval of *width* microseconds in *window*, and the mean of the series over it."""
    edges = np.append(np.arange(window.start, window.end, width, dtype=np.int64), window.end)
    before = np.concatenate([np.zeros(1, dtype=np.int64), series.value])
    points = np.union1d(edges, series.at[window.holds(series.at)])
    area = before[np.searchsorted(series.at, points[:-1], side="right")] * np.diff(points).astype(np.float64)
    parts = np.add.reduceat(area, np.searchsorted(points, edges[:-1]))
    return edges[:-1], parts / np.diff(edges)


def number_waiting(
    trajectory: Trajectory,
    *,
    place: int | Iterable[int] | None = None,
    direction: int | None = None,
    vehicle_class: int | None = None,
) -> StepSeries:
    """Queue length: vehicles that have joined and whose service has not begun, at one place, several or all.

    A called vehicle that moves up is still waiting, as in :func:`sim.statistics.times.waiting_time`, so that
    the mean of this series is the flow times the mean waiting time (Little). On a link it is the entry space.
    """
    chosen = _chosen(trajectory, place, direction, vehicle_class)
    visits = trajectory.visits
    return step_series(visits.joined_at[chosen], visits.began_at[chosen])


def queue_metres(
    trajectory: Trajectory, plan: Plan, *, place: int | Iterable[int] | None = None, direction: int | None = None
) -> StepSeries:
    """Length of the queue, millimetres: the lengths of those that :func:`number_waiting` counts."""
    chosen = _chosen(trajectory, place, direction, None)
    visits = trajectory.visits
    length = np.array(plan.lengths, dtype=np.int64)[trajectory.vehicles.vehicle_class[visits.vehicle[chosen]]]
    return step_series(visits.joined_at[chosen], visits.began_at[chosen], length)


def waiting_places_taken(trajectory: Trajectory, *, place: int, direction: int | None = None) -> StepSeries:
    """Waiting places taken at a stage: joined until called (design R6)."""
    chosen = _chosen(trajectory, place, direction, None)
    return step_series(trajectory.visits.joined_at[chosen], trajectory.visits.called_at[chosen])


def number_at(
    trajectory: Trajectory,
    *,
    place: int | Iterable[int] | None = None,
    direction: int | None = None,
    vehicle_class: int | None = None,
) -> StepSeries:
    """Vehicles at a place, several or all: waiting, in service and blocked."""
    chosen = _chosen(trajectory, place, direction, vehicle_class)
    return step_series(trajectory.visits.joined_at[chosen], trajectory.visits.left_at[chosen])


def number_in_system(
    trajectory: Trajectory, *, direction: int | None = None, vehicle_class: int | None = None
) -> StepSeries:
    """Vehicles between arrival and leaving the last place."""
    vehicles = trajectory.vehicles
    chosen = _of(vehicles.direction, direction) & _of(vehicles.vehicle_class, vehicle_class)
    return step_series(vehicles.arrived_at[chosen], vehicles.left_at[chosen])


def zone_occupancy(trajectory: Trajectory, plan: Plan, *, zone: int) -> StepSeries:
    """Vehicles that count in zone number *zone* and stand in one of its places."""
    return step_series(*stays_in_zone(trajectory, plan, zone=zone))


def stays_in_zone(trajectory: Trajectory, plan: Plan, *, zone: int) -> tuple[IntArray, IntArray]:
    """When each visit to a place of zone number *zone* by a vehicle that counts in it began and ended."""
    limits = plan.zones[zone]
    chosen = _chosen(trajectory, limits.places, None, None)
    chosen &= among(trajectory.vehicles.kind, limits.counts)[trajectory.visits.vehicle]
    return trajectory.visits.joined_at[chosen], trajectory.visits.left_at[chosen]


def busy_booths(trajectory: Trajectory, *, place: int, lane: int | None = None) -> StepSeries:
    """Booths that serve; those blocked or moved up to are not busy."""
    chosen = _chosen(trajectory, place, None, None) & _of(trajectory.visits.lane, lane)
    return step_series(trajectory.visits.began_at[chosen], trajectory.visits.ended_at[chosen])


def open_booths(trajectory: Trajectory, *, place: int, lane: int | None = None) -> StepSeries:
    """Booths that are open, by the log: known up to the end of the run."""
    log = trajectory.booths
    chosen = _of(log.place, place) & _of(log.lane, lane)
    return step_series(log.opened_at[chosen], log.closed_at[chosen])


def _chosen(
    trajectory: Trajectory, place: int | Iterable[int] | None, direction: int | None, vehicle_class: int | None
) -> BoolArray:
    visits, vehicles = trajectory.visits, trajectory.vehicles
    places = [place] if isinstance(place, int) else place
    chosen = _of(visits.place, None) if places is None else among(visits.place, places)
    if direction is not None:
        chosen &= (vehicles.direction == direction)[visits.vehicle]
    if vehicle_class is not None:
        chosen &= (vehicles.vehicle_class == vehicle_class)[visits.vehicle]
    return chosen


def among(column: IntArray, wanted: Iterable[int]) -> BoolArray:
    """Which entries of *column*, none negative, are among the few that are *wanted*."""
    chosen = np.zeros(int(column.max(initial=-1)) + 1, dtype=np.bool_)
    chosen[[each for each in wanted if each < len(chosen)]] = True
    return chosen[column]


def _of(column: IntArray, wanted: int | None) -> BoolArray:
    return np.ones(len(column), dtype=np.bool_) if wanted is None else column == wanted
