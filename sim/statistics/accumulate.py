"""Loops over millions of visits, in machine code: exact sums, maxima and histograms by group, in one pass.

A row of -1 is a value that belongs to no group. Arrays are int64 throughout.
"""

import numpy as np

from sim.compiling import compiled
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray

LOW_BITS = 22
"""A time splits into high and low bits, so that sums of their products stay within 64 bits."""

SQUARES = 3
"""Sums of high * high, high * low and low * low."""

_FRACTION_BITS = 52
_BIAS = 1023
"""Of the exponents of doubles: 1.0 has this one."""

_HINT_BITS = 8
"""A double's exponent and so many bits of its fraction lead to within two bins of a histogram."""


def hints(edges: IntArray) -> IntArray:
    """Bin to begin with for every number with the same exponent and first bits of the fraction."""
    n_cells = (int(np.float64(edges[-1]).view(np.int64)) >> (_FRACTION_BITS - _HINT_BITS)) + 1
    starts = (np.arange(_BIAS << _HINT_BITS, n_cells) << (_FRACTION_BITS - _HINT_BITS)).view(np.float64)
    return np.searchsorted(edges, starts.astype(np.int64), side="right") - 1


@compiled
def accumulate(
    values: IntArray,
    row: IntArray,
    marks: IntArray,
    edges: IntArray,
    hints: IntArray,
    sums: IntArray,
    beyond: IntArray,
    counts: IntArray,
) -> None:
    """Add each value, none negative, to its row.

    ``sums[row]`` is number, sum, the three of :data:`SQUARES`, and maximum; ``beyond[row, mark]`` counts the values
    above each mark, ``counts[row, bin]`` those of each bin.
    """
    low_mask = (1 << LOW_BITS) - 1
    first = _BIAS << _HINT_BITS
    for index in range(len(values)):
        group = row[index]
        if group < 0:
            continue
        value = values[index]
        high, low = value >> LOW_BITS, value & low_mask
        sums[group, 0] += 1
        sums[group, 1] += value
        sums[group, 2] += high * high
        sums[group, 3] += high * low
        sums[group, 4] += low * low
        sums[group, 5] = max(sums[group, 5], value)
        for mark in range(len(marks)):
            if value > marks[mark]:
                beyond[group, mark] += 1
        place = 0
        if value > 0:
            place = hints[(np.float64(value).view(np.int64) >> (_FRACTION_BITS - _HINT_BITS)) - first]
            while edges[place] > value:
                place -= 1
            while edges[place + 1] <= value:
                place += 1
        counts[group, place] += 1


@compiled
def combine(
    ends: IntArray,
    rows: IntArray,
    sums: IntArray,
    beyond: IntArray,
    counts: IntArray,
    cell_sums: IntArray,
    cell_beyond: IntArray,
    cell_ends: IntArray,
    bins: IntArray,
    numbers: IntArray,
) -> None:
    """Add up what :func:`accumulate` made, for cells that are several rows each.

    Cell *i* is the *rows* up to ``ends[i]`` from those of the cell before. Its histogram is *bins* and *numbers* up
    to ``cell_ends[i]``, empty bins left out.
    """
    together = np.zeros(counts.shape[1], dtype=np.int64)
    begin, written = 0, 0
    for cell in range(len(ends)):
        together[:] = 0
        for index in range(begin, ends[cell]):
            row = rows[index]
            for part in range(sums.shape[1] - 1):
                cell_sums[cell, part] += sums[row, part]
            cell_sums[cell, -1] = max(cell_sums[cell, -1], sums[row, -1])
            for mark in range(beyond.shape[1]):
                cell_beyond[cell, mark] += beyond[row, mark]
            for place in range(len(together)):
                together[place] += counts[row, place]
        for place in range(len(together)):
            if together[place] > 0:
                bins[written] = place
                numbers[written] = together[place]
                written += 1
        begin, cell_ends[cell] = ends[cell], written


@compiled
def add_up(values: IntArray, row: IntArray, sums: IntArray) -> None:
    """Add each value to the sum of its row."""
    for index in range(len(values)):
        if row[index] >= 0:
            sums[row[index]] += values[index]


@compiled
def add_up_visits(
    code: IntArray,
    offered: BoolArray,
    joined_at: IntArray,
    called_at: IntArray,
    began_at: IntArray,
    ended_at: IntArray,
    left_at: IntArray,
    service_time: IntArray,
    start: int,
    end: int,
    sums: IntArray,
) -> None:
    """Add each visit to ``sums[code]``: one, then in the window from *start* to *end* its waiting, moving up, service,
    being blocked and leaving, and if it is *offered* its service time.
    """
    for index in range(len(code)):
        group = code[index]
        joined, called, began = max(joined_at[index], start), max(called_at[index], start), max(began_at[index], start)
        ended, left = max(ended_at[index], start), left_at[index]
        sums[group, 0] += 1
        sums[group, 1] += max(min(began_at[index], end) - joined, 0)
        sums[group, 2] += max(min(began_at[index], end) - called, 0)
        sums[group, 3] += max(min(ended_at[index], end) - began, 0)
        sums[group, 4] += max(min(left, end) - ended, 0)
        if start <= left < end:
            sums[group, 5] += 1
        if offered[index]:
            sums[group, 6] += service_time[index]


@compiled
def elapsed(first: IntArray, second: IntArray, until: int, times: IntArray) -> None:
    """From each instant to its second, neither beyond *until*."""
    for index in range(len(first)):
        times[index] = min(second[index], until) - min(first[index], until)


@compiled
def merge(starts: IntArray, gains: IntArray, ends: IntArray, losses: IntArray, at: IntArray, value: IntArray) -> int:
    """Steps of a sum that gains at *starts* and loses at *ends*, in order: how many, written to *at* and *value*."""
    n_steps, start, end, level, before = 0, 0, 0, 0, 0
    while start < len(starts) or end < len(ends):
        is_start = end == len(ends) or (start < len(starts) and starts[start] < ends[end])
        now = starts[start] if is_start else ends[end]
        while start < len(starts) and starts[start] == now:
            level += gains[start]
            start += 1
        while end < len(ends) and ends[end] == now:
            level -= losses[end]
            end += 1
        if level != before:
            at[n_steps] = now
            value[n_steps] = level
            n_steps += 1
            before = level
    return n_steps


@compiled
def follow(at: IntArray, value: IntArray, instants: IntArray, values: IntArray) -> None:
    """The value of a step function from each of *instants* on, which are in order; 0 before its first step."""
    step, level = 0, 0
    for index in range(len(instants)):
        while step < len(at) and at[step] <= instants[index]:
            level = value[step]
            step += 1
        values[index] = level
