"""Two lanes, one exponential booth each, a queue in each: a vehicle chooses on arrival and stays."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.theory import markov

_MOST = 60
"""The chain is cut at so many vehicles in a lane."""


@dataclass(frozen=True, slots=True)
class TwoLanes:
    """Long-run values of two lanes."""

    number: tuple[float, float]
    """Mean number in each lane, in service included."""
    waiting: tuple[float, float]
    busy: tuple[float, float]
    probability_of_waiting: float
    """Both booths are taken when a vehicle arrives."""


def shortest(lam: float, mu: float) -> TwoLanes:
    """Whoever arrives joins the lane with fewer vehicles, the first if both have as many.

    The chain of both numbers, cut where the longer one holds less than 1e-15 (Haight, *Two queues in parallel*,
    Biometrika 45, 1958, pp. 401-410, with ties to the first in place of a coin).
    """

    def transitions(state: tuple[int, int]) -> Iterator[tuple[float, tuple[int, int]]]:
        one, two = state
        if one <= two and one < _MOST:
            yield lam, (one + 1, two)
        elif two < one:
            yield lam, (one, two + 1)
        if one:
            yield mu, (one - 1, two)
        if two:
            yield mu, (one, two - 1)

    chain = markov.chain([(0, 0)], transitions)
    probability = markov.stationary(chain)

    def mean_of(lane: int, less: int) -> float:
        return chain.expected(probability, lambda state: max(state[lane] - less, 0))

    return TwoLanes(
        number=(mean_of(0, 0), mean_of(1, 0)),
        waiting=(mean_of(0, 1), mean_of(1, 1)),
        busy=(mean_of(0, 0) - mean_of(0, 1), mean_of(1, 0) - mean_of(1, 1)),
        probability_of_waiting=chain.expected(probability, lambda state: float(min(state) > 0)),
    )
