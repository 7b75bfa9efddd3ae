"""Running scenarios that state exact answers, and judging what comes out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.engines import DEFAULT
from sim.experiment.pool import Progress, spread
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.reach import simulate
from sim.experiment.rehearsal import rehearse
from sim.experiment.warm_up import settled
from sim.plan.model import Plan, Saturated
from sim.scenario.exact import Exact
from sim.scenario.faults import Fault, ScenarioError
from sim.statistics.invariants import check
from sim.trajectory import Ending
from sim.verification.estimate import estimates
from sim.verification.judge import PRECISION, QUICK_PRECISION, Judged, judge
from sim.verification.sample import Sample, sample

FOLDER = Path("scenarios/theory")
"""Where the cases lie unless others are named."""

QUICK_SHARE = 10
"""A quick run makes one in so many of a file's replications,"""

QUICK_LEAST = 20
"""but no fewer than this, if the file has them: a standard error from fewer is itself a guess."""


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario with everything that was found."""

    file: Path
    prepared: Prepared
    engine: str
    is_full: bool
    vehicles: int
    """Vehicles simulated in all replications, warm-up included."""
    faults: tuple[str, ...]
    """Invariants that did not hold, and runs that did not end as they should; empty in a sound case."""
    judged: tuple[Judged, ...]

    @property
    def passed(self) -> bool:
        """Whether every quantity passed in sound runs."""
        return not self.faults and all(each.passed for each in self.judged)


@dataclass(frozen=True, slots=True)
class Job:
    """All that one replication depends on."""

    plan: Plan
    seed: int
    replication: int
    engine: str
    exact: tuple[Exact, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What one replication leaves behind."""

    vehicles: int
    sample: Sample
    faults: tuple[str, ...]


def cases_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The scenario files of *paths*: files, and the files of folders, by name.

    Raises:
        ScenarioError: A path does not exist, or a folder holds no scenario file.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            accepted = f"a scenario file or a folder of them; without one, {FOLDER} of the folder you are in"
            raise ScenarioError([Fault(str(path), None, (), "there is no such file or folder", accepted=accepted)])
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            raise ScenarioError([Fault(str(path), None, (), "the folder holds no scenario file", accepted="*.yaml")])
        files += inside
    return tuple(dict.fromkeys(files))


def prepared(file: Path, *, full: bool, seed: int | None = None) -> Prepared:
    """The scenario of *file* as it is to be run, with the replications of a quick run unless *full*.

    Raises:
        ScenarioError: The file is wrong, or states no exact answer.
    """
    whole = prepare(file, seed=seed)
    scenario = whole.loaded.scenario
    if not scenario.exact:
        raise ScenarioError([Fault(str(file), None, ("exact",), "the file states no exact answer to compare with")])
    if full:
        return _settled(whole)
    fewer = min(scenario.run.replications, max(QUICK_LEAST, math.ceil(scenario.run.replications / QUICK_SHARE)))
    return _settled(prepare(file, seed=seed, replications=fewer))


def _settled(case: Prepared) -> Prepared:
    [one] = settled({"": case}).values()
    return one


def verify(
    case: Prepared,
    file: Path,
    *,
    full: bool,
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    progress: Progress | None = None,
) -> Case:
    """The replications of one case, and its answers judged."""
    run, exact = case.loaded.scenario.run, case.loaded.scenario.exact
    work = [Job(case.plan, run.seed, number, engine, tuple(exact.values())) for number in range(run.replications)]
    first = partial(rehearse, case.plan, engine)
    found = spread(replicate, work, jobs=jobs, scheduler=scheduler, first=first, progress=progress)
    judged = estimates([each.sample for each in found], case.plan, list(exact.values()))
    return Case(
        file=file,
        prepared=case,
        engine=engine,
        is_full=full,
        vehicles=sum(each.vehicles for each in found),
        faults=tuple(dict.fromkeys(fault for each in found for fault in each.faults)),
        judged=judge(exact, judged, precision=PRECISION if full else QUICK_PRECISION),
    )


def replicate(job: Job) -> Found:
    """One replication: run it, check it, and keep what it says about each answer."""
    trajectory = simulate(job.plan, seed=job.seed, replication=job.replication, engine_name=job.engine)
    return Found(
        vehicles=len(trajectory.vehicles),
        sample=sample(trajectory, job.plan, job.exact),
        faults=tuple(_faults(trajectory.ending, job.plan)) + check(trajectory, job.plan),
    )


def _faults(ending: Ending, plan: Plan) -> Iterator[str]:
    """A run ends when every vehicle of its window is out; only with saturated demand must it be stopped."""
    is_endless = any(isinstance(demand.arrivals, Saturated) for demand in plan.demand)
    if ending is not Ending.FINISHED and not (is_endless and ending is Ending.STOPPED):
        yield f"a run ended as {ending.value}"
