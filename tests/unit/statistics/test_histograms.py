"""Histograms in little memory give back every bin and count, alone, together and in another order."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.statistics.cell import Cell, Key, known
from sim.statistics.histograms import Histograms, Numbers, gathered, side_by_side
from sim.statistics.tally import Tally

NUMBERS = st.integers(0, 300) | st.integers(0, 2**40)
HISTOGRAM = st.dictionaries(st.integers(0, 7000), NUMBERS.filter(bool), max_size=8).map(lambda d: sorted(d.items()))


def _together(histograms: list[list[tuple[int, int]]]) -> Histograms:
    flat = np.array([pair for one in histograms for pair in one], dtype=np.int64).reshape(-1, 2)
    return Histograms.of(flat[:, 0], flat[:, 1], np.cumsum([len(one) for one in histograms], dtype=np.int64))


def _pairs(held: Histograms, number: int) -> list[tuple[int, int]]:
    return list(zip(held.bins(number).tolist(), held.counts(number).tolist(), strict=True))


@given(st.lists(NUMBERS), st.data())
def test_numbers_come_back_whatever_their_size(values: list[int], data: st.DataObject) -> None:
    numbers = Numbers.of(np.array(values, dtype=np.int64))
    start = data.draw(st.integers(0, len(values)))
    end = data.draw(st.integers(start, len(values)))
    assert numbers.values(start, end).tolist() == values[start:end]
    part = numbers.part(start, end)
    assert part.values(0, end - start).tolist() == values[start:end]


@given(st.lists(HISTOGRAM))
def test_every_histogram_comes_back(histograms: list[list[tuple[int, int]]]) -> None:
    held = _together(histograms)
    assert [_pairs(held, number) for number in range(len(held))] == histograms
    assert [held.n_bins(number) for number in range(len(held))] == [len(one) for one in histograms]
    flat = list(zip(held.flat_bins().tolist(), held.flat_counts().tolist(), strict=True))
    assert flat == [pair for one in histograms for pair in one]


@given(st.lists(HISTOGRAM, min_size=1), st.lists(HISTOGRAM, min_size=1), st.data())
def test_histograms_gather_from_several_places_in_any_order(
    one: list[list[tuple[int, int]]], other: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    held = [(_together(one), one), (_together(other), other)]
    chosen = data.draw(st.lists(st.sampled_from([(which, n) for which in (0, 1) for n in range(len(held[which][1]))])))
    found = gathered([(held[which][0], number) for which, number in chosen])
    assert [_pairs(found, number) for number in range(len(found))] == [held[which][1][n] for which, n in chosen]


@given(st.lists(HISTOGRAM))
def test_histograms_side_by_side_have_each_bin_from_first_to_last(histograms: list[list[tuple[int, int]]]) -> None:
    held = _together(histograms)
    bins, counts = side_by_side([(held, number) for number in range(len(held))])
    every = [number for one in histograms for number, _ in one]
    assert bins.tolist() == (list(range(min(every), max(every) + 1)) if every else [])
    assert counts.tolist() == [[dict(one).get(number, 0) for number in bins.tolist()] for one in histograms]


def test_a_tally_travels_without_loss_beyond_64_bits() -> None:
    bins, counts = np.array([0, 3, 4000]), np.array([254, 255, 70_000])
    cell = Cell(70_509, 2**63, 2**130 + 1, 2**62, ((60, 5), (90, 0)), Histograms.single(bins, counts))
    tally = Tally({Key("crossing_time"): cell}, {Key("span"): 2**70}, {Key("waiting", hour=None): 3})
    assert pickle.loads(pickle.dumps(tally)) == tally  # noqa: S301 - made here


def test_a_key_is_one_object_in_all_tallies_that_arrive() -> None:
    made = [
        pickle.loads(pickle.dumps(Tally({}, {Key("span"): number}, {})))  # noqa: S301 - made here
        for number in (1, 2)
    ]
    first, second = (next(iter(tally.totals)) for tally in made)
    assert first is second is known(Key("span"))
