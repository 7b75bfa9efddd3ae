"""Percentiles over replications: a value from the pooled histograms, and an interval where chance can be judged.

Replications are the observations, as in :mod:`sim.statistics.intervals`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from sim.statistics import histogram
from sim.statistics.cell import Cell
from sim.statistics.histogram import FloatArray
from sim.statistics.histograms import side_by_side
from sim.statistics.intervals import MIN_REPLICATIONS, Estimate, ratio, require_share, t_quantile
from sim.statistics.memory import remembered
from sim.streams import uniforms
from sim.trajectory import IntArray

MIN_BEYOND = 100
"""Vehicles beyond a percentile without which its interval would rest on a handful of them."""

_ROUNDING = 1e-6
"""What ``(1 - p) * n`` may lose of a whole number in double precision."""

_RESAMPLES = 1000
_RESAMPLING_SEED = 1
"""Fixed, so that a table made twice from the same results is the same table."""


def percentile(cells: Sequence[Cell], p: float, *, level: float) -> Estimate:
    """The time below which a share *p* of all vehicles lies, microseconds: inverse of the pooled histogram.

    The interval is Woodruff's (Confidence intervals for medians and other position measures, JASA 47, 1952)
    with replications as clusters: the jackknife interval of the share below the estimate, both ends mapped
    back through the pooled distribution. An end of the share beyond 0 or 1 stands for the least or greatest
    time seen: to give no interval there would hide it just where chance is largest. None where fewer than 100
    vehicles lie beyond the percentile.
    """
    require_share(p, "percentile")
    counted = [cell for cell in cells if cell.n]
    if not counted:
        return Estimate(None, None, None, 0)
    histograms = _histograms(counted)
    bins, counts = histograms.bins, histograms.counts
    below = np.cumsum(counts.sum(axis=0), dtype=np.float64)
    total = float(below[-1])
    index, fraction = histogram.position_of(below, p * total)
    own = counts[:, :index].sum(axis=1) + fraction * counts[:, index]
    share = ratio(own, [cell.n for cell in counted], level=level)
    # A bin is up to 0.5 % wide: nothing in it was longer than the longest time seen.
    longest = max(cell.maximum for cell in counted)
    value = min(_value(bins, index, fraction), float(longest))
    if share.lower is None or share.upper is None or _thin(total, p):
        return Estimate(value, None, None, len(counted))
    ends = (max(share.lower, 0.0), min(share.upper, 1.0))
    lower, upper = (min(_value(bins, *histogram.position_of(below, end * total)), float(longest)) for end in ends)
    return Estimate(value, lower, upper, len(counted))


def percentile_difference(cells_a: Sequence[Cell], cells_b: Sequence[Cell], p: float, *, level: float) -> Estimate:
    """Percentile of b minus that of a, microseconds, paired by replication: :func:`percentile_contrast`."""
    return percentile_contrast([cells_a, cells_b], [-1, 1], p, level=level)


def percentile_contrast(
    scenarios: Sequence[Sequence[Cell]], coefficients: Sequence[float], p: float, *, level: float
) -> Estimate:
    """Sum of coefficient times percentile over paired scenarios, microseconds.

    The interval is a bootstrap over whole replications, the same resamples for every scenario: Student's t on
    n - 1 times the standard deviation over resamples, which sqrt(n / (n - 1)) rids of its bias. None where
    fewer than 100 vehicles lie beyond the percentile in any scenario.

    Of the bootstrap's intervals it comes closest to its level: on M/M/1 queues at loads 0.7 and 0.6, p95 of ten
    replications of 400 vehicles, nominal 95 %, it covered 89 %, the percentile interval 85 and the basic one 79.
    And the tails of a thousand resamples could not give the levels that a family of comparisons asks for.
    """
    require_share(p, "percentile")
    together = [cells for cells in zip(*scenarios, strict=True) if any(cell.n for cell in cells)]
    n = len(together)
    sides = [[cells[side] for cells in together] for side in range(len(scenarios))]
    totals = [sum(cell.n for cell in side) for side in sides]
    if not n or not all(totals):
        return Estimate(None, None, None, n)
    weights = np.array(coefficients, dtype=np.float64)
    value = float(weights @ np.array([_pooled(side, p) for side in sides]))
    if n < MIN_REPLICATIONS or any(_thin(total, p) for total in totals):
        return Estimate(value, None, None, n)
    resampled = weights @ np.array([_resampled(side, p) for side in sides])
    if not np.isfinite(resampled).all():
        return Estimate(value, None, None, n)
    half = t_quantile(level, n) * float(resampled.std(ddof=1)) * math.sqrt(n / (n - 1))
    return Estimate(value, value - half, value + half, n)


@dataclass(frozen=True, eq=False)
class _Histograms:
    """The histograms of some cells side by side."""

    cells: Sequence[Cell]
    bins: IntArray
    counts: IntArray
    """One row for each cell."""

    @cached_property
    def below(self) -> FloatArray:
        """Counts of each bin with all before it, one row for each bin."""
        return np.cumsum(self.counts.T.astype(np.float64), axis=0)


def _histograms(cells: Sequence[Cell]) -> _Histograms:
    """Those of *cells*; several percentiles of one time are asked for one behind the other."""
    key = tuple(map(id, cells))
    if key not in _at_hand:
        while len(_at_hand) >= _MOST_AT_HAND:
            del _at_hand[next(iter(_at_hand))]
        bins, counts = side_by_side([(cell.histograms, cell.number) for cell in cells])
        _at_hand[key] = _Histograms(cells, bins, counts)
    return _at_hand[key]


_MOST_AT_HAND = 8
"""Scenarios of a full factorial of three measures."""

_at_hand: dict[tuple[int, ...], _Histograms] = {}
"""By the identity of each cell; the cells are held, so that it stays theirs."""


def _value(bins: IntArray, index: int, fraction: float) -> float:
    return float(histogram.value_at(bins, np.array([index]), np.array([fraction]))[0])


def _percentiles(cells: Sequence[Cell], weights: IntArray, p: float) -> FloatArray:
    """Percentile of the pooled distribution under each row of *weights* (times each replication is taken).

    NaN where a row takes only empty replications.
    """
    from sim.statistics.resampled import positions

    histograms = _histograms(cells)
    index, fraction = np.empty(len(weights), dtype=np.int64), np.empty(len(weights))
    positions(weights, histograms.below, p, index, fraction)
    return histogram.value_at(histograms.bins, index, fraction)


def _pooled(cells: Sequence[Cell], p: float) -> float:
    """Percentile of all replications together; nothing in its bin was longer than the longest time seen."""

    def of_all() -> float:
        once = np.ones((1, len(cells)), dtype=np.int64)
        return min(float(_percentiles(cells, once, p)[0]), float(max(cell.maximum for cell in cells)))

    return remembered(("pooled", p, *map(id, cells)), cells, of_all)


def _resampled(cells: Sequence[Cell], p: float) -> FloatArray:
    """Percentile of each resample."""
    key = ("resampled", p, *map(id, cells))
    return remembered(key, cells, lambda: _percentiles(cells, _resamples(len(cells)), p))


@cache
def _resamples(n: int) -> IntArray:
    """How often each resample takes each of *n* replications: one row for each resample."""
    drawn = (uniforms(_RESAMPLING_SEED, n, ("resampling",), _RESAMPLES * n) * n).astype(np.int64)
    cells = drawn + n * np.repeat(np.arange(_RESAMPLES), n)
    weights = np.bincount(cells, minlength=_RESAMPLES * n).reshape(_RESAMPLES, n)
    weights.setflags(write=False)
    return weights


def _thin(n_vehicles: float, p: float) -> bool:
    """Whether fewer than 100 vehicles lie beyond the percentile, on its thinner side."""
    return min(p, 1 - p) * n_vehicles < MIN_BEYOND - _ROUNDING
