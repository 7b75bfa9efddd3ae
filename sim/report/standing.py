"""How far the figures of a run can be trusted: its status, its invariants, and queues that grew."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.plan.model import DIRECTIONS, Plan, Timetabled, Volume
from sim.report.numbers import quantity
from sim.report.rows import EVERYBODY, Group
from sim.report.table import Table, group, left, right
from sim.results.outcome import FINISHED, LOCKED_UP, LOWER_BOUND, OVERLOADED
from sim.results.run import RunResult
from sim.statistics.cell import Key
from sim.statistics.growth import days, grew, growth_per_day, time_to_clear
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
_LEAST = 1.0
"""Growth of less than a vehicle a day is not told."""


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


def demand_per_day(result: RunResult) -> dict[Group, float]:
    """Arrivals a day of each class and direction, mean over the replications."""
    span = sum(days(result.tallies))
    return {
        who: sum(tally.totals.get(_key("offered", who), 0) for tally in result.tallies) / span
        for who in _groups(result)
    }


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
    result, level = growing.result, growing.result.provenance.level
    demand = demand_per_day(result)
    for who in _groups(result):
        if not _grew(result, who):
            continue
        growth = growth_per_day(result.tallies, key=_key("growth", who), level=level)
        queue = _mean_total(result, "inside_at_end", who)
        out = _mean_total(result, "departures", who) * len(result.tallies) / sum(days(result.tallies))
        capacity = out if growing.capacities is None else growing.capacities.get(who, out)
        back_to = None if growing.usual is None else growing.usual.get(who)
        yield (
            result.name.replace("+", " + "),
            who.vehicle_class,
            who.direction,
            quantity(growth.value, "vehicles/day", lower=growth.lower, upper=growth.upper),
            f"{queue:.0f} vehicles",
            quantity(demand[who], "vehicles/day"),
            quantity(capacity, "vehicles/day"),
            _clearing(queue, capacity, back_to),
        )


def _grew(result: RunResult, who: Group) -> bool:
    key, level = _key("growth", who), result.provenance.level
    if min(days(result.tallies)) < 1:
        return False  # within a day a queue comes and goes with the hours
    growth = growth_per_day(result.tallies, key=key, level=level).value or 0.0
    return growth >= _LEAST and grew(result.tallies, key=key, level=level)


def _clearing(queue: float, capacity: float, usual: float | None) -> str:
    if usual is None:
        return "-"
    time = time_to_clear(queue=queue, capacity_per_day=capacity, demand_per_day=usual)
    return "never" if math.isinf(time) else f"{time:.1f} days" if time >= 1 else quantity(time, "d")


def _groups(result: RunResult) -> Iterator[Group]:
    keys = {key for tally in result.tallies for key in tally.totals}
    for name in result.plan.classes:
        for direction in ("northbound", "southbound"):
            if Key("offered", direction, name) in keys:
                yield EVERYBODY._replace(vehicle_class=name, direction=direction)


def _key(measure: str, who: Group) -> Key:
    return Key(measure, who.direction, who.vehicle_class)


def _mean_total(result: RunResult, measure: str, who: Group) -> float:
    return sum(tally.totals.get(_key(measure, who), 0) for tally in result.tallies) / len(result.tallies)
