"""Varying some keys of a scenario over a grid."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from sim.engines import DEFAULT
from sim.experiment.pool import Progress, spread
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.rehearsal import rehearse
from sim.experiment.replicate import Job, replicate
from sim.experiment.run import LEVEL, jobs_of, result_of
from sim.experiment.warm_up import settled
from sim.results.outcome import STATUSES
from sim.results.provenance import Provenance, software
from sim.results.run import RunResult
from sim.results.sweep import Sweep
from sim.scenario.dumping import dump
from sim.scenario.fields import AUTO
from sim.scenario.warm_up import with_warm_up
from sim.units import DAY

if TYPE_CHECKING:
    import polars as pl


def sweep(
    path: str | Path,
    *,
    grid: Mapping[str, Sequence[str]],
    with_: Sequence[str] = (),
    sets: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    level: float = LEVEL,
    progress: Progress | None = None,
) -> Sweep:
    """Run a scenario at every combination of values of some keys.

    All points share their random numbers: more demand keeps every vehicle and adds others, a longer service keeps
    every inspector's luck.

    Args:
        path: The scenario.
        grid: For each key ``path.to.key`` its values, written as in a scenario file (``"12 min"``).
        with_: Interventions in force at every point.
        sets: Settings in force at every point.
        replications: In place of the file's ``run.replications``.
        seed: In place of the file's ``run.seed``.
        jobs: Processes; -1 for every core. Results do not depend on it.
        scheduler: Address of a Dask scheduler, whose workers do the work in place of processes here.
        engine: Name of the engine.
        level: Confidence level of the intervals, which cover chance only.
        progress: Called with (runs done, runs in all) after each.

    Raises:
        ScenarioError: The file or some point is wrong, or could lock up.
        ValueError: The grid is empty.
    """
    points = list(product(*grid.values()))
    if not grid or not points:
        raise ValueError("nothing to sweep: give at least one key with a value")
    base = prepare(path, with_=with_, sets=sets, replications=replications, seed=seed)
    prepared = [
        prepare(
            path,
            with_=with_,
            sets=(*sets, *(f"{key}={value}" for key, value in zip(grid, point, strict=True))),
            replications=replications,
            seed=seed,
        )
        for point in points
    ]
    named = {str(number): one for number, one in enumerate(prepared)}
    prepared = list(settled(named, jobs=jobs, scheduler=scheduler, engine=engine).values())
    if base.loaded.scenario.run.warm_up == AUTO:
        base = prepare(with_warm_up(base.loaded, days=prepared[0].plan.window_start // DAY))
    work: list[tuple[int, Job]] = [
        (number, job) for number, one in enumerate(prepared) for job in jobs_of(one, engine=engine)
    ]
    found = spread(
        replicate,
        [job for _, job in work],
        jobs=jobs,
        scheduler=scheduler,
        first=partial(rehearse, base.plan, engine),
        progress=progress,
    )
    made_by = software()

    def result(number: int, one: Prepared) -> RunResult:
        outcomes = [outcome for (whose, _), outcome in zip(work, found, strict=True) if whose == number]
        return result_of(one, outcomes, settings=sets, engine=engine, level=level, made_by=made_by)

    results = [result(number, one) for number, one in enumerate(prepared)]
    worst = max(results, key=lambda each: STATUSES.index(each.status))
    return Sweep(
        provenance=_of_base(base, worst, sets),
        scenario=dump(base.loaded),
        keys=tuple(grid),
        table=_table(list(grid), points, results),
    )


def _of_base(base: Prepared, worst: RunResult, sets: Sequence[str]) -> Provenance:
    return replace(
        worst.provenance,
        fingerprint=base.loaded.fingerprint,
        settings=tuple(sets),
        title=base.loaded.name,
        seed=base.loaded.scenario.run.seed,
        replications=base.loaded.scenario.run.replications,
    )


def _table(keys: Sequence[str], points: Sequence[tuple[str, ...]], results: Sequence[RunResult]) -> "pl.DataFrame":
    import polars as pl

    columns = [_column([point[place] for point in points]) for place in range(len(keys))]
    return pl.concat(
        result.summary.select(
            *(pl.lit(columns[place][number]).alias(key) for place, key in enumerate(keys)),
            pl.lit(result.status).alias("status"),
            pl.all(),
        )
        for number, result in enumerate(results)
    )


def _column(values: Sequence[str]) -> list[float] | list[str]:
    try:
        return [float(value) for value in values]
    except ValueError:
        return list(values)
