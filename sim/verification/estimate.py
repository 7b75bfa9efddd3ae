"""The estimate of an exact answer: the row of the result table that it speaks of.

So what is verified is the whole way to the number that a user reads. Intervals are the table's own (see
:mod:`sim.statistics.intervals`), at the levels at which Student's t is four and one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sim.plan.model import Plan
from sim.scenario.exact import Exact
from sim.statistics import intervals
from sim.statistics.cell import Key
from sim.statistics.quantities import quantities
from sim.verification.sample import Sample

STANDARD_ERRORS = 4.0
"""Half the interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, its interval of four standard errors, and one of them; None where there is nothing to tell."""

    value: float | None
    lower: float | None
    upper: float | None
    standard_error: float | None


def estimates(samples: Sequence[Sample], plan: Plan, exact: Sequence[Exact]) -> list[Estimate]:
    """The estimate of each answer, in its unit; empty where the result table has no such row."""
    tallies = [each.tally for each in samples]
    rows = {(each.key, each.statistic, each.threshold): each for each in quantities([tallies], plan)}

    def at_level(number: int, answer: Exact, level: float) -> tuple[intervals.Estimate, float]:
        if answer.at is not None:
            states = [float(each.states[number] or 0.0) for each in samples]
            return intervals.ratio(states, [1.0] * len(states), level=level), 1.0
        row = rows.get((_key(answer), answer.statistic, answer.threshold))
        if row is None:
            return intervals.Estimate(None, None, None, 0), 1.0
        return row.estimate([tallies], [1.0], level), row.scale

    levels = _level(STANDARD_ERRORS, len(samples)), _level(1.0, len(samples))
    return [_together(*(at_level(number, answer, level) for level in levels)) for number, answer in enumerate(exact)]


def _together(wide: tuple[intervals.Estimate, float], narrow: tuple[intervals.Estimate, float]) -> Estimate:
    found, scale = wide
    value, lower, upper = (None if end is None else end / scale for end in (found.value, found.lower, found.upper))
    one, _ = narrow
    if one.lower is None or one.upper is None:
        return Estimate(value, lower, upper, None)
    # A percentile's interval is longer on one side; its half is the standard error where the two are alike.
    return Estimate(value, lower, upper, (one.upper - one.lower) / 2 / scale)


def _key(answer: Exact) -> Key:
    return Key(answer.measure, answer.direction, answer.vehicle_class, place=answer.place)


@cache
def _level(t_value: float, n: int) -> float:
    """The level at which Student's t on n - 1 is *t_value*; with one replication there is no interval anyway."""
    from scipy.stats import t

    return float(1 - 2 * t.sf(t_value, max(n - 1, 1)))
