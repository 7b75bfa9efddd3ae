"""Laws of random times, each given by its quantile function: one uniform in, one duration out."""

from dataclasses import dataclass


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
    parameters: tuple[float, ...]
