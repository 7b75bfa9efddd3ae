"""Deterministic queues by cumulative curves: no chance, no error (Newell, *Applications of Queueing Theory*, 2nd ed.,
Chapman and Hall 1982, chapters 1 and 2).

The curve of departures is the highest that keeps below the curve of arrivals and rises no faster than the booth
serves: vehicle *k* leaves at ``max_{j <= k} (arrival_j + (k - j + 1) service)``, *j* being the last that found the
booth idle. The area between the curves is the time spent.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


def arrivals_between(start: int, end: int, n: int) -> IntArray:
    """*n* arrivals at even intervals, half an interval in from both ends; instants in whole units of time."""
    interval, rest = divmod(end - start, n)
    if rest or interval % 2:
        raise ValueError(f"{n} arrivals do not fall on whole instants between {start} and {end}")
    return start + interval // 2 + interval * np.arange(n, dtype=np.int64)


def waits(arrivals: IntArray, service: int) -> IntArray:
    """Waiting time of each vehicle, in order of arrival, at one booth with constant *service*."""
    ordered = np.sort(arrivals)
    before = service * np.arange(len(ordered), dtype=np.int64)
    begins: IntArray = np.maximum.accumulate(ordered - before) + before
    return begins - ordered


def number_waiting(arrivals: IntArray, service: int, at: int) -> int:
    """Vehicles that have arrived by *at* and have not begun by then."""
    ordered = np.sort(arrivals)
    begins = ordered + waits(arrivals, service)
    return int((ordered <= at).sum() - (begins <= at).sum())


def begins_with_closures(arrivals: IntArray, service: int, closures: Sequence[tuple[int, int]]) -> IntArray:
    """When each vehicle's service begins, in order of arrival, if the booth calls nobody within the *closures*.

    The curve of departures stays level there, but for the vehicle in service, which is finished. A closure holds from
    its start, included, to its end, excluded.
    """
    begins = []
    free_at = 0
    for arrival in np.sort(arrivals).tolist():
        begin = max(arrival, free_at)
        for start, end in sorted(closures):
            if start <= begin < end:
                begin = end
        begins.append(begin)
        free_at = begin + service
    return np.array(begins, dtype=np.int64)


def closed_time(begins: IntArray, service: int, closures: Sequence[tuple[int, int]]) -> int:
    """Time for which the booth is closed: each closure less what remains of the service under way at its start."""
    closed = 0
    for start, end in closures:
        ends = begins + service
        under_way = ends[(begins < start) & (ends > start)]
        closed += end - max(start, int(under_way.max(initial=start)))
    return closed
