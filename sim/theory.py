"""Closed forms of queueing theory, against which the engines are tested. Each cites its equation.

Arrival flow ``lam`` and service rate ``mu`` per unit of time; ``c`` booths; ``rho = lam / (c * mu)`` below 1.
References: Gross, Shortle, Thompson and Harris, *Fundamentals of Queueing Theory*, 4th ed., Wiley 2008 (GSTH).
"""

from math import factorial


def probability_of_waiting(lam: float, mu: float, c: int) -> float:
    """Probability that an arrival at M/M/c waits: Erlang's C formula (GSTH, eq. 2.33)."""
    _require_stable(lam, mu, c)
    load = lam / mu
    queue = load**c / (factorial(c) * (1 - load / c))
    return queue / (sum(load**n / factorial(n) for n in range(c)) + queue)


def mean_wait_mmc(lam: float, mu: float, c: int) -> float:
    """Mean waiting time in M/M/c: Erlang C over ``c * mu - lam`` (GSTH, eq. 2.34)."""
    return probability_of_waiting(lam, mu, c) / (c * mu - lam)


def mean_wait_mg1(lam: float, mean: float, cv: float) -> float:
    """Mean waiting time in M/G/1: Pollaczek-Khinchine (GSTH, eq. 5.11)."""
    _require_stable(lam, 1 / mean, 1)
    rho = lam * mean
    return rho * mean * (1 + cv * cv) / (2 * (1 - rho))


def throughput_of_two_booths_in_line(mu_first: float, mu_second: float) -> float:
    """Departures per unit of time from two single exponential booths in line, no space between, the first never idle.

    The pair is both at work, first blocked, or second idle; the balance of these three states gives
    ``mu1 * mu2 * (mu1 + mu2) / (mu1**2 + mu1 * mu2 + mu2**2)``, two thirds of the rate if both are equal
    (Hunt, *Sequential arrays of waiting lines*, Operations Research 4, 1956, pp. 674-683).
    """
    product = mu_first * mu_second
    return product * (mu_first + mu_second) / (mu_first**2 + product + mu_second**2)


def _require_stable(lam: float, mu: float, c: int) -> None:
    if not 0 < lam < c * mu:
        raise ValueError(f"the queue is not stable: flow {lam} against {c} booths of rate {mu}")
