"""When a run that starts empty has settled, from the daily means of several replications.

Welch's method (The statistical analysis of simulation results, in Lavenberg, ed., Computer Performance Modeling
Handbook, Academic Press 1983, pp. 268-328): average the replications day by day, and leave out what comes before the
curve is flat. The eye is replaced by a rule. A run that starts empty climbs to its long-run level and does not pass
it in the mean, so the warm-up ends with the first day whose mean reaches the *level*, the mean of the second half of
the pilot, less a *tolerance*: two standard errors of the level between replications, or 5 % of it if that is more.

There is such a level only if the second half is flat itself. It is not if its last half lies above its first by
more than chance: a one-sided t test of the differences within the replications.

MSER (White, An effective truncation heuristic for bias reduction in simulation output, Simulation 69, 1997) was tried
on the same means. Where little is to be left out, as here, its minimum wanders over the whole first half of the
pilot: between 0 and 19 days for one crossing and three seeds.
"""

import math
from dataclasses import dataclass

from sim.statistics.histogram import FloatArray
from sim.statistics.intervals import t_quantile

STANDARD_ERRORS = 2.0
RELATIVE = 0.05
"""The tolerance, the greater of both."""


@dataclass(frozen=True, slots=True, eq=False)
class Settling:
    """How one series settled."""

    daily: FloatArray
    """Mean over the replications of each day."""
    level: float
    """Mean of the second half."""
    tolerance: float
    reached: int
    """Number of the first day that reaches the level, from 0: so many days come before it."""
    growth: float
    """By how much the second half rises, per day."""
    is_flat: bool
    """Whether that may be chance; if not, the series has not settled."""


def settling(daily: FloatArray, *, error: float) -> Settling:
    """How the daily means ``[replication, day]`` settle; *error* is the chance to call a flat half rising.

    Raises:
        ValueError: There are fewer than two replications or four days.
    """
    n, days = daily.shape
    if n < 2 or days < 4:  # noqa: PLR2004 - halves of halves, and a spread between replications
        raise ValueError("it takes two replications and four days to see whether a run settles")
    middle, last = days // 2, days - days // 4
    halves = daily[:, middle:].mean(axis=1)
    rise = daily[:, last:].mean(axis=1) - daily[:, middle:last].mean(axis=1)
    level, mean = float(halves.mean()), daily.mean(axis=0)
    tolerance = max(STANDARD_ERRORS * _standard_error(halves), RELATIVE * level)
    # Of a two-sided level of 1 - 2 * error, one side is the error.
    is_rising = float(rise.mean()) > t_quantile(1 - 2 * error, n) * _standard_error(rise)
    return Settling(
        daily=mean,
        level=level,
        tolerance=tolerance,
        reached=int((mean >= level - tolerance).argmax()),
        growth=2 * float(rise.mean()) / (days - middle),
        is_flat=not is_rising,
    )


def _standard_error(values: FloatArray) -> float:
    return float(values.std(ddof=1)) / math.sqrt(len(values))
