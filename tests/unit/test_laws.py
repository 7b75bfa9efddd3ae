import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import laws
from sim.laws import Law, mean, variance


@pytest.mark.parametrize("name", ["gamma", "lognormal", "weibull"])
@given(centre=st.floats(1.0, 1e9), cv=st.floats(0.05, 3.0))
def test_a_law_made_from_mean_and_cv_has_them(name: str, centre: float, cv: float) -> None:
    law = laws.from_mean_cv(name, centre, cv)
    assert law.name == name
    assert mean(law) == pytest.approx(centre, rel=1e-9)
    assert variance(law) ** 0.5 / mean(law) == pytest.approx(cv, rel=1e-6)


@pytest.mark.parametrize(("name", "cv"), [("erlang", 0.5), ("uniform", 0.4)])
def test_an_erlang_or_uniform_law_made_from_mean_and_cv_has_them(name: str, cv: float) -> None:
    law = laws.from_mean_cv(name, 120.0, cv)
    assert law.name == name
    assert mean(law) == pytest.approx(120.0)
    assert variance(law) ** 0.5 / 120.0 == pytest.approx(cv)


def test_a_cv_or_mean_of_zero_is_a_constant() -> None:
    assert laws.from_mean_cv("gamma", 120.0, 0.0) == laws.constant(120.0)
    assert laws.from_mean_cv("weibull", 0.0, 0.7) == laws.constant(0.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: laws.exponential(0), "mean of a law must be above zero"),
        (lambda: laws.exponential(math.inf), "mean of a law must be a finite number"),
        (lambda: laws.constant(math.nan), "value of a law must be a finite number"),
        (lambda: laws.gamma(-1, 3), "shape of a law must be above zero, not -1"),
        (lambda: laws.erlang(2.5, 3), "whole number of phases, not 2.5"),
        (lambda: laws.erlang_from_mean_cv(10, 0.6), r"nearest are 0.7071 \(2 phases\) or 0.5774 \(3 phases\)"),
        (lambda: laws.erlang_from_mean_cv(10, 1.5), "no cv of 1.5"),
        (lambda: laws.weibull_from_mean_cv(10, 1e30), "beyond what can be solved"),
        (lambda: laws.uniform(3, 2), r"low \(3\) cannot be above high \(2\)"),
        (lambda: laws.triangular(0, 5, 2), r"mode \(5\) cannot be above high \(2\)"),
        (lambda: laws.empirical([]), "at least one value"),
        (lambda: laws.empirical([1, 2], [1]), "2 values, 1 weights"),
        (lambda: laws.empirical([1, 2], [1, -1]), "cannot be negative"),
        (lambda: laws.empirical([1, 2], [0, 0]), "cannot all be zero"),
        (lambda: laws.from_mean_cv("triangular", 1, 1), "not given by mean and cv"),
        (lambda: laws.from_mean_cv("gamma", -1, 1), "cannot be negative"),
    ],
)
def test_what_a_law_cannot_hold_is_refused(make: Callable[[], Law], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
