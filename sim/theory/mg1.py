"""M/G/1: Poisson arrivals, one booth, any law of service, first come first served (GSTH, section 5.1)."""

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from math import floor, sqrt

import numpy as np
from numpy.typing import NDArray

from sim.theory.erlang import require_stable

FloatArray = NDArray[np.float64]

_DIGITS = 60
"""Digits in which Erlang's alternating series is summed."""


def mean_wait(lam: float, moments: Sequence[float]) -> float:
    """Mean waiting time from E[S] and E[S^2]: ``lam E[S^2] / 2(1 - rho)`` (Pollaczek 1930, Khinchine 1932)."""
    require_stable(lam, 1 / moments[0], 1)
    return lam * moments[1] / (2 * (1 - lam * moments[0]))


def sd_wait(lam: float, moments: Sequence[float]) -> float:
    """Standard deviation of the waiting time from the first three moments of service.

    ``E[W^2] = 2 E[W]^2 + lam E[S^3] / 3(1 - rho)`` (Takacs, *Introduction to the Theory of Queues*, Oxford 1962,
    chapter 1).
    """
    mean = mean_wait(lam, moments)
    return sqrt(mean * mean + lam * moments[2] / (3 * (1 - lam * moments[0])))


def lognormal_moments(mean: float, cv: float) -> tuple[float, float, float]:
    """E[S], E[S^2], E[S^3] of a lognormal: ``mean^k (1 + cv^2)^(k(k-1)/2)``."""
    growth = 1 + cv * cv
    return mean, mean**2 * growth, mean**3 * growth**3


def gamma_moments(mean: float, cv: float) -> tuple[float, float, float]:
    """E[S], E[S^2], E[S^3] of a gamma of shape ``1 / cv^2``; an exponential for cv 1, a constant for cv 0."""
    square = cv * cv
    return mean, mean**2 * (1 + square), mean**3 * (1 + square) * (1 + 2 * square)


def shifted(moments: Sequence[float], shift: float) -> tuple[float, float, float]:
    """Moments of the time plus a constant *shift*."""
    one, two, three = moments
    return one + shift, two + 2 * shift * one + shift**2, three + 3 * shift * two + 3 * shift**2 * one + shift**3


def mixed(shares: Sequence[float], moments: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Moments of a service whose law is one of several, by *shares*."""
    columns = zip(*moments, strict=True)
    return tuple(sum(share * each for share, each in zip(shares, column, strict=True)) for column in columns)


def share_waiting_longer_md1(lam: float, service: float, t: float) -> float:
    """Probability of waiting longer than *t* when service is constant (Erlang, 1909).

    ``P(W <= t) = (1 - rho) sum_{j=0}^{floor(t/D)} (lam (j D - t))^j / j! exp(-lam (j D - t))``, whose terms
    alternate and cancel: it is summed in 60 digits.
    """
    require_stable(lam, 1 / service, 1)
    with localcontext() as context:
        context.prec = _DIGITS
        flow, length, time = Decimal(lam), Decimal(service), Decimal(t)
        term = Decimal(0)
        factorial = Decimal(1)
        for j in range(floor(time / length) + 1):
            factorial *= max(j, 1)
            exponent = flow * (j * length - time)
            power = exponent**j if j else Decimal(1)
            term += power / factorial * (-exponent).exp()
        return float(1 - (1 - flow * length) * term)


def share_waiting_longer(lam: float, mean: float, survival: Callable[[FloatArray], FloatArray], t: float) -> float:
    """Probability of waiting longer than *t* for a smooth law of service with ``P(S > x) = survival(x)``.

    The tail is that of a geometric number of residual services and so obeys ``T(x) = rho R(x) + rho int_0^x T(x - u)
    r(u) du`` with the density ``r(u) = P(S > u) / E[S]`` of a residual service and its tail R (the renewal form of
    Pollaczek-Khinchine: Feller, *An Introduction to Probability Theory and Its Applications* II, 2nd ed., Wiley 1971,
    section XI.6). It is solved by the trapezoidal rule, whose error in even powers of the step Romberg's scheme takes
    away.
    """
    require_stable(lam, 1 / mean, 1)
    found = [_tail_by_trapezoid(lam, survival, mean, t, steps) for steps in (1000, 2000, 4000, 8000)]
    for order in range(1, len(found)):
        found = [fine + (fine - coarse) / (4**order - 1) for coarse, fine in pairwise(found)]
    return found[0]


def _tail_by_trapezoid(
    lam: float, survival: Callable[[FloatArray], FloatArray], mean: float, t: float, steps: int
) -> float:
    step = t / steps
    # rho r(u) = lam P(S > u); rho R(x) = rho less its integral up to x, itself by the same rule.
    density = lam * survival(np.arange(steps + 1, dtype=np.float64) * step)
    below = np.concatenate([np.zeros(1), np.cumsum((density[1:] + density[:-1]) * step / 2)])
    tail = np.zeros(steps + 1)
    tail[0] = lam * mean
    for k in range(1, steps + 1):
        inner = tail[1:k] @ density[k - 1 : 0 : -1]
        tail[k] = (tail[0] - below[k] + step * (inner + tail[0] * density[k] / 2)) / (1 - step * density[0] / 2)
    return float(tail[steps])
