"""Many histograms in little memory: bins and counts, a byte each where they are small, as nearly all of them are.

A month leaves some 1,500 histograms of 330 filled bins; a comparison keeps a thousand replications of them. Of each
bin stands how far it lies beyond the one before, and a number that does not fit into a byte stands apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import IntArray

APART = 255
"""Stands for a number that is this great or greater, and so does not fit into a byte."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Whole numbers, none below 0."""

    small: NDArray[np.uint8]
    """The numbers; 255 for those that stand apart."""
    at: IntArray
    """Places of these, in order."""
    large: IntArray
    """And they themselves."""

    @classmethod
    def of(cls, values: NDArray[np.integer]) -> Self:
        """*values*, packed."""
        at = np.flatnonzero(values >= APART)
        return cls(np.minimum(values, APART).astype(np.uint8), at, values[at].astype(np.int64))

    @classmethod
    def joined(cls, parts: Sequence["Numbers"]) -> Self:
        """The numbers of all *parts*, one behind the other."""
        starts = np.cumsum([0, *(len(part.small) for part in parts[:-1])]).tolist()
        return cls(
            np.concatenate([part.small for part in parts]),
            np.concatenate([part.at + start for part, start in zip(parts, starts, strict=True)]),
            np.concatenate([part.large for part in parts]),
        )

    def part(self, start: int, end: int) -> "Numbers":
        """Those from place *start* up to *end*."""
        first, last = self.at.searchsorted(start), self.at.searchsorted(end)
        return Numbers(self.small[start:end], self.at[first:last] - start, self.large[first:last])

    def values(self, start: int, end: int) -> IntArray:
        """Those from place *start* up to *end*, unpacked."""
        unpacked = self.small[start:end].astype(np.int64)
        first, last = self.at.searchsorted(start), self.at.searchsorted(end)
        if last > first:
            unpacked[self.at[first:last] - start] = self.large[first:last]
        return unpacked


@dataclass(frozen=True, slots=True, eq=False)
class Histograms:
    """Several histograms, by number (see :mod:`sim.statistics.histogram`)."""

    ends: IntArray
    """Filled bins up to and with each histogram."""
    gaps: Numbers
    """Of each filled bin its distance from the one before it; of the first of a histogram itself."""
    filled: Numbers
    """How many each of them holds."""

    @classmethod
    def of(cls, bins: NDArray[np.integer], counts: NDArray[np.integer], ends: Sequence[int] | IntArray) -> Self:
        """Histograms whose filled *bins*, in order, and *counts* stand one behind the other, each up to its end."""
        gaps = bins.astype(np.int64)
        gaps[1:] -= bins[:-1]
        upto = np.asarray(ends, dtype=np.int64)
        starts = np.concatenate([[0], upto[:-1]])[: len(upto)]
        starts = starts[starts < upto]
        gaps[starts] = bins[starts]
        return cls(upto, Numbers.of(gaps), Numbers.of(counts))

    @classmethod
    def single(cls, bins: NDArray[np.integer], counts: NDArray[np.integer]) -> Self:
        """One histogram, number 0."""
        return cls.of(bins, counts, [len(bins)])

    @classmethod
    def joined(cls, parts: Sequence["Histograms"]) -> Self:
        """All of *parts*, numbered on."""
        starts = np.cumsum([0, *(len(part.gaps.small) for part in parts[:-1])]).tolist()
        return cls(
            np.concatenate([part.ends + start for part, start in zip(parts, starts, strict=True)]),
            Numbers.joined([part.gaps for part in parts]),
            Numbers.joined([part.filled for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.ends)

    def part(self, first: int, last: int) -> "Histograms":
        """Those from number *first* up to *last*, without it."""
        if (first, last) == (0, len(self)):
            return self
        start, end = self.start(first), self.start(last)
        return Histograms(self.ends[first:last] - start, self.gaps.part(start, end), self.filled.part(start, end))

    def bins(self, number: int) -> IntArray:
        """Bins of a histogram that hold anything, in order."""
        return self.gaps.values(self.start(number), int(self.ends[number])).cumsum()

    def counts(self, number: int) -> IntArray:
        """How many each of them holds."""
        return self.filled.values(self.start(number), int(self.ends[number]))

    def flat_bins(self) -> IntArray:
        """Filled bins of every histogram, one behind the other."""
        together = self.gaps.values(0, len(self.gaps.small)).cumsum()
        starts = np.concatenate([[0], self.ends[:-1]])[: len(self)]
        # What stands before a histogram has been added up, too.
        before = np.where(starts > 0, together[starts - 1], 0) if len(together) else starts
        together -= np.repeat(before, np.diff(self.ends, prepend=0))
        return together

    def flat_counts(self) -> IntArray:
        """How many each of them holds."""
        return self.filled.values(0, len(self.filled.small))

    def n_bins(self, number: int) -> int:
        """How many bins hold anything."""
        return int(self.ends[number]) - self.start(number)

    def start(self, number: int) -> int:
        """Place of the first filled bin of a histogram among those of all."""
        return int(self.ends[number - 1]) if number else 0


def gathered(places: Sequence[tuple[Histograms, int]]) -> Histograms:
    """The histograms at *places*, each given by those that it stands among and its number there, in this order."""
    parts: list[Histograms] = []
    start = 0
    for end in range(1, len(places) + 1):
        among, number = places[end - 1]
        if end < len(places) and places[end][0] is among and places[end][1] == number + 1:
            continue
        parts.append(among.part(places[start][1], number + 1))
        start = end
    return Histograms.joined(parts) if parts else NONE


def side_by_side(places: Sequence[tuple[Histograms, int]]) -> tuple[IntArray, IntArray]:
    """All bins from the first to the last of the histograms at *places*, and the counts as a matrix, a row for each."""
    from sim.statistics.spreading import last_bin, spread_out

    parts = [(held, held.start(number), int(held.ends[number])) for held, number in places]
    gaps = [(held.gaps, start, end) for held, start, end in parts]
    first = min((int(own.values(start, start + 1)[0]) for own, start, end in gaps if end > start), default=0)
    last = max((int(last_bin(own.small, own.at, own.large, start, end)) for own, start, end in gaps), default=-1)
    counts = np.zeros((len(parts), max(last - first + 1, 0)), dtype=np.int64)
    for row, (held, start, end) in zip(counts, parts, strict=True):
        own, filled = held.gaps, held.filled
        spread_out(own.small, own.at, own.large, filled.small, filled.at, filled.large, start, end, first, row)
    return np.arange(first, last + 1), counts


NONE = Histograms.of(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), [])
"""No histogram at all."""
