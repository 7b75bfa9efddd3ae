"""The planner's question in one pool: measures against a base, rivals beside them, and rules nobody published.

The main comparison is that of :func:`sim.experiment.compare.compare`. *Beside* it stand interventions each
compared with the base alone, such as a rival or a peak. And where the base rests on a rule that is not published,
other *rules* stand for it, each an intervention of its own: every scenario of the main comparison is run under
each of them, save those in which a measure replaces what the rule governs (a new bridge), which are run once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.engines import DEFAULT
from sim.experiment.compare import run_all, scenarios
from sim.experiment.pool import Progress
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.run import LEVEL
from sim.experiment.settings import acting
from sim.experiment.tables import make_tables
from sim.experiment.warm_up import settled
from sim.results.comparison import Comparison, of_runs
from sim.results.run import RunResult
from sim.statistics.tally import crossings_only
from sim.statistics.verdict import Margin

if TYPE_CHECKING:
    import polars as pl

KEPT = 5
"""Replications of which trajectories are kept: enough to see how days differ, and they take most of the memory."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be compared."""

    path: Path
    """The base scenario."""
    measures: tuple[str, ...]
    """Interventions, each alone, or ``a+b`` together; with *factorial* every combination of them."""
    factorial: bool = False
    beside: tuple[str, ...] = ()
    """Interventions compared with the base beside the measures."""
    rules: tuple[str, ...] = ()
    """Interventions that stand for other rules of the base."""
    replaced_by: str | None = None
    """The measure under which the rule does not matter."""
    sets: tuple[str, ...] = ()
    """Settings in every scenario."""
    replications: int | None = None
    margin: str | None = None
    """A difference of crossing times that does not matter, ``5 %`` or ``10 min``, in place of the file's."""
    rule_replications: int = 2
    beside_replications: int | None = None
    """Of what stands beside the measures; as many as of the measures if left out."""
    seed: int | None = None
    capacity: int = 0
    """Saturated runs for each class and direction of the main comparison and of what stands beside it."""
    capacity_warm_up: str = "1 d"
    capacity_length: str = "3 d"
    trajectories: bool = False
    """Keep every vehicle and visit of the base and of the last scenario of the main comparison, in the first
    :data:`KEPT` replications, for figures."""


@dataclass(frozen=True, slots=True)
class Study:
    """What was found."""

    prepared: Mapping[str, Prepared]
    """Every scenario that was run, by its name."""
    main: Comparison
    beside: Comparison | None
    """The base and what was to stand beside it; None if nothing was."""
    rules: Mapping[str, Comparison]
    """Under the rule of the base, by its own name, and under each other one; empty if no rules were asked for.

    Of these only times and counts of whole crossings were kept.
    """
    kept: Mapping[str, RunResult]
    """The results whose trajectories were to be kept, with them; those of the comparisons hold none."""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """All of them, the main one first."""
        return (self.main, *(() if self.beside is None else (self.beside,)), *self.rules.values())


def study(
    question: Question,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    level: float = LEVEL,
    progress: Progress | None = None,
) -> Study:
    """Answer *question*.

    Raises:
        ScenarioError: Some file is wrong, or some scenario could lock up.
        ValueError: An intervention is named twice, or *replaced_by* is none of the measures.
    """
    _refuse(question)
    base = question.path.stem
    asked = _scenarios(question, base=base)
    acts = acting(question.path, scenarios=[one.interventions for one in asked.values()], sets=question.sets)
    settings = dict(zip(asked, acts, strict=True))
    prepared = {
        name: prepare(
            question.path,
            with_=one.interventions,
            sets=settings[name],
            replications=one.replications,
            seed=question.seed,
        )
        for name, one in asked.items()
    }
    prepared = settled(prepared, jobs=jobs, scheduler=scheduler, engine=engine)
    runs, capacity = run_all(
        prepared,
        saturated={name: question.capacity for name, one in asked.items() if not one.is_brief},
        settings=settings,
        jobs=jobs,
        scheduler=scheduler,
        engine=engine,
        level=level,
        briefly=[name for name, one in asked.items() if one.is_brief],
        kept=dict.fromkeys((base, _name(_subsets(question)[-1], base=base)), KEPT) if question.trajectories else {},
        capacity_warm_up=question.capacity_warm_up,
        capacity_length=question.capacity_length,
        progress=progress,
    )
    kept = {name: run for name, run in runs.items() if run.trajectories}
    runs |= {name: run.without_trajectories() for name, run in kept.items()}
    names = [_name(subset, base=base) for subset in _subsets(question)]
    margin = _margin(question, prepared[base])
    found = Study(
        prepared=MappingProxyType(prepared),
        main=of_runs(
            {name: runs[name] for name in names},
            reference=base,
            factors=tuple(Path(name).stem for name in question.measures) if question.factorial else (),
            capacity=_of(capacity, names),
            margin=margin,
        ),
        beside=_beside(question, runs, capacity, base=base, margin=margin) if question.beside else None,
        rules=MappingProxyType(_under_rules(question, runs, base=base)),
        kept=MappingProxyType(kept),
    )
    make_tables(found.comparisons, jobs=jobs)
    return found


def _margin(question: Question, base: Prepared) -> Margin | None:
    stated = question.margin or base.loaded.scenario.run.margin
    return None if stated is None else Margin.parse(stated)


def _refuse(question: Question) -> None:
    if question.rules and question.replaced_by is not None and question.replaced_by not in question.measures:
        raise ValueError(f"{question.replaced_by!r} is none of the measures: {', '.join(question.measures)}")
    names = [*question.measures, *question.beside, *question.rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"the intervention {twice!r} is named twice")


def _subsets(question: Question) -> tuple[tuple[str, ...], ...]:
    return scenarios(question.measures, factorial=question.factorial)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One scenario to be run."""

    interventions: tuple[str, ...]
    replications: int | None
    is_brief: bool = False
    """Whether whole crossings are all that matters of it."""


def _scenarios(question: Question, *, base: str) -> dict[str, _Asked]:
    found = {_name(subset, base=base): _Asked(subset, question.replications) for subset in _subsets(question)}
    aside = question.beside_replications or question.replications
    found |= {Path(name).stem: _Asked((name,), aside) for name in question.beside}
    for rule in question.rules:
        for subset in _subsets(question):
            if question.replaced_by not in subset:
                name = _under(rule, _name(subset, base=base))
                found[name] = _Asked((rule, *subset), question.rule_replications, is_brief=True)
    return found


def _beside(
    question: Question,
    runs: Mapping[str, RunResult],
    capacity: "pl.DataFrame | None",
    *,
    base: str,
    margin: Margin | None,
) -> Comparison:
    names = [base, *(Path(name).stem for name in question.beside)]
    few = min(len(runs[name].outcomes) for name in names)
    some = {name: _first(runs[name], few) for name in names}
    return of_runs(some, reference=base, capacity=_of(capacity, names), margin=margin)


def _under_rules(question: Question, runs: Mapping[str, RunResult], *, base: str) -> dict[str, Comparison]:
    if not question.rules:
        return {}
    names = [_name(subset, base=base) for subset in _subsets(question)]
    few = min(question.rule_replications, len(runs[base].outcomes))
    return {
        Path(rule).stem: of_runs(
            {name: _brief(_first(runs.get(_under(rule, name), runs[name]), few)) for name in names}, reference=base
        )
        for rule in (base, *question.rules)
    }


def _first(result: RunResult, n: int) -> RunResult:
    """The first *n* replications of a result: what a run of so many would say."""
    if n == len(result.outcomes):
        return result
    return replace(result, outcomes=result.outcomes[:n], provenance=replace(result.provenance, replications=n))


def _brief(result: RunResult) -> RunResult:
    outcomes = (replace(outcome, tally=crossings_only(outcome.tally)) for outcome in result.outcomes)
    return replace(result, outcomes=tuple(outcomes))


def _under(rule: str, name: str) -> str:
    return f"{name} under {Path(rule).stem}"


def _name(subset: Sequence[str], *, base: str) -> str:
    return "+".join(Path(name).stem for name in subset) or base


def _of(capacity: "pl.DataFrame | None", names: Sequence[str]) -> "pl.DataFrame | None":
    import polars as pl

    return None if capacity is None else capacity.filter(pl.col("scenario").is_in(list(names)))
