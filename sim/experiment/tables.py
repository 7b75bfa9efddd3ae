"""The tables of comparisons, made side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment.pool import processes, spread
from sim.results.comparison import Comparison, of_runs
from sim.results.run import RunResult

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class _Part:
    """Some scenarios of a comparison, and its reference."""

    reference: str
    runs: Mapping[str, RunResult]
    summarised: tuple[str, ...]
    """Those whose summaries are asked for."""


def make_tables(comparisons: Sequence[Comparison], *, jobs: int) -> None:
    """Let *jobs* processes make what summaries of runs and differences of *comparisons* give from now on.

    With one process each is made when it is first asked for.
    """
    n = processes(jobs)
    if n == 1:
        return
    import polars as pl

    parts = [(one, part) for one in comparisons for part in _parts(one, n)]
    made = spread(_tables, [part for _, part in parts], jobs=jobs)
    for one in comparisons:
        own = [tables for (whose, _), tables in zip(parts, made, strict=True) if whose is one]
        for summaries, _ in own:
            for name, table in summaries.items():
                vars(one.runs[name])["summary"] = table
        vars(one)["differences"] = pl.concat([differences for _, differences in own])


def _parts(comparison: Comparison, n: int) -> Iterator[_Part]:
    """*comparison* in up to *n* parts, in its order."""
    others, reference = comparison.others, comparison.reference
    n = min(n, len(others))
    for part in range(n):
        names = others[len(others) * part // n : len(others) * (part + 1) // n]
        runs = {name: comparison.runs[name].without_trajectories() for name in (reference, *names)}
        yield _Part(reference, runs, names if part else (reference, *names))


def _tables(part: _Part) -> "tuple[dict[str, pl.DataFrame], pl.DataFrame]":
    """Summaries, and differences from the reference."""
    comparison = of_runs(part.runs, reference=part.reference)
    return {name: part.runs[name].summary for name in part.summarised}, comparison.differences
