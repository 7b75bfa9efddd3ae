"""What one replication leaves of one time: a count, exact sums, a maximum, and a small histogram."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.statistics import histogram
from sim.statistics.histograms import Histograms
from sim.trajectory import IntArray

ALL = "all"
"""Stands in a key for the total over directions, classes, attributes or places."""

NOT = "not "
"""Before the name of an attribute: those without it."""


class Key(NamedTuple):
    """What a number is about."""

    measure: str
    direction: str = ALL
    """``northbound``, ``southbound`` or ``all``."""
    vehicle_class: str = ALL
    """A class of the plan or ``all``."""
    attribute: str = ALL
    """``all``, the name of an attribute, or that name behind ``not``: ``tracked``, ``not tracked``."""
    place: str = ALL
    """A place, a lane as ``place/lane``, or ``all``: for a time of visits, its sum over the places of a vehicle."""
    hour: int | None = None
    """Hour of arrival on the scenario's clock, 0 to 23; None for all hours."""


_known: dict[Key, Key] = {}


def known(key: Key) -> Key:
    """The one object that stands for *key* in every tally of this process: a thousand tallies hold the same keys."""
    return _known.setdefault(key, key)


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A sample of times (microseconds), summarised so that samples can be added without loss."""

    n: int
    sum: int
    sum_squares: int
    """Exact, as a Python integer: it may pass 64 bits."""
    maximum: int
    beyond: tuple[tuple[int, int], ...]
    """(threshold, number above it) pairs, by threshold."""
    histograms: Histograms
    """Those that the histogram of the sample stands among, as it does with others of its replication."""
    number: int = 0
    """Its number there."""

    @property
    def bins(self) -> IntArray:
        """Bins that hold anything, in order (see :mod:`sim.statistics.histogram`)."""
        return self.histograms.bins(self.number)

    @property
    def counts(self) -> IntArray:
        """How many each of them holds."""
        return self.histograms.counts(self.number)

    @property
    def n_bins(self) -> int:
        """How many bins hold anything."""
        return self.histograms.n_bins(self.number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cell):
            return NotImplemented
        return (self.n, self.sum, self.sum_squares, self.maximum, self.beyond) == (
            other.n,
            other.sum,
            other.sum_squares,
            other.maximum,
            other.beyond,
        ) and (np.array_equal(self.bins, other.bins) and np.array_equal(self.counts, other.counts))

    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: "Cell") -> "Cell":
        """The cell of both samples together."""
        if not self.n:
            return other
        if not other.n:
            return self
        if [threshold for threshold, _ in self.beyond] != [threshold for threshold, _ in other.beyond]:
            raise ValueError("cells with different thresholds do not add")
        bins, counts = histogram.add(self.bins, self.counts, other.bins, other.counts)
        return Cell(
            n=self.n + other.n,
            sum=self.sum + other.sum,
            sum_squares=self.sum_squares + other.sum_squares,
            maximum=max(self.maximum, other.maximum),
            beyond=tuple((t, a + b) for (t, a), (_, b) in zip(self.beyond, other.beyond, strict=True)),
            histograms=Histograms.single(bins, counts),
        )


EMPTY = Cell(0, 0, 0, 0, (), Histograms.single(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)))
"""The cell of no sample."""


def cells_of(key: Key, tallies: "list[Mapping[Key, Cell]]") -> list[Cell]:
    """The cell of *key* in each replication, empty where nothing fell into it."""
    return [cells.get(key, EMPTY) for cells in tallies]
