"""Where a percentile lies in mixtures of many histograms, in machine code."""

import numpy as np

from sim.compiling import compiled
from sim.statistics.histogram import FloatArray
from sim.trajectory import IntArray


@compiled
def positions(weights: IntArray, below: FloatArray, p: float, index: IntArray, fraction: FloatArray) -> None:
    """For each row of *weights*, the bin in which a share *p* of the mixture is reached, and how far into it.

    ``weights[row, histogram]`` is how often a mixture takes each histogram, ``below[bin, histogram]`` the counts up
    to and with each bin. The bin is found by bisection, so that little of a wide mixture is added up. A fraction is
    NaN where a mixture is empty.
    """
    last = below.shape[0] - 1
    for row in range(weights.shape[0]):
        target = p * _mixed(weights, below, row, last)
        low, high = 0, last
        while low < high:
            middle = (low + high) // 2
            if _mixed(weights, below, row, middle) < target:
                low = middle + 1
            else:
                high = middle
        start = _mixed(weights, below, row, low - 1) if low > 0 else 0.0
        inside = _mixed(weights, below, row, low) - start
        index[row] = low
        fraction[row] = (target - start) / inside if inside > 0 else np.nan


@compiled
def _mixed(weights: IntArray, below: FloatArray, row: int, place: int) -> float:
    """Count of a mixture up to a bin: a whole number, and exact."""
    total = 0.0
    for each in range(weights.shape[1]):
        total += weights[row, each] * below[place, each]
    return total
