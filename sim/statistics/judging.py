"""The verdicts of a comparison: a family of paired differences, judged together (design, section 6)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.plan.model import DIRECTIONS, Plan
from sim.statistics.cell import ALL
from sim.statistics.quantities import Quantity, quantities
from sim.statistics.tally import Tally
from sim.statistics.verdict import Margin, level_in_family, replications_to_settle, sense_of, verdict

if TYPE_CHECKING:
    import polars as pl

FAMILY = (("crossing_time", "mean"), ("crossing_time", "p95"))
"""Measures and statistics that are judged, for each class in each direction of each compared scenario."""

_PAIRED = (-1.0, 1.0)


def verdicts(
    base: Sequence[Tally],
    others: Mapping[str, tuple[Sequence[Tally], Plan]],
    *,
    level: float,
    margin: Margin | None,
) -> "pl.DataFrame":
    """A row for each difference of the family: *others*, by name and with their plans, against *base*.

    Columns are those of a table of differences, with ``scenario`` before them, and behind them ``level`` of each
    interval (``level`` of all together, shared evenly), ``margin`` (in the unit of the row, null without one),
    ``sense`` (which way is better), ``verdict``, and ``replications_to_settle``: of an undecided one, how many in all
    would decide it if the present difference is true, null if none would.
    """
    import polars as pl

    judged = [
        (name, quantity, tallies)
        for name, (tallies, plan) in others.items()
        for quantity in _family(base, tallies, plan)
    ]
    each = level_in_family(level, len(judged))
    rows = []
    for name, quantity, tallies in judged:
        difference = quantity.estimate([base, tallies], _PAIRED, each).scaled(quantity.scale)
        own = quantity.estimate([base], (1.0,), each).scaled(quantity.scale)
        matters = None if margin is None else margin.of(own.value)
        sense = sense_of(quantity.key.measure)
        found = verdict(difference, margin=matters, sense=sense)
        needed = replications_to_settle(difference, margin=matters, level=each) if found == "undecided" else None
        key = quantity.key
        where = (name, key.direction, key.vehicle_class, key.measure, quantity.statistic)
        numbers = (difference.value, difference.lower, difference.upper, difference.n, quantity.unit)
        rows.append((*where, *numbers, each, matters, str(sense), str(found), needed))
    return pl.DataFrame(rows, schema=_schema(), orient="row")


def _schema() -> "dict[str, pl.DataType]":
    import polars as pl

    words = ("scenario", "direction", "vehicle_class", "measure", "statistic")
    numbers = ("value", "lower", "upper")
    behind = {"level": pl.Float64(), "margin": pl.Float64(), "sense": pl.String(), "verdict": pl.String()}
    return {
        **dict.fromkeys(words, pl.String()),
        **dict.fromkeys(numbers, pl.Float64()),
        "n": pl.Int64(),
        "unit": pl.String(),
        **behind,
        "replications_to_settle": pl.Int64(),
    }


def _family(base: Sequence[Tally], other: Sequence[Tally], plan: Plan) -> Iterator[Quantity]:
    """The differences that are judged, by class, direction and statistic."""
    found = {
        (quantity.key.vehicle_class, quantity.key.direction, quantity.key.measure, quantity.statistic): quantity
        for quantity in quantities([base, other], plan)
        if (quantity.key.place, quantity.key.attribute, quantity.key.hour) == (ALL, ALL, None)
    }
    for vehicle_class in plan.classes:
        for direction in DIRECTIONS:
            for measure, statistic in FAMILY:
                quantity = found.get((vehicle_class, direction, measure, statistic))
                if quantity is not None:
                    yield quantity
