"""A law as the file writes it, by mean and cv or by natural parameters, as the law that is drawn from."""

from collections.abc import Callable

from sim import laws
from sim.scenario.services import Law as Written
from sim.scenario.services import Service


def law(written: Written | Service) -> laws.Law:
    """The law that *written* states; ValueError where its parameters do not fix one."""
    if written.law is None:
        raise ValueError("a service states a law or parts")
    found = _NATURAL[written.law](written)
    if found is not None:
        return found
    if written.mean is not None and written.cv is not None:
        return laws.from_mean_cv(written.law, written.mean, written.cv)
    raise ValueError(f"the parameters given do not fix a law {written.law!r}")


def _constant(written: Written) -> laws.Law | None:
    value = written.mean if written.value is None else written.value
    return None if value is None else laws.constant(value)


def _exponential(written: Written) -> laws.Law | None:
    if written.mean is None:
        return None
    return laws.exponential(written.mean) if written.mean > 0 else laws.constant(0)


def _erlang(written: Written) -> laws.Law | None:
    if written.shape is None:
        return None
    if written.scale is not None:
        return laws.erlang(written.shape, written.scale)
    return None if written.mean is None else laws.erlang_from_mean(written.mean, written.shape)


def _gamma(written: Written) -> laws.Law | None:
    if written.shape is None:
        return None
    if written.scale is not None:
        return laws.gamma(written.shape, written.scale)
    return None if written.mean is None else laws.gamma(written.shape, written.mean / written.shape)


def _lognormal(written: Written) -> laws.Law | None:
    if written.median is None or written.sigma is None:
        return None
    return laws.lognormal_from_median(written.median, written.sigma)


def _weibull(written: Written) -> laws.Law | None:
    if written.shape is None or written.scale is None:
        return None
    return laws.weibull(written.shape, written.scale)


def _uniform(written: Written) -> laws.Law | None:
    if written.low is None or written.high is None:
        return None
    return laws.uniform(written.low, written.high)


def _triangular(written: Written) -> laws.Law | None:
    if written.low is None or written.mode is None or written.high is None:
        return None
    return laws.triangular(written.low, written.mode, written.high)


def _empirical(written: Written) -> laws.Law | None:
    return None if written.values is None else laws.empirical(written.values, written.weights)


_NATURAL: dict[str, Callable[[Written], laws.Law | None]] = {
    "constant": _constant,
    "exponential": _exponential,
    "erlang": _erlang,
    "gamma": _gamma,
    "lognormal": _lognormal,
    "weibull": _weibull,
    "uniform": _uniform,
    "triangular": _triangular,
    "empirical": _empirical,
}
