"""One replication: draw, run, check, tally."""

from dataclasses import dataclass
from pathlib import Path

from sim.engines import DEFAULT
from sim.experiment.reach import simulate
from sim.plan.model import Plan
from sim.results.outcome import Outcome
from sim.results.parts import write_part
from sim.statistics.invariants import check
from sim.statistics.tally import tally, tally_of_crossings
from sim.statistics.window import of_plan


@dataclass(frozen=True, slots=True)
class Job:
    """All that one replication depends on."""

    plan: Plan
    seed: int
    replication: int
    engine: str = DEFAULT
    thresholds: tuple[tuple[int, ...], ...] = ()
    """Times whose exceedance is counted, microseconds, for each class of the plan."""
    crossings_only: bool = False
    """Whether times and counts of whole crossings are all that shall be left of it."""
    trajectories: bool | Path = False
    """Whether the trajectory is kept, or the folder into which it is written."""


def replicate(job: Job) -> Outcome:
    """One replication, the same whatever else is run and wherever."""
    plan = job.plan
    trajectory = simulate(plan, seed=job.seed, replication=job.replication, engine_name=job.engine)
    if isinstance(job.trajectories, Path):
        write_part(trajectory, job.trajectories, plan, replication=job.replication)
    reduce = tally_of_crossings if job.crossings_only else tally
    return Outcome(
        replication=job.replication,
        tally=reduce(trajectory, plan, of_plan(plan), thresholds=job.thresholds),
        ending=trajectory.ending,
        until=trajectory.until,
        ring=trajectory.ring,
        broken=check(trajectory, plan),
        trajectory=trajectory if job.trajectories is True else None,
    )
