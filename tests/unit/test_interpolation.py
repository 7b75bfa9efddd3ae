import numpy as np
import pytest

from sim import laws, quantiles
from sim.interpolation import ERROR, LEAST, tabulate
from sim.laws import Law
from sim.quantiles import FloatArray, exact_quantile, quantile
from sim.streams import uniforms

LAWS = [
    *(laws.gamma(shape, 90e6) for shape in (0.0625, 0.25, 0.6, 1.0, 2.8, 4.0, 16.0, 400.0)),
    laws.erlang(3, 90e6),
    *(laws.lognormal(18.0, sigma) for sigma in (0.05, 0.5, 1.5)),
    *(laws.weibull(shape, 90e6) for shape in (0.5, 1.7, 10.0)),
]
BENT = [laws.gamma(0.05, 90e6), laws.lognormal(18.0, 90.0), laws.weibull(0.02, 90e6)]
"""So skew that cubics do not follow them."""


def grid() -> FloatArray:
    """The middle, both tails evenly by their logarithm, and both ends, in order."""
    tail = np.exp2(-np.random.default_rng(1).uniform(1, 53, 50_000))
    middle = uniforms(1, 0, ("grid",), 50_000)
    ends = [LEAST, 2.0**-53, 0.25, 0.5, 0.75, 1 - 2.0**-53]
    return np.sort(np.concatenate([tail, 1 - tail, middle, ends]))


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_a_quantile_from_a_table_is_within_the_stated_error_in_both_tails_too(law: Law) -> None:
    assert quantiles._table(law.name, quantiles._STANDARD[law.name].shape_and_scale(law.parameters)[0]) is not None
    np.testing.assert_allclose(quantile(law, grid()), exact_quantile(law, grid()), rtol=ERROR, atol=0)


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_a_greater_uniform_never_gives_a_shorter_time(law: Law) -> None:
    times = quantile(law, grid())
    assert (np.diff(times) >= -1e-15 * times[1:]).all()  # the last bit may round either way


@pytest.mark.parametrize("law", BENT, ids=str)
def test_a_law_that_no_table_follows_is_computed(law: Law) -> None:
    assert quantiles._table(law.name, quantiles._STANDARD[law.name].shape_and_scale(law.parameters)[0]) is None
    with np.errstate(over="ignore"):
        np.testing.assert_array_equal(quantile(law, grid()), exact_quantile(law, grid()))


def test_below_the_least_uniform_a_quantile_is_computed() -> None:
    law, far = LAWS[1], np.array([[1e-30, 0.3]])
    np.testing.assert_array_equal(quantile(law, far), exact_quantile(law, far))


def test_a_table_is_refused_where_its_error_is_too_great() -> None:
    def slope(p: FloatArray) -> FloatArray:
        return 1 + p

    def bend(p: FloatArray) -> FloatArray:
        return 1 + np.sin(400 * p)

    assert tabulate(slope, slope) is not None
    assert tabulate(slope, bend) is None
    assert tabulate(bend, slope) is None
