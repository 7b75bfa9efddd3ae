"""Priority without pre-emption: a class is called first, and no service is broken off (GSTH, section 3.4)."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import exp

from sim.theory import birth_death, erlang


def mean_waits_mg1(lams: Sequence[float], moments: Sequence[Sequence[float]]) -> list[float]:
    """Mean waiting time of each class, the first served first, at one booth; *moments* are E[S] and E[S^2] of each.

    ``W0 / ((1 - s_{k-1}) (1 - s_k))`` with the mean residual service ``W0 = sum lam E[S^2] / 2`` and the load ``s_k``
    of the classes up to *k* (Cobham, *Priority assignment in waiting line problems*, Operations Research 2, 1954,
    pp. 70-76).
    """
    residual = sum(lam * of[1] for lam, of in zip(lams, moments, strict=True)) / 2
    return _shared(residual, [lam * of[0] for lam, of in zip(lams, moments, strict=True)])


def mean_waits_mmc(lams: Sequence[float], mu: float, c: int) -> list[float]:
    """Mean waiting time of each class at ``c`` booths with the same exponential service for all.

    As above with ``W0 = C / (c mu)``, C being Erlang's probability of waiting (Kella and Yechiali, *Waiting times in
    the non-preemptive priority M/M/c queue*, Stochastic Models 1, 1985, pp. 257-262).
    """
    until_free = erlang.probability_of_waiting(sum(lams), mu, c) / (c * mu)
    return _shared(until_free, [lam / (c * mu) for lam in lams])


def share_of_first_waiting_longer(lam_first: float, lam_second: float, mu: float, t: float) -> float:
    """Probability that a vehicle of the first class waits longer than *t* in M/M/1, both classes served alike.

    ``rho exp(-(mu - lam_1) t)``: the transform of Kella and Yechiali inverted for exponential service.
    """
    erlang.require_stable(lam_first + lam_second, mu, 1)
    return (lam_first + lam_second) / mu * exp(-(mu - lam_first) * t)


def share_of_second_waiting_longer(lam_first: float, lam_second: float, mu: float, t: float) -> float:
    """The same for the second class.

    It waits until those whom it meets, and all of the first class who come meanwhile, have been served: the first
    passage to 0 of a birth-death process with rates lam_1 and mu from the geometric number that an arrival meets.
    """
    erlang.require_stable(lam_first + lam_second, mu, 1)
    return birth_death.probability_above_zero(lam_first, mu, ratio=(lam_first + lam_second) / mu, t=t)


def _shared(residual: float, loads: Sequence[float]) -> list[float]:
    upto = [0.0, *accumulate(loads)]
    if upto[-1] >= 1:
        raise ValueError(f"the queue is not stable: load {upto[-1]}")
    return [residual / ((1 - before) * (1 - after)) for before, after in pairwise(upto)]
