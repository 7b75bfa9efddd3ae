"""Exponential stages in line with finite space between them: blocking after service (GSTH, section 4.1).

A vehicle that finds no room beyond keeps its booth; room that appears goes to the one blocked longest, at once.
Small chains are solved for their long run; each holds what the others at a stage do not decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.theory import markov


def throughput_of_two_booths_in_line(mu_first: float, mu_second: float) -> float:
    """Departures per unit of time from two single exponential booths in line, no space between, the first never idle.

    The pair is both at work, first blocked, or second idle; the balance of these three states gives
    ``mu1 * mu2 * (mu1 + mu2) / (mu1**2 + mu1 * mu2 + mu2**2)``, two thirds of the rate if both are equal
    (Hunt, *Sequential arrays of waiting lines*, Operations Research 4, 1956, pp. 674-683).
    """
    product = mu_first * mu_second
    return product * (mu_first + mu_second) / (mu_first**2 + product + mu_second**2)


@dataclass(frozen=True, slots=True)
class TwoStages:
    """Two exponential stages in line."""

    mu_first: float
    mu_second: float
    booths_first: int
    booths_second: int
    space: int
    """Waiting places before the second stage."""
    lam: float | None = None
    """Poisson arrivals before the first; None if it is never idle."""
    most: int = 400
    """With arrivals, the chain is cut at so many at the first stage."""


@dataclass(frozen=True, slots=True)
class InLine:
    """Long-run values of two stages in line."""

    throughput: float
    number_first: float
    """Mean number at the first stage, those blocked included."""
    waiting_first: float
    blocked_first: float
    """Mean number of booths of the first stage that are blocked,"""
    serving_first: float
    """and that serve."""
    waiting_second: float
    serving_second: float


def two_stages(of: TwoStages) -> InLine:
    """The long run of *of* by the chain of (number at the first stage, blocked there, number at the second)."""
    full = of.booths_second + of.space
    endless = of.lam is None

    def transitions(state: tuple[int, int, int]) -> Iterator[tuple[float, tuple[int, int, int]]]:
        first, blocked, second = state
        less = first if endless else first - 1  # who leaves an endless first stage is replaced at once
        if of.lam is not None and first < of.most:
            yield of.lam, (first + 1, blocked, second)
        serving = min(first, of.booths_first) - blocked
        yield serving * of.mu_first, (less, 0, second + 1) if second < full else (first, blocked + 1, second)
        served = min(second, of.booths_second) * of.mu_second
        yield served, (less, blocked - 1, second) if blocked else (first, 0, second - 1)

    chain = markov.chain([(of.booths_first if endless else 0, 0, 0)], transitions)
    probability = markov.stationary(chain)
    serving_second = chain.expected(probability, lambda s: min(s[2], of.booths_second))
    return InLine(
        throughput=serving_second * of.mu_second,
        number_first=chain.expected(probability, lambda s: s[0]),
        waiting_first=chain.expected(probability, lambda s: max(s[0] - of.booths_first, 0)),
        blocked_first=chain.expected(probability, lambda s: s[1]),
        serving_first=chain.expected(probability, lambda s: min(s[0], of.booths_first) - s[1]),
        waiting_second=chain.expected(probability, lambda s: max(s[2] - of.booths_second, 0)),
        serving_second=serving_second,
    )


IDLE, SERVING, BLOCKED = 0, 1, 2


def shares_of_line(n: int) -> list[tuple[float, float, float]]:
    """Shares of time in which each of *n* equal single exponential booths in line is idle, serves and is blocked.

    No space between them, the first never idle. The throughput is the share in which any of them serves, times its
    rate: 2/3 for two booths, 22/39 for three (Hunt 1956; Hillier and Boling, *Finite queues in series with
    exponential or Erlang service times*, Operations Research 15, 1967, pp. 286-303).
    """

    def transitions(state: tuple[int, ...]) -> Iterator[tuple[float, tuple[int, ...]]]:
        for booth, what in enumerate(state):
            if what == SERVING:
                yield 1.0, _moved(state, booth)

    chain = markov.chain([(SERVING, *(IDLE,) * (n - 1))], transitions)
    probability = markov.stationary(chain)
    return [
        tuple(chain.expected(probability, lambda s, b=booth, w=what: float(s[b] == w)) for what in range(3))  # type: ignore[misc]
        for booth in range(n)
    ]


def _moved(state: tuple[int, ...], booth: int) -> tuple[int, ...]:
    """The line after the service at *booth* has ended and everybody who can has moved up."""
    after = list(state)
    after[booth] = BLOCKED
    for here in reversed(range(booth + 1)):
        is_last = here == len(state) - 1
        if after[here] == BLOCKED and (is_last or after[here + 1] == IDLE):
            after[here] = IDLE if here else SERVING
            if not is_last:
                after[here + 1] = SERVING
    return tuple(after)
