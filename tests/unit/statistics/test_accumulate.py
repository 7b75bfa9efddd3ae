"""Loops in machine code against the same sums in plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.statistics import histogram
from sim.statistics.accumulate import LOW_BITS, accumulate, add_up, add_up_visits, follow, hints, merge
from sim.statistics.occupancy import StepSeries, exact_product, step_series
from sim.statistics.window import Window
from sim.trajectory import IntArray
from sim.units import NEVER

EDGES = histogram.lower_edges()
HINTS = hints(EDGES)
TIMES = st.integers(0, 63).flatmap(lambda bits: st.integers(0, min(2**bits, NEVER - 1)))
"""Of every order of magnitude."""


def column(values: list[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


def accumulated(values: IntArray, row: IntArray, marks: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    sums, beyond = np.zeros((3, 6), dtype=np.int64), np.zeros((3, len(marks)), dtype=np.int64)
    counts = np.zeros((3, len(EDGES)), dtype=np.int64)
    accumulate(values, row, marks, EDGES, HINTS, sums, beyond, counts)
    return sums, beyond, counts


@given(st.lists(TIMES, min_size=1, max_size=30))
def test_every_time_falls_into_its_bin(times: list[int]) -> None:
    values = column(times)
    _, _, counts = accumulated(values, np.zeros(len(values), dtype=np.int64), column([]))
    np.testing.assert_array_equal(counts[0], np.bincount(histogram.bin_of(values), minlength=len(EDGES)))


def test_times_at_the_edges_of_bins_fall_into_their_bins() -> None:
    values = np.concatenate([EDGES[:-1], EDGES[1:-1] - 1])
    _, _, counts = accumulated(values, np.zeros(len(values), dtype=np.int64), column([]))
    np.testing.assert_array_equal(counts[0], np.bincount(histogram.bin_of(values), minlength=len(EDGES)))


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(0, 2**40)), max_size=30), st.lists(st.integers(0, 2**40)))
def test_rows_hold_exact_sums_of_their_values_and_row_minus_one_is_left_out(
    values: list[tuple[int, int]], marks: list[int]
) -> None:
    row, of = column([group for group, _ in values]), column([value for _, value in values])
    sums, beyond, counts = accumulated(of, row, column(marks))
    for group in range(3):
        own = [value for whose, value in values if whose == group]
        n, total, high_high, high_low, low_low, maximum = sums[group].tolist()
        assert (n, total, maximum) == (len(own), sum(own), max(own, default=0))
        squares = (high_high << 2 * LOW_BITS) + (high_low << (LOW_BITS + 1)) + low_low
        assert squares == sum(value**2 for value in own)
        assert beyond[group].tolist() == [sum(value > mark for value in own) for mark in marks]
        assert counts[group].sum() == len(own)


def test_values_are_added_up_by_row() -> None:
    sums = column([0, 0])
    add_up(column([1, 2, 4, 8]), column([1, 0, -1, 1]), sums)
    assert sums.tolist() == [2, 9]


STRETCHES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(1, 5)).map(lambda t: (t[0], t[0] + t[1], t[2]))
)


@given(STRETCHES)
def test_a_step_function_changes_where_the_sum_of_its_stretches_does(stretches: list[tuple[int, int, int]]) -> None:
    began, ended, weight = (column([stretch[part] for stretch in stretches]) for part in range(3))
    series = step_series(began, ended, weight)
    level = [sum(w for a, b, w in stretches if a <= now < b) for now in range(31)]
    changes = [now for now in range(31) if level[now] != (level[now - 1] if now else 0)]
    assert series.at.tolist() == changes
    assert series.value.tolist() == [level[now] for now in changes]
    counted = step_series(began, ended)
    assert [int(counted.value_at(column([now]))[0]) for now in range(31)] == [
        sum(a <= now < b for a, b, _ in stretches) for now in range(31)
    ]


def test_what_ends_before_it_starts_is_merged_all_the_same() -> None:
    at, value = np.empty(4, dtype=np.int64), np.empty(4, dtype=np.int64)
    n_steps = merge(column([5, 7]), column([1, 1]), column([2, 5]), column([1, 1]), at, value)
    assert (at[:n_steps].tolist(), value[:n_steps].tolist()) == ([2, 7], [-1, 0])


@given(STRETCHES, st.lists(st.integers(-1, 32)))
def test_values_along_the_way_are_those_that_are_sought_one_by_one(
    stretches: list[tuple[int, int, int]], instants: list[int]
) -> None:
    series = step_series(*(column([stretch[part] for stretch in stretches]) for part in range(2)))
    values = np.empty(len(instants), dtype=np.int64)
    follow(series.at, series.value, column(sorted(instants)), values)
    found = {instant: int(series.value_at(column([instant]))[0]) for instant in instants}
    assert values.tolist() == [found[instant] for instant in sorted(instants)]
    assert series.value_at(column(instants)).tolist() == [found[instant] for instant in instants]


VISIT = st.lists(st.one_of(st.integers(0, 60), st.just(NEVER)), min_size=5, max_size=5).map(sorted)


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), VISIT, st.integers(0, 9))), st.integers(0, 30))
def test_visits_count_in_the_window_only_and_their_work_wherever_it_is_done(
    visits: list[tuple[int, bool, list[int], int]], start: int
) -> None:
    window = Window(start, 40)
    code, service = column([visit[0] for visit in visits]), column([visit[3] for visit in visits])
    offered = np.array([visit[1] for visit in visits], dtype=np.bool_)
    joined, called, began, ended, left = (column([visit[2][part] for visit in visits]) for part in range(5))
    sums = np.zeros((3, 7), dtype=np.int64)
    add_up_visits(code, offered, joined, called, began, ended, left, service, window.start, window.end, sums)
    parts = (
        np.ones(len(code), dtype=np.int64),
        window.overlap(joined, began),
        window.overlap(called, began),
        window.overlap(began, ended),
        window.overlap(ended, left),
        window.holds(left),
        np.where(offered, service, 0),
    )
    assert sums.tolist() == [[int(part[code == group].sum()) for part in parts] for group in range(3)]


@pytest.mark.parametrize("n", [0, 1, 5000])
def test_a_sum_of_products_beyond_64_bits_is_exact(n: int) -> None:
    rng = np.random.default_rng(n)
    values, lengths = rng.integers(0, 2**34, n), rng.integers(0, 2**62, n)
    assert exact_product(values, lengths) == sum(int(v) * int(x) for v, x in zip(values, lengths, strict=True))


def test_before_its_first_step_a_series_is_zero() -> None:
    assert StepSeries(column([5]), column([3])).value_at(column([4, 5, 4])).tolist() == [0, 3, 0]
