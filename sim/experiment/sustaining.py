"""The search for the largest flow that a crossing sustains: the one beyond which some queue grows for ever.

Below capacity no queue grows, but for chance; beyond it queues grow in proportion to what is too much, whoever has to
stand in them. So the flow is not sought where the growth vanishes in noise: it is measured at two flows a little
beyond, and the straight line through both is followed back to where it begins.

The *overload* of a stream is the growth of its queue over what gets across, less, under the same random numbers, the
growth that it has without the scaled class: queues that still fill up, or swing, then leave no trace. Beyond capacity
it is ``flow / capacity - 1`` for a stream that has the limiting place for itself, and for all of those that share one,
taken together, it is the offered work over what the place can do, less 1: a straight line in the flow of any of them.
So the line is that of all streams together which clearly grow at the lower flow. That one has a greatest overload
between :data:`LEAST` and :data:`MOST`; it is found by bisection, helped by the guess of the first case. The other is
:data:`FURTHER` times it. The interval is the delete-one-replication jackknife of the point where the line begins, with
Student's t (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 11.2).
"""

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sim.experiment.scaling import Flows, Passed, Stream
from sim.statistics.histogram import FloatArray
from sim.statistics.intervals import MIN_REPLICATIONS, Estimate, t_quantile

LEAST, MOST = 0.05, 0.15
"""Overload at the lower of the two flows: beyond chance, and not far beyond capacity."""
AIM = 0.1
"""Overload that the search aims at."""
FURTHER = 1.12
"""The higher of the two flows, over the lower."""
KEEPS_UP = 0.03
"""With less overload than this a stream keeps up with its arrivals; while queues fill up, few more come than leave."""
DOUBLINGS = 5
"""So often the flow is doubled in search of an overload before nothing is said to limit it."""
NARROW = 0.01
"""Where a flow so close below, relatively, still keeps up, the queue does not grow in proportion but at once."""

Search: TypeAlias = Generator[float, Sequence[Passed], "Sustained"]
"""It gives a size to try, is sent what the replications showed there, and returns what it found."""


@dataclass(frozen=True, slots=True)
class Sustained:
    """The largest flow that is sustained."""

    flow: Estimate
    """In the unit of the search; without a value if nothing limits it, or if the crossing locked up."""
    tried: float
    """The greatest flow tried at which everybody still got across."""
    grows: Stream | None
    """The stream with the greatest overload a little beyond; None if nothing limits."""
    beyond: tuple[Passed, ...]
    """The runs a little beyond."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The streams that must keep up, and how they did without what is scaled."""

    streams: frozenset[Stream]
    without: tuple[Passed, ...] | None = None
    """A run for each replication; None where everything is scaled."""

    def growth(self, runs: Sequence[Passed], stream: Stream) -> list[int]:
        """Vehicles by which the queue of a stream grew in each replication, beyond what it did without."""
        grown = [run.came[stream] - run.out[stream] for run in runs]
        if self.without is None:
            return grown
        return [more - run.came[stream] + run.out[stream] for more, run in zip(grown, self.without, strict=True)]

    def overload(self, runs: Sequence[Passed], stream: Stream) -> float:
        """Growth over what gets across, the replications together."""
        grown, out = sum(self.growth(runs, stream)), sum(run.out[stream] for run in runs)
        return grown / out if out else math.inf * (grown > 0) if grown else 0.0

    def worst(self, runs: Sequence[Passed]) -> float:
        """The greatest overload of any of them."""
        return max((self.overload(runs, stream) for stream in self.streams), default=0.0)


def keeping_up(runs: Sequence[Passed]) -> Watched:
    """Of the streams those that get across as fast as they come, nobody of a stream included."""
    everybody = Watched(frozenset(runs[0].came))
    kept = frozenset(one for one in everybody.streams if everybody.overload(runs, one) < KEEPS_UP)
    return Watched(kept, tuple(runs))


@dataclass(frozen=True, slots=True)
class Question:
    """Which streams are scaled, from where, and who must keep up."""

    unit: Flows
    """Vehicles per day of the scaled streams at size 1."""
    first: float
    """Size to begin with, beyond what the narrowest stage could serve."""
    watched: Watched

    def flows(self, size: float) -> dict[Stream, float]:
        """Vehicles per day of the scaled streams."""
        return {stream: size * per_day for stream, per_day in self.unit.items()}


def search(question: Question, *, days: float, level: float) -> Search:
    """Search upwards from 0 for the largest size at which the watched streams keep up, in windows of so many *days*."""
    watched = question.watched
    low, high = 0.0, question.first
    runs = yield high
    for _ in range(DOUBLINGS):
        if watched.worst(runs) >= LEAST:
            break
        low, high = high, 2 * high
        runs = yield high
    if watched.worst(runs) < LEAST:
        return Sustained(Estimate(None, None, None, len(runs)), high, None, ())
    while watched.worst(runs) > MOST and high - low > NARROW * high:
        size = _between(low, high, watched.worst(runs))
        tried = yield size
        if watched.worst(tried) < LEAST:
            low = size
        else:
            high, runs = size, tried
    grows = max(sorted(watched.streams), key=lambda stream: watched.overload(runs, stream))
    if any(run.locked_up for run in runs):
        return Sustained(Estimate(None, None, None, len(runs)), low, grows, tuple(runs))
    if watched.worst(runs) > MOST:
        return Sustained(Estimate(low, None, None, len(runs)), low, grows, tuple(runs))
    further = yield FURTHER * high
    growing = [stream for stream in watched.streams if watched.overload(runs, stream) >= KEEPS_UP]
    points = [_points(question, each, growing, days=days) for each in (runs, further)]
    return Sustained(_where_it_begins(points[0], points[1], level=level), low, grows, tuple(runs))


def _between(low: float, high: float, overload: float) -> float:
    guess = (1 + AIM) * high / (1 + overload)
    return guess if low < guess < high else (low + high) / 2


def _points(question: Question, runs: Sequence[Passed], growing: Sequence[Stream], *, days: float) -> FloatArray:
    """Size, growth and departures of each replication; the size by those that came: their number is then no noise."""
    counted = [stream for stream in question.unit if stream in growing] or list(question.unit)
    at_size_1 = sum(question.unit[stream] for stream in counted) * days
    sizes = [sum(run.came[stream] for stream in counted) / at_size_1 for run in runs]
    growth = np.sum([question.watched.growth(runs, one) for one in growing], axis=0)
    return np.array([sizes, growth, [sum(run.out[one] for one in growing) for run in runs]])


def _where_it_begins(near: FloatArray, far: FloatArray, *, level: float) -> Estimate:
    """The size at which the line through the mean points of two flows begins."""
    n = near.shape[1]
    value = _beginning(near.mean(axis=1), far.mean(axis=1))
    if n < MIN_REPLICATIONS:
        return Estimate(value, None, None, n)
    rest = [_beginning(*(np.delete(each, i, axis=1).mean(axis=1) for each in (near, far))) for i in range(n)]
    half = t_quantile(level, n) * math.sqrt((n - 1) * float(np.var(rest)))
    return Estimate(value, max(value - half, 0.0), value + half, n)


def _beginning(near: FloatArray, far: FloatArray) -> float:
    size, more = near[0], far[0]
    overload, beyond = near[1] / near[2], far[1] / far[2]
    if beyond <= overload:  # beyond both flows nothing more is held up: the line cannot be followed back
        return float(size)
    return float(max(size - overload * (more - size) / (beyond - overload), 0.0))
