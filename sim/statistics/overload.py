"""Overload: stages that more comes to than they can serve, and classes whose queue grew.

Both are looked at, as either misses something. Offered load is arithmetic: it needs no run and is not in doubt, but
knows nothing of move-up, blocking, zones and links. Growth is what was seen, beyond chance: it knows them all, but a
short run does not show a little of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.plan.model import DIRECTIONS, Plan, Saturated, Stage
from sim.plan.offered_load import offered_load
from sim.statistics.cell import Key
from sim.statistics.growth import days, grew, growth_per_day
from sim.statistics.intervals import Estimate
from sim.statistics.tally import Tally
from sim.statistics.totals import place_names

LEAST = 1.0
"""Growth of less than a vehicle a day is not told."""


@dataclass(frozen=True, slots=True)
class OverloadedStage:
    """Lanes of a stage that share vehicles, and to which more come than they can serve."""

    place: str
    lanes: tuple[str, ...]
    whole: bool
    """Whether these are all lanes of the place."""
    comes: float
    """Visits per day that the demand of the window makes there."""
    load: float
    """Offered load over open booths, 1 or more."""
    classes: tuple[tuple[str, str], ...]
    """Class and direction of those who come."""

    @property
    def serves(self) -> float:
        """Visits per day that it can serve, of this mix."""
        return self.comes / self.load


@dataclass(frozen=True, slots=True)
class GrownQueue:
    """A class in a direction of which more and more were inside."""

    direction: str
    vehicle_class: str
    growth: Estimate
    """Vehicles per day, mean over the replications; so are the others."""
    inside_at_end: float
    demand: float
    """Arrivals per day of the window."""
    left: float
    """Departures per day: while the queue stands, what can be served."""


def overloaded_stages(plan: Plan) -> tuple[OverloadedStage, ...]:
    """Stages with an offered load of 1 or more per open booth, the worst first; none where a class is saturated."""
    if any(isinstance(one.arrivals, Saturated) for one in plan.demand):
        return ()
    names, found = place_names(plan), []
    for load in offered_load(plan):
        if load.load < 1:
            continue
        stage = plan.places[load.place]
        assert isinstance(stage, Stage)
        served = frozenset[int]().union(*(stage.lanes[lane].serves for lane in load.lanes))
        stops = [stop for route in plan.routes for stop in route if stop.place == load.place]
        kinds = [plan.kinds[kind] for kind in served if any(max(stop.share[kind]) > 0 for stop in stops)]
        come = {(one.direction, one.vehicle_class) for one in plan.demand}
        who = sorted(
            {(kind.vehicle_class, kind.direction) for kind in kinds if (kind.direction, kind.vehicle_class) in come}
        )
        found.append(
            OverloadedStage(
                place=names[load.place],
                lanes=tuple(stage.lanes[lane].name for lane in load.lanes),
                whole=len(load.lanes) == len(stage.lanes),
                comes=load.flow,
                load=load.load,
                classes=tuple((plan.classes[vehicle_class], DIRECTIONS[direction]) for vehicle_class, direction in who),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.load))


def grown_queues(tallies: Sequence[Tally], plan: Plan, *, level: float) -> tuple[GrownQueue, ...]:
    """Every class and direction whose number in the system grew, by class, then direction.

    It must have grown by a vehicle a day, by more than 1 % of the arrivals and by more than chance
    (:func:`sim.statistics.growth.grew`). Within a day a queue comes and goes with the hours: none is told then.
    """
    if min(days(tallies)) < 1:
        return ()
    grown = []
    for vehicle_class in plan.classes:
        for direction in DIRECTIONS:
            key = Key("growth", direction, vehicle_class)
            growth = growth_per_day(tallies, key=key, level=level)
            if (growth.value or 0.0) >= LEAST and grew(tallies, key=key, level=level):
                totals = {
                    measure: sum(tally.totals.get(key._replace(measure=measure), 0) for tally in tallies)
                    for measure in ("inside_at_end", "offered", "departures")
                }
                span = sum(days(tallies))
                inside = totals["inside_at_end"] / len(tallies)
                grown.append(
                    GrownQueue(
                        direction, vehicle_class, growth, inside, totals["offered"] / span, totals["departures"] / span
                    )
                )
    return tuple(grown)


def without_mean(tallies: Sequence[Tally], plan: Plan, *, level: float) -> frozenset[tuple[str, str]]:
    """Class and direction of those of whom a steady run has no mean time: it would depend on the length of the run.

    They are those whose queue grew, and those who come to an overloaded stage.
    """
    grown = {(one.vehicle_class, one.direction) for one in grown_queues(tallies, plan, level=level)}
    return frozenset(grown.union(*(stage.classes for stage in overloaded_stages(plan))))
