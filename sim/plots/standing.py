"""How many vehicles stand, and how many booths are open, in even slots of time: exact means for figures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.plan.model import DIRECTIONS, Plan
from sim.trajectory import IntArray, Trajectory
from sim.units import DAY, HOUR, NEVER

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose standing is counted and where; names of the plan, ``all`` for no restriction."""

    direction: str = "all"
    vehicle_class: str = "all"
    places: tuple[str, ...] | None = None
    """Names of places; None for all of them."""


def standing(trajectory: Trajectory, plan: Plan, selection: Selection, *, slot: int = HOUR) -> FloatArray:
    """Mean number of vehicles that wait or are blocked, in each *slot* (microseconds) of the window.

    A vehicle waits from joining a place until its service begins, and is blocked from the end of its service
    until it finds room beyond. The mean over a slot is the exact integral over it.
    """
    visits, vehicles = trajectory.visits, trajectory.vehicles
    chosen = np.ones(len(visits), dtype=np.bool_)
    if selection.direction != "all":
        chosen &= vehicles.direction[visits.vehicle] == DIRECTIONS.index(selection.direction)
    if selection.vehicle_class != "all":
        chosen &= vehicles.vehicle_class[visits.vehicle] == plan.classes.index(selection.vehicle_class)
    if selection.places is not None:
        chosen &= np.isin(visits.place, _numbers(plan, selection.places))
    edges = _edges(plan, slot)
    waiting = _integral(visits.joined_at[chosen], visits.began_at[chosen], edges)
    blocked = _integral(visits.ended_at[chosen], visits.left_at[chosen], edges)
    return np.asarray(np.diff(waiting + blocked) / np.diff(edges), dtype=np.float64)


def open_booths(trajectory: Trajectory, plan: Plan, *, places: tuple[str, ...], slot: int = HOUR) -> FloatArray:
    """Mean number of open booths at *places* in each *slot* of the window, as the log of booths has it."""
    log = trajectory.booths
    chosen = np.isin(log.place, _numbers(plan, places))
    edges = _edges(plan, slot)
    return np.asarray(
        np.diff(_integral(log.opened_at[chosen], log.closed_at[chosen], edges)) / np.diff(edges), dtype=np.float64
    )


def by_time_of_day(series: FloatArray, plan: Plan, *, slot: int = HOUR) -> FloatArray:
    """Mean of *series* (one value for each slot of the window) over its days, from midnight on.

    Raises:
        ValueError: the window does not begin and end at the same time of day on a whole slot.
    """
    per_day = DAY // slot
    offset = plan.window_start + plan.start_of_day
    if len(series) % per_day or DAY % slot or offset % slot:
        raise ValueError("a mean day needs a window of whole days that begins on a whole slot")
    mean = series.reshape(-1, per_day).mean(axis=0)
    return np.asarray(np.roll(mean, offset % DAY // slot), dtype=np.float64)


def _numbers(plan: Plan, names: tuple[str, ...]) -> list[int]:
    unknown = [name for name in names if all(place.name != name for place in plan.places)]
    if unknown:
        raise ValueError(f"no place {unknown[0]!r} in this plan")
    return [number for number, place in enumerate(plan.places) if place.name in names]


def _edges(plan: Plan, slot: int) -> IntArray:
    return np.arange(plan.window_start, plan.window_end + 1, slot, dtype=np.int64)


def _integral(start: IntArray, end: IntArray, edges: IntArray) -> IntArray:
    """Vehicle-microseconds between *start* and *end*, from long ago until each of *edges*."""
    begun = start < NEVER
    return _ramp(start[begun], edges) - _ramp(end[begun], edges)


def _ramp(instants: IntArray, edges: IntArray) -> IntArray:
    """Sum of max(0, edge - instant) over *instants*, for each edge; instants that never come add nothing."""
    ordered = np.sort(instants[instants < NEVER])
    sums = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(ordered)])
    passed = np.searchsorted(ordered, edges, side="right")
    return np.asarray(passed * edges - sums[passed], dtype=np.int64)
