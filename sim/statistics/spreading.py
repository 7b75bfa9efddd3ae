"""Packed histograms unpacked into the rows of a matrix, in machine code."""

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled
from sim.statistics.histograms import APART
from sim.trajectory import IntArray


@compiled
def last_bin(gaps: NDArray[np.uint8], at: IntArray, large: IntArray, start: int, end: int) -> int:
    """The last bin of the histogram whose gaps stand from place *start* up to *end*; -1 if it is empty."""
    index = np.searchsorted(at, start)
    last = -1 if start == end else 0
    for place in range(start, end):
        if gaps[place] == APART:
            last += large[index]
            index += 1
        else:
            last += gaps[place]
    return last


@compiled
def spread_out(
    gaps: NDArray[np.uint8],
    gaps_at: IntArray,
    large_gaps: IntArray,
    filled: NDArray[np.uint8],
    filled_at: IntArray,
    large_filled: IntArray,
    start: int,
    end: int,
    first: int,
    counts: IntArray,
) -> None:
    """What the bins of that histogram hold into *counts*, the entry 0 of which is that of bin *first*."""
    gap, count = np.searchsorted(gaps_at, start), np.searchsorted(filled_at, start)
    column = -first
    for place in range(start, end):
        if gaps[place] == APART:
            column += large_gaps[gap]
            gap += 1
        else:
            column += gaps[place]
        if filled[place] == APART:
            counts[column] = large_filled[count]
            count += 1
        else:
            counts[column] = filled[place]
