"""Laws of random times: a name and natural parameters, made by these or by mean and cv, with their moments.

Times are microseconds. What a law gives for a probability is said in :mod:`sim.quantiles`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

import numpy as np

Parameters: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """A law by name and natural parameters; times in microseconds.

    ============  =============================================================
    constant      value
    exponential   mean
    erlang        shape (whole number), scale
    gamma         shape, scale
    lognormal     mu, sigma of the logarithm
    weibull       shape, scale
    uniform       low, high
    triangular    low, mode, high
    empirical     values..., cumulative probabilities... (first half, second half)
    ============  =============================================================
    """

    name: str
    parameters: Parameters


def mean(law: Law) -> float:
    """Exact mean, microseconds."""
    return _MOMENTS[law.name](law.parameters)[0]


def variance(law: Law) -> float:
    """Exact variance, microseconds squared."""
    return _MOMENTS[law.name](law.parameters)[1]


# Constructors: each refuses what its law cannot hold.


def constant(value: float) -> Law:
    """Always *value*, which may be negative (a lateness)."""
    return Law("constant", (_finite("value", value),))


def exponential(mean: float) -> Law:
    """Exponential; cv 1."""
    return Law("exponential", (_positive("mean", mean),))


def erlang(shape: float, scale: float) -> Law:
    """Sum of *shape* exponential phases of mean *scale* each."""
    if shape != int(_positive("shape", shape)):
        raise ValueError(f"the shape of an erlang law is a whole number of phases, not {shape:g}")
    return Law("erlang", (float(shape), _positive("scale", scale)))


def gamma(shape: float, scale: float) -> Law:
    """Gamma; mean is shape times scale."""
    return Law("gamma", (_positive("shape", shape), _positive("scale", scale)))


def lognormal(mu: float, sigma: float) -> Law:
    """Exponential of a normal of mean *mu* and standard deviation *sigma*; mu is the logarithm of microseconds."""
    return Law("lognormal", (_finite("mu", mu), _positive("sigma", sigma)))


def weibull(shape: float, scale: float) -> Law:
    """Weibull; the time exceeds *scale* with probability 1/e."""
    return Law("weibull", (_positive("shape", shape), _positive("scale", scale)))


def uniform(low: float, high: float) -> Law:
    """Evenly between *low* and *high*; both may be negative."""
    _ordered(low=low, high=high)
    return Law("uniform", (float(low), float(high)))


def triangular(low: float, mode: float, high: float) -> Law:
    """Triangular from *low* to *high* with its peak at *mode*; all may be negative."""
    _ordered(low=low, mode=mode, high=high)
    return Law("triangular", (float(low), float(mode), float(high)))


def empirical(values: Sequence[float], weights: Sequence[float] | None = None) -> Law:
    """One of the observed *values*, equally likely unless *weights* say otherwise."""
    if not values:
        raise ValueError("an empirical law needs at least one value")
    if weights is None:
        weights = [1.0] * len(values)
    if len(weights) != len(values):
        raise ValueError(
            f"an empirical law needs one weight for each value: {len(values)} values, {len(weights)} weights"
        )
    for value, weight in zip(values, weights, strict=True):
        _finite("value", value)
        if _finite("weight", weight) < 0:
            raise ValueError(f"a weight cannot be negative, as {weight:g} is")
    total = math.fsum(weights)
    if total <= 0:
        raise ValueError("the weights of an empirical law cannot all be zero")
    ordered = sorted((value, weight) for value, weight in zip(values, weights, strict=True) if weight > 0)
    cumulative = [min(so_far / total, 1.0) for so_far in accumulate(weight for _, weight in ordered)]
    cumulative[-1] = 1.0
    return Law("empirical", (*(float(value) for value, _ in ordered), *cumulative))


def erlang_from_mean(mean: float, shape: float) -> Law:
    """Erlang of *shape* phases with the given mean."""
    return erlang(shape, _positive("mean", mean) / _positive("shape", shape))


def erlang_from_mean_cv(mean: float, cv: float) -> Law:
    """Erlang by mean and cv, where cv is 1 over the root of a whole number (to 1 part in 1000)."""
    shape = _positive("cv", cv) ** -2
    phases = round(shape)
    if phases < 1 or abs(shape - phases) > _ERLANG_TOLERANCE * phases:
        near = sorted({max(1, math.floor(shape)), math.ceil(shape)})
        accepted = " or ".join(f"{n**-0.5:.4g} ({n} phases)" for n in near)
        raise ValueError(f"an erlang law has no cv of {cv:g}: the nearest are {accepted}; or use gamma")
    return erlang_from_mean(mean, phases)


def gamma_from_mean_cv(mean: float, cv: float) -> Law:
    """Gamma by mean and cv: shape is cv to the power -2."""
    shape = _positive("cv", cv) ** -2
    return gamma(shape, _positive("mean", mean) / shape)


def lognormal_from_mean_cv(mean: float, cv: float) -> Law:
    """Lognormal by its arithmetic mean and cv: sigma² = log(1 + cv²), mu = log mean - sigma²/2."""
    square = math.log1p(_positive("cv", cv) ** 2)
    return lognormal(math.log(_positive("mean", mean)) - square / 2, math.sqrt(square))


def lognormal_from_median(median: float, sigma: float) -> Law:
    """Lognormal by its median and the standard deviation of its logarithm."""
    return lognormal(math.log(_positive("median", median)), sigma)


def weibull_from_mean_cv(mean: float, cv: float) -> Law:
    """Weibull by mean and cv; the shape solves 1 + cv² = Γ(1 + 2/shape) / Γ(1 + 1/shape)²."""
    from scipy.optimize import brentq

    target = math.log1p(_positive("cv", cv) ** 2)

    def excess(shape: float) -> float:
        return math.lgamma(1 + 2 / shape) - 2 * math.lgamma(1 + 1 / shape) - target

    least, greatest = _WEIBULL_SHAPES
    if excess(least) < 0 or excess(greatest) > 0:
        raise ValueError(f"a weibull law of cv {cv:g} is beyond what can be solved for")
    shape = float(brentq(excess, least, greatest, xtol=1e-13, rtol=1e-14))
    return weibull(shape, _positive("mean", mean) / math.gamma(1 + 1 / shape))


def uniform_from_mean_cv(mean: float, cv: float) -> Law:
    """Uniform by mean and cv: mean ± cv · mean · √3."""
    half = _positive("cv", cv) * _positive("mean", mean) * math.sqrt(3)
    return uniform(mean - half, mean + half)


def from_mean_cv(name: str, mean: float, cv: float) -> Law:
    """The law called *name* by its mean and cv; a cv or a mean of 0 gives a constant.

    Raises ValueError where the law has no such cv, or is not given by mean and cv.
    """
    if name not in _FROM_MEAN_CV:
        raise ValueError(f"a law {name!r} is not given by mean and cv; these are: {', '.join(_FROM_MEAN_CV)}")
    if _finite("mean", mean) < 0 or _finite("cv", cv) < 0:
        raise ValueError(f"mean and cv cannot be negative, as {min(mean, cv):g} is")
    return constant(mean) if mean == 0 or cv == 0 else _FROM_MEAN_CV[name](mean, cv)


_ERLANG_TOLERANCE = 1e-3
_WEIBULL_SHAPES = (0.02, 1e5)
_FROM_MEAN_CV: dict[str, Callable[[float, float], Law]] = {
    "erlang": erlang_from_mean_cv,
    "gamma": gamma_from_mean_cv,
    "lognormal": lognormal_from_mean_cv,
    "weibull": weibull_from_mean_cv,
    "uniform": uniform_from_mean_cv,
}


def _finite(what: str, value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"the {what} of a law must be a finite number, not {value}")
    return float(value)


def _positive(what: str, value: float) -> float:
    if _finite(what, value) <= 0:
        raise ValueError(f"the {what} of a law must be above zero, not {value:g}")
    return float(value)


def _ordered(**limits: float) -> None:
    for (lower, below), (upper, above) in pairwise(limits.items()):
        if _finite(lower, below) > _finite(upper, above):
            raise ValueError(f"{lower} ({below:g}) cannot be above {upper} ({above:g})")


# Mean and variance of each law.


def _gamma_moments(parameters: Parameters) -> tuple[float, float]:
    shape, scale = parameters
    return shape * scale, shape * scale**2


def _lognormal_moments(parameters: Parameters) -> tuple[float, float]:
    mu, sigma = parameters
    centre = math.exp(mu + sigma**2 / 2)
    return centre, centre**2 * math.expm1(sigma**2)


def _weibull_moments(parameters: Parameters) -> tuple[float, float]:
    shape, scale = parameters
    centre = math.gamma(1 + 1 / shape)
    return scale * centre, scale**2 * (math.gamma(1 + 2 / shape) - centre**2)


def _triangular_moments(parameters: Parameters) -> tuple[float, float]:
    low, mode, high = parameters
    sides = (mode - low, high - mode, high - low)
    return math.fsum(parameters) / 3, math.fsum(side**2 for side in sides) / 36


def _empirical_moments(parameters: Parameters) -> tuple[float, float]:
    values, cumulative = np.split(np.array(parameters, dtype=np.float64), 2)
    weights = np.diff(cumulative, prepend=0.0)
    centre = float(weights @ values)
    return centre, float(weights @ (values - centre) ** 2)


_MOMENTS: dict[str, Callable[[Parameters], tuple[float, float]]] = {
    "constant": lambda parameters: (parameters[0], 0.0),
    "exponential": lambda parameters: (parameters[0], parameters[0] ** 2),
    "erlang": _gamma_moments,
    "gamma": _gamma_moments,
    "lognormal": _lognormal_moments,
    "weibull": _weibull_moments,
    "uniform": lambda parameters: ((parameters[0] + parameters[1]) / 2, (parameters[1] - parameters[0]) ** 2 / 12),
    "triangular": _triangular_moments,
    "empirical": _empirical_moments,
}
