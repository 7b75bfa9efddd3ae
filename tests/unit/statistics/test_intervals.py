"""Estimates against numbers worked out by hand, and their coverage on queues whose truth is known."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from sim.statistics import histogram, intervals, percentiles
from sim.statistics.cell import EMPTY, Cell
from sim.statistics.histogram import FloatArray
from sim.statistics.histograms import Histograms
from sim.statistics.intervals import Estimate
from sim.trajectory import IntArray
from sim.units import MINUTE

LEVEL = 0.95
T_4 = 2.7764451
"""Student's t at 0.975 on 4, from printed tables."""


def cell(values: Sequence[int] | IntArray, *thresholds: int) -> Cell:
    if not len(values):
        return EMPTY
    sample = np.array(values, dtype=np.int64)
    bins, counts = np.unique(histogram.bin_of(sample), return_counts=True)
    return Cell(
        n=len(sample),
        sum=int(sample.sum()),
        sum_squares=sum(int(value) ** 2 for value in sample),
        maximum=int(sample.max()),
        beyond=tuple((threshold, int((sample > threshold).sum())) for threshold in thresholds),
        histograms=Histograms.single(bins, counts),
    )


def interval(estimate: Estimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


SINGLE = [cell([value]) for value in (1, 2, 3, 4, 10)]
"""One vehicle each: the jackknife of a mean is then the standard error of a plain mean."""


# Means and ratios.


def test_of_one_vehicle_each_the_mean_has_the_textbook_interval() -> None:
    half = T_4 * math.sqrt(12.5 / 5)  # mean 4, squared deviations 9 + 4 + 1 + 0 + 36 = 50, variance 50 / 4

    estimate = intervals.mean(SINGLE, level=LEVEL)

    assert estimate.value == 4
    assert estimate.n == 5
    assert interval(estimate) == pytest.approx((4 - half, 4 + half), rel=1e-6)


def test_a_mean_is_the_ratio_of_totals_and_not_the_mean_of_means() -> None:
    cells = [cell([10]), cell([20, 20, 20]), cell([30] * 6), cell([10, 30]), cell([20])]

    assert intervals.mean(cells, level=LEVEL).value == (10 + 60 + 180 + 40 + 20) / 13


def test_the_interval_of_a_ratio_is_the_jackknife_written_out() -> None:
    over, under = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0], [2.0, 7.0, 1.0, 8.0, 2.0, 8.0]
    without = [(23 - a) / (28 - b) for a, b in zip(over, under, strict=True)]
    centre = sum(without) / 6
    half = 2.5705818 * math.sqrt(5 / 6 * sum((one - centre) ** 2 for one in without))

    estimate = intervals.ratio(over, under, level=LEVEL)

    assert estimate.value == 23 / 28
    assert interval(estimate) == pytest.approx((23 / 28 - half, 23 / 28 + half), rel=1e-6)


def test_a_higher_level_gives_a_wider_interval() -> None:
    (lower, upper), (lower_99, upper_99) = (interval(intervals.mean(SINGLE, level=at)) for at in (0.95, 0.99))

    assert lower_99 < lower < upper < upper_99


def test_a_share_counts_what_is_above_the_threshold() -> None:
    cells = [cell(values, 5, 9) for values in ([1, 6], [5, 5], [9, 10], [7, 1, 1], [2])]

    estimate = intervals.share_beyond(cells, 5, level=LEVEL)

    assert estimate.value == 4 / 10
    assert intervals.share_beyond(cells, 9, level=LEVEL).value == 1 / 10


def test_the_interval_of_a_share_ends_at_0_and_1() -> None:
    rare = [cell([1] * 9, 5)] * 4 + [cell([1] * 8 + [6], 5)]
    common = [cell([6] * 9, 5)] * 4 + [cell([6] * 8 + [1], 5)]

    assert interval(intervals.share_beyond(rare, 5, level=LEVEL))[0] == 0
    assert interval(intervals.share_beyond(common, 5, level=LEVEL))[1] == 1


@pytest.mark.parametrize(("value", "share"), [(1, 0.0), (9, 1.0)])
def test_a_share_of_nothing_or_everything_has_no_interval(value: int, share: float) -> None:
    cells = [cell([value] * 3, 5)] * 6

    assert intervals.share_beyond(cells, 5, level=LEVEL) == Estimate(share, None, None, 6)
    assert intervals.share_difference(cells, cells, 5, level=LEVEL) == Estimate(0.0, None, None, 6)


def test_a_threshold_that_was_not_counted_is_an_error() -> None:
    with pytest.raises(ValueError, match="threshold of 7"):
        intervals.share_beyond([cell([1], 5)], 7, level=LEVEL)


def test_beyond_0_is_whoever_had_to_wait_at_all() -> None:
    cells = [cell(values) for values in ([0, 1], [0, 0, 5], [7], [0], [0])]

    assert intervals.share_beyond(cells, 0, level=LEVEL).value == 3 / 8


def test_the_standard_deviation_takes_all_vehicles_as_one_sample() -> None:
    cells = [cell(values) for values in ([1, 2], [6], [3, 3, 3], [10], [2])]
    values = [1, 2, 6, 3, 3, 3, 10, 2]
    without = [[6, 3, 3, 3, 10, 2], [1, 2, 3, 3, 3, 10, 2], [1, 2, 6, 10, 2], [1, 2, 6, 3, 3, 3, 2], values[:-1]]
    left_out = [statistics.pstdev(rest) for rest in without]
    half = T_4 * math.sqrt(4 / 5 * sum((one - statistics.fmean(left_out)) ** 2 for one in left_out))
    value = statistics.pstdev(values)

    estimate = intervals.standard_deviation(cells, level=LEVEL)

    assert estimate.value == pytest.approx(value, rel=1e-12)
    assert interval(estimate) == pytest.approx((max(value - half, 0), value + half), rel=1e-6)
    assert intervals.standard_deviation(cells[:4], level=LEVEL).lower is None


def test_a_small_spread_of_long_times_does_not_drown_in_rounding() -> None:
    long = 10**15

    estimate = intervals.standard_deviation([cell([long, long + 2])] * 6, level=LEVEL)

    assert estimate == Estimate(1.0, 1.0, 1.0, 6)


def test_a_difference_of_standard_deviations_is_paired() -> None:
    once = [cell([value, 2 * value]) for value in (1, 5, 2, 9, 4)]
    twice = [cell([2 * value, 4 * value]) for value in (1, 5, 2, 9, 4)]
    alone = intervals.standard_deviation_contrast([once], [1], level=LEVEL)

    difference = intervals.standard_deviation_contrast([once, twice], [-1, 1], level=LEVEL)

    # Twice the times have twice the spread: what the pairs share is not chance.
    assert difference.value == pytest.approx(alone.value)
    assert interval(difference) == pytest.approx(interval(alone))


def test_a_maximum_stands_alone() -> None:
    assert intervals.maximum([cell([3, 8]), EMPTY, cell([5])]) == Estimate(8.0, None, None, 2)


# What is missing, alone or all the same.


def test_replications_in_which_nothing_was_counted_are_left_out() -> None:
    with_empty = [*SINGLE[:2], EMPTY, *SINGLE[2:], EMPTY]

    assert intervals.mean(with_empty, level=LEVEL) == intervals.mean(SINGLE, level=LEVEL)


def test_without_vehicles_nothing_is_defined() -> None:
    nothing = Estimate(None, None, None, 0)
    empty = [EMPTY] * 6

    assert intervals.mean(empty, level=LEVEL) == nothing
    assert percentiles.percentile(empty, 0.5, level=LEVEL) == nothing
    assert intervals.share_beyond(empty, 5, level=LEVEL) == nothing
    assert intervals.maximum(empty) == nothing
    assert intervals.standard_deviation(empty, level=LEVEL) == nothing
    assert intervals.mean_difference(empty, empty, level=LEVEL) == nothing
    assert percentiles.percentile_difference(empty, empty, 0.5, level=LEVEL) == nothing
    assert intervals.mean([], level=LEVEL) == nothing


def test_a_difference_from_a_scenario_without_vehicles_is_undefined() -> None:
    empty = [EMPTY] * 5

    assert intervals.mean_difference(SINGLE, empty, level=LEVEL) == Estimate(None, None, None, 5)
    assert percentiles.percentile_difference(SINGLE, empty, 0.5, level=LEVEL) == Estimate(None, None, None, 5)


@pytest.mark.parametrize("n", [1, 4])
def test_with_fewer_than_five_replications_the_value_stands_alone(n: int) -> None:
    a = [cell(range(1, 400 + k), 300) for k in range(n)]
    b = [cell(range(1, 300 + k), 200) for k in range(n)]

    for estimate in (
        intervals.mean(a, level=LEVEL),
        percentiles.percentile(a, 0.5, level=LEVEL),
        intervals.share_beyond(a, 300, level=LEVEL),
        intervals.mean_difference(a, b, level=LEVEL),
        percentiles.percentile_difference(a, b, 0.5, level=LEVEL),
    ):
        assert estimate.value is not None
        assert (estimate.lower, estimate.upper, estimate.n) == (None, None, n)


def test_without_the_one_replication_that_counts_the_rest_is_undefined() -> None:
    estimate = intervals.ratio([1.0, 2.0, 1.0, 3.0, 1.0], [4.0, 0.0, 0.0, 0.0, 0.0], level=LEVEL)

    assert estimate == Estimate(2.0, None, None, 5)


def test_equal_replications_give_no_width() -> None:
    cells = [cell(range(7, 407))] * 7

    for estimate in (intervals.mean(cells, level=LEVEL), percentiles.percentile(cells, 0.9, level=LEVEL)):
        assert interval(estimate) == (estimate.value, estimate.value)


def test_a_level_or_percentile_outside_0_to_1_is_an_error() -> None:
    with pytest.raises(ValueError, match="level"):
        intervals.mean(SINGLE, level=95)
    with pytest.raises(ValueError, match="percentile"):
        percentiles.percentile(SINGLE, 95, level=LEVEL)
    with pytest.raises(ValueError, match="percentile"):
        percentiles.percentile_difference(SINGLE, SINGLE, 95, level=LEVEL)


# Differences.


def test_a_paired_difference_of_means_is_that_of_the_differences() -> None:
    other = [cell([value]) for value in (2, 4, 6, 5, 13)]  # larger by 1, 2, 3, 1, 3: mean 2, variance 1
    half = T_4 * math.sqrt(1 / 5)

    estimate = intervals.mean_difference(SINGLE, other, level=LEVEL)

    assert estimate.value == 2
    assert interval(estimate) == pytest.approx((2 - half, 2 + half), rel=1e-6)


def test_a_difference_is_b_minus_a() -> None:
    a = [cell([k, 20 + k] * 100, 15) for k in range(5)]
    b = [cell([30 + k] * 200, 15) for k in range(5)]
    many = [float(one.n) for one in a]

    assert intervals.mean_difference(a, b, level=LEVEL).value == 20
    assert intervals.share_difference(a, b, 15, level=LEVEL).value == 0.5
    assert intervals.ratio_difference(many, many, [3 * n for n in many], many, level=LEVEL).value == 2
    assert percentiles.percentile_difference(a, b, 0.5, level=LEVEL).value == pytest.approx(32 - 4, abs=1)


def test_a_scenario_does_not_differ_from_itself() -> None:
    cells = [cell(np.arange(1, 401) * k, 300) for k in (1, 5, 2, 9, 4)]

    assert interval(intervals.mean_difference(cells, cells, level=LEVEL)) == (0, 0)
    assert interval(intervals.share_difference(cells, cells, 300, level=LEVEL)) == (0, 0)
    assert interval(percentiles.percentile_difference(cells, cells, 0.9, level=LEVEL)) == (0, 0)


def test_scenarios_with_unequal_replications_are_not_paired() -> None:
    with pytest.raises(ValueError, match="equally many"):
        intervals.mean_difference(SINGLE, SINGLE[:4], level=LEVEL)


def test_an_interaction_is_the_contrast_of_four_means() -> None:
    # Base, with one, with the other, with both: what both save beyond the sum of each is 3, 1, 2, 2, 2 by replication.
    base, one, other = ([cell([100 + k]) for k in row] for row in ([0, 9, 4, 2, 7], [-5, 2, 0, 0, 1], [3, 3, 3, 3, 3]))
    extra = (3, 1, 2, 2, 2)
    both = [cell([b.sum + c.sum - a.sum + more]) for a, b, c, more in zip(base, one, other, extra, strict=True)]
    half = T_4 * math.sqrt(0.5 / 5)

    estimate = intervals.mean_contrast([base, one, other, both], [1, -1, -1, 1], level=LEVEL)

    assert estimate.value == pytest.approx(2)
    assert interval(estimate) == pytest.approx((2 - half, 2 + half), rel=1e-6)


def test_contrasts_of_shares_ratios_and_percentiles_weigh_each_scenario() -> None:
    low, middle, high = ([cell([base + k, base] * 100, 15) for k in range(5)] for base in (0, 15, 40))
    trio = [low, middle, high]
    many = [float(one.n) for one in low]

    # Above 15 lie none, those of four of the five replications that got more (400 of 1000), and all.
    assert intervals.share_contrast(trio, [1, -2, 1], 15, level=LEVEL).value == pytest.approx(0 - 0.8 + 1)
    assert intervals.ratio_contrast([many, [3.0] * 5, many], [many] * 3, [1, -100, 2], level=LEVEL).value == 1.5
    # p90 of each lies 3 above its base, also when resampled: the contrast of the bases remains, without width.
    contrast = percentiles.percentile_contrast(trio, [1, -2, 1], 0.9, level=LEVEL)
    assert contrast.value == pytest.approx(0 - 2 * 15 + 40)
    assert interval(contrast) == (contrast.value, contrast.value)


def test_the_difference_of_percentiles_has_the_interval_of_its_resamples() -> None:
    generator = np.random.default_rng(3)
    a = [cell(np.rint(generator.exponential(MINUTE, 300)).astype(np.int64)) for _ in range(6)]
    b = [cell(np.rint(generator.exponential(2 * MINUTE, 300)).astype(np.int64)) for _ in range(6)]
    differences = []
    for row in percentiles._resamples(6):
        taken = [index for index, times in enumerate(row) for _ in range(times)]
        before, after = (percentiles.percentile([side[index] for index in taken], 0.9, level=LEVEL) for side in (a, b))
        assert before.value is not None
        assert after.value is not None
        differences.append(after.value - before.value)
    half = 2.5705818 * float(np.std(differences, ddof=1)) * math.sqrt(6 / 5)

    estimate = percentiles.percentile_difference(a, b, 0.9, level=LEVEL)

    assert estimate.value is not None
    assert interval(estimate) == pytest.approx((estimate.value - half, estimate.value + half), rel=1e-6)


def test_correlation_and_what_pairing_saves_by_hand() -> None:
    a = [cell([value]) for value in (1, 2, 3)]
    b = [cell([value]) for value in (2, 4, 9)]
    # Variances 1 and 13, covariance 3.5, variance of the differences 1, 2, 6: 7.

    assert intervals.correlation(a, b) == pytest.approx(3.5 / math.sqrt(13))
    assert intervals.replications_saved(a, b) == pytest.approx(3 * (1 + 13) / 7)


def test_correlation_and_what_pairing_saves_are_undefined_without_spread() -> None:
    same = [cell([4])] * 3

    assert intervals.correlation(SINGLE[:3], same) is None
    assert intervals.correlation(SINGLE[:2], SINGLE[:2]) is None
    assert intervals.replications_saved(SINGLE, SINGLE) is None
    assert intervals.replications_saved(SINGLE[:1], SINGLE[1:2]) is None
    assert intervals.replications_saved([EMPTY] * 5, SINGLE) is None


# Percentiles.


def test_a_percentile_is_good_to_the_width_of_a_bin() -> None:
    values = np.random.default_rng(5).integers(0, 40 * MINUTE, size=(6, 500))

    for p in (0.5, 0.9, 0.95):
        value = percentiles.percentile([cell(row) for row in values], p, level=LEVEL).value

        assert value == pytest.approx(np.quantile(values, p, method="inverted_cdf"), rel=0.005)


def test_the_interval_of_a_percentile_is_that_of_the_share_below_mapped_back() -> None:
    # Bins below 200 hold one whole value each, so the pooled distribution can be written down: of 1000
    # vehicles 500 take 10, and of the others 20 each take 100, 101, ... 124.
    early = (160, 60, 100, 80, 100)
    late = [[100 + k for k in range(25) for _ in range(4)]] * 5
    cells = [cell([10] * n + row) for n, row in zip(early, late, strict=True)]
    # p80 is reached by the last that takes 114. Below are n + 60 of n + 100 vehicles.
    without = [(800 - (n + 60)) / (1000 - (n + 100)) for n in early]
    centre = sum(without) / 5
    half = T_4 * math.sqrt(4 / 5 * sum((one - centre) ** 2 for one in without))
    ends = [100 + math.ceil((share * 1000 - 500) / 20) - 1 for share in (0.8 - half, 0.8 + half)]

    estimate = percentiles.percentile(cells, 0.8, level=LEVEL)

    assert estimate.value == 114
    assert interval(estimate) == tuple(ends)
    assert ends == [112, 117]


def test_a_share_beyond_1_stands_for_the_greatest_time_seen() -> None:
    cells = [cell([1] * 100)] * 4 + [cell([1] * 300 + [50] * 100 + [90])]

    assert interval(percentiles.percentile(cells, 0.875, level=LEVEL)) == (1, 90)


def test_a_percentile_with_fewer_than_100_vehicles_beyond_stands_alone() -> None:
    enough = [cell(range(1, 201))] * 5
    one_less = [*enough[:4], cell(range(1, 200))]

    assert percentiles.percentile(enough, 0.9, level=LEVEL).lower is not None
    assert percentiles.percentile(one_less, 0.9, level=LEVEL).value is not None
    assert percentiles.percentile(one_less, 0.9, level=LEVEL).lower is None
    assert percentiles.percentile_difference(enough, enough, 0.9, level=LEVEL).lower is not None
    assert percentiles.percentile_difference(enough, one_less, 0.9, level=LEVEL).lower is None


@pytest.mark.parametrize("p", [0.001, 0.9])
def test_a_resampled_percentile_is_that_of_the_cells_written_out(p: float) -> None:
    generator = np.random.default_rng(8)
    cells = [cell(np.rint(generator.exponential(MINUTE, 50)).astype(np.int64)) for _ in range(3)]
    weights = np.array([[1, 1, 1], [2, 0, 1], [0, 3, 0]])

    resampled = percentiles._percentiles(cells, weights, p)

    for row, value in zip(weights, resampled, strict=True):
        taken = [one for one, times in zip(cells, row, strict=True) for _ in range(times)]
        assert value == percentiles.percentile(taken, p, level=LEVEL).value


def test_resamples_take_as_many_replications_as_there_are_and_each_equally_often() -> None:
    weights = percentiles._resamples(8)

    assert (weights.sum(axis=1) == 8).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(8), abs=0.13)  # four standard errors
    assert weights.var() == pytest.approx(7 / 8, rel=0.1)


# Coverage: M/M/1 queues, whose waiting time W has P(W > t) = rho exp(-(mu - lam) t) (Gross et al., Fundamentals of
# Queueing Theory, 4th ed., section 2.2.4), with lam = 1 per time unit. Both loads share their vehicles.

EXPERIMENTS = 300
REPLICATIONS = 10
WARM_UP = 300
LEAST, MOST = 300, 500
"""Vehicles of a replication: their number is random, as it is within a window of time."""
UNIT = 10 * MINUTE
LOADS = (0.7, 0.6)
P = 0.95
LONG = 4 * UNIT


@dataclass(frozen=True)
class Truth:
    """Of M/M/1 at one load."""

    rho: float

    @property
    def drain(self) -> float:
        return 1 / self.rho - 1

    @property
    def mean(self) -> float:
        return self.rho / self.drain * UNIT

    @property
    def percentile(self) -> float:
        return math.log(self.rho / (1 - P)) / self.drain * UNIT

    @property
    def share(self) -> float:
        return self.rho * math.exp(-self.drain * LONG / UNIT)

    @property
    def deviation(self) -> float:
        # E(W**2) = 2 rho / drain**2, from the density of the wait of those who wait.
        return math.sqrt(self.rho * (2 - self.rho)) / self.drain * UNIT


@cache
def waiting_times() -> tuple[list[IntArray], list[IntArray]]:
    """Microseconds, one array for each replication of all experiments, at both loads."""
    generator = np.random.default_rng(20190601)
    runs = EXPERIMENTS * REPLICATIONS
    waiting = np.zeros((len(LOADS), runs))
    loads = np.array(LOADS)[:, np.newaxis]
    kept = np.empty((MOST, len(LOADS), runs), dtype=np.int64)
    for vehicle in range(WARM_UP + MOST):
        if vehicle >= WARM_UP:
            kept[vehicle - WARM_UP] = np.rint(waiting * UNIT)
        service, headway = generator.exponential(size=(2, runs))
        waiting = np.maximum(waiting + loads * service - headway, 0.0)
    sizes = generator.integers(LEAST, MOST + 1, size=runs)
    a, b = ([kept[:size, load, run] for run, size in enumerate(sizes)] for load in range(len(LOADS)))
    return a, b


@cache
def experiments() -> list[tuple[list[Cell], list[Cell]]]:
    a, b = ([cell(values, LONG) for values in load] for load in waiting_times())
    return [
        (a[start : start + REPLICATIONS], b[start : start + REPLICATIONS]) for start in range(0, len(a), REPLICATIONS)
    ]


def covered(estimates: Sequence[Estimate], truth: float) -> float:
    """Share of the intervals that hold the truth; one that is missing fails."""
    ends = np.array([interval(estimate) for estimate in estimates])
    return float(((ends[:, 0] <= truth) & (truth <= ends[:, 1])).mean())


A, B = (Truth(rho) for rho in LOADS)
Pair = tuple[list[Cell], list[Cell]]

MEASURES: dict[str, tuple[Callable[[Pair], Estimate], float, float]] = {
    "mean": (lambda pair: intervals.mean(pair[0], level=LEVEL), A.mean, 0.88),
    "percentile": (lambda pair: percentiles.percentile(pair[0], P, level=LEVEL), A.percentile, 0.88),
    "share": (lambda pair: intervals.share_beyond(pair[0], LONG, level=LEVEL), A.share, 0.90),
    "share that waits": (lambda pair: intervals.share_beyond(pair[0], 0, level=LEVEL), A.rho, 0.90),
    "deviation": (lambda pair: intervals.standard_deviation(pair[0], level=LEVEL), A.deviation, 0.82),
    "deviation difference": (
        lambda pair: intervals.standard_deviation_contrast(pair, [-1, 1], level=LEVEL),
        B.deviation - A.deviation,
        0.78,
    ),
    "mean difference": (lambda pair: intervals.mean_difference(*pair, level=LEVEL), B.mean - A.mean, 0.87),
    "share difference": (lambda pair: intervals.share_difference(*pair, LONG, level=LEVEL), B.share - A.share, 0.90),
    "percentile difference": (
        lambda pair: percentiles.percentile_difference(*pair, P, level=LEVEL),
        B.percentile - A.percentile,
        0.85,
    ),
}
"""How to estimate, the truth, and the least coverage asked of 300 intervals at 95 %.

Waiting times are skewed: replications that miss the rare long queue have both a small estimate and a short
interval, so ten of them cover less than is promised, most of all where the tail decides.
"""
MOST_COVERED = 0.985
"""Above it the intervals would be needlessly wide: nearly three standard errors of 300 intervals over the level."""


@pytest.mark.parametrize("measure", MEASURES)
def test_intervals_cover_the_truth_about_as_often_as_they_promise(measure: str) -> None:
    estimate, truth, least = MEASURES[measure]

    assert least <= covered([estimate(pair) for pair in experiments()], truth) <= MOST_COVERED


def naive(values: Sequence[IntArray]) -> Estimate:
    """A mean with the interval that takes every vehicle as independent."""
    pooled: FloatArray = np.concatenate(values).astype(np.float64)
    centre = float(pooled.mean())
    half = 1.96 * float(pooled.std()) / math.sqrt(len(pooled))
    return Estimate(centre, centre - half, centre + half, len(values))


def test_an_interval_that_takes_vehicles_as_independent_does_not_cover() -> None:
    values, _ = waiting_times()
    estimates = [naive(values[start : start + REPLICATIONS]) for start in range(0, len(values), REPLICATIONS)]

    assert covered(estimates, A.mean) < 0.5


def test_the_percentile_and_basic_intervals_of_the_bootstrap_cover_less() -> None:
    weights = percentiles._resamples(REPLICATIONS)
    chosen, by_percentile, basic = [], [], []
    for a, b in experiments()[: EXPERIMENTS // 2]:
        estimate = percentiles.percentile_difference(a, b, P, level=LEVEL)
        assert estimate.value is not None
        differences = percentiles._percentiles(b, weights, P) - percentiles._percentiles(a, weights, P)
        low, high = np.quantile(differences, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        chosen.append(estimate)
        by_percentile.append(Estimate(estimate.value, low, high, REPLICATIONS))
        basic.append(Estimate(estimate.value, 2 * estimate.value - high, 2 * estimate.value - low, REPLICATIONS))
    truth = B.percentile - A.percentile

    assert covered(basic, truth) < covered(by_percentile, truth) < covered(chosen, truth)


def test_pairing_narrows_the_interval_of_a_difference() -> None:
    paired, apart = (
        np.mean([np.ptp(interval(intervals.mean_difference(a, b, level=LEVEL))) for a, b in pairs])
        for pairs in (
            experiments(),
            [(a, b) for (a, _), (_, b) in zip(experiments(), experiments()[1:], strict=False)],
        )
    )

    assert paired < 0.7 * apart


def test_what_pairing_saves_is_what_it_takes_without_pairing() -> None:
    a = [one for pair in experiments() for one in pair[0]]
    b = [one for pair in experiments() for one in pair[1]]
    correlation, needed = intervals.correlation(a, b), intervals.replications_saved(a, b)
    shifted = intervals.replications_saved(a, [*b[1:], b[0]])

    assert correlation is not None
    assert needed is not None
    assert shifted is not None
    assert correlation > 0.8
    assert needed > 2 * len(a)
    assert shifted == pytest.approx(len(a), rel=0.1)


def test_no_percentile_is_longer_than_the_longest_time() -> None:
    times = [cell([11 * MINUTE + 470]), cell([11 * MINUTE])]
    longest = 11 * MINUTE + 470
    assert percentiles.percentile(times, 0.99, level=0.95).value == longest
    assert percentiles.percentile_difference(times, times, 0.99, level=0.95).value == 0
    nothing = [cell([0]), cell([0])]
    assert percentiles.percentile_difference(nothing, times, 0.99, level=0.95).value == longest
