import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from sim import laws
from sim.interpolation import ERROR
from sim.laws import Law, mean, variance
from sim.quantiles import exact_quantile, quantile
from sim.streams import uniforms

LAWS = [
    (laws.exponential(300.0), stats.expon(scale=300.0)),
    (laws.erlang(4, 75.0), stats.erlang(4, scale=75.0)),
    (laws.gamma(0.6, 500.0), stats.gamma(0.6, scale=500.0)),
    (laws.gamma(30.0, 10.0), stats.gamma(30.0, scale=10.0)),
    (laws.lognormal(5.0, 0.8), stats.lognorm(0.8, scale=math.exp(5.0))),
    (laws.weibull(1.7, 200.0), stats.weibull_min(1.7, scale=200.0)),
    (laws.weibull(0.8, 200.0), stats.weibull_min(0.8, scale=200.0)),
    (laws.uniform(-60.0, 240.0), stats.uniform(-60.0, 300.0)),
    (laws.triangular(-60.0, 30.0, 240.0), stats.triang(0.3, loc=-60.0, scale=300.0)),
    (laws.triangular(0.0, 0.0, 100.0), stats.triang(0.0, loc=0.0, scale=100.0)),
    (laws.triangular(0.0, 100.0, 100.0), stats.triang(1.0, loc=0.0, scale=100.0)),
]
IDS = [f"{law.name}{law.parameters}" for law, _ in LAWS]
PROBABILITIES = np.concatenate([[2.0**-54, 1e-9], np.linspace(0.001, 0.999, 999), [1 - 1e-9, 1 - 2.0**-53]])

both = pytest.mark.parametrize(("law", "expected"), LAWS, ids=IDS)


@both
def test_quantiles_agree_with_scipy(law: Law, expected: stats.rv_continuous) -> None:
    times = expected.ppf(PROBABILITIES)
    np.testing.assert_allclose(exact_quantile(law, PROBABILITIES), times, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(quantile(law, PROBABILITIES), times, rtol=ERROR, atol=1e-9)


@both
def test_mean_and_variance_agree_with_scipy(law: Law, expected: stats.rv_continuous) -> None:
    assert mean(law) == pytest.approx(expected.mean(), rel=1e-12)
    assert variance(law) == pytest.approx(expected.var(), rel=1e-12)


@both
def test_a_sample_has_the_moments_and_the_distribution_of_its_law(law: Law, expected: stats.rv_continuous) -> None:
    n = 20_000
    sample = quantile(law, uniforms(11, 0, ("sample",), n))
    deviation = expected.std()
    assert abs(sample.mean() - expected.mean()) < 4 * deviation / n**0.5
    fourth = float(expected.stats(moments="k")) + 3  # type: ignore[call-overload]  # the stubs call it `moment`
    assert abs(sample.var() / deviation**2 - 1) < 4 * ((fourth - 1) / n) ** 0.5
    assert stats.kstest(sample, expected.cdf).pvalue > 1e-3
    # The same sample is refused by a law whose times are a twentieth longer.
    assert stats.kstest(sample * 1.05 + 5, expected.cdf).pvalue < 1e-3


def test_a_constant_is_always_its_value() -> None:
    law = laws.constant(-90.0)
    assert quantile(law, np.array([0.1, 0.9])).tolist() == [-90.0, -90.0]
    assert (mean(law), variance(law)) == (-90.0, 0.0)


def test_an_empirical_law_gives_its_values_by_their_weights() -> None:
    law = laws.empirical([30.0, 10.0, 20.0, 5.0], [1.0, 2.0, 1.0, 0.0])
    assert quantile(law, np.array([0.01, 0.5, 0.51, 0.75, 0.76, 1 - 2.0**-53])).tolist() == [10, 10, 20, 20, 30, 30]
    assert mean(law) == 17.5
    assert variance(law) == 68.75


def test_an_empirical_law_without_weights_is_the_sample() -> None:
    law = laws.empirical([3.0, 1.0, 2.0])
    assert quantile(law, np.array([0.3, 0.6, 0.9])).tolist() == [1, 2, 3]
    assert variance(law) == pytest.approx(2 / 3)


def test_a_lognormal_is_given_by_its_median_too() -> None:
    assert quantile(laws.lognormal_from_median(90.0, 0.5), np.array([0.5]))[0] == pytest.approx(90.0)


def test_a_longer_mean_moves_every_time_along_its_own_uniform() -> None:
    u = uniforms(5, 0, ("pairing",), 1000)
    short, long = (quantile(laws.gamma_from_mean_cv(m, 0.7), u) for m in (100.0, 110.0))
    np.testing.assert_allclose(long, 1.1 * short, rtol=1e-12)


def test_naming_laws_does_not_import_scipy() -> None:
    code = "import sim.quantiles, sys; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
