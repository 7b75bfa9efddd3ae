"""One replication: draw, run, check, tally."""

from dataclasses import dataclass

from sim.experiment.reach import simulate
from sim.plan.model import Plan
from sim.statistics.invariants import check
from sim.statistics.tally import Tally, tally
from sim.statistics.window import of_plan
from sim.trajectory import Ending, Trajectory


@dataclass(frozen=True, slots=True)
class Job:
    """All that one replication depends on."""

    plan: Plan
    seed: int
    replication: int
    engine: str = "reference"
    thresholds: tuple[tuple[int, ...], ...] = ()
    """Crossing times whose exceedance is counted, microseconds, for each class of the plan."""
    trajectories: bool = False
    """Whether the trajectory is kept."""


@dataclass(frozen=True, slots=True)
class Replication:
    """What one replication leaves behind."""

    replication: int
    tally: Tally
    ending: Ending
    until: int
    """Last instant worked."""
    ring: tuple[str, ...]
    """Places of the ring that locked up, by name."""
    broken: tuple[str, ...]
    """Invariants that did not hold, each with what was found."""
    trajectory: Trajectory | None


def replicate(job: Job) -> Replication:
    """One replication, the same whatever else is run and wherever."""
    plan = job.plan
    trajectory = simulate(plan, seed=job.seed, replication=job.replication, engine_name=job.engine)
    return Replication(
        replication=job.replication,
        tally=tally(trajectory, plan, of_plan(plan), thresholds=job.thresholds),
        ending=trajectory.ending,
        until=trajectory.until,
        ring=tuple(plan.places[place].name for place in trajectory.ring),
        broken=check(trajectory, plan),
        trajectory=trajectory if job.trajectories else None,
    )
