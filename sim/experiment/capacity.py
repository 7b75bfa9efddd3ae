"""Capacity: the flow at saturation, per class and direction, and the place that limits it.

Below saturation the throughput of every scenario is its demand and ranks nothing. So one class in one
direction at a time is made *saturated* (one more vehicle always stands ready at its approach) while every
other class keeps its demand, and what comes out in a stated time is counted. The warm-up is left out, the
run ends with the window, and :mod:`sim.experiment.limits` says what limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.experiment.limits import AT_THE_DOOR, Load, kinds_of, limit, loads
from sim.experiment.reach import simulate
from sim.plan.model import UNLIMITED, Approach, Place, Plan, Saturated, Stage, Zone
from sim.statistics.window import of_plan
from sim.units import DAY

WARM_UP = 2 * DAY
"""Time in which the crossing fills up, left out of the count."""
LENGTH = 5 * DAY
"""Time in which vehicles are counted."""
INSIDE = 1000
"""Vehicles of a saturated class inside at once where some space on its route is unlimited: more than any post
has under way, and without a limit all would be inside at the first instant."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """One saturated run to be made."""

    plan: Plan
    """With the class saturated."""
    direction: int
    vehicle_class: int
    seed: int
    replication: int
    engine: str = "reference"


@dataclass(frozen=True, slots=True)
class Outflow:
    """What one saturated run showed."""

    per_day: float
    """Vehicles of the class that left the crossing, per day of the window."""
    loads: tuple[Load, ...]
    """Every stage, zone and link on the way, in the order of the route."""
    locked_up: bool

    @property
    def limit(self) -> Load | None:
        """What limits; None if nothing is full."""
        return limit(self.loads)


def saturated(plan: Plan, *, direction: int, vehicle_class: int, warm_up: int = WARM_UP, length: int = LENGTH) -> Plan:
    """*plan* with one class saturated in one direction, measured for *length* after *warm_up* (microseconds)."""
    who = (direction, vehicle_class)
    demand = tuple(
        replace(one, arrivals=Saturated()) if (one.direction, one.vehicle_class) == who else one for one in plan.demand
    )
    if all((one.direction, one.vehicle_class) != who for one in plan.demand):
        raise ValueError("a class without demand in this direction cannot be saturated")
    end = warm_up + length
    zones = (*plan.zones, *_at_the_door(plan, direction=direction, vehicle_class=vehicle_class))
    return replace(plan, zones=zones, demand=demand, window_start=warm_up, window_end=end, stop_at=end)


def _at_the_door(plan: Plan, *, direction: int, vehicle_class: int) -> tuple[Zone, ...]:
    """A zone that keeps a saturated class from entering an unlimited space without end; none where all are finite.

    It holds back at the approach only, so it can neither lock up the crossing nor take a booth from anybody.
    """
    route = [stop.place for stop in plan.routes[direction]]
    if all(max(_spaces(plan.places[place])) < UNLIMITED for place in route):
        return ()
    kinds = kinds_of(plan, direction=direction, vehicle_class=vehicle_class)
    return (Zone(AT_THE_DOOR, counts=kinds, places=frozenset(route[1:]), at_most=INSIDE),)


def _spaces(place: Place) -> tuple[int, ...]:
    if isinstance(place, Approach):
        return (0,)
    return place.space if isinstance(place, Stage) else place.entry_space


def saturations(
    plan: Plan,
    *,
    seed: int,
    replications: int = 1,
    engine: str = "reference",
    warm_up: int = WARM_UP,
    length: int = LENGTH,
) -> tuple[Saturation, ...]:
    """The runs that find the capacity of every class and direction with demand in *plan*."""
    return tuple(
        Saturation(
            saturated(
                plan,
                direction=demand.direction,
                vehicle_class=demand.vehicle_class,
                warm_up=warm_up,
                length=length,
            ),
            demand.direction,
            demand.vehicle_class,
            seed,
            replication,
            engine,
        )
        for demand in plan.demand
        for replication in range(replications)
    )


def outflow(run: Saturation) -> Outflow:
    """Make one saturated run and count."""
    trajectory = simulate(run.plan, seed=run.seed, replication=run.replication, engine_name=run.engine)
    window, vehicles = of_plan(run.plan), trajectory.vehicles
    of_class = (vehicles.direction == run.direction) & (vehicles.vehicle_class == run.vehicle_class)
    return Outflow(
        per_day=int((of_class & window.holds(vehicles.left_at)).sum()) * DAY / window.span,
        loads=loads(trajectory, run.plan, direction=run.direction, vehicle_class=run.vehicle_class),
        locked_up=bool(trajectory.ring),
    )


def mean_outflow(outflows: Sequence[Outflow]) -> Outflow:
    """The mean over replications of one class and direction."""
    n = len(outflows)
    return Outflow(
        per_day=sum(one.per_day for one in outflows) / n,
        loads=tuple(
            replace(same[0], share=sum(load.share for load in same) / n)
            for same in zip(*(one.loads for one in outflows), strict=True)
        ),
        locked_up=any(one.locked_up for one in outflows),
    )
