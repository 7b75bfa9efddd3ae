"""M/M/c: Poisson arrivals, exponential service, ``c`` booths, one queue (GSTH, sections 2.2 and 2.3)."""

from math import exp, factorial, log


def probability_of_waiting(lam: float, mu: float, c: int) -> float:
    """Probability that an arrival waits: Erlang's C formula (Erlang, 1917; GSTH, section 2.3)."""
    require_stable(lam, mu, c)
    load = lam / mu
    queue = load**c / (factorial(c) * (1 - load / c))
    return queue / (sum(load**n / factorial(n) for n in range(c)) + queue)


def mean_wait(lam: float, mu: float, c: int) -> float:
    """Mean waiting time: Erlang C over ``c * mu - lam`` (GSTH, section 2.3)."""
    return probability_of_waiting(lam, mu, c) / (c * mu - lam)


def share_waiting_longer(lam: float, mu: float, c: int, t: float) -> float:
    """Probability of waiting longer than *t*: who waits does so exponentially at rate ``c * mu - lam``."""
    return probability_of_waiting(lam, mu, c) * exp(-(c * mu - lam) * t)


def percentile_of_wait(lam: float, mu: float, c: int, p: float) -> float:
    """Time that a share *p* of the vehicles does not exceed; 0 if as many do not wait at all."""
    return max(log(probability_of_waiting(lam, mu, c) / (1 - p)) / (c * mu - lam), 0.0)


def require_stable(lam: float, mu: float, c: int) -> None:
    """Refuse a queue that has no long run."""
    if not 0 < lam < c * mu:
        raise ValueError(f"the queue is not stable: flow {lam} against {c} booths of rate {mu}")
