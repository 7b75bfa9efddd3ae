"""M/M/c(t) from empty: staffing that changes, and booths that close only when they have done with their vehicle.

When the target falls, idle booths close first, and what remains to close is the next to be left (design R15). So a
state is (waiting, in service): while more are in service than the target, whoever is done leaves a closed booth
behind; otherwise the next in the queue is called. When the target rises, whoever finds a booth is called.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import TypeAlias

import numpy as np

from sim.theory import markov
from sim.theory.markov import FloatArray

State: TypeAlias = tuple[int, int]
"""Waiting, in service."""

_MOST = 300
"""The chain is cut at so many waiting."""


@dataclass(frozen=True)
class Shifts:
    """The queue from 0 to the end of the last shift."""

    lam: float
    mu: float
    targets: Sequence[int]
    """Open booths in each shift."""
    length: float
    """Of each shift."""

    @cached_property
    def _path(self) -> list[tuple[markov.Chain[State], FloatArray, FloatArray]]:
        """Of each shift its chain, the distribution at its start, and the time spent in each state."""
        path = []
        distribution: dict[State, float] = {(0, 0): 1.0}
        for target in self.targets:
            chain = self._chain(target)
            start = np.zeros(len(chain.states))
            number = {state: row for row, state in enumerate(chain.states)}
            for state, probability in distribution.items():
                start[number[_called(state, target)]] += probability
            later, spent = markov.after(chain, start, self.length)
            path.append((chain, start, spent))
            distribution = dict(zip(chain.states, later.tolist(), strict=True))
        return path

    def _chain(self, target: int) -> markov.Chain[State]:
        most = max(self.targets)

        def transitions(state: State) -> Iterator[tuple[float, State]]:
            waiting, serving = state
            if serving < target:
                yield self.lam, (waiting, serving + 1)
            elif waiting < _MOST:
                yield self.lam, (waiting + 1, serving)
            closes = serving > target
            yield serving * self.mu, (waiting - 1, serving) if waiting and not closes else (waiting, serving - 1)

        # Vehicles wait only while all open booths serve; a shift may begin with more in service.
        states = [(waiting, serving) for serving in range(most + 1) for waiting in range(_MOST + 1)]
        return markov.chain([state for state in states if not state[0] or state[1] >= target], transitions)

    def at(self, t: float, value: Callable[[State, int], float]) -> float:
        """Mean of *value* (state, target) at *t*, within a shift."""
        number = min(int(t / self.length), len(self.targets) - 1)
        chain, start, _ = self._path[number]
        later, _ = markov.after(chain, start, t - number * self.length)
        return chain.expected(later, lambda state: value(state, self.targets[number]))

    def total(self, value: Callable[[State, int], float]) -> float:
        """Integral of the mean of *value* over all shifts."""
        return sum(
            chain.expected(spent, lambda state, c=target: value(state, c))  # type: ignore[misc]
            for (chain, _, spent), target in zip(self._path, self.targets, strict=True)
        )

    @property
    def end(self) -> float:
        """End of the last shift."""
        return self.length * len(self.targets)

    def queue(self, t: float) -> float:
        """Mean number waiting at *t*."""
        return self.at(t, lambda state, _: state[0])

    def sd_queue(self, t: float) -> float:
        """Standard deviation of the number waiting at *t*."""
        return sqrt(self.at(t, lambda state, _: state[0] ** 2) - self.queue(t) ** 2)

    def number(self, t: float) -> float:
        """Mean number waiting and in service at *t*."""
        return self.at(t, lambda state, _: sum(state))

    def sd_number(self, t: float) -> float:
        """Standard deviation of the number waiting and in service at *t*."""
        return sqrt(self.at(t, lambda state, _: sum(state) ** 2) - self.number(t) ** 2)

    def all_taken(self, t: float) -> float:
        """Probability that at *t* no open booth is idle."""
        return self.at(t, lambda state, target: float(state[1] >= target))

    def mean_queue(self) -> float:
        """Mean number waiting over all shifts."""
        return self.total(lambda state, _: state[0]) / self.end

    def open_booths(self) -> float:
        """Mean number of open booths over all shifts, those that are still to close included."""
        return self.total(lambda state, target: max(state[1], target)) / self.end

    def utilisation(self) -> float:
        """Expected time of service over expected open booth-time."""
        return self.total(lambda state, _: state[1]) / self.total(lambda state, target: max(state[1], target))


def _called(state: State, target: int) -> State:
    """The state when the target has become *target* and every booth that may has called."""
    waiting, serving = state
    calls = min(waiting, max(target - serving, 0))
    return waiting - calls, serving + calls
