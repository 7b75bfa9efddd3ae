"""GI/M/1: arrivals of any independent headway at one exponential booth (Kendall 1953; GSTH, section 5.3)."""

from sim.theory.erlang import require_stable

_MOST = 10_000


def probability_of_waiting_with_every_other_arrival(lam: float, mu: float) -> float:
    """Probability that a vehicle waits at a booth to which every second vehicle of a Poisson stream ``lam`` goes.

    Headways are then Erlang of two phases, and the probability is the root below 1 of
    ``sigma = (lam / (lam + mu (1 - sigma)))^2``.
    """
    require_stable(lam / 2, mu, 1)
    sigma = 0.0
    for _ in range(_MOST):
        following = (lam / (lam + mu * (1 - sigma))) ** 2
        if following == sigma:
            break
        sigma = following
    return sigma


def mean_wait_with_every_other_arrival(lam: float, mu: float) -> float:
    """Mean waiting time there: who waits does so exponentially at rate ``mu (1 - sigma)``."""
    sigma = probability_of_waiting_with_every_other_arrival(lam, mu)
    return sigma / (mu * (1 - sigma))
