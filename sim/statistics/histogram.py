"""Histograms with logarithmic bins: small, exact to add, and good to 0.5 % of any percentile.

Bin 0 holds zero alone. The lower edges are whole microseconds, each the next integer or at most 0.5 % above
the one below, made by integer arithmetic: every machine has the same bins.
"""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import IntArray
from sim.units import NEVER

FloatArray: TypeAlias = NDArray[np.float64]

_BINS_PER_UNIT = 200
"""One over the relative width of a bin: 0.5 %."""


@cache
def lower_edges() -> IntArray:
    """Lower edge of each bin, microseconds, and one more above the last."""
    edges = [0]
    while edges[-1] < NEVER:
        edges.append(edges[-1] + max(1, edges[-1] // _BINS_PER_UNIT))
    array = np.array(edges, dtype=np.int64)
    array.setflags(write=False)
    return array


def bin_of(values: IntArray) -> IntArray:
    """Bin of each value; a negative value is an error."""
    if values.size and int(values.min()) < 0:
        raise ValueError("a time cannot be negative")
    return np.searchsorted(lower_edges(), values, side="right").astype(np.int64) - 1


Whole: TypeAlias = NDArray[np.integer]


def add(bins: Whole, counts: Whole, other_bins: Whole, other_counts: Whole) -> tuple[IntArray, IntArray]:
    """The histogram of both samples together, as sorted bins and their counts."""
    together, where = np.unique(np.concatenate([bins, other_bins]), return_inverse=True)
    total = np.zeros(len(together), dtype=np.int64)
    np.add.at(total, where, np.concatenate([counts, other_counts]))
    return together, total


def value_at(bins: IntArray, index: IntArray, fraction: FloatArray) -> FloatArray:
    """Value so far (0 to 1) into the bin ``bins[index]``, linearly.

    Bins of one whole value, zero among them, are that value throughout.
    """
    edges = lower_edges()
    lower = edges[bins[index]]
    width = edges[bins[index] + 1] - lower - 1
    return np.asarray(lower + fraction * width, dtype=np.float64)


def position_of(cumulated: FloatArray, target: float) -> tuple[int, float]:
    """Index of the bin in which the cumulated counts reach *target*, and how far into it."""
    index = min(int(np.searchsorted(cumulated, target, side="left")), len(cumulated) - 1)
    below = float(cumulated[index - 1]) if index else 0.0
    inside = float(cumulated[index]) - below
    return index, min(max((target - below) / inside, 0.0), 1.0) if inside else 0.0
