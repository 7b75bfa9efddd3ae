"""The estimate of an exact answer: the row of the result table that it speaks of.

So what is verified is the whole way to the number that a user reads. Intervals are the table's own (see
:mod:`sim.statistics.intervals`), at the levels at which Student's t is four and one. States at an instant stand in
no table; they are means over replications, whose standard deviation theory may give as well.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from sim.plan.model import Plan
from sim.scenario.exact import Exact
from sim.statistics import intervals
from sim.statistics.cell import Key
from sim.statistics.quantities import Quantity, quantities
from sim.statistics.tally import Tally
from sim.verification.sample import Sample

STANDARD_ERRORS = 4.0
"""Half the interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, its interval of four standard errors, and one of them; None where there is nothing to tell."""

    value: float | None
    lower: float | None = None
    upper: float | None = None
    standard_error: float | None = None


def estimates(samples: Sequence[Sample], plan: Plan, exact: Sequence[Exact]) -> list[Estimate]:
    """The estimate of each answer, in its unit; empty where the result table has no such row."""
    tallies = [each.tally for each in samples]
    rows = {(each.key, each.statistic, each.threshold): each for each in quantities([tallies], plan)}
    found = []
    for number, answer in enumerate(exact):
        if answer.at is not None:
            found.append(_of_states([each.states[number] or 0.0 for each in samples], answer))
        else:
            key = Key(answer.measure, answer.direction, answer.vehicle_class, place=answer.place)
            row = rows.get((key, answer.statistic, answer.threshold))
            found.append(Estimate(None) if row is None else _of_row(row, tallies))
    return found


def _of_row(row: Quantity, tallies: Sequence[Tally]) -> Estimate:
    return _estimate(lambda level: row.estimate([tallies], [1.0], level), scale=row.scale, n=len(tallies))


def _of_states(states: Sequence[float], answer: Exact) -> Estimate:
    """Mean of a state over replications."""
    deviation = _deviation(answer)
    if deviation is None:
        ones = [1.0] * len(states)
        return _estimate(partial(_ratio, states, ones), scale=1.0, n=len(states))
    value, error = sum(states) / len(states), deviation / math.sqrt(len(states))
    return Estimate(value, value - STANDARD_ERRORS * error, value + STANDARD_ERRORS * error, error)


def _deviation(answer: Exact) -> float | None:
    """Exact standard deviation of a state over replications, that of a coin for a probability; None if not known.

    What hardly ever happens may not happen in a run at all: its spread seen would then be 0, and prove nothing.
    """
    return math.sqrt(answer.value * (1 - answer.value)) if answer.unit == "1" else answer.sd


def _ratio(numerators: Sequence[float], denominators: Sequence[float], level: float) -> intervals.Estimate:
    return intervals.ratio(numerators, denominators, level=level)


def _estimate(at_level: Callable[[float], intervals.Estimate], *, scale: float, n: int) -> Estimate:
    """The estimate of which *at_level* gives the interval at any level."""
    wide, narrow = at_level(_level(STANDARD_ERRORS, n)).scaled(scale), at_level(_level(1.0, n))
    if narrow.lower is None or narrow.upper is None:
        return Estimate(wide.value)
    # A percentile's interval is longer on one side; half of both is the standard error where they are alike.
    return Estimate(wide.value, wide.lower, wide.upper, (narrow.upper - narrow.lower) / 2 / scale)


@cache
def _level(t_value: float, n: int) -> float:
    """The level at which Student's t on n - 1 is *t_value*; with one replication there is no interval anyway."""
    from scipy.stats import t

    return float(1 - 2 * t.sf(t_value, max(n - 1, 1)))
