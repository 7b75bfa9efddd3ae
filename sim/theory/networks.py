"""Exponential stages in series, and stages that a vehicle passes again: product forms (GSTH, chapter 4)."""

from math import exp

from scipy.optimize import brentq

from sim.theory.erlang import require_stable

_LONG = 1000.0
"""Mean times within which any percentile of interest lies."""


def mean_number(load: float) -> float:
    """Mean number at a stage with one exponential booth in a network of product form: ``rho / (1 - rho)``.

    Jackson, *Networks of waiting lines*, Operations Research 5, 1957, pp. 518-521.
    """
    require_stable(load, 1.0, 1)
    return load / (1 - load)


def share_in_tandem_longer(lam: float, mu_first: float, mu_second: float, t: float) -> float:
    """Probability that two single-booth stages in series, M/M/1 both, together take longer than *t*.

    The times at the two are independent and exponential at the rates ``mu - lam`` (Burke, *The output of a queuing
    system*, Operations Research 4, 1956, pp. 699-704; Reich, *Waiting times when queues are in tandem*, Annals of
    Mathematical Statistics 28, 1957, pp. 768-773).
    """
    require_stable(lam, min(mu_first, mu_second), 1)
    first, second = mu_first - lam, mu_second - lam
    return (second * exp(-first * t) - first * exp(-second * t)) / (second - first)


def percentile_in_tandem(lam: float, mu_first: float, mu_second: float, p: float) -> float:
    """Time in the two stages that a share *p* does not exceed."""
    longest = _LONG / (min(mu_first, mu_second) - lam)
    return float(
        brentq(lambda t: share_in_tandem_longer(lam, mu_first, mu_second, t) - (1 - p), 0.0, longest, xtol=1e-12)
    )


def mean_visits(repeat: float, most: int) -> float:
    """Mean number of visits to a stage after each of which a share *repeat* comes again, but no more than *most*."""
    return sum(repeat**k for k in range(most))


def throughput_of_two_in_a_circle(mu: float, vehicles: int) -> float:
    """Departures per unit of time from two single exponential stages that always hold so many *vehicles* together.

    ``mu n / (n + 1)``: all divisions between the two are equally likely (Gordon and Newell, *Closed queuing systems
    with exponential servers*, Operations Research 15, 1967, pp. 254-265).
    """
    return mu * vehicles / (vehicles + 1)
