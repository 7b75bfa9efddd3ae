"""From which day on a run has settled: by hand, and on queues whose transient is known."""

import numpy as np
import pytest

from sim.statistics.histogram import FloatArray
from sim.statistics.settling import settling
from sim.streams import uniforms

ERROR = 0.01


def climbing(days: int, *, of_days: int, noise: float = 0.0, n: int = 10) -> FloatArray:
    """Daily means that climb to 100 in so many *days*, with noise between replications."""
    rise = np.minimum(np.arange(of_days) / days, 1.0) * 100 if days else np.full(of_days, 100.0)
    drawn = np.array([uniforms(1, k, ("settling",), of_days) for k in range(n)])
    return rise + noise * (drawn - 0.5)


def test_the_warm_up_ends_with_the_first_day_within_5_percent_of_the_level() -> None:
    # 0, 10, 20 ... 90 and then 100: the first of at least 95 is day number 10.
    found = settling(climbing(10, of_days=40), error=ERROR)
    assert (found.level, found.tolerance, found.reached, found.is_flat) == (100, 5, 10, True)


def test_what_is_at_its_level_at_once_needs_none() -> None:
    assert settling(climbing(0, of_days=40, noise=5), error=ERROR).reached == 0


def test_the_tolerance_is_two_standard_errors_where_that_is_more() -> None:
    # Ten replications at 0, 20, 40 ... 180: their mean is 90, their standard error 60.55 / sqrt(10).
    daily = np.repeat(np.arange(0.0, 200, 20)[:, None], 8, axis=1)
    assert settling(daily, error=ERROR).tolerance == pytest.approx(2 * 60.553 / np.sqrt(10), rel=1e-4)


def test_a_series_that_grows_for_ever_has_not_settled_and_its_growth_is_told() -> None:
    found = settling(climbing(1000, of_days=40, noise=1), error=ERROR)
    assert not found.is_flat
    assert found.growth == pytest.approx(0.1, rel=0.2)


def test_a_flat_series_is_called_rising_as_seldom_as_the_error_says() -> None:
    drawn = np.array([uniforms(2, k, ("flat",), 40 * 10) for k in range(400)]).reshape(400, 10, 40)
    rising = sum(not settling(daily, error=0.05).is_flat for daily in drawn)
    assert 0.02 * 400 <= rising <= 0.08 * 400


def test_a_single_replication_or_day_shows_nothing() -> None:
    for shape in ((1, 10), (10, 3)):
        with pytest.raises(ValueError, match="two replications and four days"):
            settling(np.ones(shape), error=ERROR)
