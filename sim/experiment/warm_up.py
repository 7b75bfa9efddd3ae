"""The warm-up of ``run.warm_up: auto``: chosen by a pilot, the largest over all scenarios that are compared.

The pilot runs every scenario whose warm-up is ``auto`` for :data:`PILOT_DAYS`, and longer if it has not settled by
then, and looks at the daily mean of the number in the system of each class and direction, by the rule of
:mod:`sim.statistics.settling`. It has random numbers of its own, beyond those of the
experiment: what chose the warm-up is not measured again. A scenario that never settles is refused.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from sim.engines import DEFAULT
from sim.experiment.pool import spread
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.reach import simulate
from sim.experiment.rehearsal import rehearse
from sim.plan.model import DIRECTIONS, Plan
from sim.plan.offered_load import offered_load
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.fields import AUTO
from sim.scenario.tree import mark_of
from sim.scenario.warm_up import with_warm_up
from sim.statistics.histogram import FloatArray
from sim.statistics.occupancy import mean_by_interval, step_series
from sim.statistics.settling import Settling, settling
from sim.statistics.window import Window
from sim.units import DAY

PILOT_DAYS = (60, 120, 240)
"""Days of a pilot: the next where one has not settled."""
PILOT_REPLICATIONS = 10
FIRST_REPLICATION = 1_000_000
"""Number of the first replication of a pilot: those of an experiment have lower ones."""
ERROR = 0.01
"""Chance to refuse a scenario that does settle, shared by its classes and directions."""
LEAST_DAYS = 1
"""A run starts empty, whatever its level."""

_LOG = logging.getLogger("sim")


@dataclass(frozen=True, slots=True)
class Pilot:
    """What a pilot showed of one scenario."""

    replications: int
    days: int
    """Days of each replication."""
    settled: Mapping[tuple[str, str], Settling]
    """By class and direction."""

    @property
    def warm_up(self) -> int:
        """Whole days to leave out."""
        return max(LEAST_DAYS, *(one.reached for one in self.settled.values()))

    @property
    def last(self) -> tuple[str, str]:
        """Class and direction that settle last."""
        return max(self.settled, key=lambda who: self.settled[who].reached)

    @property
    def growing(self) -> tuple[tuple[str, str], ...]:
        """Classes and directions that have not settled."""
        return tuple(who for who, one in self.settled.items() if not one.is_flat)


@dataclass(frozen=True, slots=True)
class Trial:
    """One replication of a pilot."""

    plan: Plan
    seed: int
    replication: int
    engine: str


def settled(
    prepared: Mapping[str, Prepared], *, jobs: int = 1, scheduler: str | None = None, engine: str = DEFAULT
) -> dict[str, Prepared]:
    """The scenarios of one experiment, by name, with a number in place of every ``warm_up: auto``: the largest chosen.

    Raises:
        ScenarioError: Some scenario never settles.
    """
    to_choose = {name: one for name, one in prepared.items() if one.loaded.scenario.run.warm_up == AUTO}
    if not to_choose:
        return dict(prepared)
    pilots = run_pilots(to_choose, jobs=jobs, scheduler=scheduler, engine=engine)
    faults = [fault for name, pilot in pilots.items() for fault in _unsettled(to_choose[name], pilot)]
    if faults:
        raise ScenarioError(faults)
    chosen = max(pilots, key=lambda name: pilots[name].warm_up)
    days = pilots[chosen].warm_up
    _LOG.info("%s", told(pilots[chosen], scenario=chosen if len(prepared) > 1 else ""))
    return {
        name: replace(prepare(with_warm_up(one.loaded, days=days)), pilot=pilots[name]) if name in pilots else one
        for name, one in prepared.items()
    }


def told(pilot: Pilot, *, scenario: str = "") -> str:
    """The choice in a sentence."""
    vehicle_class, direction = pilot.last
    whose = f" of {scenario}" if scenario else ""
    return (
        f"warm-up: {pilot.warm_up} d, chosen by Welch's method on daily means of the number in the system "
        f"({vehicle_class} {direction}{whose} settles last; {pilot.replications} pilot replications of {pilot.days} d)"
    )


def run_pilots(
    prepared: Mapping[str, Prepared], *, jobs: int = 1, scheduler: str | None = None, engine: str = DEFAULT
) -> dict[str, Pilot]:
    """A pilot of each scenario, whatever its warm-up; as long as it takes to settle, and no longer than the longest.

    Raises:
        ScenarioError: The demand of a scenario is more than some stage can serve, by arithmetic.
    """
    faults = [fault for one in prepared.values() for fault in _overloaded(one)]
    if faults:
        raise ScenarioError(faults)
    first = partial(rehearse, next(iter(prepared.values())).plan, engine)
    found: dict[str, Pilot] = {}
    for days in PILOT_DAYS:
        again = [name for name in prepared if name not in found or found[name].growing]
        trials = [
            Trial(_pilot_plan(prepared[name].plan, days), prepared[name].loaded.scenario.run.seed, number, engine)
            for name in again
            for number in range(FIRST_REPLICATION, FIRST_REPLICATION + PILOT_REPLICATIONS)
        ]
        runs = spread(daily_means, trials, jobs=jobs, scheduler=scheduler, first=first) if trials else ()
        for place, name in enumerate(again):
            own = runs[place * PILOT_REPLICATIONS : (place + 1) * PILOT_REPLICATIONS]
            found[name] = _pilot(prepared[name].plan, own, days)
    return found


def daily_means(trial: Trial) -> FloatArray:
    """Mean number in the system of each class and direction with demand on each day of a pilot: ``[demand, day]``."""
    trajectory = simulate(trial.plan, seed=trial.seed, replication=trial.replication, engine_name=trial.engine)
    vehicles, window = trajectory.vehicles, Window(0, trial.plan.window_end)
    means = []
    for one in trial.plan.demand:
        those = (vehicles.direction == one.direction) & (vehicles.vehicle_class == one.vehicle_class)
        series = step_series(vehicles.arrived_at[those], vehicles.left_at[those])
        means.append(mean_by_interval(series, window, DAY)[1])
    return np.array(means)


def _pilot_plan(plan: Plan, days: int) -> Plan:
    return replace(plan, window_start=0, window_end=days * DAY, stop_at=days * DAY)


def _pilot(plan: Plan, runs: Sequence[FloatArray], days: int) -> Pilot:
    daily = np.array(runs)
    who = [(plan.classes[one.vehicle_class], DIRECTIONS[one.direction]) for one in plan.demand]
    return Pilot(
        replications=len(runs),
        days=days,
        settled={one: settling(daily[:, place], error=ERROR / len(who)) for place, one in enumerate(who)},
    )


def _unsettled(prepared: Prepared, pilot: Pilot) -> Iterator[Fault]:
    for vehicle_class, direction in pilot.growing:
        growth = pilot.settled[vehicle_class, direction].growth
        yield _refusal(
            prepared,
            f"the run never settles: the number in the system of {vehicle_class} {direction} still grows after "
            f"{pilot.days} days, by {growth:.2g} a day",
        )


def _overloaded(prepared: Prepared) -> Iterator[Fault]:
    if prepared.overloaded:
        worst = max(offered_load(prepared.plan), key=lambda stage: stage.load)
        place = prepared.plan.places[worst.place].name
        yield _refusal(
            prepared,
            f"the run never settles: {worst.load:.3g} times what {place} can serve comes there, and its queue grows",
        )


def _refusal(prepared: Prepared, message: str) -> Fault:
    path = ("run", "warm_up")
    mark = mark_of(prepared.loaded.node, path)
    what = " + ".join(prepared.loaded.interventions)
    accepted = "a warm-up in days, such as 2 d, for an episode as it goes; or less demand (see samur capacity)"
    return Fault(mark.file, mark.line, path, f"{f'with {what}, ' if what else ''}{message}", accepted=accepted)
