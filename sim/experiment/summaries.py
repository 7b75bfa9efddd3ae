"""The tables of several results, made side by side."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.experiment.pool import spread
from sim.results.run import RunResult

if TYPE_CHECKING:
    import polars as pl


def make_summaries(runs: Iterable[RunResult], *, jobs: int) -> None:
    """Let *jobs* processes make what :attr:`RunResult.summary` of each of *runs* gives from now on.

    With one process each is made when it is first asked for.
    """
    waiting = list({id(run): run for run in runs if "summary" not in vars(run)}.values())
    if jobs == 1 or len(waiting) <= 1:
        return
    made = spread(_summary, [run.without_trajectories() for run in waiting], jobs=jobs)
    for run, table in zip(waiting, made, strict=True):
        vars(run)["summary"] = table


def _summary(run: RunResult) -> "pl.DataFrame":
    return run.summary
