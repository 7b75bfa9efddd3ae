"""Continuous-time Markov chains: built from their transitions, solved in the long run and along the way.

A chain is built by following the transitions from a first state until no new one is found; who wants an infinite
one cuts it where nothing is left. The long run is the solution of the balance equations by sparse elimination,
the way there that of Kolmogorov's forward equations by uniformisation (Jensen, *Markoff chains as an aid in the
study of Markoff processes*, Skandinavisk Aktuarietidskrift 36, 1953, pp. 87-91): a Poisson mixture of steps of a
discrete chain, all terms positive, cut where less than 1e-15 remains.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve
from scipy.stats import poisson

FloatArray = NDArray[np.float64]
S = TypeVar("S")

_LEFT_OUT = 1e-16
"""Probability of more steps than are summed."""


@dataclass(frozen=True, slots=True, eq=False)
class Chain(Generic[S]):
    """States, and the rates between them: ``rates[i, j]`` from state *i* to state *j*, the diagonal left at 0."""

    states: tuple[S, ...]
    rates: sparse.csr_array

    def expected(self, probability: FloatArray, value: Callable[[S], float]) -> float:
        """Sum of *value* over the states, each with its *probability* (or with the time spent there)."""
        return float(probability @ np.array([value(state) for state in self.states], dtype=np.float64))

    def at(self, state: S) -> FloatArray:
        """The distribution of a chain that is in *state*."""
        return np.array([float(other == state) for other in self.states])


def chain(first: Sequence[S], transitions: Callable[[S], Iterable[tuple[float, S]]]) -> Chain[S]:
    """All states that can be reached from those of *first*; *transitions* gives (rate, next state) pairs."""
    number = {state: row for row, state in enumerate(first)}
    states = list(first)
    rows: list[int] = []
    columns: list[int] = []
    rates: list[float] = []
    for row, state in enumerate(states):  # the list grows as it is walked
        for rate, following in transitions(state):
            if rate <= 0:
                continue
            if following not in number:
                number[following] = len(states)
                states.append(following)
            rows.append(row)
            columns.append(number[following])
            rates.append(rate)
    shape = (len(states), len(states))
    return Chain(
        tuple(states),
        sparse.csr_array(sparse.coo_array((np.array(rates, dtype=np.float64), (rows, columns)), shape=shape)),
    )


def stationary(of: Chain[S]) -> FloatArray:
    """Long-run probability of each state of a chain whose states all reach each other."""
    n = len(of.states)
    balance = sparse.lil_array((of.rates - sparse.diags_array(of.rates.sum(axis=1))).T)
    balance[n - 1, :] = 1.0  # one equation follows from the others; this one says that all make 1
    right = np.zeros(n)
    right[n - 1] = 1.0
    return np.asarray(spsolve(sparse.csc_array(balance), right), dtype=np.float64)


def after(of: Chain[S], probability: FloatArray, t: float) -> tuple[FloatArray, FloatArray]:
    """Distribution a time *t* later, and the mean time spent in each state until then."""
    leaving = of.rates.sum(axis=1)
    pace = float(leaving.max())
    if pace == 0.0 or t == 0.0:
        return probability, probability * t
    step = of.rates.T.tocsr() / pace
    stay = 1 - leaving / pace
    n_steps = int(poisson.isf(_LEFT_OUT, pace * t)) + 1
    number = np.arange(n_steps + 1)
    weights, more = poisson.pmf(number, pace * t), poisson.sf(number, pace * t)
    now = probability
    later, spent = np.zeros_like(now), np.zeros_like(now)
    for weight, beyond in zip(weights, more, strict=True):
        later += weight * now
        spent += beyond / pace * now
        now = step @ now + stay * now
    return later, spent
