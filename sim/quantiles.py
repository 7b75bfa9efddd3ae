"""Quantile functions of the laws of random times: one uniform in, one duration out.

Inversion keeps pairing: a longer mean or another law moves every vehicle's time along its own uniform
and deals nobody a new one. Times are microseconds here and are not rounded; whoever draws rounds once.
Laws whose quantiles are slow to compute have them from tables (:mod:`sim.interpolation`).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.laws import Law, Parameters

if TYPE_CHECKING:
    from sim.interpolation import Table

FloatArray: TypeAlias = NDArray[np.float64]


def quantile(law: Law, uniforms: FloatArray) -> FloatArray:
    """The times below which *law* lies with the given probabilities, microseconds, not rounded.

    *uniforms* has any shape and lies in the open interval (0, 1); the result has the same shape. It is within
    ``interpolation.ERROR`` of :func:`exact_quantile`, relative to it.
    """
    if law.name not in _STANDARD:
        return exact_quantile(law, uniforms)
    from sim.interpolation import LEAST, interpolate

    shape, scale = _STANDARD[law.name].shape_and_scale(law.parameters)
    table = _table(law.name, shape)
    if table is None or uniforms.min(initial=1.0) < LEAST:
        return exact_quantile(law, uniforms)
    values = interpolate(table, uniforms)
    values *= scale
    return values


def exact_quantile(law: Law, uniforms: FloatArray) -> FloatArray:
    """As :func:`quantile`, without tables: as exact as SciPy is."""
    return _QUANTILES[law.name](law.parameters, uniforms)


# Quantile functions: (parameters, uniforms) to times.


def _constant(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    return np.full(uniforms.shape, parameters[0])


def _exponential(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    return -parameters[0] * np.log1p(-uniforms)


def _gamma(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    from scipy.special import gammaincinv

    shape, scale = parameters
    return np.asarray(scale * gammaincinv(shape, uniforms), dtype=np.float64)


def _lognormal(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    from scipy.special import ndtri

    mu, sigma = parameters
    return np.asarray(np.exp(mu + sigma * ndtri(uniforms)), dtype=np.float64)


def _weibull(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    shape, scale = parameters
    return np.asarray(scale * (-np.log1p(-uniforms)) ** (1 / shape), dtype=np.float64)


def _uniform(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    low, high = parameters
    return low + (high - low) * uniforms


def _triangular(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    low, mode, high = parameters
    width = high - low
    rising = low + np.sqrt(uniforms * width * (mode - low))
    falling = high - np.sqrt((1 - uniforms) * width * (high - mode))
    return np.where(uniforms * width < mode - low, rising, falling)


def _empirical(parameters: Parameters, uniforms: FloatArray) -> FloatArray:
    values, cumulative = np.split(np.array(parameters, dtype=np.float64), 2)
    return np.asarray(values[np.searchsorted(cumulative, uniforms, side="left")], dtype=np.float64)


_QUANTILES: dict[str, Callable[[Parameters, FloatArray], FloatArray]] = {
    "constant": _constant,
    "exponential": _exponential,
    "erlang": _gamma,
    "gamma": _gamma,
    "lognormal": _lognormal,
    "weibull": _weibull,
    "uniform": _uniform,
    "triangular": _triangular,
    "empirical": _empirical,
}


# Laws that have tables: one for each shape, whatever the scale.


@dataclass(frozen=True, slots=True)
class _Standard:
    """Quantiles of a law of scale 1, near 0 and, by the probability that is left, near 1."""

    lower: Callable[[float, FloatArray], FloatArray]
    upper: Callable[[float, FloatArray], FloatArray]
    shape_and_scale: Callable[[Parameters], tuple[float, float]]


def _gamma_lower(shape: float, p: FloatArray) -> FloatArray:
    return _gamma((shape, 1.0), p)


def _gamma_upper(shape: float, q: FloatArray) -> FloatArray:
    from scipy.special import gammainccinv

    return np.asarray(gammainccinv(shape, q), dtype=np.float64)


def _lognormal_lower(sigma: float, p: FloatArray) -> FloatArray:
    return _lognormal((0.0, sigma), p)


def _lognormal_upper(sigma: float, q: FloatArray) -> FloatArray:
    return 1 / _lognormal_lower(sigma, q)


def _weibull_lower(shape: float, p: FloatArray) -> FloatArray:
    return _weibull((shape, 1.0), p)


def _weibull_upper(shape: float, q: FloatArray) -> FloatArray:
    return np.asarray((-np.log(q)) ** (1 / shape), dtype=np.float64)


def _as_they_stand(parameters: Parameters) -> tuple[float, float]:
    shape, scale = parameters
    return shape, scale


def _of_logarithm(parameters: Parameters) -> tuple[float, float]:
    mu, sigma = parameters
    return sigma, math.exp(mu)


_STANDARD = {
    "erlang": _Standard(_gamma_lower, _gamma_upper, _as_they_stand),
    "gamma": _Standard(_gamma_lower, _gamma_upper, _as_they_stand),
    "lognormal": _Standard(_lognormal_lower, _lognormal_upper, _of_logarithm),
    "weibull": _Standard(_weibull_lower, _weibull_upper, _as_they_stand),
}

_MOST_TABLES = 128


@lru_cache(_MOST_TABLES)
def _table(name: str, shape: float) -> "Table | None":
    from sim.interpolation import tabulate

    law = _STANDARD[name]
    return tabulate(lambda p: law.lower(shape, p), lambda q: law.upper(shape, q))
