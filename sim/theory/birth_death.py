"""First passage of a birth-death process to 0."""

from collections.abc import Iterator

import numpy as np

from sim.theory import markov

_LONGEST = 400
"""The chain is cut here: with fewer births than deaths so long a queue is not met within a wait."""


def probability_above_zero(birth: float, death: float, *, ratio: float, t: float) -> float:
    """Probability of not having met 0 by *t*, starting from *n* with probability ``(1 - ratio) ratio^n``."""

    def transitions(n: int) -> Iterator[tuple[float, int]]:
        if n > 0:
            yield death, n - 1
            yield birth if n < _LONGEST else 0.0, n + 1

    of = markov.chain([_LONGEST], transitions)
    start = np.array([(1 - ratio) * ratio**n for n in of.states])
    later, _ = markov.after(of, start, t)
    return of.expected(later, lambda n: float(n > 0))
