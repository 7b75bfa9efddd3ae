"""Comparing scenarios under common random numbers, in one pool of processes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.engines import DEFAULT
from sim.experiment import capacity as saturation
from sim.experiment.pool import Progress, spread
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.rehearsal import rehearse
from sim.experiment.replicate import Job, replicate
from sim.experiment.run import LEVEL, jobs_of, result_of
from sim.experiment.settings import acting
from sim.experiment.warm_up import settled
from sim.results.comparison import Comparison, of_runs
from sim.results.factorial import combinations
from sim.results.outcome import Outcome
from sim.results.provenance import software
from sim.results.run import RunResult
from sim.units import parse_duration

if TYPE_CHECKING:
    import polars as pl


def compare(
    path: str | Path,
    *,
    with_: Sequence[str],
    factorial: bool = False,
    always: Sequence[str] = (),
    sets: Sequence[str] = (),
    reference: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    level: float = LEVEL,
    trajectories: bool = False,
    capacity: int = 0,
    capacity_warm_up: str = "2 d",
    capacity_length: str = "5 d",
    progress: Progress | None = None,
) -> Comparison:
    """Run a base scenario and what each intervention makes of it, and set them side by side.

    Vehicle 1042 is the same vehicle in each, with the same papers and the same driver, so that a difference
    shows what the intervention did and little of the luck of the draw.

    Args:
        path: The base scenario.
        with_: Interventions, each compared alone; ``a+b`` puts two into one scenario.
        factorial: Compare every combination of *with_* instead, and find main effects and interactions.
        always: Interventions in force in every scenario, the base included.
        sets: Settings of single values, ``path.to.key=value``, in every scenario that has the block they change.
        reference: Name of the scenario to take differences against; the base if left out.
        replications: In place of the file's ``run.replications``.
        seed: In place of the file's ``run.seed``.
        jobs: Processes; -1 for every core. Results do not depend on it.
        scheduler: Address of a Dask scheduler, whose workers do the work in place of processes here.
        engine: Name of the engine.
        level: Confidence level of the intervals, which cover chance only.
        trajectories: Keep every vehicle and visit, too.
        capacity: Saturated runs per scenario, class and direction, for :attr:`Comparison.capacity`; 0 for none.
        capacity_warm_up: Left out of each saturated run, while the crossing fills up.
        capacity_length: Time in which its vehicles are counted.
        progress: Called with (runs done, runs in all) after each.

    Raises:
        ScenarioError: Some file is wrong, or some scenario could lock up; it holds every fault of the first such.
        ValueError: *reference* is none of the scenarios, or an intervention is named twice.

    Example:
        >>> import sim
        >>> comparison = sim.compare(
        ...     "scenarios/single-bridge.yaml",
        ...     with_=["one-more-truck-lane"],
        ...     sets=["run.warm_up=0 d", "run.length=6 h"],
        ...     replications=2,
        ... )
        >>> comparison.names
        ('single-bridge', 'one-more-truck-lane')
    """
    wanted = scenarios(with_, factorial=factorial)
    acts = acting(path, scenarios=[(*always, *subset) for subset in wanted], sets=sets)
    prepared: dict[str, Prepared] = {}
    settings: dict[str, Sequence[str]] = {}
    for subset, own in zip(wanted, acts, strict=True):
        name = _name(subset, base=Path(path).stem)
        if name in prepared:
            raise ValueError(f"two scenarios of the comparison would be called {name!r}: rename one of the files")
        prepared[name] = prepare(path, with_=(*always, *subset), sets=own, replications=replications, seed=seed)
        settings[name] = own
    named = reference or Path(path).stem
    if named not in prepared:
        raise ValueError(f"the reference {named!r} is none of the scenarios: {', '.join(prepared)}")
    prepared = settled(prepared, jobs=jobs, scheduler=scheduler, engine=engine)
    runs, capacities = run_all(
        prepared,
        saturated=dict.fromkeys(prepared, capacity),
        settings=settings,
        jobs=jobs,
        scheduler=scheduler,
        engine=engine,
        level=level,
        kept={name: one.loaded.scenario.run.replications for name, one in prepared.items() if trajectories},
        capacity_warm_up=capacity_warm_up,
        capacity_length=capacity_length,
        progress=progress,
    )
    return of_runs(
        runs,
        reference=named,
        factors=tuple(_stem(name) for name in with_) if factorial else (),
        capacity=capacities,
    )


def run_all(
    prepared: Mapping[str, Prepared],
    *,
    saturated: Mapping[str, int],
    settings: Mapping[str, Sequence[str]],
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    level: float = LEVEL,
    kept: Mapping[str, int] = MappingProxyType({}),
    briefly: Collection[str] = (),
    capacity_warm_up: str = "2 d",
    capacity_length: str = "5 d",
    progress: Progress | None = None,
) -> "tuple[dict[str, RunResult], pl.DataFrame | None]":
    """Run several scenarios in one pool: the result of each by its name, and the capacity of those saturated.

    Args:
        prepared: The scenarios by name.
        saturated: Saturated runs for each class and direction of a scenario, by its name; 0 or left out for none.
        settings: The settings that made each scenario, for its provenance.
        jobs: Processes; -1 for every core.
        scheduler: Address of a Dask scheduler, whose workers do the work in place of processes here.
        engine: Name of the engine.
        level: Confidence level.
        briefly: Scenarios of which times and counts of whole crossings are enough.
        kept: Of how many replications, the first, every vehicle and visit is kept; by the name of a scenario.
        capacity_warm_up: Left out of each saturated run, while the crossing fills up.
        capacity_length: Time in which its vehicles are counted.
        progress: Called with (runs done, runs in all) after each.
    """
    work: list[_Piece] = []
    for name, one in prepared.items():
        work += [
            (name, replace(job, trajectories=job.replication < kept.get(name, 0), crossings_only=name in briefly))
            for job in jobs_of(one, engine=engine)
        ]
        saturations = saturation.saturations(
            one.plan,
            seed=one.loaded.scenario.run.seed,
            replications=saturated.get(name, 0),
            engine=engine,
            warm_up=parse_duration(capacity_warm_up),
            length=parse_duration(capacity_length),
        )
        work += [(name, piece) for piece in saturations]
    found = spread(
        _piece,
        [piece for _, piece in work],
        jobs=jobs,
        scheduler=scheduler,
        first=partial(rehearse, next(iter(prepared.values())).plan, engine),
        progress=progress,
    )
    by_name = {name: [one for (whose, _), one in zip(work, found, strict=True) if whose == name] for name in prepared}
    made_by = software()
    runs = {
        name: result_of(
            one,
            [outcome for outcome in by_name[name] if isinstance(outcome, Outcome)],
            settings=settings[name],
            engine=engine,
            level=level,
            made_by=made_by,
        )
        for name, one in prepared.items()
    }
    some = {name: prepared[name] for name in prepared if saturated.get(name, 0)}
    return runs, _capacity(work, found, some, level=level) if some else None


def scenarios(with_: Sequence[str], *, factorial: bool) -> tuple[tuple[str, ...], ...]:
    """The interventions of each scenario of a comparison, the base first.

    Raises:
        ValueError: An intervention is named twice.
    """
    if factorial:
        if len(set(with_)) < len(with_):
            raise ValueError("an intervention is named twice")
        return combinations(with_)
    alone = tuple(tuple(part for part in name.split("+") if part) for name in with_)
    if len(set(alone)) < len(alone) or any(len(set(subset)) < len(subset) for subset in alone):
        raise ValueError("an intervention is named twice")
    return ((), *alone)


_Piece = tuple[str, Job | saturation.Saturation]


def _piece(piece: Job | saturation.Saturation) -> Outcome | saturation.Outflow:
    return replicate(piece) if isinstance(piece, Job) else saturation.outflow(piece)


def _stem(name: str) -> str:
    return Path(name).stem


def _name(subset: Sequence[str], *, base: str) -> str:
    return "+".join(_stem(name) for name in subset) or base


def _capacity(
    work: Sequence[_Piece],
    found: Sequence[Outcome | saturation.Outflow],
    prepared: Mapping[str, Prepared],
    *,
    level: float,
) -> "pl.DataFrame":
    import polars as pl

    from sim.results.tables import named

    outflows = [
        (name, piece, one)
        for (name, piece), one in zip(work, found, strict=True)
        if isinstance(piece, saturation.Saturation) and isinstance(one, saturation.Outflow)
    ]
    return pl.concat(
        named(
            name,
            saturation.table(
                [(piece, one) for whose, piece, one in outflows if whose == name],
                classes=each.plan.classes,
                level=level,
            ),
        )
        for name, each in prepared.items()
    )
