"""Memory of large arrays is used again, and never while anybody holds it."""

import gc
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import storage

N = 400_000


@pytest.fixture(autouse=True)
def _empty_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_pool", [])


def _address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])


def test_memory_given_back_is_taken_again() -> None:
    first = storage.empty(N, np.int64)
    where = _address(first)
    del first
    gc.collect()
    again = storage.empty((2, N // 2), np.int64)
    assert _address(again) == where
    assert again.shape == (2, N // 2)
    assert again.dtype == np.int64


def test_memory_of_which_a_view_is_left_is_not() -> None:
    first = storage.filled(N, 7, np.int64)
    view = first[10:20]
    del first
    gc.collect()
    other = storage.filled(N, 8, np.int64)
    assert not np.shares_memory(other, view)
    assert (view == 7).all()


def test_two_arrays_never_share_memory() -> None:
    arrays = [storage.filled(N, number, np.int64) for number in range(4)]
    del arrays[1]
    gc.collect()
    arrays += [storage.filled(N, 9, np.int64) for _ in range(2)]
    assert [int(array[0]) for array in arrays] == [0, 2, 3, 9, 9]
    assert all((array == array[0]).all() for array in arrays)


def test_a_large_memory_is_not_wasted_on_a_small_array() -> None:
    large = storage.empty(10 * N, np.int64)
    where = _address(large)
    del large
    gc.collect()
    assert _address(storage.empty(N, np.int64)) != where


def test_the_pool_does_not_grow_without_end() -> None:
    arrays = [storage.empty(N, np.int64) for _ in range(40)]
    arrays.clear()
    gc.collect()
    assert 1 <= len(storage._pool) <= 12
