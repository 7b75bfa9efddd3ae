"""How many vehicles stand, and how many booths are open, in even slots of time: exact means for figures."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.plan.model import DIRECTIONS, Plan
from sim.statistics.occupancy import StepSeries, mean_by_interval, step_series
from sim.statistics.window import of_plan
from sim.trajectory import Trajectory
from sim.units import DAY, HOUR

FloatArray: TypeAlias = NDArray[np.float64]


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
    began = np.concatenate([visits.joined_at[chosen], visits.ended_at[chosen]])
    ended = np.concatenate([visits.began_at[chosen], visits.left_at[chosen]])
    return _means(step_series(began, ended), plan, slot)


def open_booths(
    trajectory: Trajectory, plan: Plan, *, places: tuple[str, ...], direction: str = "all", slot: int = HOUR
) -> FloatArray:
    """Mean number of open booths at *places* in each *slot* of the window, as the log of booths has it.

    With a *direction*, places of the other direction are left out; shared ones count for both.
    """
    log = trajectory.booths
    passed = [
        number
        for number in _numbers(plan, places)
        if direction == "all" or getattr(plan.places[number], "direction", None) in (None, DIRECTIONS.index(direction))
    ]
    chosen = np.isin(log.place, passed)
    return _means(step_series(log.opened_at[chosen], log.closed_at[chosen]), plan, slot)


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


def _means(series: StepSeries, plan: Plan, slot: int) -> FloatArray:
    _, means = mean_by_interval(series, of_plan(plan), slot)
    return np.asarray(means, dtype=np.float64)
