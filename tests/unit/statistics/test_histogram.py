"""Logarithmic bins: no value is lost, none is misplaced by more than 0.5 %."""

import numpy as np
import numpy.testing as npt
import pytest

from sim.statistics import histogram
from sim.units import HOUR, MINUTE, NEVER


def test_every_value_lies_in_its_bin() -> None:
    edges = histogram.lower_edges()
    values = np.concatenate([edges[:-1], edges[1:] - 1])
    bins = histogram.bin_of(values)
    assert np.all(edges[bins] <= values)
    assert np.all(values < edges[bins + 1])


def test_bins_are_half_a_percent_wide_or_one_microsecond() -> None:
    edges = histogram.lower_edges()
    widths = np.diff(edges)
    assert np.all((widths == 1) | (widths <= edges[:-1] // 200))
    minute = histogram.bin_of(np.array([MINUTE]))[0]
    assert widths[minute] > 0.0049 * MINUTE


def test_zero_has_a_bin_of_its_own_and_the_bins_reach_beyond_any_run() -> None:
    assert histogram.bin_of(np.array([0, 1])).tolist() == [0, 1]
    assert histogram.lower_edges()[-1] >= NEVER


def test_a_negative_time_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        histogram.bin_of(np.array([-1]))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_percentile_agrees_with_that_of_the_sample_to_half_a_percent(share: float) -> None:
    sample = np.random.default_rng(7).lognormal(np.log(HOUR), 1.0, 20_000).astype(np.int64)
    bins, counts = np.unique(histogram.bin_of(sample), return_counts=True)
    below = np.cumsum(counts).astype(np.float64)
    index, fraction = histogram.position_of(below, share * len(sample))
    found = histogram.value_at(bins, np.array([index]), np.array([fraction]))[0]
    assert found == pytest.approx(np.quantile(sample, share), rel=0.005)


def test_a_percentile_in_the_zero_bin_is_zero() -> None:
    value = histogram.value_at(np.array([0, 900]), np.array([0]), np.array([0.7]))
    npt.assert_array_equal(value, [0])


def test_histograms_add_bin_by_bin() -> None:
    bins, counts = histogram.add(np.array([1, 5]), np.array([2, 3]), np.array([5, 9]), np.array([4, 1]))
    assert bins.tolist() == [1, 5, 9]
    assert counts.tolist() == [2, 7, 1]
