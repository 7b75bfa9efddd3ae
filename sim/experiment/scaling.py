"""Runs with more or fewer vehicles of some classes: what came, what left, and how hard each place worked.

Demand is scaled as it is shaped: a volume keeps its hours and its factor of the day, so that by the plane of arrivals
a higher flow keeps every vehicle and adds others; departures of a timetable come at random, as many in each hour as
it has. Weekdays and months are left out: the answer is that of a mean day.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from sim.engines import DEFAULT
from sim.experiment.limits import Load, loads
from sim.experiment.reach import simulate
from sim.plan.model import Demand, Plan, Saturated, Timetabled, Volume
from sim.statistics.window import of_plan
from sim.units import DAY, HOUR


class Stream(NamedTuple):
    """The vehicles of one class in one direction."""

    direction: int
    vehicle_class: int


Flows: TypeAlias = Mapping[Stream, float]
"""Vehicles per day of each stream."""


def demand_of(plan: Plan) -> dict[Stream, float]:
    """Vehicles per day that *plan* declares, by direction, then class; those of timetables included.

    Raises:
        ValueError: A class is saturated: it has no demand that could be scaled.
    """
    found = {}
    for one in plan.demand:
        match one.arrivals:
            case Volume(per_day=per_day):
                found[Stream(one.direction, one.vehicle_class)] = per_day
            case Timetabled(at=at):
                found[Stream(one.direction, one.vehicle_class)] = float(len(at))
            case Saturated():
                raise ValueError("a scenario with a saturated class states no demand that could be scaled")
    return found


def scaled(plan: Plan, flows: Flows, *, warm_up: int, length: int) -> Plan:
    """*plan* on mean days, with other *flows* of some streams, measured for *length* after *warm_up* (microseconds)."""
    changed = tuple(_scaled(one, flows.get(Stream(one.direction, one.vehicle_class))) for one in plan.demand)
    end = warm_up + length
    return replace(plan, demand=changed, window_start=warm_up, window_end=end, stop_at=end)


def _scaled(demand: Demand, per_day: float | None) -> Demand:
    arrivals = demand.arrivals
    if isinstance(arrivals, Timetabled) and per_day is not None:
        arrivals = _at_random(arrivals)
    if not isinstance(arrivals, Volume):
        return demand
    mean_days = Volume(arrivals.per_day, arrivals.hours, arrivals.hours_at, arrivals.day_factor_cv)
    return replace(demand, arrivals=mean_days if per_day is None else replace(mean_days, per_day=per_day))


def _at_random(timetable: Timetabled) -> Volume:
    """A flow with the hours of a timetable."""
    departures = Counter(at // HOUR for at in timetable.at)
    hours = range(DAY // HOUR)
    mean = len(timetable.at) / len(hours)
    return Volume(
        per_day=float(len(timetable.at)),
        hours=tuple(departures[hour] / mean for hour in hours) if mean else (1.0,) * len(hours),
        hours_at=tuple(hour * HOUR for hour in hours),
        day_factor_cv=0.0,
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One run to be made."""

    plan: Plan
    seed: int
    replication: int
    engine: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Passed:
    """What one run showed of each stream, in the window."""

    came: Mapping[Stream, int]
    """Vehicles that arrived."""
    out: Mapping[Stream, int]
    """Vehicles that left the crossing."""
    loads: Mapping[Stream, tuple[Load, ...]]
    """Every stage, zone and link on the way, in the order of the route."""
    locked_up: bool


def passed(trial: Trial) -> Passed:
    """Make one run and count."""
    plan = trial.plan
    trajectory = simulate(plan, seed=trial.seed, replication=trial.replication, engine_name=trial.engine)
    window, vehicles = of_plan(plan), trajectory.vehicles
    arrived, left = window.holds(vehicles.arrived_at), window.holds(vehicles.left_at)
    streams = [Stream(one.direction, one.vehicle_class) for one in plan.demand]
    those = {one: (vehicles.direction == one.direction) & (vehicles.vehicle_class == one[1]) for one in streams}
    return Passed(
        came={one: int((those[one] & arrived).sum()) for one in streams},
        out={one: int((those[one] & left).sum()) for one in streams},
        loads={
            one: loads(trajectory, plan, direction=one.direction, vehicle_class=one.vehicle_class) for one in streams
        },
        locked_up=bool(trajectory.ring),
    )
