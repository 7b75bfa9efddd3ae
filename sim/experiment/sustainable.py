"""How much a crossing could carry: the largest flow of each class and direction, or of all scaled together.

A flow is sustainable if no queue grows under it for ever: neither that of the class itself nor that of any other
that keeps up when the class is absent. How it is found stands in :mod:`sim.experiment.sustaining`. It is less than the
flow at saturation (:mod:`sim.experiment.capacity`) where the class, oversupplied, takes from others what limits it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sim.engines import DEFAULT
from sim.experiment.capacity import OVERSUPPLY, UNBOUNDED, mean_loads, oversupply
from sim.experiment.limits import Load, limit
from sim.experiment.pool import Progress, spread
from sim.experiment.prepare import Prepared, prepare
from sim.experiment.rehearsal import rehearse
from sim.experiment.run import LEVEL
from sim.experiment.scaling import Flows, Passed, Stream, Trial, demand_of, passed, scaled
from sim.experiment.sustaining import Question, Sustained, Watched, keeping_up, search
from sim.plan.model import DIRECTIONS, Plan
from sim.plan.offered_load import offered_load
from sim.results.capacity import Capacity
from sim.results.outcome import FINISHED, LOCKED_UP
from sim.results.provenance import Provenance, software
from sim.results.tables import rows_frame
from sim.scenario.dumping import dump
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.load import Loaded
from sim.statistics.growth import year_reached
from sim.units import DAY, parse_duration

if TYPE_CHECKING:
    import polars as pl

_SOME = 1000.0
"""Vehicles per day to begin with, for a class without demand that no stage serves."""

REPLICATIONS = 10
"""Of every run of the search, unless more or fewer are asked for."""


def capacity(
    scenario: Loaded | str | Path,
    *,
    with_: Sequence[str] = (),
    sets: Sequence[str] = (),
    together: bool = False,
    growth: float | None = None,
    replications: int = REPLICATIONS,
    seed: int | None = None,
    warm_up: str = "2 d",
    length: str = "7 d",
    jobs: int = 1,
    scheduler: str | None = None,
    engine: str = DEFAULT,
    level: float = LEVEL,
    progress: Progress | None = None,
) -> Capacity:
    """The largest flow that a scenario sustains: of each class and direction, the others at their demand.

    Args:
        scenario: Path of a scenario file, or a loaded scenario.
        with_: Interventions.
        sets: Settings of single values, ``path.to.key=value``.
        together: Scale all classes and directions by one factor instead.
        growth: Yearly growth of the demand, as a share: the year is told from which it exceeds what is sustained, if
            the demand of the file is that of the year in which its run starts and grows by so much every year.
        replications: Of each run of the search; five or more for an interval.
        seed: In place of the file's ``run.seed``.
        warm_up: Left out of each run, while the crossing fills up.
        length: Time in which vehicles are counted; whole weeks hold the staffing of every weekday.
        jobs: Processes; -1 for every core. Results do not depend on it.
        scheduler: Address of a Dask scheduler, whose workers do the work in place of processes here.
        engine: Name of the engine.
        level: Confidence level of the intervals, which cover chance only.
        progress: Called with (flows found, flows in all) after each round of runs.

    Raises:
        ScenarioError: The file is wrong, or could lock up, or has a saturated class.
        ValueError: *growth* is not above -1, or there are no replications.
    """
    if growth is not None and growth <= -1:
        raise ValueError("growth is a share a year above -1, such as 0.04")
    if replications < 1:
        raise ValueError("it takes a replication at least")
    prepared = prepare(scenario, with_=with_, sets=sets, seed=seed)
    plan = prepared.plan
    try:
        demand = demand_of(plan)
    except ValueError as error:
        raise ScenarioError([Fault(str(prepared.loaded.files[0]), None, ("demand",), str(error))]) from None
    setting = _Setting(
        plan,
        seed=prepared.loaded.scenario.run.seed,
        replications=replications,
        warm_up=parse_duration(warm_up),
        length=parse_duration(length),
        engine=engine,
    )
    make: _Make = partial(spread, passed, jobs=jobs, scheduler=scheduler)
    rehearse(plan, engine)
    questions = _together(plan, demand) if together else _each(setting, demand, make)
    found = _answers(setting, questions, make, level=level, progress=progress)
    start = datetime.fromisoformat(prepared.loaded.scenario.run.start).year
    rows = [row for each in found for row in _rows(each, demand, growth=growth, start=start)]
    return Capacity(
        provenance=_provenance(prepared, setting, found, settings=sets, level=level),
        scenario=dump(prepared.loaded),
        together=together,
        growth=growth,
        table=_table(rows, classes=plan.classes),
    )


_Make: TypeAlias = Callable[[Sequence[Trial]], tuple[Passed, ...]]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all runs have in common."""

    plan: Plan
    seed: int
    replications: int
    warm_up: int
    length: int
    engine: str


def _each(setting: _Setting, demand: Flows, make: _Make) -> list[Question]:
    """A question for each stream, the others at their demand; the size is vehicles per day."""
    without = _runs(setting, [{stream: 0.0} for stream in demand], make)
    firsts = {Stream(one.direction, one.vehicle_class): oversupply(setting.plan, one) for one in setting.plan.demand}
    return [
        Question({stream: 1.0}, firsts[stream] or _SOME, keeping_up(runs))
        for stream, runs in zip(demand, without, strict=True)
    ]


def _together(plan: Plan, demand: Flows) -> list[Question]:
    """One question: the size is a factor on the demand of all."""
    highest = max((stage.load for stage in offered_load(plan)), default=0.0)
    first = OVERSUPPLY / highest if 0 < highest < inf else UNBOUNDED
    return [Question(demand, first, Watched(frozenset(stream for stream, flow in demand.items() if flow > 0)))]


def _answers(
    setting: _Setting, questions: Sequence[Question], make: _Make, *, level: float, progress: Progress | None
) -> list[tuple[Question, Sustained]]:
    """What each search finds; a round of runs tries one size of every search that goes on."""
    searches = [search(each, days=setting.length / DAY, level=level) for each in questions]
    asked = {number: next(one) for number, one in enumerate(searches)}
    found: dict[int, Sustained] = {}
    while asked:
        flows = [questions[number].flows(size) for number, size in asked.items()]
        for number, runs in zip(tuple(asked), _runs(setting, flows, make), strict=True):
            try:
                asked[number] = searches[number].send(runs)
            except StopIteration as end:
                found[number] = end.value
                del asked[number]
        if progress is not None:
            progress(len(found), len(questions))
    return [(question, found[number]) for number, question in enumerate(questions)]


def _runs(setting: _Setting, flows: Sequence[Flows], make: _Make) -> list[tuple[Passed, ...]]:
    """The replications under each of *flows*."""
    plans = [scaled(setting.plan, each, warm_up=setting.warm_up, length=setting.length) for each in flows]
    n = setting.replications
    runs = make([Trial(plan, setting.seed, number, setting.engine) for plan in plans for number in range(n)])
    return [runs[number * n : (number + 1) * n] for number in range(len(plans))]


def _limit(question: Question, found: Sustained) -> Load | None:
    """What limits the one stream that is scaled, or else the one with the greatest overload."""
    if found.grows is None:
        return None
    own = tuple(question.unit) if len(question.unit) == 1 else ()
    each = (limit(mean_loads([run.loads[stream] for run in found.beyond])) for stream in (*own, found.grows))
    return next((load for load in each if load is not None), None)


def _rows(
    answer: tuple[Question, Sustained], demand: Flows, *, growth: float | None, start: int
) -> Iterator[dict[str, Any]]:
    """A row for each stream that was scaled."""
    question, found = answer
    limits = _limit(question, found)
    for stream, unit in question.unit.items():
        flow = found.flow
        ends = {"value": flow.value, "lower": flow.lower, "upper": flow.upper}
        ends = {name: None if end is None else end * unit for name, end in ends.items()}
        years = {
            name: None
            if growth is None or end is None
            else year_reached(demand[stream], end, growth=growth, start=start)
            for name, end in ends.items()
        }
        yield {
            "stream": stream,
            **ends,
            "n": flow.n,
            "demand": demand[stream],
            "served_up_to": found.tried * unit if found.grows is None else None,
            "limit": limits and limits.place,
            "limit_kind": limits and limits.what,
            "limit_share": limits and limits.share,
            "grows": found.grows,
            "year": years.get("value"),
            "year_earliest": years.get("lower"),
            "year_latest": years.get("upper"),
        }


def _table(rows: Sequence[Mapping[str, Any]], *, classes: Sequence[str]) -> "pl.DataFrame":
    import polars as pl

    def named(stream: Stream | None) -> tuple[str | None, str | None]:
        return (None, None) if stream is None else (DIRECTIONS[stream.direction], classes[stream.vehicle_class])

    general = {"measure": "sustainable_flow", "statistic": "mean", "unit": "vehicles/day"}
    ways = [dict(zip(("direction", "vehicle_class"), named(row["stream"]), strict=True)) for row in rows]
    further = {
        "demand": pl.Float64,
        "served_up_to": pl.Float64,
        "limit": pl.String,
        "limit_kind": pl.String,
        "limit_share": pl.Float64,
        "year": pl.Int64,
        "year_earliest": pl.Int64,
        "year_latest": pl.Int64,
    }
    first = [named(row["grows"]) for row in rows]
    return rows_frame([{**general, **way, **row} for way, row in zip(ways, rows, strict=True)]).with_columns(
        *(pl.Series(name, [row[name] for row in rows], dtype=dtype) for name, dtype in further.items()),
        pl.Series("first_direction", [one for one, _ in first], dtype=pl.String),
        pl.Series("first_class", [one for _, one in first], dtype=pl.String),
    )


def _provenance(
    prepared: Prepared,
    setting: _Setting,
    found: Sequence[tuple[Question, Sustained]],
    *,
    settings: Sequence[str],
    level: float,
) -> Provenance:
    loaded = prepared.loaded
    asked = loaded.scenario.run
    locked_up = any(run.locked_up for _, each in found for run in each.beyond)
    return Provenance(
        scenario=loaded.composition.base.name if loaded.composition.own is None else loaded.key,
        interventions=loaded.interventions,
        settings=tuple(settings),
        title=loaded.name,
        fingerprint=loaded.fingerprint,
        run_kind=asked.kind,
        seed=setting.seed,
        replications=setting.replications,
        engine=setting.engine,
        level=level,
        start=asked.start,
        window_start=setting.warm_up,
        window_end=setting.warm_up + setting.length,
        status=LOCKED_UP if locked_up else FINISHED,
        software=software(),
    )
