"""How far the figures of a run can be trusted: its status, its invariants, and queues that grew."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.plan.model import DIRECTIONS, Plan, Timetabled, Volume
from sim.report.numbers import quantity
from sim.report.rows import EVERYBODY, Group
from sim.report.table import Table, group, left, prose, right
from sim.results.outcome import FINISHED, LOCKED_UP, LOWER_BOUND, OVERLOADED
from sim.results.run import RunResult
from sim.statistics.growth import time_to_clear
from sim.statistics.overload import grown_queues, overloaded_stages
from sim.trajectory import Ending

_MEANING = {
    FINISHED: "every vehicle of the window crossed",
    LOWER_BOUND: "some vehicles were still inside when the run had to stop: every time is at least what is shown",
    OVERLOADED: "the demand is above the capacity: means depend on how long was simulated, look at the growth",
    LOCKED_UP: "a ring of blocked vehicles held itself: nothing here is a throughput",
}

_CAPACITY = "Capacity: at saturation, the others at their demand."
_THROUGHPUT = "Left: what left a day while the queue stood; it stands for the capacity in the time to clear."
_CLEARS = "Time to clear: what is inside at the end, over capacity less the demand of the base, if the peak ended then."
_NO_USUAL = "Time to clear: not given, as no usual demand was named to which it could fall back."
_BY_ARITHMETIC = (
    "By arithmetic: demand times mean service time over open booths. Their queues grow, however short the run."
)
_PERCENT = 100


def standing_lines(result: RunResult) -> tuple[str, ...]:
    """Status and invariants in words, a line each."""
    stopped = sum(outcome.ending is not Ending.FINISHED for outcome in result.outcomes)
    which = f" in {stopped} of {len(result.outcomes)} replications" if stopped else ""
    lines = [f"status: {result.status}{which}: {_MEANING[result.status]}"]
    lines += [f"locked up: {ring}" for ring in result.rings]
    if result.broken:
        lines += [f"INVARIANT BROKEN: {what}" for what in result.broken]
    else:
        lines.append("invariants: all held in every replication")
    return tuple(lines)


def usual_demand(plan: Plan) -> dict[Group, float]:
    """Arrivals a day that *plan* declares for each class and direction, those of timetables included."""
    found = {}
    for demand in plan.demand:
        who = EVERYBODY._replace(
            vehicle_class=plan.classes[demand.vehicle_class], direction=DIRECTIONS[demand.direction]
        )
        match demand.arrivals:
            case Volume(per_day=per_day):
                found[who] = per_day
            case Timetabled(at=at):
                found[who] = float(len(at))
    return found


@dataclass(frozen=True, slots=True)
class Growing:
    """A result whose queues may have grown, with what its time to clear rests on."""

    result: RunResult
    capacities: Mapping[Group, float] | None = None
    """Vehicles a day at saturation; without them the throughput stands for it while the queue stood."""
    usual: Mapping[Group, float] | None = None
    """The demand a day to which it falls back when the peak is over."""


def no_mean_lines(result: RunResult) -> tuple[str, ...]:
    """Why some times of a steady result have no value, in a line; none if all have."""
    if not result.without_mean:
        return ()
    who = ", ".join(f"{vehicle_class} {direction}" for vehicle_class, direction in sorted(result.without_mean))
    return (
        f"No mean in an overloaded steady run, as it would depend on its length: {who}. Their growth stands below.",
    )


def overload_tables(growing: Sequence[Growing]) -> tuple[Table, ...]:
    """What is overloaded by arithmetic, and what was seen to grow; none of what there is nothing to tell of."""
    made = (overload_table([each.result for each in growing]), growth_table(growing))
    return tuple(table for table in made if table is not None)


def growth_table(growing: Sequence[Growing]) -> Table | None:
    """Queues that grew through the window, with growth, capacity and time to clear; None if none did."""
    rows = [row for each in growing for row in _growth_rows(each)]
    if not rows:
        return None
    cleared_by = "left" if any(each.capacities is None for each in growing) else "capacity"
    return Table(
        title="Queues that grew through the window",
        columns=(
            group("scenario"),
            group("class"),
            left("direction"),
            *(right(name) for name in ("growth", "inside at the end", "demand", cleared_by, "time to clear")),
        ),
        rows=tuple(rows),
        notes=(
            _THROUGHPUT if cleared_by == "left" else _CAPACITY,
            _NO_USUAL if all(each.usual is None for each in growing) else _CLEARS,
            "Beside such a queue a mean only says how long was simulated.",
        ),
        key="growth",
    )


def _growth_rows(growing: Growing) -> Iterator[tuple[str, ...]]:
    result = growing.result
    for grown in grown_queues(result.tallies, result.plan, level=result.provenance.level):
        who = EVERYBODY._replace(vehicle_class=grown.vehicle_class, direction=grown.direction)
        capacity = grown.left if growing.capacities is None else growing.capacities.get(who, grown.left)
        back_to = None if growing.usual is None else growing.usual.get(who)
        yield (
            result.name.replace("+", " + "),
            who.vehicle_class,
            who.direction,
            quantity(grown.growth.value, "vehicles/day", lower=grown.growth.lower, upper=grown.growth.upper),
            f"{grown.inside_at_end:.0f} vehicles",
            quantity(grown.demand, "vehicles/day"),
            quantity(capacity, "vehicles/day"),
            _clearing(grown.inside_at_end, capacity, back_to),
        )


def _clearing(queue: float, capacity: float, usual: float | None) -> str:
    if usual is None:
        return "-"
    time = time_to_clear(queue=queue, capacity_per_day=capacity, demand_per_day=usual)
    return "never" if math.isinf(time) else f"{time:.1f} days" if time >= 1 else quantity(time, "d")


def overload_table(results: Sequence[RunResult]) -> Table | None:
    """Stages to which more come than they can serve, by arithmetic; None if there is none."""
    rows = [
        (
            result.name.replace("+", " + "),
            stage.place if stage.whole else f"{stage.place}/{'+'.join(stage.lanes)}",
            ", ".join(f"{vehicle_class} {direction}" for vehicle_class, direction in stage.classes),
            quantity(stage.comes, "vehicles/day"),
            quantity(stage.serves, "vehicles/day"),
            f"{stage.load * _PERCENT:.0f} %",
        )
        for result in results
        for stage in overloaded_stages(result.plan)
    ]
    if not rows:
        return None
    return Table(
        title="Stages to which more come than they can serve",
        columns=(
            group("scenario"),
            left("place"),
            prose("whose queue it is"),
            *(right(name) for name in ("comes", "can be served", "load")),
        ),
        rows=tuple(rows),
        notes=(_BY_ARITHMETIC,),
        key="overload",
    )
