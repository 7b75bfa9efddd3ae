"""Running one scenario."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sim.engines import DEFAULT
from sim.experiment.pool import Progress, spread
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.rehearsal import rehearse
from sim.experiment.replicate import Job, replicate
from sim.experiment.warm_up import settled
from sim.results.outcome import Outcome, status_of
from sim.results.provenance import Provenance, Software, software
from sim.results.run import RunResult
from sim.scenario.dumping import dump
from sim.scenario.load import Loaded
from sim.statistics.growth import grew

LEVEL = 0.95
"""Confidence level of intervals unless another is asked for."""


def run(
    scenario: Loaded | str | Path,
    *,
    with_: Sequence[str] = (),
    sets: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    level: float = LEVEL,
    trajectories: bool | Path = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run one scenario, all its replications.

    Args:
        scenario: Path of a scenario file, or a loaded scenario, which is then run as it is.
        with_: Interventions: names in ``interventions/`` beside the file, or paths.
        sets: Settings of single values, ``path.to.key=value``.
        replications: In place of the file's ``run.replications``.
        seed: In place of the file's ``run.seed``.
        jobs: Processes; -1 for every core. Results do not depend on it.
        scheduler: Address of a Dask scheduler, whose workers do the work in place of processes here.
        engine: Name of the engine.
        level: Confidence level of the intervals, which cover chance only.
        trajectories: Keep every vehicle and visit, too; or an empty folder into which they are written instead, each
            replication by whoever runs it, so that no more than one is held at a time (:mod:`sim.results.parts`).
        progress: Called with (replications done, replications in all) after each.

    Raises:
        ScenarioError: The file is wrong, or could lock up; it holds every fault.

    Example:
        >>> import sim
        >>> result = sim.run("scenarios/theory/two-booths.yaml", sets=["run.length=1 d"], replications=2)
        >>> result.status
        'finished'
        >>> result.summary.columns[:4]
        ['direction', 'vehicle_class', 'attribute', 'place']
    """
    asked = prepare(scenario, with_=with_, sets=sets, replications=replications, seed=seed)
    [prepared] = settled({"": asked}, jobs=jobs, scheduler=scheduler, engine=engine).values()
    outcomes = spread(
        replicate,
        jobs_of(prepared, engine=engine, trajectories=trajectories),
        jobs=jobs,
        scheduler=scheduler,
        first=partial(rehearse, prepared.plan, engine),
        progress=progress,
    )
    return result_of(prepared, outcomes, settings=sets, engine=engine, level=level, made_by=software())


def jobs_of(prepared: Prepared, *, engine: str, trajectories: bool | Path = False) -> list[Job]:
    """The replications that a scenario asks for."""
    asked = prepared.loaded.scenario.run
    return [
        Job(prepared.plan, asked.seed, number, engine, prepared.thresholds, trajectories=trajectories)
        for number in range(asked.replications)
    ]


def result_of(
    prepared: Prepared,
    outcomes: Sequence[Outcome],
    *,
    settings: Sequence[str],
    engine: str,
    level: float,
    made_by: Software,
) -> RunResult:
    """The outcomes of a scenario's replications with everything that fixed them."""
    loaded, plan = prepared.loaded, prepared.plan
    asked = loaded.scenario.run
    tallies = [outcome.tally for outcome in outcomes]
    is_steady = asked.kind == "steady"
    overloaded = is_steady and (prepared.overloaded or grew(tallies, level=level))
    return RunResult(
        provenance=Provenance(
            scenario=loaded.composition.base.name if loaded.composition.own is None else loaded.key,
            interventions=loaded.interventions,
            settings=tuple(settings),
            title=loaded.name,
            fingerprint=loaded.fingerprint,
            run_kind=asked.kind,
            seed=asked.seed,
            replications=asked.replications,
            engine=engine,
            level=level,
            start=asked.start,
            window_start=plan.window_start,
            window_end=plan.window_end,
            status=status_of(outcomes, overloaded=overloaded),
            software=made_by,
        ),
        scenario=dump(loaded),
        plan=plan,
        outcomes=tuple(outcomes),
    )
