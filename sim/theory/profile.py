"""M(t)/M/c from empty: Poisson arrivals whose flow changes by the hour, exponential service, ``c`` booths.

Kolmogorov's equations hour by hour (the setting of Green and Kolesar, *The pointwise stationary approximation for
queues with nonstationary arrivals*, Management Science 37, 1991, pp. 84-97).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from scipy.stats import poisson

from sim.theory import markov
from sim.theory.markov import FloatArray

_MOST = 500
"""The chain is cut at so many vehicles."""


@dataclass(frozen=True)
class Profile:
    """The queue, from 0 to the end of the last step; nobody arrives later."""

    lams: Sequence[float]
    """Flow in each step."""
    step: float
    """Length of each."""
    mu: float
    c: int

    @property
    def end(self) -> float:
        """When arrivals end."""
        return self.step * len(self.lams)

    @cached_property
    def _number(self) -> FloatArray:
        return np.arange(_MOST + 1, dtype=np.float64)

    def _chain(self, lam: float) -> markov.Chain[int]:
        def transitions(n: int) -> Iterator[tuple[float, int]]:
            yield (lam if n < _MOST else 0.0), n + 1
            yield min(n, self.c) * self.mu, n - 1

        return markov.chain([0], transitions)

    @cached_property
    def _chains(self) -> list[markov.Chain[int]]:
        return [self._chain(lam) for lam in self.lams]

    @cached_property
    def _starts(self) -> tuple[list[FloatArray], list[FloatArray]]:
        """Distribution of the number at the start of each step and at the end, and the time spent in each number."""
        starts, spent = [(self._number == 0).astype(np.float64)], []
        for chain in self._chains:
            later, times = markov.after(chain, starts[-1], self.step)
            starts.append(later)
            spent.append(times)
        return starts, spent

    def distribution(self, t: float) -> FloatArray:
        """Probability of each number of vehicles at *t*, within the steps."""
        number = min(int(t / self.step), len(self.lams) - 1)
        starts, _ = self._starts
        later, _ = markov.after(self._chains[number], starts[number], t - number * self.step)
        return later

    def queue(self, t: float) -> float:
        """Mean number waiting at *t*."""
        return float(self.distribution(t) @ self._waiting)

    def sd_queue(self, t: float) -> float:
        """Standard deviation of the number waiting at *t*."""
        return sqrt(float(self.distribution(t) @ self._waiting**2) - self.queue(t) ** 2)

    def all_taken(self, t: float) -> float:
        """Probability that all booths are taken at *t*."""
        return float(self.distribution(t)[self.c :].sum())

    @cached_property
    def _waiting(self) -> FloatArray:
        return np.maximum(self._number - self.c, 0.0)

    def mean_queue(self) -> float:
        """Mean number waiting, averaged from 0 to the end of the arrivals."""
        return self._time_waiting() / self.end

    def mean_wait(self) -> float:
        """Mean waiting time of all who arrive: expected total over expected number.

        Those still waiting when arrivals end, *m* of them, will have waited ``m (m + 1) / (2 c mu)`` more in all.
        """
        starts, _ = self._starts
        rest = float(starts[-1] @ (self._waiting * (self._waiting + 1))) / (2 * self.c * self.mu)
        return (self._time_waiting() + rest) / (self.step * sum(self.lams))

    def share_waiting(self) -> float:
        """Share of all who arrive that waits: expected number over expected number."""
        _, spent = self._starts
        met = sum(lam * float(times[self.c :].sum()) for lam, times in zip(self.lams, spent, strict=True))
        return met / (self.step * sum(self.lams))

    def _time_waiting(self) -> float:
        _, spent = self._starts
        return sum(float(times @ self._waiting) for times in spent)

    def mean_virtual_wait(self, t: float) -> float:
        """Mean wait of one who came at *t*: as many ends of service as wait, and one more."""
        ahead = np.maximum(self._number - self.c + 1, 0.0)
        return float(self.distribution(t) @ ahead) / (self.c * self.mu)

    def sd_virtual_wait(self, t: float) -> float:
        """Standard deviation of that wait, Erlang of as many phases."""
        ahead = np.maximum(self._number - self.c + 1, 0.0)
        squares = float(self.distribution(t) @ (ahead * (ahead + 1))) / (self.c * self.mu) ** 2
        return sqrt(squares - self.mean_virtual_wait(t) ** 2)

    def share_of_virtual_wait_longer(self, t: float, than: float) -> float:
        """Probability that one who came at *t* would wait longer than *than*: too few ends of service until then."""
        ahead = self._number - self.c + 1
        fewer = np.where(ahead > 0, poisson.cdf(ahead - 1, self.c * self.mu * than), 0.0)
        return float(self.distribution(t) @ fewer)
